package markdown

import (
	"bytes"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"

	"mentorbook/generator/diag"
)

// paragraph writes a paragraph or, without tags, one of a tight list. The
// label of a task ends with the paragraph that its check box begins.
func (w *writer) paragraph(n ast.Node, entering bool) ast.WalkStatus {
	tight := n.Kind() == ast.KindTextBlock
	image, _ := n.FirstChild().(*ast.Image)
	_, task := n.FirstChild().(*extast.TaskCheckBox)
	switch {
	case w.areDirectives(n):
		if entering {
			w.directives(n)
		}
		return ast.WalkSkipChildren
	case image != nil && image.NextSibling() == nil && !tight:
		if entering {
			w.figure(image)
		}
		return ast.WalkSkipChildren
	case entering && !tight && !task:
		w.tags("<p>")
	case entering:
	case task:
		w.tags("</label>\n")
	case !tight:
		w.tags("</p>\n")
	case n.NextSibling() != nil:
		w.tags("\n")
	}
	return ast.WalkContinue
}

// checkBox writes the check box of a task, and opens its label.
func (w *writer) checkBox(n *extast.TaskCheckBox) {
	checked := ""
	if n.IsChecked {
		checked = " checked"
	}
	w.tags(`<label><input type="checkbox"`, checked, `> `)
}

func (w *writer) blockquote(n *ast.Blockquote, entering bool) ast.WalkStatus {
	kind, alert := n.AttributeString(attributeAlert)
	switch {
	case alert && entering:
		w.tags(`<div class="alert alert-`, kind.(string), `" role="note"><p class="alert-title">`)
		w.slot(Slot{Kind: String, Dest: "alert." + kind.(string), Span: w.place(n)})
		w.tags("</p>\n")
	case alert:
		w.tags("</div>\n")
	case entering:
		w.tags("<blockquote>\n")
	default:
		w.tags("</blockquote>\n")
	}
	return ast.WalkContinue
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

func (w *writer) unknownAlert(word string, span diag.Span) {
	hint := "the alerts are " + diag.Choices(alertKinds())
	w.list.Warnf(span, "unknown-alert", diag.DidYouMean(word, alertKinds(), hint), "there is no alert %q", word)
}

// code writes a code block in a box that scrolls, also from the keyboard.
func (w *writer) code(n ast.Node) {
	w.tags(`<pre tabindex="0"><code`)
	if fenced, ok := n.(*ast.FencedCodeBlock); ok {
		if language := fenced.Language(w.source); len(language) > 0 {
			w.tags(` class="language-`)
			w.html = appendEscaped(w.html, w.decode(language))
			w.tags(`"`)
		}
	}
	w.tags(">")
	for i := range n.Lines().Len() {
		line := n.Lines().At(i)
		w.words(line.Value(w.source))
	}
	w.tags("</code></pre>\n")
}

// table writes the box around a table, which scrolls like that of code.
func (w *writer) table(_ *extast.Table, entering bool) ast.WalkStatus {
	if entering {
		w.tags(`<div class="table" tabindex="0"><table>`, "\n")
	} else {
		w.tags("</table></div>\n")
	}
	return ast.WalkContinue
}

// tableCell writes a cell, with a class where goldmark would use a style.
func (w *writer) tableCell(n *extast.TableCell, entering bool) ast.WalkStatus {
	w.inCell = entering
	tag, scope, class := "td", "", ""
	if n.Parent().Kind() == extast.KindTableHeader {
		tag, scope = "th", ` scope="col"`
	}
	if n.Alignment != extast.AlignNone {
		class = ` class="align-` + n.Alignment.String() + `"`
	}
	if entering {
		w.tags("<", tag, scope, class, ">")
	} else {
		w.tags("</", tag, ">\n")
	}
	return ast.WalkContinue
}
