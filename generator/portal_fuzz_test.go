package generator_test

import (
	"bytes"
	"context"
	"io"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"

	"mentorbook/generator"
	"mentorbook/generator/diag"
	"mentorbook/generator/site"
)

// word is what a writer can mistype: a key, an id, a date, a piece of text.
var word = regexp.MustCompile(`[A-Za-z0-9][A-Za-z0-9.+@:/-]*`)

// mistyped are the files that FuzzPortal changes.
var mistyped = []string{"programs.yaml", "content/en/guides/start.md", "content/en/sessions/first.md", "content/en/forms/note.md", "content/en/index.md"}

// FuzzPortal replaces two words of a file by anything. Whatever that makes of
// it, the problems are inside the file, and without one every file of the portal
// can be made, and its links lead somewhere.
func FuzzPortal(f *testing.F) {
	texts := small()
	words := make([][][]int, len(mistyped))
	for i, name := range mistyped {
		words[i] = word.FindAllStringIndex(texts[name], -1)
	}
	place := func(file int, of string) uint16 {
		for i, w := range words[file] {
			if texts[mistyped[file]][w[0]:w[1]] == of {
				return uint16(i)
			}
		}
		f.Fatalf("there is no word %q in %s", of, mistyped[file])
		return 0
	}
	for _, seed := range []struct {
		file               int
		one, by, two, with string
	}{
		{0, "Small", "<script>alert(1)</script>", "kecil", "{{.}}"},
		{0, "2026-11-02", "0001-01-01", "2027-03-31", "9999-12-31"},
		{0, "P0W", "P9999W", "weeks", "P-1D"},
		{0, "tue", "someday", "10:00", "24:00"},
		{0, "Asia/Jakarta", "Pacific/Apia", "feedback:", "con:"},
		{0, "feedback:", "aux:", "video:", "aux:"},
		{0, "p1", "p2", "pair-7k", "pair-9z"},
		{0, "social", "index", "first", "start"},
		{0, "mentoring@small.example", "a@b\nBcc: c", "tel:+62000", "javascript:alert(1)"},
		{0, "reverse", "traditional", "diversity", "custom"},
		{0, "Feedback", "\"\\u0000\"", "A", "&a [*a]"},
		{0, "level:", "? ", "cohorts:", "- - -"},
		{0, "2026a", strings.Repeat("x", 64), "voices", strings.Repeat("y", 65)},
		{0, "2026-12-25", "{from: 2026-01-01, to: 2999-12-31}", "Year", "\u202e"},
		{1, "Getting", "\"><script>", "How", "[x](javascript:alert(1))"},
		{1, "article", "how-it-works", "feedback", "[video, video]"},
		{1, "1", "1\nimage: {src: a.svg, alt: x}", "session:first", "term:"},
		{2, "30", "0", "10", "-10"},
		{2, "30", "480", "20", "470"},
		{2, "mentor", "nobody", "Stories", "[a](b)"},
		{2, "1", "1\nprep: {mentor: [<b>], mentee: [\"\"]}\nsensitivity: high", "Talk.", "{{include x.md}}"},
		{3, "a", "con", "long", "choice, options: [a, a]"},
		{3, "What", "<img src=x onerror=alert(1)>", "Fill.", "# {#x}"},
		{4, "guides/start.md", "../id/index.md", "program:social", "term:cohort"},
	} {
		f.Add(uint8(seed.file), place(seed.file, seed.one), seed.by, place(seed.file, seed.two), seed.with)
	}
	files := mapFS(texts)
	builder := generator.Builder{Project: generator.Project{Root: files}}
	f.Fuzz(func(t *testing.T, file uint8, one uint16, by string, two uint16, with string) {
		if len(by)+len(with) > 4<<10 {
			t.Skip()
		}
		i := int(file) % len(mistyped)
		first, second := int(one)%len(words[i]), int(two)%len(words[i])
		if first >= second {
			t.Skip()
		}
		name, text := mistyped[i], texts[mistyped[i]]
		a, b := words[i][first], words[i][second]
		files[name] = &fstest.MapFile{Data: []byte(text[:a[0]] + by + text[a[1]:b[0]] + with + text[b[1]:])}
		defer func() { files[name] = &fstest.MapFile{Data: []byte(text)} }()
		for _, audience := range []site.Audience{site.Public, site.Organizers} {
			portal, list, err := builder.Build(context.Background(), options(audience))
			if err != nil {
				t.Fatal(err)
			}
			checkSpans(t, list)
			if portal == nil || list.HasErrors() {
				continue
			}
			var page bytes.Buffer
			for _, artifact := range portal.Pages {
				page.Reset()
				if problems := artifact.Show(&page); len(problems) > 0 {
					t.Errorf("%s: %v", artifact.Path, problems)
				}
				if bytes.Contains(page.Bytes(), []byte("ZgotmplZ")) { // html/template met what it does not trust
					t.Errorf("%s has an address that is no address", artifact.Path)
				}
			}
			checkPagesOf(t, portal, true, "index.html", "guides/start.html", "sessions/first.html", "forms/note.html",
				"programs/index.html", "programs/social.html", "mentors.html", "dashboard.html", "programs/social/pairs/pair-7k.html")
		}
	})
}

// checkSpans holds every problem to a place inside its file, and prints it.
func checkSpans(t *testing.T, list diag.List) {
	t.Helper()
	for _, d := range list {
		if s := d.Span; s.File != nil && (s.Start < 0 || s.End < s.Start || s.End > len(s.File.Bytes())) {
			t.Errorf("%s: %s: the bytes %d to %d of %d", s.File.Path, d.Code, s.Start, s.End, len(s.File.Bytes()))
		}
	}
	diag.Print(io.Discard, list, diag.Text, diag.PrintOptions{})
}

// Who needs help in a sensitive program calls, writes, or reads; html/template
// trusts telephone numbers no more than scripts.
func TestSupportIsAnAddressThatWorks(t *testing.T) {
	for address, want := range map[string]string{
		"tel:+62-21-5550100":        `Care line: <a href="tel:&#43;62-21-5550100">&#43;62-21-5550100</a>`,
		"mailto:care@small.example": `<a href="mailto:care@small.example">Care line</a>`,
		"https://care.example/?a=b": `<a href="https://care.example/?a=b">Care line</a>`,
		"javascript:alert(1)":       `<a href="">Care line</a>`, // an error, which the preview shows in place
	} {
		portal, _, err := generator.Build(context.Background(), generator.Project{Root: mapFS(replaced("programs.yaml", "tel:+62000", address))}, options(site.Public))
		if err != nil {
			t.Fatal(err)
		}
		if page := render(t, portal.Pages)["programs/voices.html"]; !bytes.Contains(page, []byte(want)) {
			t.Errorf("%s is not shown as %s", address, want)
		}
	}
}
