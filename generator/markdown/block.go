package markdown

import (
	"bytes"
	"strconv"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/text"

	"mentorbook/generator/diag"
)

// blocks writes n's children, which are blocks.
func (w *writer) blocks(n ast.Node) {
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		w.block(c)
	}
}

func (w *writer) block(n ast.Node) {
	w.apart()
	w.htmlWarned = false
	switch n := n.(type) {
	case *ast.Paragraph:
		w.paragraph(n)
	case *ast.TextBlock:
		if !w.directives(n) {
			w.inlines(n)
		}
		if n.NextSibling() != nil {
			w.tags("\n")
		}
	case *ast.Heading:
		w.heading(n)
	case *ast.Blockquote:
		w.blockquote(n)
	case *ast.List:
		w.listOf(n)
	case *ast.CodeBlock:
		w.code(n, nil)
	case *ast.FencedCodeBlock:
		w.code(n, n.Language(w.source))
	case *ast.ThematicBreak:
		w.tags("<hr>\n")
	case *ast.HTMLBlock:
		w.htmlBlock(n)
	case *extast.Table:
		w.table(n)
	case *extast.DefinitionList:
		w.definitions(n)
	case *extast.FootnoteList:
		w.footnotes(n)
	}
	w.apart()
}

func (w *writer) paragraph(n *ast.Paragraph) {
	if w.directives(n) {
		return
	}
	if image, ok := n.FirstChild().(*ast.Image); ok && image.NextSibling() == nil {
		w.figure(image)
		return
	}
	w.tags("<p>")
	w.inlines(n)
	w.tags("</p>\n")
}

func (w *writer) blockquote(n *ast.Blockquote) {
	kind := ""
	if attribute, ok := n.AttributeString(attributeAlert); ok {
		label := attribute.(text.Segment)
		kind = alertKind(label.Value(w.source))
		if kind == "" {
			w.unknownAlert(label)
		}
	}
	if kind == "" {
		w.tags("<blockquote>\n")
		w.blocks(n)
		w.tags("</blockquote>\n")
		return
	}
	w.tags(`<div class="alert alert-`, kind, `" role="note"><p class="alert-title">`)
	w.slot(Slot{Kind: String, Dest: "alert." + kind, Span: w.place(n)})
	w.tags("</p>\n")
	w.blocks(n)
	w.tags("</div>\n")
}

// alertKind returns "note" for "NOTE" and so on, and "" for what is no alert.
// See https://docs.github.com/en/get-started/writing-on-github/getting-started-with-writing-and-formatting-on-github/basic-writing-and-formatting-syntax#alerts
func alertKind(label []byte) string {
	for _, kind := range alertKinds() {
		if bytes.EqualFold(label, []byte(kind)) {
			return kind
		}
	}
	return ""
}

func alertKinds() []string {
	return []string{"note", "tip", "important", "warning", "caution"}
}

func (w *writer) unknownAlert(label text.Segment) {
	word := string(label.Value(w.source))
	hint := "the alerts are " + diag.Choices(alertKinds())
	w.list.Warnf(w.span(label.Start, label.Stop), "unknown-alert",
		diag.DidYouMean(word, alertKinds(), hint), "there is no alert %q", word)
}

// listOf writes a list. Items that are tasks get a check box.
func (w *writer) listOf(n *ast.List) {
	tag, class := "ul", ""
	if n.IsOrdered() {
		tag = "ol"
	}
	for item := n.FirstChild(); item != nil; item = item.NextSibling() {
		if taskOf(item) != nil {
			class = ` class="tasks"`
			break
		}
	}
	w.tags("<", tag, class)
	if n.IsOrdered() && n.Start != 1 {
		w.tags(` start="`, strconv.Itoa(n.Start), `"`)
	}
	w.tags(">\n")
	for item := n.FirstChild(); item != nil; item = item.NextSibling() {
		w.item(item)
	}
	w.tags("</", tag, ">\n")
}

func (w *writer) item(n ast.Node) {
	w.apart()
	box := taskOf(n)
	if box == nil {
		w.tags("<li>")
		if first := n.FirstChild(); first != nil && first.Kind() != ast.KindTextBlock {
			w.tags("\n")
		}
		w.blocks(n)
		w.tags("</li>\n")
		return
	}
	checked := ""
	if box.IsChecked {
		checked = " checked"
	}
	w.tags(`<li class="task"><label><input type="checkbox"`, checked, `> `)
	first := n.FirstChild()
	w.inlines(first)
	w.tags("</label>\n")
	for c := first.NextSibling(); c != nil; c = c.NextSibling() {
		w.block(c)
	}
	w.tags("</li>\n")
}

// taskOf returns the check box of a list item, or nil.
func taskOf(item ast.Node) *extast.TaskCheckBox {
	if first := item.FirstChild(); first != nil {
		box, _ := first.FirstChild().(*extast.TaskCheckBox)
		return box
	}
	return nil
}

func (w *writer) code(n ast.Node, language []byte) {
	w.tags(`<pre tabindex="0"><code`)
	if len(language) > 0 {
		w.tags(` class="language-`)
		w.html = appendEscaped(w.html, w.decode(language))
		w.tags(`"`)
	}
	w.tags(">")
	for i := range n.Lines().Len() {
		line := n.Lines().At(i)
		w.words(withoutReturn(line.Value(w.source)))
	}
	w.tags("</code></pre>\n")
}

// withoutReturn ends a line with a line feed alone.
func withoutReturn(line []byte) []byte {
	if rest, ok := bytes.CutSuffix(line, []byte("\r\n")); ok {
		return append(bytes.Clone(rest), '\n')
	}
	return line
}

func (w *writer) definitions(n *extast.DefinitionList) {
	w.tags("<dl>\n")
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		w.apart()
		switch c := c.(type) {
		case *extast.DefinitionTerm:
			w.tags("<dt>")
			w.htmlWarned = false
			w.inlines(c)
			w.tags("</dt>\n")
		case *extast.DefinitionDescription:
			w.tags("<dd>")
			w.blocks(c)
			w.tags("</dd>\n")
		}
	}
	w.tags("</dl>\n")
}

// table writes a table in a box that scrolls, also from the keyboard.
func (w *writer) table(n *extast.Table) {
	w.tags(`<div class="table" tabindex="0"><table>`, "\n")
	body := false
	for row := n.FirstChild(); row != nil; row = row.NextSibling() {
		if row.Kind() == extast.KindTableHeader {
			w.tags("<thead>\n")
			w.row(row, `th scope="col"`, "th")
			w.tags("</thead>\n")
			continue
		}
		if !body {
			w.tags("<tbody>\n")
			body = true
		}
		w.row(row, "td", "td")
	}
	if body {
		w.tags("</tbody>\n")
	}
	w.tags("</table></div>\n")
}

func (w *writer) row(n ast.Node, open, end string) {
	w.tags("<tr>\n")
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		w.apart()
		w.htmlWarned = false
		class := ""
		switch c.(*extast.TableCell).Alignment {
		case extast.AlignLeft:
			class = ` class="align-left"`
		case extast.AlignCenter:
			class = ` class="align-center"`
		case extast.AlignRight:
			class = ` class="align-right"`
		}
		w.tags("<", open, class, ">")
		w.inCell = true
		w.inlines(c)
		w.inCell = false
		w.tags("</", end, ">\n")
	}
	w.tags("</tr>\n")
}
