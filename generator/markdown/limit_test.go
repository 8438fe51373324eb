package markdown

import (
	"flag"
	"strings"
	"testing"

	"mentorbook/generator/diag"
)

var long = flag.Bool("long", false, "convert a megabyte of each hostile pattern, about half a minute")

// patterns make texts of about n bytes that drive a parser into its slowest
// corner, or its tree into the depth.
func patterns() map[string]func(n int) string {
	p := map[string]func(n int) string{}
	for _, unit := range []string{
		">", "> ", "> - ", ">- a\n", ">>>>\n\n", "> a\n", "- ", "* * ", "+ a\n", "- a\n\n", "-\n", "1. ", "1.\n",
		"  - a\n", "- [ ] a\n", "[", "![", "[[]()", "[]()", "[](a)[", "![](a)", "[x](a \"", "[a](", "[a](<", "[a](b",
		"[a][b]", "[a][", "[a]", "[a]\n", "[a]: b\n", "[a]: <b> 'c'\n", "[a]:\n", "[a]: b 'c\n", "[a](b \"c\")",
		"[^a]", "[^a]\n", "[^a ", "[^a]: ", "[^a]: x\n", "[^a]: x\n\n", "![a]", "[*a](b) ", "[*", "**[a](b)", "`[a",
		"]", "](", "*a ", "_a ", "a*", "**a ", "*a_ ", "a**b", "a__b_", "***", "*~", "~a ", "~~a~ ", "~[~", "`", "` ",
		"`a", "`` ` ", "\\", "\\[", "<", "<!--", "<!-- ", "<a ", "<x y='", "<x y=\"\n", "<?", "<!A", "<![CDATA[",
		"<br>", "<div>\n", "<div>\n\n", "<a@", "<http:", "&", "&a", "&#1", "&amp;", "www.", "http://a.b ", "http://a.b(",
		"a@b.c ", "a@", "((a@b.co", "{{include x}}\n", "{{", "# {a={", "# a {#x}\n", "## a\n", "#\n", "a\n===\n",
		"a\n", "a  \n", "\\\n", "\n", "\t", "    a\n", "\ta\n", "---\n", "```\n", "```a\n```\n", "~~~\n", "x\n\n",
		": a\n", "a\n: b\n", "a\n:   b\n\n", "|a|\n|-|\n", "|\n|-\n", "|`\\|`", "> [!NOTE]\n", "[!NOTE]\n", "\x00", "\xff", "é",
	} {
		p[unit] = func(n int) string { return strings.Repeat(unit, n/len(unit)) }
	}
	// around puts k times before and k times after around the letter a.
	around := func(before, after string) func(int) string {
		return func(n int) string {
			k := n / (len(before) + len(after))
			return strings.Repeat(before, k) + "a" + strings.Repeat(after, k)
		}
	}
	p["stars around"] = around("*", "*")
	p["emphasis around"] = around("*_", "_*")
	p["images around"] = around("![", "](b)")
	p["links around"] = around("[", "](b)")
	p["brackets around"] = around("[", "]")
	p["parentheses"] = around("[a](b(", ")")
	// after puts a beginning before as many units as fit.
	after := func(start, unit string) func(int) string {
		return func(n int) string { return start + strings.Repeat(unit, max(0, n-len(start))/len(unit)) }
	}
	p["blank lines in a deep list"] = after(strings.Repeat("- ", 90)+"a\n", "\n")
	p["lazy lines in a deep list"] = after(strings.Repeat("- ", 90)+"a\n", "a\n")
	p["lazy numbers in a deep list"] = after(strings.Repeat("- ", 90)+"a\n", "2. a\n")
	p["lazy lines in deep quotes"] = after(strings.Repeat("> ", 90)+"a\n", "a\n")
	p["lines of deep quotes"] = after("", strings.Repeat(">", 90)+"a\n")
	p["wide table"] = func(n int) string {
		return strings.Repeat("|a", n/8) + "\n" + strings.Repeat("|-", n/8) + "\n" + strings.Repeat("|\n", n/4)
	}
	p["table of empty rows"] = after(strings.Repeat("|a", 99)+"\n"+strings.Repeat("|-", 99)+"\n", "|\n")
	p["escaped pipes in a table"] = after("|a|b|\n|-|-|\n", "|`\\|`|b|\n")
	p["escaped pipes in a cell"] = after("|a|\n|-|\n|", "`\\|`")
	p["definition terms"] = func(n int) string { return strings.Repeat("a\n", n/2) + ": b" }
	p["setext"] = func(n int) string { return strings.Repeat("a\n", n/2) + "===" }
	p["comment lines"] = after("a ", "<!-- a\n")
	p["one long word"] = after("", "a")
	p["spaces in a line"] = after("a", " ")
	p["braces at the end"] = after("# a", "{#a}")
	p["long reference"] = func(n int) string {
		return "[a]: " + strings.Repeat("x", n/2) + "\n\n" + strings.Repeat("[a]\n\n", n/10)
	}
	p["deeper and deeper"] = func(n int) string {
		var b strings.Builder
		for indent := 0; b.Len() < n; indent += 2 {
			b.WriteString(strings.Repeat(" ", indent) + "- a\n")
		}
		return b.String()
	}
	p["backticks of every length"] = func(n int) string {
		var b strings.Builder
		for i := 1; b.Len() < n; i++ {
			b.WriteString(strings.Repeat("`", i) + "a")
		}
		return b.String()
	}
	return p
}

// A megabyte within the limits takes about a second at worst, 2.5 for half a
// million headings; that is measured with -long. Here the patterns are small.
func TestHostilePatternsAreConvertedOrRefused(t *testing.T) {
	size := 1 << 12
	if *long {
		size = 1 << 20
	}
	c := New()
	for name, make := range patterns() {
		t.Run(name, func(t *testing.T) {
			file := &diag.File{Path: "hostile.md", Data: []byte(make(size))}
			doc, list := c.Convert(file, 0, "")
			if !*long {
				checkDocument(t, file, doc, list)
			}
		})
	}
}

func TestLimitsAreReportedWhereTheyAreExceeded(t *testing.T) {
	for _, test := range []struct{ name, text, code, at string }{
		{"quotes", "a\n\n" + strings.Repeat(">", 300) + "deep", "too-deep", "deep"},
		{"lists", "a\n\n" + strings.Repeat("- ", 150) + "deep", "too-deep", "deep"},
		{"definitions", "a\n" + strings.Repeat(": ", 150) + "deep", "too-deep", "deep"},
		{"footnotes", strings.Repeat("[^a]: ", 50) + "deep", "too-deep", "deep"},
		{"indented lists", patterns()["deeper and deeper"](1 << 16), "too-deep", "- a"},
		{"open lists", strings.Repeat("- ", 90) + "a\n" + strings.Repeat("\n", 1<<16), "too-deep", ""},
		{"stars", strings.Repeat("*a ", 1<<15), "too-large", ""},
		{"table", patterns()["wide table"](1 << 14), "too-large", "|"},
		{"notes", strings.Repeat("[^a]: x\n", 1<<13), "too-large", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			doc, list := convert(t, test.text, 0)
			if len(list) != 1 || list[0].Code != test.code || list[0].Severity != diag.Error {
				t.Fatalf("got %+v", list)
			}
			if span := list[0].Span; !strings.Contains(test.text[span.Start:span.End], test.at) {
				t.Errorf("points at %q", test.text[span.Start:span.End])
			}
			if size(doc) > 0 || len(doc.Texts()) != 1 {
				t.Errorf("refused, and yet: %.100s", doc.html())
			}
		})
	}
}

func TestNestedEmphasisLosesItsMarkupWhereItIsTooDeep(t *testing.T) {
	doc, list := convert(t, strings.Repeat("*a ", 300)+strings.Repeat(" a*", 300), 0)
	if len(list) != 1 || list[0].Code != "too-deep" {
		t.Fatalf("got %+v", list)
	}
	if got := strings.Count(doc.html(), "<em>"); got != maxNesting {
		t.Errorf("%d levels, want %d", got, maxNesting)
	}
	if got := doc.Words; got != 600 {
		t.Errorf("%d words are left, want 600", got)
	}
}

func TestLongReferencesAreNotRepeatedWithoutEnd(t *testing.T) {
	text := "[a]: " + strings.Repeat("x", 10_000) + "\n\n" + strings.Repeat("[a] ![a]\n\n", 1000)
	doc, list := convert(t, text, 0)
	if n := list.Count(diag.Error); n != 1 || !hasCode(list, "too-large") {
		t.Fatalf("got %d errors", n)
	}
	links := 0
	for _, slot := range doc.Slots {
		links += len(slot.Dest)
	}
	if links == 0 || links > maxExpansion {
		t.Errorf("%d bytes of destinations from %d bytes of text", links, len(text))
	}
}

func TestWhatPeopleWriteIsWithinTheLimits(t *testing.T) {
	for name, text := range map[string]string{
		"a book":            strings.Repeat(string(page()[24:]), 1<<20/len(page())),
		"a long list":       strings.Repeat("- a [link](b.md)\n  - **more**\n", 1500),
		"a long table":      "|a|b|c|d|\n|-|-|-|-|\n" + strings.Repeat("| **a** | [b](c.md) | `d` | e |\n", 1500),
		"a long listing":    "```\n" + strings.Repeat("for i := range a[n] { *b = c_d[i] }\n", 1000) + "```\n",
		"a list, then text": strings.Repeat("- ", 90) + "a\n\n" + strings.Repeat("text\n\n", 1<<15),
		"many footnotes":    strings.Repeat("a[^1] ", 500) + "\n\n" + strings.Repeat("[^1]: a\n", 500),
	} {
		t.Run(name, func(t *testing.T) {
			w := new(writer)
			w.reset(&diag.File{Data: []byte(text)}, "")
			if !w.checker.withinLimits([]byte(text), 0) {
				t.Errorf("refused: %s", w.list[0].Message)
			}
		})
	}
}
