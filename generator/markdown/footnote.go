package markdown

import (
	"strconv"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
)

// Ids of footnotes hold a colon, which no heading's id can.

// noteID is the id of a footnote.
func (w *writer) noteID(index int) string {
	return w.idPrefix + "fn:" + strconv.Itoa(index)
}

// referenceID is the id of the n-th reference to a footnote, from 0.
func (w *writer) referenceID(index, n int) string {
	id := w.idPrefix + "fnref:" + strconv.Itoa(index)
	if n > 0 {
		id += ":" + strconv.Itoa(n+1)
	}
	return id
}

func (w *writer) footnoteReference(n *extast.FootnoteLink) {
	id, number := w.referenceID(n.Index, n.RefIndex), strconv.Itoa(n.Index)
	if w.inLink != unsafe {
		w.tags(`<sup class="footnote-ref" id="`, id, `">`, number, `</sup>`)
		return
	}
	w.tags(`<sup class="footnote-ref"><a id="`, id, `" href="#`, w.noteID(n.Index),
		`" role="doc-noteref">`, number, `</a></sup>`)
}

func (w *writer) footnotes(n *extast.FootnoteList, entering bool) ast.WalkStatus {
	if entering {
		w.tags(`<section class="footnotes" role="doc-endnotes"><h2>`)
		w.slot(Slot{Kind: String, Dest: "footnotes.title", Span: w.place(n.FirstChild())})
		w.tags("</h2>\n<ol>\n")
	} else {
		w.tags("</ol>\n</section>\n")
	}
	return ast.WalkContinue
}

func (w *writer) footnote(n *extast.Footnote, entering bool) ast.WalkStatus {
	if entering {
		w.tags(`<li id="`, w.noteID(n.Index), `">`, "\n")
	} else {
		w.tags("</li>\n")
	}
	return ast.WalkContinue
}

// footnoteReturn writes the way back from a footnote to a reference. It is at
// the end of the footnote's last paragraph, or where a list or the like is
// last, in a paragraph of its own.
func (w *writer) footnoteReturn(n *extast.FootnoteBacklink) {
	own := n.Parent().Kind() == extast.KindFootnote
	if own && n.RefIndex == 0 {
		w.tags("<p>")
	}
	number := strconv.Itoa(n.Index)
	if n.RefIndex > 0 {
		number += "-" + strconv.Itoa(n.RefIndex+1)
	}
	w.tags(` <a class="footnote-back" href="#`, w.referenceID(n.Index, n.RefIndex),
		`" role="doc-backlink"><span aria-hidden="true">↩</span><span class="visually-hidden">`)
	w.slot(Slot{Kind: String, Dest: "footnotes.back", Span: w.place(n)})
	w.tags(" ", number, "</span></a>")
	if own && n.NextSibling() == nil {
		w.tags("</p>\n")
	}
}
