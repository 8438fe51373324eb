package source_test

import (
	"bytes"
	"context"
	"testing"
	"testing/fstest"

	"mentorbook/generator/source"
)

// textsOf returns what a load of the files leaves.
func textsOf(t testing.TB, files fstest.MapFS) []byte {
	t.Helper()
	var m source.Memo
	if _, _, err := source.Load(context.Background(), source.Project{Root: files}, &m); err != nil {
		t.Fatal(err)
	}
	var w bytes.Buffer
	if err := m.WriteTexts(&w, false); err != nil {
		t.Fatal(err)
	}
	return w.Bytes()
}

func written(body string) fstest.MapFS {
	return fstest.MapFS{
		"programs.yaml":             {Data: []byte("site: {title: T, languages: [en]}\n")},
		"content/en/guides/told.md": {Data: []byte("---\ntitle: Confidential\nsummary: S\nkind: article\n---\n" + body)},
	}
}

// TestTextsTellNothing: they may lie beside a portal that hides documents.
func TestTextsTellNothing(t *testing.T) {
	files := written("## Merger {#merger}\n\nWe merge. [How](merger.md)\n\n<!-- confidential -->\n")
	one, other := textsOf(t, files), textsOf(t, files)
	for _, word := range []string{"onfidential", "erge", "merger", "How", "guides", "told"} {
		if bytes.Contains(one, []byte(word)) {
			t.Errorf("they say %q", word)
		}
	}
	if len(one) != len(other) || bytes.Contains(one, other[len(other)-64:]) {
		t.Error("two runs write the same")
	}
	if source.ParseTexts(one) == nil {
		t.Error("they cannot be read")
	}
}

// FuzzTexts: a load with texts that may be damaged ends, and without damage comes to
// what one without comes to.
func FuzzTexts(f *testing.F) {
	f.Add("Text.\n", []byte{})
	f.Add("## A\n\n{{include a.md}}\n", bytes.Repeat([]byte{1}, 100))
	f.Fuzz(func(t *testing.T, body string, damaged []byte) {
		source.ParseTexts(damaged)
		files := written(body)
		data := textsOf(t, files)
		for _, n := range []int{0, 1, 16, 17, len(data) / 2, len(data) - 1} {
			source.ParseTexts(bytes.Clone(data[:min(max(n, 0), len(data))]))
		}
		m := source.Memo{Texts: source.ParseTexts(data)}
		got, list, err := source.Load(context.Background(), source.Project{Root: files}, &m)
		want, problems, _ := source.Load(context.Background(), source.Project{Root: files}, nil)
		if err != nil || len(list) != len(problems) || len(got.Documents) != len(want.Documents) {
			t.Fatalf("with texts there are %d problems (%v), without %d", len(list), err, len(problems))
		}
		for i, d := range want.Documents {
			if d.Look != got.Documents[i].Look || d.Body.Words != got.Documents[i].Body.Words || !m.AsInTexts(d.Source.Path) {
				t.Errorf("with texts the document is %+v, without %+v", got.Documents[i], d)
			}
		}
	})
}
