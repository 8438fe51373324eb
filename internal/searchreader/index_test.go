package searchreader

import (
	"bytes"
	"compress/flate"
	"encoding/base64"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"testing"

	"mentorbook/generator/search"
	"mentorbook/generator/search/format"
)

// What the comment of package search promises of long lists.
const (
	headLength = 128  // sections of each language in a term shard
	tailExact  = 4096 // sections of a tail that are told apart
)

func indexOf(t testing.TB, s search.Site) []search.File {
	t.Helper()
	index, err := search.Build(t.Context(), s)
	if err != nil {
		t.Fatal(err)
	}
	return index.Files
}

// TestLongListsAreCutAtTheBest holds that a term shard has the best sections of
// each language, and no more than it may, and that only low impacts of the others
// are taken for one another.
func TestLongListsAreCutAtTheBest(t *testing.T) {
	s := search.Site{Languages: []string{"en", "id"}}
	for i := range 12000 {
		text := "frequent" + strings.Repeat(" frequent", max(0, i%40-30)) + strings.Repeat(" filler", i*7%331)
		s.Pages = append(s.Pages, search.Page{Lang: s.Languages[i%2], Kind: "guide", URL: fmt.Sprintf("%05d.html", i), Sections: make([]search.Section, 1), Texts: func() []string { return []string{text} }})
	}
	r, err := Open(indexOf(t, s))
	if err != nil {
		t.Fatal(err)
	}
	c, err := r.class("frequent")
	if err != nil || len(c.lists) != 1 {
		t.Fatal(err, c)
	}
	head := c.lists[0]
	tail, err := r.tail(head.form)
	if err != nil {
		t.Fatal(err)
	}
	if len(head.postings) != 2*headLength || len(head.postings)+len(tail) != 12000 {
		t.Errorf("the list has %d sections of 12000, the tail %d", len(head.postings), len(tail))
	}
	language := func(section uint32) int { return r.manifest.language(r.manifest.page(section)) }
	least := [...]uint32{format.TopImpact, format.TopImpact}
	for _, p := range head.postings {
		least[language(p.section)] = min(least[language(p.section)], p.impact)
	}
	kept := map[uint32]int{} // how many have an impact
	for _, p := range tail {
		if best := least[language(p.section)]; p.impact > best {
			t.Errorf("section %d with impact %d is in the tail, and one with %d is not", p.section, p.impact, best)
		}
		kept[p.impact]++
	}
	impacts, usual := slices.Sorted(maps.Keys(kept)), uint32(0)
	for impact, n := range kept {
		if n > kept[usual] {
			usual = impact
		}
	}
	if exact := len(tail) - kept[usual]; exact < 2000 || exact > tailExact || len(impacts) < 5 || usual != impacts[0] {
		t.Errorf("the tail keeps the impacts of %d of %d sections: %v", exact, len(tail), kept)
	}
}

// small is a site with a page in each of two languages.
func small() search.Site {
	s := search.Site{Languages: []string{"en", "id"}, Topics: []string{"trust"}}
	for _, lang := range s.Languages {
		s.Pages = append(s.Pages, search.Page{
			Lang: lang, Kind: "guide", URL: lang + ".html", Title: "The mentor", Topics: s.Topics,
			Sections: []search.Section{{}, {ID: "rhythm", Heading: "Rhythm"}},
			Texts:    func() []string { return []string{"Give feedback.", "Meet every month; say what you noticed."} },
		})
	}
	return s
}

// TestDamagedFilesAreErrors reads indexes of which one file decodes, but has
// another byte somewhere, or ends there. What is found does not matter.
func TestDamagedFilesAreErrors(t *testing.T) {
	files := indexOf(t, small())
	for i, f := range files {
		name, _, _ := strings.Cut(strings.TrimPrefix(f.Path, search.Folder+"/"), ".")
		sound := unpacked(t, f.Data)
		for at := range sound {
			changed := [][]byte{sound[:at]}
			for _, to := range []byte{0, 1, 3, 0xff} {
				plain := bytes.Clone(sound)
				plain[at] = to
				changed = append(changed, plain)
			}
			for _, plain := range changed {
				damaged := slices.Clone(files)
				damaged[i].Data = packed(t, name, plain)
				ask(t, damaged, fmt.Sprintf("%s, byte %d", name, at))
			}
		}
	}
}

// ask asks a query with every facility of an index, and fails when it panics.
func ask(t *testing.T, files []search.File, what string) {
	t.Helper()
	defer func() {
		if p := recover(); p != nil {
			t.Errorf("%s: panic: %v", what, p)
		}
	}()
	r, err := Open(files)
	if err != nil {
		return
	}
	for _, q := range []Query{
		{Text: "mentor mee", Lang: "en"},
		{Text: "feedbakc ", Lang: "id", Filter: Filter{Languages: []string{"id"}, Kinds: []string{"guide"}, Topics: []string{"trust"}}},
	} {
		r.Query(q)
	}
}

// unpacked returns the payload of a file.
func unpacked(t *testing.T, file []byte) []byte {
	t.Helper()
	parts := bytes.Split(file, []byte(`"`))
	data, err := base64.StdEncoding.DecodeString(string(parts[3]))
	if err != nil {
		t.Fatal(err)
	}
	plain, err := io.ReadAll(flate.NewReader(bytes.NewReader(data)))
	if err != nil {
		t.Fatal(err)
	}
	return plain
}

// packed returns the file of a payload.
func packed(t *testing.T, name string, plain []byte) []byte {
	t.Helper()
	stored := []byte{1, byte(len(plain)), byte(len(plain) >> 8), ^byte(len(plain)), ^byte(len(plain) >> 8)} // one block of RFC 1951 that is not compressed
	return fmt.Appendf(nil, "Q(%q,%q);\n", name, base64.StdEncoding.EncodeToString(append(stored, plain...)))
}

// TestWhatIsRefused opens indexes that a client cannot read.
func TestWhatIsRefused(t *testing.T) {
	sound := indexOf(t, small())
	without := func(drop string) (out []search.File) {
		for _, f := range sound {
			if !strings.HasPrefix(f.Path, search.Folder+"/"+drop) {
				out = append(out, f)
			}
		}
		return out
	}
	for _, c := range []struct {
		why   string
		files []search.File
		want  string
	}{
		{"no manifest", without("manifest"), "no file search/manifest.js"},
		{"no terms", without("t"), "no file search/t0."},
		{"no lexicon", without("l"), "no file search/l"},
		{"another version", append(without("manifest"), search.File{Path: "search/manifest.js", Data: packed(t, "manifest", []byte{0, 0, 2})}), "version 2, not 4"},
	} {
		r, err := Open(c.files)
		if err == nil {
			_, err = r.Query(Query{Text: "feedbakc", Lang: "en"})
		}
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: the error is %v, want one that says %q", c.why, err, c.want)
		}
	}
}
