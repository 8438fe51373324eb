package themes_test

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"mentorbook/generator"
	"mentorbook/generator/site"
)

// A host shows 404.html at the address that was asked for, however deep that is, and
// a portal may lie anywhere on it.
func TestAMissingPageLeadsBackToThePortal(t *testing.T) {
	for name, base := range map[string]string{"address unknown": "", "address known": "https://example.org/deep/portal/"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := publishAt(t, base, "/deep/portal/")
			b := newTab(t)
			phone(b)
			b.visit(p)
			for _, missing := range []string{"missing.html", "guides/a/b/missing.html?q=x#y", "id/missing/"} {
				b.load(missing)
				hasItsLandmarks(b, "en")
				fitsTheWindow(b)
				b.Wait(`[...document.querySelectorAll("a")].map(a => a.getAttribute("href")).join() === "/deep/portal/index.html,/deep/portal/id/index.html"`)
				if styled := eval[string](b, `getComputedStyle(document.querySelector("button")).borderTopWidth`); styled != "2px" {
					t.Errorf("%s has no style: a border is %s wide", missing, styled)
				}
				if forms := eval[[]float64](b, `[...document.querySelectorAll("form")].map(e => e.offsetHeight)`); forms[0] != forms[1] {
					t.Errorf("the fields are laid out in two ways: %v", forms)
				}
				b.fill("[lang=id] input", "mentor")
				b.Press("Enter")
				b.Wait(`location.pathname === "/deep/portal/id/search.html" && location.hash === "#q=mentor"`)
			}
		})
	}
}

func TestAMissingPageLooksAsTheBrand(t *testing.T) {
	t.Parallel()
	b := newTab(t)
	b.visit(publishSmall(t, map[string]string{
		"programs.yaml":                 "site: {title: Small, languages: [en], theme: acme}\n",
		"themes/acme/assets/brand.css":  "@font-face { font-family: Acme; src: url(acme.woff2); }\n:root { --accent: rgb(1, 2, 3); --on-accent: #fff; }\n",
		"themes/acme/assets/acme.woff2": "stub",
	}))
	b.load("404.html")
	if colour := eval[string](b, `getComputedStyle(document.querySelector("button")).backgroundColor`); colour != "rgb(1, 2, 3)" {
		t.Errorf("the button is %s", colour)
	}
	if !eval[bool](b, `document.querySelector("a").getAttribute("href") === "/index.html"`) {
		t.Error("the page does not lead to the home page beside it")
	}
}

// publishAt serves a small portal in a folder of a host that answers with its
// 404.html whatever is missing, and does not say so: a browser would report each.
func publishAt(t *testing.T, base, folder string) *portal {
	t.Helper()
	project := fstest.MapFS{
		"programs.yaml":       {Data: []byte("site:\n  title: Small\n  languages: [en, id]\n  base_url: " + base + "\n")},
		"content/en/index.md": {Data: []byte("---\ntitle: Small\nsummary: Small.\n---\n\nHello.\n")},
	}
	built, list, err := (&generator.Builder{Project: generator.Project{Root: project}}).Build(t.Context(), generator.Options{Audience: site.Public, Now: time.Now()})
	if err != nil || list.HasErrors() {
		t.Fatal(err, list)
	}
	p := &portal{dir: filepath.Join(t.TempDir(), "public")}
	if _, list, err := built.Publish(t.Context(), p.dir, generator.PublishOptions{}); err != nil || list.HasErrors() {
		t.Fatal(err, list)
	}
	missing, err := os.ReadFile(filepath.Join(p.dir, "404.html"))
	if err != nil || !bytes.Contains(missing, []byte("<style>")) {
		t.Fatal(err)
	}
	files := http.StripPrefix(folder, serve(p.dir))
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		name := filepath.Join(p.dir, filepath.FromSlash(strings.TrimPrefix(r.URL.Path, folder)))
		if info, err := os.Stat(name); err == nil && !info.IsDir() && strings.HasPrefix(r.URL.Path, folder) {
			files.ServeHTTP(w, r)
			return
		}
		w.Header().Set("Content-Type", "text/html")
		w.Write(missing)
	}))
	t.Cleanup(server.Close)
	p.http, p.disk = server.URL+folder, "file://"+filepath.ToSlash(p.dir)+"/"
	return p
}
