package markdown

import (
	"bytes"
	"regexp"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"

	"mentorbook/generator/lazyregexp"
)

// newParser configures goldmark. Where its own parser for a construct says
// too little (where does this link end?) or too much (a table's alignment as
// a style), it is wrapped by one of the parsers of this file. The priorities
// of what is not wrapped are goldmark's own. Bare addresses are looked for at
// every space, which takes a sixth of the time that goldmark takes for a text
// without any.
func newParser(bareAddresses bool) parser.Parser {
	p := parser.NewParser(
		parser.WithBlockParsers(
			util.Prioritized(headingParser{parser.NewSetextHeadingParser()}, 100),
			util.Prioritized(extension.NewDefinitionListParser(), 101),
			util.Prioritized(extension.NewDefinitionDescriptionParser(), 102),
			util.Prioritized(parser.NewThematicBreakParser(), 200),
			util.Prioritized(parser.NewListParser(), 300),
			util.Prioritized(parser.NewListItemParser(), 400),
			util.Prioritized(parser.NewCodeBlockParser(), 500),
			util.Prioritized(headingParser{parser.NewATXHeadingParser()}, 600),
			util.Prioritized(parser.NewFencedCodeBlockParser(), 700),
			util.Prioritized(alertParser{parser.NewBlockquoteParser()}, 800),
			util.Prioritized(parser.NewHTMLBlockParser(), 900),
			util.Prioritized(noteParser{extension.NewFootnoteBlockParser()}, 999),
			util.Prioritized(parser.NewParagraphParser(), 1000),
		),
		parser.WithInlineParsers(
			util.Prioritized(taskParser{}, 0),
			util.Prioritized(parser.NewCodeSpanParser(), 100),
			util.Prioritized(extension.NewFootnoteParser(), 101),
			util.Prioritized(linkParser{parser.NewLinkParser()}, 200),
			util.Prioritized(parser.NewAutoLinkParser(), 300),
			util.Prioritized(parser.NewRawHTMLParser(), 400),
			util.Prioritized(parser.NewEmphasisParser(), 500),
			util.Prioritized(extension.NewStrikethroughParser(), 500),
		),
		parser.WithParagraphTransformers(
			util.Prioritized(parser.LinkReferenceParagraphTransformer, 100),
			util.Prioritized(extension.NewTableParagraphTransformer(), 200),
		),
		parser.WithASTTransformers(
			util.Prioritized(extension.NewFootnoteASTTransformer(), 999),
		),
	)
	if bareAddresses {
		p.AddOptions(parser.WithInlineParsers(util.Prioritized(extension.NewLinkifyParser(
			extension.WithLinkifyAllowedProtocols([]string{"http:", "https:"}),
			extension.WithLinkifyURLRegexp(bareAddress)), 999)))
	}
	return p
}

// mayHaveBareAddresses reports whether goldmark could find one.
func mayHaveBareAddresses(text []byte) bool {
	return bytes.Contains(text, []byte("://")) || bytes.Contains(text, []byte("www.")) || bytes.IndexByte(text, '@') >= 0
}

// Names of node attributes that the parsers leave for the writer.
const (
	attributeID    = "id"    // of a heading: its explicit id, a string
	attributeAlert = "alert" // of a block quote: "note" and so on
	attributeTitle = "title" // of such a block quote: the block that is its title
	attributeEnd   = "end"   // of a link or image: offset behind it
)

// headingParser takes the "{#id}" off the end of a heading. goldmark can, but
// its grammar of nested attributes takes quadratic time on hostile input and
// tells no positions. Explicit ids are claimed while parsing, so that they
// are all known before the first automatic one is made.
type headingParser struct{ parser.BlockParser }

func (p headingParser) Close(node ast.Node, reader text.Reader, pc parser.Context) {
	p.BlockParser.Close(node, reader, pc)
	lines := node.Lines()
	if node.Parent() == nil || lines.Len() == 0 {
		return // it was no heading after all, or an empty one
	}
	last := lines.At(lines.Len() - 1)
	last = last.TrimRightSpace(reader.Source())
	line := reader.Source()[last.Start:last.Stop]
	open := attributesStart(line)
	if open < 0 {
		return
	}
	o := pc.Get(outlineKey).(*outline)
	if id := o.claimID(string(line[open+1:len(line)-1]), last.Start+open); id != "" {
		node.SetAttributeString(attributeID, id)
	}
	last.Stop = last.Start + open
	lines.Set(lines.Len()-1, last.TrimRightSpace(reader.Source()))
}

// attributesStart returns the offset of the "{" of a heading's attributes, or
// -1. Other text in braces is not mistaken for them: attributes begin with an
// id or a class, or are an assignment.
func attributesStart(line []byte) int {
	if len(line) == 0 || line[len(line)-1] != '}' {
		return -1
	}
	open := bytes.LastIndexByte(line, '{')
	if open < 0 || open > 0 && line[open-1] == '\\' {
		return -1
	}
	first, _, _ := strings.Cut(strings.TrimSpace(string(line[open+1:len(line)-1])), " ")
	if strings.HasPrefix(first, "#") || classAttribute.MatchString(first) || strings.Contains(first, "=") {
		return open
	}
	return -1
}

// bareAddress is an address in the text. It is goldmark's, but ends at a backtick,
// where code begins.
var bareAddress = regexp.MustCompile(`^https?://[-a-zA-Z0-9@:%._+~#=]{1,256}\.[a-z]+(?::\d+)?(?:[/#?][-a-zA-Z0-9@:%_+.~#$!?&/=();,'">^{}\[\]]*)?`)

var classAttribute = lazyregexp.New(`^\.[\pL_-]`) // "{...}" is none

// alertParser takes the "[!NOTE]" off a block quote, and what follows it on its
// line, which is the title. That must happen before the line is parsed as text,
// where it is a broken link.
type alertParser struct{ parser.BlockParser }

func (p alertParser) Close(node ast.Node, reader text.Reader, pc parser.Context) {
	p.BlockParser.Close(node, reader, pc)
	paragraph, ok := node.FirstChild().(*ast.Paragraph)
	if !ok || paragraph.Lines().Len() == 0 {
		return
	}
	lines := paragraph.Lines()
	first := lines.At(0)
	mark := alertMark.FindSubmatchIndex(first.Value(reader.Source()))
	if mark == nil {
		return
	}
	label := first.Value(reader.Source())[mark[2]:mark[3]]
	kind := alertKind(label)
	if folded := mark[4] < mark[5]; kind == "" || folded { // it stays text
		c := pc.Get(checkerKey).(*checker)
		end := mark[3]
		if folded {
			end = mark[5]
		}
		c.unknownAlert(string(label), folded, c.span(first.Start+mark[2], first.Start+end))
		return
	}
	node.SetAttributeString(attributeAlert, kind)
	title := first.WithStart(first.Start + mark[1])
	lines.SetSliced(1, lines.Len())
	if lines.Len() == 0 {
		node.RemoveChild(node, paragraph)
	}
	title = title.TrimLeftSpace(reader.Source())
	if title = title.TrimRightSpace(reader.Source()); title.Len() > 0 {
		heading := ast.NewTextBlock()
		heading.Lines().Append(title)
		node.InsertBefore(node, node.FirstChild(), heading)
		node.SetAttributeString(attributeTitle, heading)
	}
}

// alertMark is the "[!NOTE]" of an alert. Obsidian folds it with a sign behind.
var alertMark = lazyregexp.New(`^\s*\[!([A-Za-z-]+)\]([+-]?)(?:[ \t]+|\r?\n?$)`)

// taskParser reads the "[ ]" or "[x]" of a task, and gives the item and its
// list their classes. goldmark's own does not ask for the space behind the
// brackets, and takes "- [x](file.md)" for a task.
type taskParser struct{}

func (taskParser) Trigger() []byte { return []byte{'['} }

func (taskParser) Parse(parent ast.Node, block text.Reader, _ parser.Context) ast.Node {
	item, ok := parent.Parent().(*ast.ListItem)
	if !ok || item.FirstChild() != parent || parent.HasChildren() || parent.Kind() == ast.KindHeading {
		return nil
	}
	line, _ := block.PeekLine()
	if len(line) < 4 || line[2] != ']' || !util.IsSpace(line[3]) {
		return nil
	}
	checked := line[1] == 'x' || line[1] == 'X'
	if !checked && line[1] != ' ' {
		return nil
	}
	block.Advance(4)
	item.SetAttributeString("class", "task")
	item.Parent().SetAttributeString("class", "tasks")
	return extast.NewTaskCheckBox(checked)
}

// linkParser notes where a link or an image ends, for its span: goldmark
// keeps only where it begins.
type linkParser struct{ parser.InlineParser }

func (p linkParser) Parse(parent ast.Node, block text.Reader, pc parser.Context) ast.Node {
	node := p.InlineParser.Parse(parent, block, pc)
	var reference *ast.ReferenceLink
	switch n := node.(type) {
	case *ast.Link:
		reference = n.Reference
	case *ast.Image:
		reference = n.Reference
	default:
		return node
	}
	_, rest := block.Position()
	node.SetAttributeString(attributeEnd, rest.Start)
	pc.Get(referencesKey).(*references).use(reference)
	return node
}

func (p linkParser) CloseBlock(parent ast.Node, block text.Reader, pc parser.Context) {
	p.InlineParser.(parser.CloseBlocker).CloseBlock(parent, block, pc)
}
