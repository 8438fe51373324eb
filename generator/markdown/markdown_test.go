package markdown

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"mentorbook/generator/diag"
)

func convert(t *testing.T, source string, body int) (*Document, diag.List) {
	t.Helper()
	file := &diag.File{Path: "test.md", Data: []byte(source)}
	doc, list := New().Convert(file, body, "")
	checkDocument(t, file, doc, list)
	return doc, list
}

func TestPositionsCountFromTheStartOfTheFile(t *testing.T) {
	for name, source := range map[string]string{
		"front matter":             "---\ntitle: x\n---\n",
		"CRLF":                     "---\r\ntitle: x\r\n---\r\n",
		"byte order mark":          "\xef\xbb\xbf",
		"mark and front matter":    "\xef\xbb\xbf---\ntitle: é\n---\n",
		"nothing":                  "",
		"front matter looks alive": "---\ntitle: \"[x](y) ## {#z}\n\n# z\"\n---\n",
	} {
		t.Run(name, func(t *testing.T) {
			body := len(source)
			source += "\t[code](no)\n\n## Köpfe {#k}\r\n\r\n> - *é* [a](b.md)\r\n>   ![c](d.png)\n"
			doc, _ := convert(t, source, body)
			if len(doc.Slots) != 2 || len(doc.Headings) != 1 {
				t.Fatalf("slots %+v headings %+v", doc.Slots, doc.Headings)
			}
			for i, want := range []string{"[a](b.md)", "![c](d.png)"} {
				if s := doc.Slots[i].Span; source[s.Start:s.End] != want {
					t.Errorf("slot %d spans %q, want %q", i, source[s.Start:s.End], want)
				}
			}
			if s := doc.Headings[0].Span; source[s.Start:s.End] != "Köpfe" {
				t.Errorf("heading spans %q", source[s.Start:s.End])
			}
			if !strings.HasPrefix(doc.html(), ("<pre tabindex=\"0\"><code>[code](no)\n</code></pre>")) {
				t.Errorf("a tab at the start of the body is no code: %s", doc.html())
			}
		})
	}
}

func TestWebAddressesAreThoseThatBrowsersOpen(t *testing.T) {
	for address, opens := range map[string]bool{
		"https://a.example":              true,
		"https://a.example:8443/b c?d#e": true,
		"https://a.example/100%/%zz":     true,
		"https://bücher.example/é":       true,
		"HTTPS://A.EXAMPLE":              true,
		"mailto:a@b.example":             true,
		"mailto:?subject=Mentoring":      true,
		"tel:+62-21-5550100":             true,
		"https://":                       false,
		"https:///path":                  false,
		"https:a.example":                false,
		"https://a b.example/":           false,
		"https://a.example:port/":        false,
		"http://[::1":                    false,
		`https://\\`:                     false,
	} {
		doc, list := convert(t, "[x](<"+address+">)", 0)
		if opened := strings.Contains(doc.html(), "<a href="); opened != opens || (len(list) == 0) != opens {
			t.Errorf("%s: %s %v", address, doc.html(), list)
		}
	}
}

func TestLineEndsMakeNoDifference(t *testing.T) {
	const source = "## Two {#two}\n\nsoft\nhard  \nhard\\\nend `a\nb`\n\n```\ncode\n\nmore\n```\n\n    indented\n\n- [ ] a\n  b\n\n" +
		"| a |\n|---|\n| b |\n\n> [!NOTE]\n> x\n\n{{include a.md}}\n\nT\n: d\n\n[^1]: n\n\nx[^1] [l](m\n'n')\n\n<div>\nx\n"
	unix, _ := convert(t, source, 0)
	dos, _ := convert(t, strings.ReplaceAll(source, "\n", "\r\n"), 0)
	if got, want := dos.html(), unix.html(); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if len(unix.Slots) != len(dos.Slots) {
		t.Errorf("%d slots, %d with CRLF", len(unix.Slots), len(dos.Slots))
	}
	if !slices.Equal(dos.Texts(), unix.Texts()) || dos.Words != unix.Words {
		t.Errorf("got %q, want %q", dos.Texts(), unix.Texts())
	}
}

func TestWriteFillsSlotsInTheirPlaces(t *testing.T) {
	doc, _ := convert(t, "a [b](c.md) d\n\n{{include e.md}}\n", 0)
	var out bytes.Buffer
	doc.Write(&out, func(w *bytes.Buffer, s Slot) string { fmt.Fprintf(w, "(%d %s)", s.Kind, s.Dest); return "(end)" })
	if got, want := out.String(), "<p>a (0 c.md)b(end) d</p>\n(2 e.md)\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestFootnotesOfASnippetHaveIDsOfTheirOwn(t *testing.T) {
	file := &diag.File{Path: "test.md", Data: []byte("a[^1] b[^1]\n\n[^1]: c\n")}
	doc, _ := New().Convert(file, 0, "rules-")
	for _, want := range []string{
		`id="rules-fnref:1"`, `id="rules-fnref:1:2"`, `href="#rules-fn:1"`, `id="rules-fn:1"`,
		`href="#rules-fnref:1"`, `href="#rules-fnref:1:2"`,
	} {
		if !strings.Contains(doc.html(), want) {
			t.Errorf("no %s in\n%s", want, doc.html())
		}
	}
}

func TestInputIsNotChanged(t *testing.T) {
	// The capacity is larger than the text: what lies behind it is not ours.
	data := append(make([]byte, 0, 64), "```\nopen code"...)
	behind := data[:cap(data)]
	before := bytes.Clone(behind)
	New().Convert(&diag.File{Data: data}, 0, "")
	if !bytes.Equal(before, behind) {
		t.Errorf("got %q, want %q", behind, before)
	}
}

func TestDocumentsDoNotShareMemory(t *testing.T) {
	c := New()
	texts := []string{"## A {#a}\n\n[x](y.md) one", "## Bbbb {#b}\n\n[xx](yyy.md) other", "c"}
	var want []string
	for _, text := range texts {
		doc, list := New().Convert(&diag.File{Data: []byte(text)}, 0, "")
		want = append(want, describe(doc, list))
	}
	var wait sync.WaitGroup
	for range 4 {
		wait.Go(func() {
			var docs []*Document
			var lists []diag.List
			for i := range 60 {
				doc, list := c.Convert(&diag.File{Data: []byte(texts[i%len(texts)])}, 0, "")
				docs, lists = append(docs, doc), append(lists, list)
			}
			for i, doc := range docs {
				if got := describe(doc, lists[i]); got != want[i%len(texts)] {
					t.Errorf("got %s, want %s", got, want[i%len(texts)])
				}
			}
		})
	}
	wait.Wait()
}

func describe(doc *Document, list diag.List) string {
	s := fmt.Sprintf("%s %v %d %d", doc.html(), doc.Texts(), doc.Words, len(list))
	for _, slot := range doc.Slots {
		s += fmt.Sprint(" ", slot.At, slot.Dest)
	}
	return s
}

func TestSlug(t *testing.T) {
	for title, want := range map[string]string{
		"Apa & mengapa?":              "apa-mengapa",
		"  What — reverse mentoring ": "what-reverse-mentoring",
		"Crème brûlée":                "creme-brulee",
		"ﬁrst ＡＢＣ ½":                  "first-abc-1-2",
		"snake_case and dots.md":      "snake-case-and-dots-md",
		"Ç İstanbul":                  "c-istanbul",
		"日本語 한글":                      "日本語-한글",
		"Sesi ke-2: tujuan":           "sesi-ke-2-tujuan",
		"!?":                          "",
		"":                            "",
	} {
		if got := Slug(title); got != want {
			t.Errorf("Slug(%q) = %q, want %q", title, got, want)
		}
	}
}

func FuzzSlug(f *testing.F) {
	f.Add("Apa & mengapa?")
	f.Add("İ\u0307 ½\xff")
	f.Add("S\xf7ţ")
	f.Fuzz(func(t *testing.T, title string) {
		slug := Slug(title)
		if slug != "" && !validID(slug) {
			t.Errorf("Slug(%q) = %q is no id", title, slug)
		}
		if again := Slug(slug); again != slug {
			t.Errorf("the slug of %q is %q, not itself", slug, again)
		}
	})
}

// html is what d has without its slots.
func (d *Document) html() string {
	var b bytes.Buffer
	d.Write(&b, func(*bytes.Buffer, Slot) string { return "" })
	return b.String()
}
