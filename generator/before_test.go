package generator_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"testing/fstest"

	"mentorbook/generator"
	"mentorbook/generator/site"
	"mentorbook/generator/source"
)

// TestWhatIsAsBeforeIsMadeAgain edits a project at random, as for
// TestRepeatedBuildsAreFreshBuilds. What is built with the texts that the build before
// left is what is built without; and each page that is said to be as before is.
func TestWhatIsAsBeforeIsMadeAgain(t *testing.T) {
	var spared atomic.Int64 // pages; some projects break soon, and none of theirs are
	t.Cleanup(func() {
		if spared.Load() < int64(40**sequences) {
			t.Errorf("%d pages are as before in %d sequences", spared.Load(), *sequences)
		}
	})
	for seed := range *sequences {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			d := newDesk(t, uint64(seed)+100)
			o := options(site.Audiences()[seed%3])
			o.Drafts = seed%2 == 1
			var texts []byte
			var around [sha256.Size]byte
			pages := map[string]string{}
			var found []byte
			var searched site.Searched
			for range 12 {
				var edit string
				if d.random.IntN(2) == 0 {
					edit = d.reword()
				} else {
					edit = d.edit()
				}
				b := &generator.Builder{Project: generator.Project{Root: d.root, Private: d.private}}
				b.Memo.Texts = source.ParseTexts(bytes.Clone(texts))
				searched.Same = b.Memo.AsInTexts
				b.Searched = &searched
				got, want := d.outcomeOf(b, o), d.outcomeOf(&generator.Builder{Project: b.Project}, o)
				d.compare(edit, got, want)
				var left bytes.Buffer
				keep := b.Memo.KeepsTexts()
				if keep {
					left.Write(texts)
				}
				if err := b.Memo.WriteTexts(&left, keep); err != nil {
					t.Fatal(err)
				}
				if got.portal == nil {
					continue
				}
				now := got.portal.Surroundings(d.othersThan(got.portal.Texts()))
				asBefore, made := got.portal.AsBefore(b.Memo.AsInTexts), map[string]string{}
				for _, a := range got.portal.Pages {
					var page bytes.Buffer
					if err := a.Render(&page); err != nil {
						fmt.Fprint(&page, err)
					}
					made[a.Path] = page.String()
					if now != around || !asBefore(a.Path) {
						continue
					}
					spared.Add(1)
					if pages[a.Path] != made[a.Path] {
						t.Fatalf("after %s %s is said to be as before, and is\n%s\nbefore\n%s", edit, a.Path, made[a.Path], pages[a.Path])
					}
				}
				if *sequences > 4 { // an index takes longer than all pages
					var before *generator.Before
					if now == around {
						before = &generator.Before{Text: b.Memo.AsInTexts, Found: func() []byte { return found }}
					}
					got.portal.Follow(before)
					d.sameIndex(edit, got.portal, want.portal)
					found = got.portal.Found()
				}
				texts, around, pages, searched = left.Bytes(), now, made, b.LastSearched(o)
			}
		})
	}
}

// sameIndex compares the search index of a portal that knows what was before with that
// of one that does not.
func (d *desk) sameIndex(edit string, got, want *generator.Portal) {
	d.Helper()
	indexOf := func(p *generator.Portal) map[string]string {
		index, err := p.Index(context.Background())
		if err != nil {
			d.Fatal(err)
		}
		files := map[string]string{}
		for name, data := range render(d.T, index) {
			files[name] = string(data)
		}
		return files
	}
	if got, want := indexOf(got), indexOf(want); !maps.Equal(got, want) {
		d.Fatalf("after %s the search index is another one, of %d files instead of %d", edit, len(got), len(want))
	}
}

// reword changes the text of a document below its front matter.
func (d *desk) reword() string {
	var names []string
	for name, f := range d.root {
		if bytes.HasPrefix(f.Data, []byte("---\n")) && bytes.Count(f.Data, []byte("\n---\n")) == 1 {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	name := names[d.random.IntN(len(names))]
	more := []string{
		"\nOne word more.\n", "\nSee [that](../index.md) and [a term](term:cohort).\n", "\n![A](img/a.svg)\n", "\n{{include tip.md}}\n",
		"\n## Another {#another}\n", "\n- [ ] do it\n", string(bytes.Repeat([]byte("many words "), 150)) + "\n", "\n[Lost](nowhere.md)\n",
		"\nBudi Kenanga asks well.\n",
	}
	d.write(d.root, name, append(slices.Clone(d.root[name].Data), more[d.random.IntN(len(more))]...))
	return "reword " + name
}

// othersThan is a hash of all files but those.
func (d *desk) othersThan(texts map[string]bool) (sum [sha256.Size]byte) {
	h := sha256.New()
	for i, fsys := range []fstest.MapFS{d.root, d.private} {
		for _, name := range slices.Sorted(maps.Keys(fsys)) {
			if i > 0 || !texts[name] {
				fmt.Fprintf(h, "%d %q %q\n", i, name, fsys[name].Data)
			}
		}
	}
	h.Sum(sum[:0])
	return sum
}

// TestPagesOfAStarterAreAsBefore rewords each document of the starter, and of each page
// that is said to be as before looks whether it is. Of the documents it takes some,
// with -sequences 5 all.
func TestPagesOfAStarterAreAsBefore(t *testing.T) {
	root := starterFiles(t)
	o := options(site.Organizers)
	build := func(texts *source.Texts) (*generator.Builder, *generator.Portal) {
		b := &generator.Builder{Project: generator.Project{Root: root}}
		b.Memo.Texts = texts
		portal, list, err := b.Build(context.Background(), o)
		if err != nil || list.HasErrors() {
			t.Fatal(err, places(list))
		}
		return b, portal
	}
	b, first := build(nil)
	var left bytes.Buffer
	if err := b.Memo.WriteTexts(&left, false); err != nil {
		t.Fatal(err)
	}
	pages := render(t, first.Pages)
	var others [sha256.Size]byte
	for i, name := range slices.Sorted(maps.Keys(first.Texts())) {
		if (i%8 != 0 || i > 40) && *sequences <= 4 {
			continue
		}
		was, more := root[name], "\nZzyzx.\n"
		if i%16 == 0 { // lists say that it takes longer
			more = strings.Repeat(more, 500)
		}
		root[name] = &fstest.MapFile{Data: append(slices.Clone(was.Data), more...)}
		b, portal := build(source.ParseTexts(left.Bytes()))
		root[name] = was
		if portal.Surroundings(others) != first.Surroundings(others) {
			continue // a letter, or a page that takes a minute longer
		}
		asBefore := portal.AsBefore(b.Memo.AsInTexts)
		changed := 0
		for _, a := range portal.Pages {
			var page bytes.Buffer
			if err := a.Render(&page); err != nil {
				t.Fatal(err)
			}
			switch same := page.String() == string(pages[a.Path]); {
			case !same && asBefore(a.Path):
				t.Errorf("with another text in %s, %s is said to be as before", name, a.Path)
			case !same:
				changed++
			}
		}
		if changed == 0 {
			t.Errorf("another text in %s changes no page", name)
		}
	}
}
