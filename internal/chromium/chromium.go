// Package chromium lets tests look at pages in a real browser.
//
//	browser := chromium.Start(t, chromium.Pages)
//	tab := browser.Open(t, url)
//	tab.Click("summary")
//	tab.Wait(`document.querySelector("details").open`)
//
// Without a browser the test is skipped, unless CI=true: there it fails. Nothing
// sleeps; what takes a while is waited for, for Patience at most. A test fails
// when one of its pages logs an error, throws, opens a dialog, breaks its
// content security policy or asks another site for something.
package chromium

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"slices"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// Patience is how long anything in a page may take before the test gives up. It
// is long because the race detector on a busy machine is slow.
const Patience = time.Minute

// Kind is what a test needs a browser for.
type Kind int

const (
	Pages   Kind = iota // pages alone, each of them in front
	Windows             // windows with tabs; one tab is in front
)

// programs are the names of browsers on the PATH, the best first. Debian's
// chromium-headless-shell is the same engine without windows around its pages:
// a tab of it takes a quarter of the time.
func (k Kind) programs() []string {
	whole := []string{"chromium", "chromium-browser", "google-chrome"}
	if k == Windows {
		return whole
	}
	return append([]string{"chromium-headless-shell"}, whole...)
}

// Browser is a running browser, which any number of tests may use at once.
type Browser struct {
	ctx  context.Context
	stop func()
}

// Launch starts a browser that runs until it is closed. The error is
// exec.ErrNotFound where there is none.
func Launch(kind Kind) (*Browser, error) {
	program := ""
	for _, name := range kind.programs() {
		if path, err := exec.LookPath(name); err == nil {
			program = path
			break
		}
	}
	if program == "" {
		return nil, exec.ErrNotFound
	}
	settings := slices.Concat(chromedp.DefaultExecAllocatorOptions[:], []chromedp.ExecAllocatorOption{
		chromedp.ExecPath(program),
		chromedp.NoSandbox, // a container has no user namespaces to make one of
		chromedp.DisableGPU,
		chromedp.Flag("disable-quic", true),
		chromedp.Flag("disable-component-update", true),
	})
	allocator, stop := chromedp.NewExecAllocator(context.Background(), settings...)
	ctx, cancel := chromedp.NewContext(allocator)
	b := &Browser{ctx, func() { cancel(); stop() }}
	if err := chromedp.Do(ctx); err != nil {
		b.Close()
		return nil, err
	}
	return b, nil
}

// Close ends the browser.
func (b *Browser) Close() { b.stop() }

// Start starts a browser that ends with the test.
func Start(t testing.TB, kind Kind) *Browser {
	t.Helper()
	b, err := Launch(kind)
	Require(t, err)
	t.Cleanup(b.Close)
	return b
}

// Require skips or fails a test whose browser did not launch.
func Require(t testing.TB, err error) {
	t.Helper()
	switch {
	case errors.Is(err, exec.ErrNotFound) && os.Getenv("CI") != "true":
		t.Skip("there is no Chromium on the PATH")
	case err != nil:
		t.Fatalf("the browser does not start: %v", err)
	}
}
