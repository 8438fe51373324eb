package markdown

import (
	"bytes"
	"slices"

	"github.com/yuin/goldmark/ast"

	"mentorbook/generator/lazyregexp"
)

// The HTML that is not shown as text: tags that only mean something, without any
// attribute, each closed where it may be. Everything else could style a page or
// run in it.

// pairedTag is the attribute of a node of HTML that has its counterpart.
const pairedTag = "paired"

// inlineTags are the elements that may stand within a line.
func inlineTags() []string { return []string{"kbd", "sub", "sup"} }

// tagPairs finds the tags that close each other, and marks their nodes. It remembers
// the parents that it was asked about last, so that it looks once at the children
// of each.
type tagPairs struct{ inline, blocks ast.Node }

// findInline finds the tags among the children of n that close each other.
func (p *tagPairs) findInline(n ast.Node, text []byte) {
	if p.inline == n {
		return
	}
	p.inline = n
	var open []*ast.RawHTML
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		tag, ok := c.(*ast.RawHTML)
		if !ok {
			continue
		}
		source := tag.Segments.Value(text)
		switch name := tagName(source); {
		case !slices.Contains(inlineTags(), name):
		case isTag(source, "<"+name+">") && len(open) < maxNesting:
			open = append(open, tag)
		case len(open) == 0 || !isTag(source, "</"+tagName(open[len(open)-1].Segments.Value(text))+">"):
			open = nil // what is open cannot be closed behind this
		default:
			open[len(open)-1].SetAttributeString(pairedTag, true)
			tag.SetAttributeString(pairedTag, true)
			open = open[:len(open)-1]
		}
	}
}

// isTag compares tags. Case does not count.
func isTag(source []byte, tag string) bool { return bytes.EqualFold(source, []byte(tag)) }

// isPaired reports whether n is a tag of the page.
func (in *input) isPaired(n *ast.RawHTML) bool {
	in.pairs.findInline(n.Parent(), in.source)
	_, paired := n.AttributeString(pairedTag)
	return paired
}

var (
	detailsTag = lazyregexp.New(`(?is)^\s*<details>\s*(<summary>([^<>]*)</summary>)?\s*$`)
	summaryTag = lazyregexp.New(`(?is)^\s*<summary>([^<>]*)</summary>\s*$`)
	detailsEnd = lazyregexp.New(`(?is)^\s*</details>\s*$`)
)

// findBlocks finds the blocks of HTML among the children of n that open and
// close what readers unfold.
func (p *tagPairs) findBlocks(n ast.Node, text []byte) {
	if p.blocks == n {
		return
	}
	p.blocks = n
	var open []*ast.HTMLBlock
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		block, ok := c.(*ast.HTMLBlock)
		if !ok {
			continue
		}
		source := block.Lines().Value(text)
		switch {
		case detailsTag.Match(source) && len(open) < maxNesting:
			open = append(open, block)
		case detailsEnd.Match(source) && len(open) > 0:
			open[len(open)-1].SetAttributeString(pairedTag, true)
			block.SetAttributeString(pairedTag, true)
			open = open[:len(open)-1]
		}
	}
}

// isPairedBlock reports whether n opens or closes what readers unfold.
func (in *input) isPairedBlock(n *ast.HTMLBlock) bool {
	in.pairs.findBlocks(n.Parent(), in.source)
	_, paired := n.AttributeString(pairedTag)
	return paired
}

// detailsBlock writes a block of HTML that opens or closes what readers unfold,
// and reports whether n is one.
func (w *writer) detailsBlock(n *ast.HTMLBlock) bool {
	if !w.isPairedBlock(n) {
		return false
	}
	source := n.Lines().Value(w.source)
	tag := detailsTag.FindSubmatch(source)
	if tag == nil {
		w.tags("</details>\n")
		return true
	}
	title := tag[2]
	if next, ok := n.NextSibling().(*ast.HTMLBlock); ok && tag[1] == nil {
		if summary := summaryTag.FindSubmatch(next.Lines().Value(w.source)); summary != nil {
			title = summary[1]
			n.Parent().RemoveChild(n.Parent(), next)
		}
	}
	w.tags(`<details class="alert alert-details"><summary class="alert-title">`)
	if title = bytes.TrimSpace(title); len(title) > 0 {
		w.words(w.decode(title))
	} else {
		w.slot(Slot{Kind: String, Dest: "alert." + details, Span: w.place(n)})
	}
	w.endAlertTitle(details)
	return true
}
