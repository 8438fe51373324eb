package themes_test

import (
	"strings"
	"testing"
)

// moved is a portal with a page at an earlier address, one of which a heading
// moved away, and one of which only a heading is left.
func moved(t *testing.T) *portal {
	return publishSmall(t, map[string]string{
		"content/en/guides/new.md":   "---\ntitle: New\nsummary: S.\nkind: article\naliases: [guides/old, guides/split.html#goals, guides/gone.html#goals]\n---\n## Goals\n\nHi.\n",
		"content/en/guides/split.md": "---\ntitle: Split\nsummary: S.\nkind: article\n---\n## Rest\n\nHi.\n",
	})
}

// The browser ends where the heading is, from a server and from a disk, and
// says nothing about it on the console.
func TestWhatMovedIsFoundAtItsPlace(t *testing.T) {
	t.Parallel()
	p := moved(t)
	for _, way := range []struct {
		name    string
		options []option
		want    map[string]string
	}{
		{"over http", nil, map[string]string{
			"guides/old.html":         "guides/new.html",
			"guides/old.html#goals":   "guides/new.html#goals",
			"guides/old.html#100%":    "guides/new.html#100%",
			"guides/split.html#goals": "guides/new.html#goals",
			"guides/split.html#rest":  "guides/split.html#rest",
			"guides/gone.html#goals":  "guides/new.html#goals",
			"guides/gone.html#else":   "guides/gone.html#else",
		}},
		{"from a disk", []option{fromDisk}, map[string]string{
			"guides/old.html#goals":   "guides/new.html#goals",
			"guides/split.html#goals": "guides/new.html#goals",
		}},
		{"without scripts", []option{withoutScript}, map[string]string{
			"guides/old.html#goals":   "guides/new.html",
			"guides/split.html#goals": "guides/split.html#goals",
			"guides/gone.html#goals":  "guides/gone.html#goals",
		}},
	} {
		for from, to := range way.want {
			t.Run(way.name+" "+from, func(t *testing.T) {
				b := newTab(t)
				b.visit(p)
				for _, o := range way.options {
					o(b)
				}
				page, _, _ := strings.Cut(to, "#")
				b.load(from)
				b.Wait(`document.readyState === "complete" && location.pathname.endsWith(` + quote("/"+page) + `)`)
				if got := b.address(); got != to {
					t.Errorf("%s leads to %s, want %s", from, got, to)
				}
			})
		}
	}
}
