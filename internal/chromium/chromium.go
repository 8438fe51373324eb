// Package chromium lets tests look at pages in a real browser.
//
//	browser := chromium.Start(t)
//	tab := browser.Open(t, url)
//	tab.Click("summary")
//	tab.Wait(`document.querySelector("details").open`)
//
// Without Chromium the test is skipped, unless CI=true: there it fails. Nothing
// sleeps; what takes a while is waited for, for Patience at most. A test fails
// when one of its pages throws or breaks its content security policy.
package chromium

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// Patience is how long anything in a page may take before the test gives up.
const Patience = 30 * time.Second

// Browser is a running browser. It ends with the test that started it.
type Browser struct{ ctx context.Context }

// Start starts a browser.
func Start(t testing.TB) *Browser {
	t.Helper()
	program := find()
	switch {
	case program == "" && os.Getenv("CI") == "true":
		t.Fatal("there is no Chromium on the PATH")
	case program == "":
		t.Skip("there is no Chromium on the PATH")
	}
	settings := slices.Concat(chromedp.DefaultExecAllocatorOptions[:], []chromedp.ExecAllocatorOption{
		chromedp.ExecPath(program),
		chromedp.NoSandbox, // a container has no user namespaces to make one of
		chromedp.DisableGPU,
		chromedp.Flag("disable-quic", true),
		chromedp.Flag("disable-component-update", true),
	})
	allocator, stop := chromedp.NewExecAllocator(context.Background(), settings...)
	t.Cleanup(stop)
	ctx, cancel := chromedp.NewContext(allocator)
	t.Cleanup(cancel)
	if err := chromedp.Do(ctx); err != nil {
		t.Fatalf("the browser does not start: %v", err)
	}
	return &Browser{ctx}
}

func find() string {
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if program, err := exec.LookPath(name); err == nil {
			return program
		}
	}
	return ""
}

// Tab is a tab of the browser and the test that it belongs to. Its methods end
// the test when they cannot do what they say.
type Tab struct {
	t   testing.TB
	ctx context.Context

	mu       sync.Mutex
	problems []string
}

// Open opens a page in a new tab with storage and connections of its own, as in
// a browser of its own, and waits until it has loaded.
func (b *Browser) Open(t testing.TB, url string) *Tab {
	t.Helper()
	return open(t, b.ctx, url, chromedp.WithNewBrowserContext())
}

// Beside opens a page in another tab of the same window. The window shows the
// tab that was opened, or brought to the front, last.
func (b *Tab) Beside(url string) *Tab {
	b.t.Helper()
	return open(b.t, b.ctx, url, chromedp.WithNewWindow(false))
}

func open(t testing.TB, parent context.Context, url string, options ...chromedp.ContextOption) *Tab {
	t.Helper()
	b := &Tab{t: t}
	var end context.CancelFunc
	b.ctx, end = chromedp.NewContext(parent, append(options, chromedp.WithListener(b.listen))...)
	if err := chromedp.Do(b.ctx); err != nil { // not under a time limit, which would be the tab's own
		t.Fatalf("cannot open a tab: %v", err)
	}
	t.Cleanup(func() {
		end()
		b.mu.Lock()
		defer b.mu.Unlock()
		for _, problem := range b.problems {
			t.Error(problem)
		}
	})
	Call(b, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: `
		addEventListener('securitypolicyviolation', e => console.error('the policy blocks ' + e.violatedDirective + ' ' + e.blockedURI))`})
	b.Load(url)
	return b
}

// Load goes to another page in the same tab.
func (b *Tab) Load(url string) {
	b.t.Helper()
	b.do(chromedp.Navigate(url))
}

// Focused makes the tab behave as if the reader were in it.
func (b *Tab) Focused() *Tab {
	b.t.Helper()
	Call(b, emulation.SetFocusEmulationEnabled, emulation.SetFocusEmulationEnabledParams{Enabled: true})
	return b
}

// Front makes the window show the tab.
func (b *Tab) Front() {
	b.t.Helper()
	Call(b, page.BringToFront, cdp.Empty{})
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

// Type types text into whatever has the focus.
func (b *Tab) Type(text string) {
	b.t.Helper()
	b.do(chromedp.KeyEvent(text))
}

// Quote writes a string as JavaScript.
func Quote(s string) string {
	quoted, err := json.Marshal(s)
	if err != nil {
		panic(err) // a string can always be written
	}
	return string(quoted)
}

func (b *Tab) do(actions ...chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, Patience)
	defer cancel()
	if err := chromedp.Do(ctx, actions...); err != nil {
		b.t.Fatal(err)
	}
}

// Call sends a command of the DevTools protocol.
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

func (b *Tab) listen(event any) {
	b.mu.Lock()
	defer b.mu.Unlock()
	switch e := event.(type) {
	case *runtime.EventConsoleAPICalled:
		if e.Type == runtime.ConsoleAPICalledTypeError {
			for _, arg := range e.Args {
				b.problems = append(b.problems, fmt.Sprintf("console: %s %s", arg.Value, arg.Description))
			}
		}
	case *runtime.EventExceptionThrown:
		b.problems = append(b.problems, "exception: "+(&chromedp.ExceptionError{ExceptionDetails: e.ExceptionDetails}).Error())
	}
}
