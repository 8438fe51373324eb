package chromium

import (
	"context"
	"encoding/json"
	"fmt"
	"net/url"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/chromedp/cdproto/browser"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// Tab is a tab of the browser and the test that it belongs to. It is closed when
// the test ends. Its methods end the test when they cannot do what they say.
type Tab struct {
	t        testing.TB
	ctx      context.Context
	features []*emulation.MediaFeature
	log      log
}

// New opens an empty tab with storage and connections of its own, as in a
// browser of its own. Its pages may ask the named sites for something, which are
// the beginnings of addresses.
func (b *Browser) New(t testing.TB, sites ...string) *Tab {
	t.Helper()
	return open(t, b.ctx, sites, chromedp.WithNewBrowserContext())
}

// Open opens a page in a new tab and waits until it has loaded. It may ask its
// own site for anything.
func (b *Browser) Open(t testing.TB, address string) *Tab {
	t.Helper()
	tab := b.New(t, site(t, address))
	tab.Load(address)
	return tab
}

// Beside opens a page in another tab of the same window. The window shows the
// tab that was opened, or brought to the front, last.
func (b *Tab) Beside(address string) *Tab {
	b.t.Helper()
	tab := open(b.t, b.ctx, b.log.sites, chromedp.WithNewWindow(false))
	tab.Load(address)
	return tab
}

// site is the beginning of all addresses that share a host.
func site(t testing.TB, address string) string {
	t.Helper()
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	return u.Scheme + "://" + u.Host + "/"
}

func open(t testing.TB, parent context.Context, sites []string, options ...chromedp.ContextOption) *Tab {
	t.Helper()
	b := &Tab{t: t, log: log{sites: sites}}
	var end context.CancelFunc
	b.ctx, end = chromedp.NewContext(parent, append(options, chromedp.WithListener(b.listen))...)
	if err := chromedp.Do(b.ctx); err != nil { // not under a time limit, which would be the tab's own
		t.Fatalf("cannot open a tab: %v", err)
	}
	t.Cleanup(func() {
		end()
		for _, problem := range b.log.unpardoned() {
			t.Error(problem)
		}
	})
	b.Before(reportViolations)
	return b
}

// Within lets the tab's pages ask these sites for something, and no others.
func (b *Tab) Within(sites ...string) {
	b.log.Lock()
	defer b.log.Unlock()
	b.log.sites = sites
}

// Before runs a script in every page that the tab loads, before the page's own.
func (b *Tab) Before(script string) {
	b.t.Helper()
	Call(b, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: script})
}

// Load goes to another page in the same tab.
func (b *Tab) Load(address string) {
	b.t.Helper()
	b.act(chromedp.Navigate(address))
}

// Reload loads the page again, as a reader would.
func (b *Tab) Reload() {
	b.t.Helper()
	b.act(chromedp.Reload())
}

// Focused makes the tab behave as if the reader were in it. Without, a tab in
// the background has no focus and draws no frames.
func (b *Tab) Focused() {
	b.t.Helper()
	Call(b, emulation.SetFocusEmulationEnabled, emulation.SetFocusEmulationEnabledParams{Enabled: true})
}

// Front makes the window show the tab.
func (b *Tab) Front() {
	b.t.Helper()
	Call(b, page.BringToFront, cdp.Empty{})
}

// Resize sets the size of the window, in CSS pixels.
func (b *Tab) Resize(width, height int64) {
	b.t.Helper()
	b.act(chromedp.EmulateViewport(width, height))
	b.Wait(fmt.Sprintf(`innerWidth === %d`, width))
}

// Prefer sets a media feature: Prefer("prefers-color-scheme", "dark").
func (b *Tab) Prefer(feature, value string) {
	b.t.Helper()
	b.features = append(b.features, &emulation.MediaFeature{Name: feature, Value: value})
	Call(b, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: b.features})
}

// WithoutScript switches JavaScript off.
func (b *Tab) WithoutScript() {
	b.t.Helper()
	Call(b, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
}

// Grant gives the tab's pages permissions, such as "clipboard-read".
func (b *Tab) Grant(permissions ...string) {
	b.t.Helper()
	for _, name := range permissions {
		Call(b, browser.SetPermission, browser.SetPermissionParams{
			Permission: &browser.PermissionDescriptor{Name: name}, Setting: browser.PermissionSettingGranted,
			BrowserContextID: chromedp.FromContext(b.ctx).BrowserContextID,
		})
	}
}

// DownloadInto lets the tab download files into a folder.
func (b *Tab) DownloadInto(dir string) {
	b.t.Helper()
	Call(b, browser.SetDownloadBehavior, browser.SetDownloadBehaviorParams{
		Behavior: browser.SetDownloadBehaviorBehaviorAllow, DownloadPath: dir,
		BrowserContextID: chromedp.FromContext(b.ctx).BrowserContextID,
	})
}

// Eval returns the value of a JavaScript expression, awaited when it is a
// promise.
func Eval[T any](b *Tab, expression string) T {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, Patience)
	defer cancel()
	v, err := chromedp.Run(ctx, chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
	if err != nil {
		b.t.Fatalf("%s: %v", expression, err)
	}
	return v
}

// Do runs JavaScript for what it does.
func (b *Tab) Do(statements string) {
	b.t.Helper()
	Eval[bool](b, "(async () => {"+statements+"; return true})()")
}

// None fails the test for each of the strings that a JavaScript expression lists,
// or promises to list, and says on which page.
func (b *Tab) None(message, expression string) {
	b.t.Helper()
	for _, problem := range Eval[[]string](b, expression) {
		b.t.Errorf("%s: %s: %s", Eval[string](b, `location.href`), message, problem)
	}
}

// Wait waits until a JavaScript expression is true, across navigations.
func (b *Tab) Wait(expression string) {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, Patience)
	defer cancel()
	again := time.NewTicker(10 * time.Millisecond)
	defer again.Stop()
	for {
		// The error may be that the page is just being exchanged.
		v, err := chromedp.Run(ctx, chromedp.Evaluate[bool]("!!("+expression+")"))
		if v {
			return
		}
		select {
		case <-ctx.Done():
			b.t.Fatalf("waited in vain for %s: %v", expression, err)
		case <-again.C:
		}
	}
}

// Click clicks the middle of the first element that matches a CSS selector, as
// a mouse does, once it is visible.
func (b *Tab) Click(selector string) {
	b.t.Helper()
	b.Wait(fmt.Sprintf(`document.querySelector(%s)?.checkVisibility()`, Quote(selector)))
	b.act(chromedp.Click(chromedp.CSS(selector)))
}

// Text is what a reader sees of the first element that matches a CSS selector.
func (b *Tab) Text(selector string) string {
	b.t.Helper()
	return Eval[string](b, fmt.Sprintf(`document.querySelector(%s).innerText.trim()`, Quote(selector)))
}

// Type types text into whatever has the focus.
func (b *Tab) Type(text string) {
	b.t.Helper()
	b.act(chromedp.KeyEvent(text))
}

// Press presses keys, one after the other: "Tab", "Shift+Tab", "Enter",
// "Control+k", "/".
func (b *Tab) Press(keys ...string) {
	b.t.Helper()
	for _, key := range keys {
		var held []chromedp.Modifier
		names := strings.Split(key, "+")
		for _, name := range names[:len(names)-1] {
			modifier, known := modifiers[name]
			if !known {
				b.t.Fatalf("there is no key %q to hold", name)
			}
			held = append(held, modifier)
		}
		name := names[len(names)-1]
		code, known := keyCodes[name]
		if !known {
			if utf8.RuneCountInString(name) != 1 {
				b.t.Fatalf("there is no key %q", name)
			}
			code = name
		}
		b.act(chromedp.KeyEvent(code, chromedp.KeyModifiers(held...)))
	}
}

var modifiers = map[string]chromedp.Modifier{
	"Alt": chromedp.ModifierAlt, "Control": chromedp.ModifierCtrl, "Meta": chromedp.ModifierMeta, "Shift": chromedp.ModifierShift,
}

var keyCodes = map[string]string{
	"Tab": kb.Tab, "Enter": kb.Enter, "Escape": kb.Escape, "Space": " ", "Backspace": kb.Backspace, "Delete": kb.Delete,
	"ArrowLeft": kb.ArrowLeft, "ArrowRight": kb.ArrowRight, "ArrowUp": kb.ArrowUp, "ArrowDown": kb.ArrowDown,
	"Home": kb.Home, "End": kb.End, "PageUp": kb.PageUp, "PageDown": kb.PageDown,
}

// Quote writes a string as JavaScript.
func Quote(s string) string {
	quoted, err := json.Marshal(s)
	if err != nil {
		panic(err) // a string can always be written
	}
	return string(quoted)
}

func (b *Tab) act(actions ...chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, Patience)
	defer cancel()
	if err := chromedp.Do(ctx, actions...); err != nil {
		b.t.Fatal(err)
	}
}

// Call sends a command of the DevTools protocol, for what has no method here.
func Call[P, R any](b *Tab, command cdp.Command[P, R], params P) R {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, Patience)
	defer cancel()
	result, err := chromedp.Call(ctx, command, params)
	if err != nil {
		b.t.Fatalf("%s: %v", command.Method, err)
	}
	return result
}
