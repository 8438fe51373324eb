package markdown

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"mentorbook/generator/diag"
)

// FuzzConvert holds every output to the promises of the package comment.
func FuzzConvert(f *testing.F) {
	inputs, err := filepath.Glob("testdata/*.txtar")
	if err != nil {
		f.Fatal(err)
	}
	for _, path := range inputs {
		f.Add(readCase(f, path)["input.md"], 0)
	}
	for _, seed := range hostile() {
		f.Add([]byte(seed), 0)
	}
	f.Add([]byte("\xef\xbb\xbf---\r\ntitle: x\r\n---\r\n## Heading {#x}\r\n\r\n\t- a"), 22)
	f.Add([]byte("a\x00b\xff\xfe **x\xc0**"), 1)

	c, thorough := New(), New()
	thorough.plain = thorough.parser
	f.Fuzz(func(t *testing.T, data []byte, body int) {
		file := &diag.File{Path: "fuzz.md", Data: data}
		doc, list := c.Convert(file, body, "")
		checkDocument(t, file, doc, list)
		if same, sameList := thorough.Convert(file, body, ""); !sameButForSpaces(describe(doc, list), describe(same, sameList)) {
			t.Error("bare addresses were not looked for, but there are some")
		}
	})
}

// sameButForSpaces compares what describe returns. Who looks for bare addresses
// leaves spaces where a line is broken.
func sameButForSpaces(a, b string) bool {
	spaces := regexp.MustCompile(`\s+`)
	return spaces.ReplaceAllString(a, "") == spaces.ReplaceAllString(b, "")
}

// hostile returns texts that try to get something past the converter.
func hostile() []string {
	return []string{
		`<script>alert(1)</script>`, `a <img src=x onerror=alert(1)> b`, `<a href="javascript:x">y</a>`,
		`[x](javascript:alert(1))`, `![x](javascript:alert(1))`, `<javascript:alert(1)>`,
		`[x](https://a.b/"onclick=alert(1))`, "[x](<https://a.b/\" onclick=\"alert(1)>)",
		`[x](https://a.b "\" onclick=\"alert(1)")`, `![" onerror="x](a.png "\"><script>")`,
		"```x\" onclick=\"y\ncode\n```", "## Heading {#x onclick=alert(1)}", `## Heading {#"><script>}`,
		"[^\"><script>]: x\n\n[^\"><script>]", "| <script> |\n|:-:|\n| `\\|<b>` |", "> [!NOTE]\n> <style>",
		"{{include \"><script>}}", "- [x] <b>\n- [ ] [a](b)\n\n  c", "- [x] a\n  ===", "Term\n: <b>\n\n: def",
		"[![a](b)](c) [[a](b)](c) ![![a](b)](c)", "# {#a}\n## {#a}\n### a {#a}", "<!-- a --> b\n\n<!--> c -->",
		"[a](b 'c'\n'd') <b\nc>", "<br><BR/>\n\n<br />", "a\\\nb  \nc", "~~a~~ www.a.co a@b.co",
		"> [^a]: b\n\n[^a]", "- [^a]: b\n- [^a]", "[^a]: [^a]\n\n    - b", "x[^a]\n\n[^a]:\n    ```\n    c", "*\n\t#",
		"[a [^1] <b@c.d> www.e.fg](h) [i [^1]](https://j.k)\n\n[^1]: l", "[a [b](c) d](e)",
		"<kbd><sub></kbd></sub> <kbd onclick=x>y</kbd> [<sup>a](b)</sup> ![<kbd>](c.png)</kbd>", strings.Repeat("<sub>", 200) + strings.Repeat("</sub>", 200),
		"<details>\n<summary>a<script></summary>\n\nb\n\n</details>", "<details>\n\n<summary>a</summary>\n\n> </details>\n\n</details>",
		"> [!NOTE] [a](b) <kbd>c</kbd>\n> [!DETAILS] d", "> [!DETAILS] <b>\n>\n> <details>\n>\n> </details>",
		"- <details><summary>a</summary>\n\n</details>", "> [!NOTE] {{include x.md}}", "> [!NOTE] ![a](b.png)", "> [!TIP] - [ ] a",
		strings.Repeat("*_", 300) + "a" + strings.Repeat("_*", 300), strings.Repeat("> ", 300) + "a",
	}
}

func TestHostileTextIsHarmless(t *testing.T) {
	for _, source := range hostile() {
		file := &diag.File{Path: "hostile.md", Data: []byte(source)}
		doc, list := New().Convert(file, 0, "")
		checkDocument(t, file, doc, list)
	}
}

// The CommonMark examples come with goldmark's module. What the package shows
// as text, or adds, differs by design; all other text must be the same.
func TestTextOfTheCommonMarkExamplesIsKept(t *testing.T) {
	root, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "github.com/yuin/goldmark").Output()
	if err != nil {
		t.Skip("no module cache")
	}
	data, err := os.ReadFile(filepath.Join(strings.TrimSpace(string(root)), "_test", "spec.json"))
	if err != nil {
		t.Skip("the module's test data is not there")
	}
	var examples []struct {
		Markdown, HTML, Section string
		Example                 int
	}
	if err := json.Unmarshal(data, &examples); err != nil {
		t.Fatal(err)
	}
	if len(examples) < 600 {
		t.Fatalf("only %d examples", len(examples))
	}
	c, thorough, compared := New(), New(), 0
	thorough.plain = thorough.parser
	for _, e := range examples {
		file := &diag.File{Path: "spec.md", Data: []byte(e.Markdown)}
		doc, list := c.Convert(file, 0, "")
		checkDocument(t, file, doc, list)
		if same, sameList := thorough.Convert(file, 0, ""); !sameButForSpaces(describe(doc, list), describe(same, sameList)) {
			t.Errorf("example %d %q: bare addresses were not looked for, but there are some", e.Example, e.Markdown)
		}
		if hasCode(list, "raw-html") || strings.Contains(e.HTML, "<!--") {
			continue
		}
		compared++
		var got bytes.Buffer
		doc.Write(&got, func(w *bytes.Buffer, s Slot) string { w.WriteString(html.EscapeString(s.Alt)); return "" })
		if got, want := visibleText(t, got.String()), visibleText(t, e.HTML); got != want {
			t.Errorf("example %d (%s) %q\n got %q\nwant %q", e.Example, e.Section, e.Markdown, got, want)
		}
	}
	if compared < 500 {
		t.Errorf("only %d examples compared", compared)
	}
}

func hasCode(list diag.List, code string) bool {
	return slices.ContainsFunc(list, func(d diag.Diagnostic) bool { return d.Code == code })
}

// visibleText returns the letters of HTML as a reader sees them, without
// white space and without what the package adds: the captions of figures.
func visibleText(t *testing.T, source string) string {
	t.Helper()
	var text strings.Builder
	hidden := false
	z := html.NewTokenizer(strings.NewReader(source))
	for z.Next() != html.ErrorToken {
		token := z.Token()
		switch token.Type {
		case html.TextToken:
			if !hidden {
				text.WriteString(token.Data)
			}
		case html.StartTagToken, html.SelfClosingTagToken, html.EndTagToken:
			if token.Data == "figcaption" {
				hidden = token.Type == html.StartTagToken
			}
			text.WriteString(attribute(token, "alt"))
		}
	}
	return strings.Join(strings.Fields(text.String()), "")
}

func attribute(token html.Token, key string) string {
	for _, a := range token.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

// size returns how many bytes of HTML d has without what goes into slots.
func size(d *Document) int { return d.ends[0] }

// checkDocument fails unless doc keeps every promise that does not depend on
// the text it was made of.
func checkDocument(t *testing.T, file *diag.File, doc *Document, list diag.List) {
	t.Helper()
	checkSpan := func(what string, s diag.Span) {
		if s.File != file || s.Start < 0 || s.End < s.Start || s.End > len(file.Data) {
			t.Errorf("%s has span [%d, %d) of %d bytes", what, s.Start, s.End, len(file.Data))
		}
	}
	for _, d := range list {
		checkSpan(d.Code, d.Span)
		for _, r := range d.Related {
			checkSpan(d.Code+" related", r.Span)
		}
	}
	var at, end int32
	for _, s := range doc.Slots {
		checkSpan("slot "+s.Dest, s.Span)
		if s.At < at || int(max(s.At, s.End)) > size(doc) || s.Kind == Link && s.End < s.At {
			t.Errorf("slot %q at %d, after %d of %d", s.Dest, s.At, at, size(doc))
		}
		at = s.At
		if s.Kind == Link {
			if s.At < end {
				t.Errorf("links are nested")
			}
			end = s.End
		}
		if s.Kind == Link && classify(s.Dest) != local || s.Kind == Image && classify(s.Dest) != local {
			t.Errorf("slot for unsafe %q", s.Dest)
		}
	}
	for _, h := range doc.Headings {
		checkSpan("heading", h.Span)
		if !validID(h.ID) || h.Level < 2 || h.Level > 6 {
			t.Errorf("heading %+v", h)
		}
	}
	texts := doc.Texts()
	for _, h := range doc.Headings {
		texts = append(texts, h.Text)
	}
	for _, text := range texts {
		if strings.TrimSpace(text) != text && strings.Trim(text, " ") != text || strings.Contains(text, "  ") {
			t.Errorf("text is not folded: %q", text)
		}
	}
	checkHTML(t, doc)
}

// allowed lists each element that the package writes, with its attributes.
// <s> stands for a slot here.
var allowed = map[string]string{
	"a":          "class href id role rel title aria-labelledby",
	"blockquote": "", "br": "", "code": "class", "dd": "", "del": "", "details": "class", "div": "class role tabindex",
	"dl": "", "dt": "", "em": "", "figcaption": "", "figure": "", "h2": "id", "h3": "id", "h4": "id", "h5": "id",
	"h6": "id", "hr": "", "input": "type checked", "kbd": "", "label": "", "li": "class id", "ol": "class start", "p": "class",
	"pre": "tabindex", "s": "", "section": "class role", "span": "class aria-hidden", "strong": "", "sub": "", "summary": "class", "sup": "class id",
	"table": "", "tbody": "", "td": "class", "th": "class scope", "thead": "", "tr": "", "ul": "class",
}

// checkHTML fails unless doc's HTML is made of allowed elements, each closed
// where it should be, and every slot stands between two of them.
func checkHTML(t *testing.T, doc *Document) {
	t.Helper()
	var filled bytes.Buffer
	places := 0
	doc.Write(&filled, func(w *bytes.Buffer, s Slot) string {
		places++
		w.WriteString("<s></s>")
		if s.Kind == Link {
			places++
			w.WriteString("<a>")
			return "</a><s></s>"
		}
		return ""
	})
	ids := map[string]bool{}
	slots := 0
	var stack []string
	z := html.NewTokenizer(&filled)
	for z.Next() != html.ErrorToken {
		token := z.Token()
		switch token.Type {
		case html.CommentToken, html.DoctypeToken, html.SelfClosingTagToken:
			t.Errorf("unexpected %s", token)
		case html.EndTagToken:
			if len(stack) == 0 || stack[len(stack)-1] != token.Data {
				t.Fatalf("%s closes %v in\n%s", token, stack, doc.html())
			}
			stack = stack[:len(stack)-1]
		case html.StartTagToken:
			attributes, ok := allowed[token.Data]
			if !ok {
				t.Errorf("element %s is not allowed", token)
			}
			if token.Data == "s" {
				slots++
			}
			if token.Data == "a" && slices.Contains(stack, "a") {
				t.Errorf("link in a link: %s", token)
			}
			for _, a := range token.Attr {
				checkAttribute(t, token, a, strings.Fields(attributes))
				if a.Key == "id" && ids[a.Val] {
					t.Errorf("id %q twice", a.Val)
				}
				ids[a.Val] = ids[a.Val] || a.Key == "id"
			}
			if token.Data != "br" && token.Data != "hr" && token.Data != "input" {
				stack = append(stack, token.Data)
			}
		}
	}
	if len(stack) > 0 {
		t.Errorf("%v are left open", stack)
	}
	if slots != places {
		t.Errorf("%d places of slots, %d of them between tags", places, slots)
	}
}

func checkAttribute(t *testing.T, token html.Token, a html.Attribute, attributes []string) {
	t.Helper()
	if !slices.Contains(attributes, a.Key) {
		t.Errorf("attribute %s is not allowed in %s", a.Key, token)
	}
	if a.Key == "href" && !strings.HasPrefix(a.Val, "#") && classify(a.Val) != web {
		t.Errorf("unsafe address in %s", token)
	}
	if a.Key == "class" && token.Data != "code" && strings.Trim(a.Val, "abcdefghijklmnopqrstuvwxyz -") != "" {
		t.Errorf("class %q in %s", a.Val, token)
	}
}
