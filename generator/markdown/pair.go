package markdown

import (
	"bytes"
	"regexp"
	"slices"

	"github.com/yuin/goldmark/ast"
)

// The HTML that is not shown as text: tags that only mean something, without any
// attribute, each closed where it may be. Everything else could style a page or
// run in it.

// pairedTag is the attribute of a node of HTML that has its counterpart.
const pairedTag = "paired"

// inlineTags are the elements that may stand within a line.
func inlineTags() []string { return []string{"kbd", "sub", "sup"} }

// pairInline finds the tags among the children of n that close each other.
func (w *writer) pairInline(n ast.Node) {
	if w.pairedIn == n {
		return
	}
	w.pairedIn = n
	var open []*ast.RawHTML
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		tag, ok := c.(*ast.RawHTML)
		if !ok {
			continue
		}
		source := tag.Segments.Value(w.source)
		switch name := tagName(source); {
		case !slices.Contains(inlineTags(), name):
		case isTag(source, "<"+name+">") && len(open) < maxNesting:
			open = append(open, tag)
		case len(open) == 0 || !isTag(source, "</"+w.nameOf(open[len(open)-1])+">"):
			open = nil // what is open cannot be closed behind this
		default:
			open[len(open)-1].SetAttributeString(pairedTag, true)
			tag.SetAttributeString(pairedTag, true)
			open = open[:len(open)-1]
		}
	}
}

func (w *writer) nameOf(n *ast.RawHTML) string { return tagName(n.Segments.Value(w.source)) }

// isTag compares tags. Case does not count.
func isTag(source []byte, tag string) bool { return bytes.EqualFold(source, []byte(tag)) }

// isPaired reports whether n is a tag of the page.
func (w *writer) isPaired(n *ast.RawHTML) bool {
	w.pairInline(n.Parent())
	_, paired := n.AttributeString(pairedTag)
	return paired
}

var (
	detailsTag = regexp.MustCompile(`(?is)^\s*<details>\s*(<summary>([^<>]*)</summary>)?\s*$`)
	summaryTag = regexp.MustCompile(`(?is)^\s*<summary>([^<>]*)</summary>\s*$`)
	detailsEnd = regexp.MustCompile(`(?is)^\s*</details>\s*$`)
)

// pairBlocks finds the blocks of HTML among the children of n that open and
// close what readers unfold.
func (w *writer) pairBlocks(n ast.Node) {
	if w.blocksPairedIn == n {
		return
	}
	w.blocksPairedIn = n
	var open []*ast.HTMLBlock
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		block, ok := c.(*ast.HTMLBlock)
		if !ok {
			continue
		}
		source := block.Lines().Value(w.source)
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

// detailsBlock writes a block of HTML that opens or closes what readers unfold,
// and reports whether n is one.
func (w *writer) detailsBlock(n *ast.HTMLBlock) bool {
	w.pairBlocks(n.Parent())
	if _, paired := n.AttributeString(pairedTag); !paired {
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
