package themes_test

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	playbook "mentorbook"
	"mentorbook/generator"
	"mentorbook/generator/output"
	"mentorbook/generator/schedule"
	"mentorbook/generator/site"
)

// This file is how tests look at pages in a browser:
//
//	b := open(t, "sessions/first-session.html", phone)
//	b.click("button.run")
//	b.wait(`document.querySelector("dialog").open`)
//	b.press("ArrowRight")
//	if got := b.text("dialog h2"); got != "Welcome" { … }
//
// The pages are those of the starter, built once for organizers on
// playbook.StarterDate. All tests share one browser; each tab has storage of
// its own. A test fails when one of its pages logs an error, throws, breaks its
// content security policy or asks another host for something. Where there is no
// Chromium the tests are skipped, unless CI=true.
//
// Nothing sleeps: what takes a while is waited for (wait), for patience at most.

// patience is how long anything in a page may take before the test gives up.
const patience = 30 * time.Second

// An option changes a tab before it opens its page.
type option func(*tab)

var (
	narrow  = viewport(320, 640) // the narrowest that WCAG 1.4.10 asks for
	phone   = viewport(360, 740)
	desktop = viewport(1280, 800)
)

// viewport sets the size of the window, in CSS pixels.
func viewport(width, height int64) option {
	return func(b *tab) {
		b.do(chromedp.EmulateViewport(width, height))
		b.wait(fmt.Sprintf(`innerWidth === %d`, width))
	}
}

// fromDisk opens the page at its file:// address instead of over HTTP.
func fromDisk(b *tab) { b.base = b.portal.disk }

// slowly opens the page from a server that takes a while to find a script.
func slowly(b *tab) { b.base = b.portal.http + "slow/" }

// withoutScript switches JavaScript off.
func withoutScript(b *tab) {
	call(b, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
}

// preferring sets a media feature: preferring("prefers-color-scheme", "dark").
func preferring(feature, value string) option {
	return func(b *tab) {
		b.features = append(b.features, &emulation.MediaFeature{Name: feature, Value: value})
		call(b, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: b.features})
	}
}

// tab is a tab of the browser and the test that it belongs to. Its methods end
// the test when they cannot do what they say.
type tab struct {
	t        testing.TB
	ctx      context.Context
	portal   *portal
	base     string // of addresses, with a slash at its end
	features []*emulation.MediaFeature

	mu       sync.Mutex
	problems []string
	pardoned []string // words of problems that the test makes itself
	requests []string // URLs, in order, without data: ones
}

// open opens a page of the starter in a new tab and waits until it has loaded.
// The path is that of the file in the output; it may have a query and a
// fragment. The tab is closed when the test ends.
func open(t testing.TB, path string, options ...option) *tab {
	t.Helper()
	b := newTab(t)
	for _, o := range options {
		o(b)
	}
	b.load(path)
	return b
}

func newTab(t testing.TB) *tab {
	t.Helper()
	browser, portal := openBrowser(t), buildPortal(t)
	b := &tab{t: t, portal: portal, base: portal.http}
	ctx, closeTab := chromedp.NewContext(browser, chromedp.WithNewBrowserContext(), chromedp.WithListener(b.listen))
	b.ctx = ctx
	if err := chromedp.Do(ctx); err != nil { // not under a time limit, which would be the tab's own
		t.Fatalf("cannot open a tab: %v", err)
	}
	t.Cleanup(func() {
		closeTab()
		b.report()
	})
	// A tab in the background has no focus and draws no frames.
	call(b, emulation.SetFocusEmulationEnabled, emulation.SetFocusEmulationEnabledParams{Enabled: true})
	call(b, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: `
		addEventListener('securitypolicyviolation', e =>
			console.error('the policy blocks ' + e.violatedDirective + ' ' + e.blockedURI + ' at ' + e.sourceFile + ':' + e.lineNumber))`})
	return b
}

// load goes to another page of the starter in the same tab.
func (b *tab) load(path string) {
	b.t.Helper()
	b.do(chromedp.Navigate(b.base + path))
}

// reload loads the page again, as a reader would.
func (b *tab) reload() {
	b.t.Helper()
	b.do(chromedp.Reload())
}

// address is where the tab is: the path in the output, with query and fragment.
func (b *tab) address() string {
	b.t.Helper()
	return strings.TrimPrefix(eval[string](b, `location.href`), b.base)
}

// eval returns the value of a JavaScript expression, awaited when it is a
// promise. To run statements, put them into a function that is called.
func eval[T any](b *tab, expression string) T {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	v, err := chromedp.Run(ctx, chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
	if err != nil {
		b.t.Fatalf("%s: %v", expression, err)
	}
	return v
}

// none fails the test for each of the strings that a JavaScript expression lists,
// or promises to list, and says on which page.
func (b *tab) none(message, expression string) {
	b.t.Helper()
	for _, problem := range eval[[]string](b, expression) {
		b.t.Errorf("%s: %s: %s", b.address(), message, problem)
	}
}

// wait waits until a JavaScript expression is true, across navigations.
func (b *tab) wait(expression string) {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, patience)
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

// click clicks the middle of the first element that matches a CSS selector, as
// a mouse does, once it is visible.
func (b *tab) click(selector string) {
	b.t.Helper()
	b.wait(fmt.Sprintf(`document.querySelector(%s)?.checkVisibility()`, quote(selector)))
	b.do(chromedp.Click(chromedp.CSS(selector)))
}

// text is what a reader sees of the first element that matches a CSS selector.
func (b *tab) text(selector string) string {
	b.t.Helper()
	return eval[string](b, fmt.Sprintf(`document.querySelector(%s).innerText.trim()`, quote(selector)))
}

// press presses keys, one after the other: "Tab", "Shift+Tab", "Enter",
// "Control+k", "/".
func (b *tab) press(keys ...string) {
	b.t.Helper()
	for _, key := range keys {
		name, modifiers := key, []chromedp.Modifier(nil)
		for prefix, modifier := range map[string]chromedp.Modifier{
			"Alt+": chromedp.ModifierAlt, "Control+": chromedp.ModifierCtrl, "Meta+": chromedp.ModifierMeta, "Shift+": chromedp.ModifierShift,
		} {
			if strings.Contains(name, prefix) {
				name, modifiers = strings.Replace(name, prefix, "", 1), append(modifiers, modifier)
			}
		}
		code, known := keyCodes[name]
		if !known {
			if utf8.RuneCountInString(name) != 1 {
				b.t.Fatalf("press: there is no key %q in keyCodes", name)
			}
			code = name
		}
		b.do(chromedp.KeyEvent(code, chromedp.KeyModifiers(modifiers...)))
	}
}

// write types text into whatever has the focus.
func (b *tab) write(text string) {
	b.t.Helper()
	b.do(chromedp.KeyEvent(text))
}

var keyCodes = map[string]string{
	"Tab": kb.Tab, "Enter": kb.Enter, "Escape": kb.Escape, "Space": " ", "Backspace": kb.Backspace, "Delete": kb.Delete,
	"ArrowLeft": kb.ArrowLeft, "ArrowRight": kb.ArrowRight, "ArrowUp": kb.ArrowUp, "ArrowDown": kb.ArrowDown,
	"Home": kb.Home, "End": kb.End, "PageUp": kb.PageUp, "PageDown": kb.PageDown,
}

// do runs actions of chromedp, for what has no helper here.
func (b *tab) do(actions ...chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	if err := chromedp.Do(ctx, actions...); err != nil {
		b.t.Fatal(err)
	}
}

// call sends a command of the DevTools protocol, for what chromedp has no action for.
func call[P, R any](b *tab, command cdp.Command[P, R], params P) R {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	result, err := chromedp.Call(ctx, command, params)
	if err != nil {
		b.t.Fatalf("%s: %v", command.Method, err)
	}
	return result
}

// listen collects what went wrong and what was asked for.
func (b *tab) listen(event any) {
	b.mu.Lock()
	defer b.mu.Unlock()
	switch e := event.(type) {
	case *runtime.EventConsoleAPICalled:
		if e.Type == runtime.ConsoleAPICalledTypeError || e.Type == runtime.ConsoleAPICalledTypeAssert {
			var words []string
			for _, arg := range e.Args {
				words = append(words, cmp.Or(string(arg.Value), arg.Description))
			}
			b.problems = append(b.problems, "console: "+strings.Join(words, " "))
		}
	case *runtime.EventExceptionThrown:
		b.problems = append(b.problems, "exception: "+(&chromedp.ExceptionError{ExceptionDetails: e.ExceptionDetails}).Error())
	case *log.EventEntryAdded:
		if e.Entry.Level == log.EntryLevelError {
			b.problems = append(b.problems, fmt.Sprintf("%s: %s %s", e.Entry.Source, e.Entry.Text, e.Entry.URL))
		}
	case *network.EventRequestWillBeSent:
		address := e.Request.URL
		if strings.HasPrefix(address, "data:") || strings.HasPrefix(address, "blob:") {
			return
		}
		b.requests = append(b.requests, address)
		if !strings.HasPrefix(address, b.portal.http) && !strings.HasPrefix(address, b.portal.disk) {
			b.problems = append(b.problems, "another host is asked for "+address)
		}
	}
}

// pardon takes problems with these words for what the test wants to see.
func (b *tab) pardon(words ...string) { b.pardoned = append(b.pardoned, words...) }

// report fails the test for what went wrong in the tab.
func (b *tab) report() {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, problem := range b.problems {
		if !slices.ContainsFunc(b.pardoned, func(words string) bool { return strings.Contains(problem, words) }) {
			b.t.Error(problem)
		}
	}
}

// requested returns the paths in the output that the tab asked for so far.
func (b *tab) requested() []string {
	b.mu.Lock()
	defer b.mu.Unlock()
	var paths []string
	for _, address := range b.requests {
		paths = append(paths, strings.TrimPrefix(address, b.base))
	}
	return paths
}

func quote(s string) string {
	quoted, err := json.Marshal(s)
	if err != nil {
		panic(err) // a string can always be written
	}
	return string(quoted)
}

// portal is the starter, built.
type portal struct {
	dir        string
	http, disk string   // addresses of the folder, with a slash at the end
	pages      []string // paths of all pages, sorted
}

// What all tests use is made by the first that asks for it, and ended by
// TestMain.
var (
	theBrowser = sync.OnceValues(startBrowser)
	thePortal  = sync.OnceValues(publish)
	endings    struct {
		sync.Mutex
		list []func() // last first
	}
)

func atTheEnd(f func()) {
	endings.Lock()
	defer endings.Unlock()
	endings.list = append(endings.list, f)
}

func TestMain(m *testing.M) {
	code := m.Run()
	for _, end := range slices.Backward(endings.list) {
		end()
	}
	os.Exit(code)
}

// openBrowser returns the context of the browser that tabs are opened from.
func openBrowser(t testing.TB) context.Context {
	t.Helper()
	ctx, err := theBrowser()
	switch {
	case errors.Is(err, exec.ErrNotFound) && os.Getenv("CI") != "true":
		t.Skip("there is no Chromium on the PATH")
	case err != nil:
		t.Fatalf("the browser does not start: %v", err)
	}
	return ctx
}

func startBrowser() (context.Context, error) {
	program, err := findBrowser()
	if err != nil {
		return nil, err
	}
	settings := slices.Concat(chromedp.DefaultExecAllocatorOptions[:], []chromedp.ExecAllocatorOption{
		chromedp.ExecPath(program),
		chromedp.NoSandbox, // a container has no user namespaces to make one of
		chromedp.DisableGPU,
		chromedp.Flag("disable-quic", true),
		chromedp.Flag("disable-component-update", true),
		chromedp.Flag("hide-scrollbars", true), // as on a phone: the width is all for the page
	})
	allocator, stop := chromedp.NewExecAllocator(context.Background(), settings...)
	ctx, cancel := chromedp.NewContext(allocator)
	atTheEnd(stop)
	atTheEnd(cancel)
	return ctx, chromedp.Do(ctx)
}

// findBrowser returns exec.ErrNotFound where there is none.
func findBrowser() (string, error) {
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if program, err := exec.LookPath(name); err == nil {
			return program, nil
		}
	}
	return "", exec.ErrNotFound
}

// buildPortal returns the starter as organizers get it, served and on disk.
func buildPortal(t testing.TB) *portal {
	t.Helper()
	p, err := thePortal()
	if err != nil {
		t.Fatalf("the starter is not built: %v", err)
	}
	return p
}

// serve answers with files as they are: http.FileServer would lead from
// index.html to its folder.
func serve(dir string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		name, err := filepath.Localize(strings.TrimPrefix(r.URL.Path, "/"))
		if err != nil {
			http.NotFound(w, r)
			return
		}
		file, err := os.Open(filepath.Join(dir, name))
		if err != nil {
			http.NotFound(w, r)
			return
		}
		defer file.Close()
		http.ServeContent(w, r, name, time.Time{}, file)
	}
}

func publish() (*portal, error) {
	day, err := schedule.ParseDate(playbook.StarterDate)
	if err != nil {
		return nil, err
	}
	ctx := context.Background()
	built, list, err := generator.Build(ctx, generator.Project{Root: playbook.Starter},
		generator.Options{Audience: site.Organizers, Now: day.In(time.UTC)})
	if err != nil || list.HasErrors() {
		return nil, fmt.Errorf("%v %v", err, list)
	}
	dir, err := os.MkdirTemp("", "mentorbook-browser")
	if err != nil {
		return nil, err
	}
	atTheEnd(func() { os.RemoveAll(dir) })
	p := &portal{dir: filepath.Join(dir, "public")}
	// On Windows a path begins with a drive, its address with a slash before it.
	p.disk = (&url.URL{Scheme: "file", Path: "/" + strings.TrimPrefix(filepath.ToSlash(p.dir), "/")}).String() + "/"
	if _, list, err := built.Publish(ctx, p.dir, output.Options{}); err != nil || list.HasErrors() {
		return nil, fmt.Errorf("%v %v", err, list)
	}
	for _, a := range built.Artifacts {
		if filepath.Ext(a.Path) == ".html" {
			p.pages = append(p.pages, a.Path)
		}
	}
	slices.Sort(p.pages)
	files := serve(p.dir)
	mux := http.NewServeMux()
	mux.Handle("/", files)
	mux.Handle("/slow/", http.StripPrefix("/slow", http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if path.Ext(r.URL.Path) == ".js" {
			time.Sleep(300 * time.Millisecond) // long enough to draw what does not wait
		}
		files(w, r)
	})))
	server := httptest.NewServer(mux)
	atTheEnd(server.Close)
	p.http = server.URL + "/"
	return p, nil
}
