package markdown

import (
	"strconv"
	"strings"
	"unicode"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"golang.org/x/text/unicode/norm"

	"mentorbook/generator/diag"
)

// outline is the headings of a text, and the title that one of them may be. The
// parser of headings claims the ids that are written; the writer adds the headings
// as it meets them.
type outline struct {
	*input
	list *diag.List

	ids      headingIDs
	headings []Heading

	page   bool         // the text is a page with this title
	title  string       // or where there was none, what a heading gave it
	titled *ast.Heading // that heading
}

// outlineKey finds the *outline of the document being parsed.
var outlineKey = parser.NewContextKey()

// headingIDs hands out the ids of one document's headings.
type headingIDs struct {
	taken map[string]diag.Span // explicit ids, and the automatic ones so far
	next  map[string]int       // the number to try next for an automatic id
}

// automatic makes a heading's id from its text: "apa-mengapa", and where that
// is taken "apa-mengapa-2", "apa-mengapa-3" and so on.
func (ids *headingIDs) automatic(text string) string {
	base := Slug(text)
	if base == "" {
		base = "section"
	}
	id := base
	for n := max(2, ids.next[base]); ; n++ {
		if _, taken := ids.taken[id]; !taken {
			ids.put(id, diag.Span{})
			return id
		}
		id = base + "-" + strconv.Itoa(n)
		if ids.next == nil {
			ids.next = map[string]int{}
		}
		ids.next[base] = n
	}
}

func (ids *headingIDs) put(id string, span diag.Span) {
	if ids.taken == nil {
		ids.taken = map[string]diag.Span{}
	}
	ids.taken[id] = span
}

// validID reports whether id can stand in HTML and in a URL unescaped, for
// any reader: [\p{L}\p{N}][\p{L}\p{N}_-]*. No id of a footnote is valid here.
func validID(id string) bool {
	for i, r := range id {
		if !unicode.In(r, unicode.L, unicode.N) && (i == 0 || r != '-' && r != '_') {
			return false
		}
	}
	return id != ""
}

// claimID reads the attributes of a heading, written at offset, and returns the
// id among them, or "" when there is none that can be used.
func (o *outline) claimID(attributes string, offset int) string {
	span := o.span(offset, offset+len(attributes)+len("{}"))
	id := ""
	for field := range strings.FieldsSeq(attributes) {
		if id == "" && strings.HasPrefix(field, "#") {
			id = norm.NFC.String(field[1:])
			if !validID(id) {
				o.list.Errorf(span, "invalid-heading-id",
					"use letters, digits and hyphens, such as {#first-steps}",
					"heading id %q is not allowed", id)
				return ""
			}
			continue
		}
		o.list.Warnf(span, "heading-attribute", "keep only the id: {#first-steps}",
			"heading attribute %q is not used", field)
	}
	if id == "" {
		return ""
	}
	if first, dup := o.ids.taken[id]; dup {
		o.list.Errorf(span, "duplicate-heading-id", "give one of the two headings another id",
			"two headings have the id %q", id)
		o.list.Relate(first, "the first one is here")
		return ""
	}
	o.ids.put(id, span)
	return id
}

// isTitle reports whether a heading is the title of the page once more, or the
// only one. It is only where it comes first, before anything else is written.
func (o *outline) isTitle(n *ast.Heading, first bool) bool {
	if o.titled != nil || !o.page || n.Level != 1 || !first || n.Parent().Kind() != ast.KindDocument {
		return o.titled == n
	}
	text := o.plain(n)
	if o.title == "" {
		o.title = text
	}
	if text != "" && strings.EqualFold(text, strings.Join(strings.Fields(o.title), " ")) {
		o.titled = n
	}
	return o.titled == n
}

// add adds a heading.
func (o *outline) add(n *ast.Heading) Heading {
	h := Heading{Text: o.plain(n), Span: o.lines(n)}
	h.Level = o.level(n.Level, h.Span)
	if id, ok := n.AttributeString(attributeID); ok {
		h.ID = id.(string)
	} else {
		h.ID = o.ids.automatic(h.Text)
	}
	o.headings = append(o.headings, h)
	return h
}

// level returns the level to render, having checked the outline.
func (o *outline) level(level int, span diag.Span) int {
	above := 1 // the title
	if len(o.headings) > 0 {
		above = o.headings[len(o.headings)-1].Level
	}
	switch {
	case level == 1:
		o.list.Warnf(span, "heading-level", "the title comes from the front matter; use ##",
			"a level-one heading is the title, which is not part of the text")
		return 2
	case level > above+1:
		o.list.Warnf(span, "heading-level", "use "+strings.Repeat("#", above+1)+" here",
			"heading skips from level %d to level %d", above, level)
	}
	return level
}

func (w *writer) heading(n *ast.Heading, entering bool) ast.WalkStatus {
	if w.outline.isTitle(n, len(w.html) == 0) {
		return ast.WalkSkipChildren
	}
	w.silent = entering // the section has the text of its heading already
	if entering {
		h := w.outline.add(n)
		w.checker.checkHeading(n, h.Span)
		w.section()
		w.tags(`<div class="heading"><h`, strconv.Itoa(h.Level), ` id="`, h.ID, `">`)
	} else {
		h := w.outline.headings[len(w.outline.headings)-1]
		w.tags(`</h`, strconv.Itoa(h.Level), `></div>`, "\n")
	}
	return ast.WalkContinue
}
