package markdown

import (
	"bytes"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
)

// paragraph writes a paragraph or, without tags, one of a tight list. The
// label of a task ends with the paragraph that its check box begins.
func (w *writer) paragraph(n ast.Node, entering bool) ast.WalkStatus {
	tight := n.Kind() == ast.KindTextBlock
	image, _ := n.FirstChild().(*ast.Image)
	_, task := n.FirstChild().(*extast.TaskCheckBox)
	if kind := titleOf(n); kind != "" {
		if !entering {
			w.tags("</span>")
			w.endAlertTitle(kind)
		}
		return ast.WalkContinue
	}
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
	case entering:
		if !w.checker.checkFrontMatter(n, 2) {
			w.checker.checkLines(n)
			w.checker.checkPasted(n)
		}
		if !tight && !task {
			w.tags("<p>")
		}
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
	if kind, alert := n.AttributeString(attributeAlert); alert {
		w.alert(n, kind.(string), entering)
	} else if entering {
		w.tags("<blockquote>\n")
	} else {
		w.tags("</blockquote>\n")
	}
	return ast.WalkContinue
}

// alert writes a callout. Its title is the word of the theme for its kind,
// unless there is a block for it, which then is written next.
func (w *writer) alert(n *ast.Blockquote, kind string, entering bool) {
	_, titled := n.AttributeString(attributeTitle)
	if entering {
		w.checker.checkAlert(n, w.place(n))
	}
	switch {
	case entering && kind == details:
		w.tags(`<details class="alert alert-details"><summary class="alert-title">`)
	case entering:
		w.tags(`<div class="alert alert-`, kind, `" role="note"><p class="alert-title">`)
	case kind == details:
		w.tags("</details>\n")
	default:
		w.tags("</div>\n")
	}
	switch {
	case entering && titled:
		w.tags("<span>") // a theme may lay out the title's parts in a row
	case entering:
		w.slot(Slot{Kind: String, Dest: "alert." + kind, Span: w.place(n)})
		w.endAlertTitle(kind)
	}
}

func (w *writer) endAlertTitle(kind string) {
	if kind == details {
		w.tags("</summary>\n")
	} else {
		w.tags("</p>\n")
	}
}

// titleOf returns the kind of the alert of which n is the title, or "".
func titleOf(n ast.Node) string {
	if n.Kind() != ast.KindTextBlock || n.Parent().Kind() != ast.KindBlockquote {
		return ""
	}
	if title, _ := n.Parent().AttributeString(attributeTitle); title != n {
		return ""
	}
	kind, _ := n.Parent().AttributeString(attributeAlert)
	return kind.(string)
}

// details is the kind of alert that opens and closes.
const details = "details"

// alertKind returns "note" for "NOTE" and so on, and "" for what is no alert.
// GitHub has all kinds but details, and no titles.
//
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
	return []string{"note", "tip", "important", "warning", "caution", details}
}

// code writes a code block in a box that scrolls, also from the keyboard.
func (w *writer) code(n ast.Node) {
	w.checker.checkCode(n)
	w.tags(`<pre tabindex="0"><code`)
	if fenced, ok := n.(*ast.FencedCodeBlock); ok {
		if language := fenced.Language(w.source); len(language) > 0 {
			w.checker.checkLanguage(language, fenced.Info.Segment.Start)
			w.tags(` class="language-`)
			w.escaped(w.decode(language))
			w.tags(`"`)
		}
	}
	w.tags(">")
	for i := range n.Lines().Len() {
		line := n.Lines().At(i)
		w.words(line.Value(w.source))
		w.checker.dropConflicts(line.Start, line.Stop)
	}
	w.tags("</code></pre>\n")
}

// table writes the box around a table, which scrolls like that of code.
func (w *writer) table(n *extast.Table, entering bool) ast.WalkStatus {
	if entering {
		w.checker.checkRows(n)
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
