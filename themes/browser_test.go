package themes_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"

	playbook "mentorbook"
	"mentorbook/generator"
	"mentorbook/generator/schedule"
	"mentorbook/generator/site"
	"mentorbook/internal/chromium"
)

// This file is how tests look at the pages of a portal:
//
//	b := open(t, "sessions/first-session.html", phone)
//	b.Click("button.run")
//	b.Wait(`document.querySelector("dialog").open`)
//	b.Press("ArrowRight")
//	if got := b.Text("dialog h2"); got != "Welcome" { … }
//
// The pages are those of the starter, built once for organizers on
// playbook.StarterDate. All tests share one browser; each tab has storage of
// its own. What else a tab can do, and what fails a test, says the package
// chromium.

// An option changes a tab before it opens its page.
type option func(*tab)

var (
	narrow  = viewport(320, 640) // the narrowest that WCAG 1.4.10 asks for
	phone   = viewport(360, 740)
	desktop = viewport(1280, 800)
)

// viewport sets the size of the window, in CSS pixels.
func viewport(width, height int64) option { return func(b *tab) { b.Resize(width, height) } }

// fromDisk opens the page at its file:// address instead of over HTTP.
func fromDisk(b *tab) { b.base = b.portal.disk }

// slowly opens the page from a server that takes a while to find a script.
func slowly(b *tab) { b.base = b.portal.http + "slow/" }

// withoutScript switches JavaScript off.
func withoutScript(b *tab) { b.WithoutScript() }

// preferring sets a media feature: preferring("prefers-color-scheme", "dark").
func preferring(feature, value string) option { return func(b *tab) { b.Prefer(feature, value) } }

// tab is a tab that shows the pages of a portal.
type tab struct {
	*chromium.Tab
	t      testing.TB
	portal *portal
	base   string // of addresses, with a slash at its end
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
	browser, err := theBrowser()
	chromium.Require(t, err)
	b := &tab{Tab: browser.New(t), t: t}
	b.Focused()
	b.visit(buildPortal(t))
	return b
}

// visit makes another portal than the starter the one that the tab loads from.
func (b *tab) visit(p *portal) {
	b.portal, b.base = p, p.http
	b.Within(p.http, p.disk)
}

// load goes to another page of the portal in the same tab.
func (b *tab) load(path string) {
	b.t.Helper()
	b.Load(b.base + path)
}

// address is where the tab is: the path in the output, with query and fragment.
func (b *tab) address() string {
	b.t.Helper()
	return strings.TrimPrefix(eval[string](b, `location.href`), b.base)
}

// requested returns the paths in the output that the tab asked for so far.
func (b *tab) requested() []string {
	var paths []string
	for _, address := range b.Requests() {
		paths = append(paths, strings.TrimPrefix(address, b.base))
	}
	return paths
}

// eval returns the value of a JavaScript expression, awaited when it is a
// promise. To run statements, put them into a function that is called.
func eval[T any](b *tab, expression string) T {
	b.t.Helper()
	return chromium.Eval[T](b.Tab, expression)
}

// call sends a command of the DevTools protocol, for what Tab has no method for.
func call[P, R any](b *tab, command cdp.Command[P, R], params P) R {
	b.t.Helper()
	return chromium.Call(b.Tab, command, params)
}

func quote(s string) string { return chromium.Quote(s) }

// portal is the starter, built.
type portal struct {
	dir        string
	http, disk string   // addresses of the folder, with a slash at the end
	pages      []string // paths of all pages, sorted
}

// What all tests use is made by the first that asks for it, and ended by
// TestMain.
var (
	theBrowser = sync.OnceValues(launch)
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

func launch() (*chromium.Browser, error) {
	browser, err := chromium.Launch(chromium.Pages)
	if err == nil {
		atTheEnd(browser.Close)
	}
	return browser, err
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
	built, list, err := (&generator.Builder{Project: generator.Project{Root: playbook.Starter}}).Build(ctx, generator.Options{Audience: site.Organizers, IncludeSensitive: []string{"diversity"}, Now: day.In(time.UTC)})
	if err != nil || list.HasErrors() {
		return nil, fmt.Errorf("%w %v", err, list)
	}
	dir, err := os.MkdirTemp("", "mentorbook-browser")
	if err != nil {
		return nil, err
	}
	atTheEnd(func() { os.RemoveAll(dir) })
	p := &portal{dir: filepath.Join(dir, "public")}
	// On Windows a path begins with a drive, its address with a slash before it.
	p.disk = (&url.URL{Scheme: "file", Path: "/" + strings.TrimPrefix(filepath.ToSlash(p.dir), "/")}).String() + "/"
	if _, list, err := built.Publish(ctx, p.dir, generator.PublishOptions{}); err != nil || list.HasErrors() {
		return nil, fmt.Errorf("%w %v", err, list)
	}
	for _, a := range built.Pages {
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
