package markdown

import (
	"bytes"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/renderer/html"
	"github.com/yuin/goldmark/util"
)

// newRenderer configures goldmark's renderer. It writes into a *writer, which
// is where the functions of this package find their document; so it holds no
// state, and one serves all documents.
func newRenderer() renderer.Renderer {
	return renderer.NewRenderer(renderer.WithNodeRenderers(
		util.Prioritized(nodes{}, 0), // before, and so instead of, goldmark's
		util.Prioritized(extension.NewTableHTMLRenderer(), 500),
		util.Prioritized(extension.NewDefinitionListHTMLRenderer(), 500),
		util.Prioritized(html.NewRenderer(html.WithWriter(texts{})), 1000),
	))
}

// nodes renders what goldmark would render in another way, or what must be
// checked or collected on the way.
type nodes struct{}

func (nodes) RegisterFuncs(r renderer.NodeRendererFuncRegisterer) {
	around(r, ast.KindParagraph, (*writer).paragraph)
	around(r, ast.KindTextBlock, (*writer).paragraph)
	around(r, ast.KindHeading, (*writer).heading)
	around(r, ast.KindBlockquote, (*writer).blockquote)
	around(r, ast.KindEmphasis, (*writer).emphasis)
	around(r, extast.KindStrikethrough, (*writer).emphasis)
	around(r, ast.KindLink, (*writer).link)
	around(r, extast.KindTable, (*writer).table)
	around(r, extast.KindTableCell, (*writer).tableCell)
	around(r, extast.KindFootnoteList, (*writer).footnotes)
	around(r, extast.KindFootnote, (*writer).footnote)

	whole(r, ast.KindText, (*writer).textNode)
	whole(r, ast.KindLinkReferenceDefinition, (*writer).definition)
	whole(r, ast.KindCodeBlock, (*writer).code)
	whole(r, ast.KindFencedCodeBlock, (*writer).code)
	whole(r, ast.KindHTMLBlock, (*writer).htmlBlock)
	whole(r, ast.KindRawHTML, (*writer).rawHTML)
	whole(r, ast.KindAutoLink, (*writer).autoLink)
	whole(r, ast.KindImage, (*writer).image)
	whole(r, extast.KindTaskCheckBox, (*writer).checkBox)
	whole(r, extast.KindFootnoteLink, (*writer).footnoteReference)
	whole(r, extast.KindFootnoteBacklink, (*writer).footnoteReturn)
}

// around registers a function that is called before and after the children of
// a node.
func around[N ast.Node](r renderer.NodeRendererFuncRegisterer, kind ast.NodeKind,
	render func(w *writer, n N, entering bool) ast.WalkStatus) {
	r.Register(kind, func(out util.BufWriter, _ []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
		return render(out.(*writer), n.(N), entering), nil
	})
}

// whole registers a function that writes a node with all that is in it.
func whole[N ast.Node](r renderer.NodeRendererFuncRegisterer, kind ast.NodeKind, render func(w *writer, n N)) {
	r.Register(kind, func(out util.BufWriter, _ []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
		if entering {
			render(out.(*writer), n.(N))
		}
		return ast.WalkSkipChildren, nil
	})
}

// texts writes the text of the nodes that goldmark renders: it is an
// [html.Writer].
type texts struct{}

// Write writes text with escapes and references in it.
func (texts) Write(out util.BufWriter, source []byte) {
	w := out.(*writer)
	w.words(w.decode(source))
}

// RawWrite writes the text of a code span. goldmark has made a space of each line
// feed in it.
func (texts) RawWrite(out util.BufWriter, source []byte) {
	w := out.(*writer)
	if w.inCell {
		source = bytes.ReplaceAll(source, []byte(`\|`), []byte(`|`))
	}
	w.words(bytes.TrimSuffix(source, []byte("\r")))
}

// SecureWrite is for raw HTML, of which goldmark renders none here.
func (texts) SecureWrite(out util.BufWriter, source []byte) { out.(*writer).words(source) }
