package markdown

import (
	"strconv"
	"strings"
	"unicode"

	"github.com/yuin/goldmark/ast"
	"golang.org/x/text/unicode/norm"

	"mentorbook/generator/diag"
)

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
func (w *writer) claimID(attributes string, offset int) string {
	span := w.span(offset, offset+len(attributes)+len("{}"))
	id := ""
	for field := range strings.FieldsSeq(attributes) {
		if id == "" && strings.HasPrefix(field, "#") {
			id = norm.NFC.String(field[1:])
			if !validID(id) {
				w.list.Errorf(span, "invalid-heading-id",
					"use letters, digits and hyphens, such as {#first-steps}",
					"heading id %q is not allowed", id)
				return ""
			}
			continue
		}
		w.list.Warnf(span, "heading-attribute", "keep only the id: {#first-steps}",
			"heading attribute %q is not used", field)
	}
	if id == "" {
		return ""
	}
	if first, dup := w.ids.taken[id]; dup {
		w.list.Errorf(span, "duplicate-heading-id", "give one of the two headings another id",
			"two headings have the id %q", id)
		w.list.Relate(first, "the first one is here")
		return ""
	}
	w.ids.put(id, span)
	return id
}

// isTitle reports whether a heading is the title of the page once more, or the
// only one.
func (w *writer) isTitle(n *ast.Heading) bool {
	if w.titled != nil || !w.page || n.Level != 1 || len(w.html) > 0 || n.Parent().Kind() != ast.KindDocument {
		return w.titled == n
	}
	text := w.plain(n)
	if w.title == "" {
		w.title = text
	}
	if text != "" && strings.EqualFold(text, strings.Join(strings.Fields(w.title), " ")) {
		w.titled = n
	}
	return w.titled == n
}

func (w *writer) heading(n *ast.Heading, entering bool) ast.WalkStatus {
	if w.isTitle(n) {
		return ast.WalkSkipChildren
	}
	w.silent = entering // the section has the text of its heading already
	if entering {
		h := w.outline(n)
		w.tags(`<div class="heading"><h`, strconv.Itoa(h.Level), ` id="`, h.ID, `">`)
	} else {
		h := w.headings[len(w.headings)-1]
		w.tags(`</h`, strconv.Itoa(h.Level), `><a class="anchor" href="#`, h.ID, `" aria-labelledby="`, h.ID,
			`"><span aria-hidden="true">#</span></a></div>`, "\n")
	}
	return ast.WalkContinue
}

// outline adds a heading to the outline, and begins its section.
func (w *writer) outline(n *ast.Heading) Heading {
	h := Heading{Text: w.plain(n), Span: w.lines(n)}
	h.Level = w.headingLevel(n.Level, h.Span)
	if id, ok := n.AttributeString(attributeID); ok {
		h.ID = id.(string)
	} else {
		h.ID = w.ids.automatic(h.Text)
	}
	w.headings = append(w.headings, h)
	w.section()
	return h
}

// headingLevel returns the level to render, having checked the outline.
func (w *writer) headingLevel(level int, span diag.Span) int {
	above := 1 // the title
	if len(w.headings) > 0 {
		above = w.headings[len(w.headings)-1].Level
	}
	switch {
	case level == 1:
		w.list.Warnf(span, "heading-level", "the title comes from the front matter; use ##",
			"a level-one heading is the title, which is not part of the text")
		return 2
	case level > above+1:
		w.list.Warnf(span, "heading-level", "use "+strings.Repeat("#", above+1)+" here",
			"heading skips from level %d to level %d", above, level)
	}
	return level
}
