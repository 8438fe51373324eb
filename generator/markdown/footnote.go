package markdown

import (
	"strconv"

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
	if w.inLink {
		w.tags(`<sup class="footnote-ref" id="`, id, `">`, number, `</sup>`)
		return
	}
	w.tags(`<sup class="footnote-ref"><a id="`, id, `" href="#`, w.noteID(n.Index),
		`" role="doc-noteref">`, number, `</a></sup>`)
}

func (w *writer) footnotes(n *extast.FootnoteList) {
	w.tags(`<section class="footnotes" role="doc-endnotes"><h2>`)
	w.slot(Slot{Kind: String, Dest: "footnotes.title", Span: w.place(n.FirstChild())})
	w.tags("</h2>\n<ol>\n")
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		w.footnote(c.(*extast.Footnote))
	}
	w.tags("</ol>\n</section>\n")
}

// footnote writes one footnote. The ways back are at the end of its last
// paragraph, or where a list or the like is last, behind it.
func (w *writer) footnote(n *extast.Footnote) {
	w.tags(`<li id="`, w.noteID(n.Index), `">`, "\n")
	c := n.FirstChild()
	for ; c != nil && c.Kind() != extast.KindFootnoteBacklink; c = c.NextSibling() {
		w.block(c)
	}
	if c != nil {
		w.tags("<p>")
		for ; c != nil; c = c.NextSibling() {
			w.inline(c)
		}
		w.tags("</p>\n")
	}
	w.tags("</li>\n")
}

// footnoteReturn writes the way back from a footnote to a reference.
func (w *writer) footnoteReturn(n *extast.FootnoteBacklink) {
	number := strconv.Itoa(n.Index)
	if n.RefIndex > 0 {
		number += "-" + strconv.Itoa(n.RefIndex+1)
	}
	w.tags(` <a class="footnote-back" href="#`, w.referenceID(n.Index, n.RefIndex),
		`" role="doc-backlink"><span aria-hidden="true">↩</span><span class="visually-hidden">`)
	w.slot(Slot{Kind: String, Dest: "footnotes.back", Span: w.place(n)})
	w.tags(" ", number, "</span></a>")
}
