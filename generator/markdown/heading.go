package markdown

import (
	"strconv"
	"strings"
	"unicode"

	"github.com/yuin/goldmark/ast"

	"mentorbook/generator/diag"
)

// headingIDs hands out the ids of one document's headings.
type headingIDs struct {
	file  *diag.File
	list  *diag.List
	taken map[string]diag.Span // explicit ids, and the automatic ones so far
	next  map[string]int       // the number to try next for an automatic id
}

// claim reads the attributes of a heading, written at offset, and returns the
// id among them, or "" when there is none that can be used.
func (ids *headingIDs) claim(attributes string, offset int) string {
	span := diag.Span{File: ids.file, Start: offset, End: offset + len(attributes) + 2}
	id := ""
	for field := range strings.FieldsSeq(attributes) {
		if id == "" && strings.HasPrefix(field, "#") {
			id = field[1:]
			if !validID(id) {
				ids.list.Errorf(span, "invalid-heading-id",
					"use letters, digits and hyphens, such as {#first-steps}",
					"heading id %q is not allowed", id)
				return ""
			}
			continue
		}
		ids.list.Warnf(span, "heading-attribute", "keep only the id: {#first-steps}",
			"heading attribute %q is not used", field)
	}
	if id == "" {
		return ""
	}
	if first, dup := ids.taken[id]; dup {
		ids.list.Errorf(span, "duplicate-heading-id", "give one of the two headings another id",
			"two headings have the id %q", id)
		ids.list.Relate(first, "the first one is here")
		return ""
	}
	ids.put(id, span)
	return id
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

func (w *writer) heading(n *ast.Heading) {
	span := w.lines(n)
	level := w.headingLevel(n.Level, span)
	text := w.plain(n)
	id := ""
	if attribute, ok := n.AttributeString(attributeID); ok {
		id = attribute.(string)
	}
	if id == "" {
		id = w.ids.automatic(text)
	}
	w.headings = append(w.headings, Heading{Level: level, ID: id, Text: text, Span: span})
	w.section(Section{ID: id, Heading: text, Level: level})

	h := [...]string{2: "h2", 3: "h3", 4: "h4", 5: "h5", 6: "h6"}[level]
	w.tags(`<div class="heading"><`, h, ` id="`, id, `">`)
	w.muted(func() { w.inlines(n) })
	w.tags(`</`, h, `><a class="anchor" href="#`, id, `" aria-labelledby="`, id,
		`"><span aria-hidden="true">#</span></a></div>`, "\n")
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
