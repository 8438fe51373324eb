package render

import (
	"bytes"
	"errors"
	"html/template"
	"slices"
	"strings"
	"text/template/parse"
)

// A layout of a project may go round for ever, or write without end. No page of
// a hundred thousand comes near to these numbers.
const (
	maxTurns = 2_000_000 // of loops and calls, until any page is made
	maxPage  = 64 << 20  // bytes
)

var (
	errLoops   = errors.New("this goes round and round: after two million turns there is no page")
	errEndless = errors.New("this writes without end: a page has more than 64 MB")
)

// isEndless reports whether a layout was stopped because it came to no end. That
// of text/template for templates that call themselves has no name.
func isEndless(err error) bool {
	return errors.Is(err, errLoops) || errors.Is(err, errEndless) ||
		err != nil && strings.Contains(err.Error(), "exceeded maximum template depth")
}

// turnFunc counts a turn. Layouts have no reason to call it.
const turnFunc = "_turn"

// turn counts what the layouts of a project do, and fails when that is too much.
// The pages that are made at a time share one count, which begins again when any
// of them is made.
func (t *Theme) turn() (bool, error) {
	if t.turns.Add(1) <= maxTurns {
		return false, nil
	}
	t.turns.Store(0)
	return false, errLoops
}

// countTurns puts {{if _turn}}{{end}} at the head of every loop and template of a
// file. It writes nothing, so that the escaping of html/template is as it was.
func countTurns(set *template.Template, file string) {
	for _, t := range set.Templates() {
		if t.Tree != nil && t.Tree.ParseName == file {
			countIn(t.Tree, t.Tree.Root)
			countAtHead(t.Tree, t.Tree.Root)
		}
	}
}

func countIn(tree *parse.Tree, list *parse.ListNode) {
	if list == nil {
		return
	}
	for _, n := range list.Nodes {
		var branch *parse.BranchNode
		switch n := n.(type) {
		case *parse.IfNode:
			branch = &n.BranchNode
		case *parse.WithNode:
			branch = &n.BranchNode
		case *parse.RangeNode:
			branch = &n.BranchNode
		default:
			continue
		}
		countIn(tree, branch.List)
		countIn(tree, branch.ElseList)
		if branch.NodeType == parse.NodeRange {
			countAtHead(tree, branch.List)
		}
	}
}

func countAtHead(tree *parse.Tree, list *parse.ListNode) {
	pos := list.Pos
	call := parse.NewIdentifier(turnFunc).SetPos(pos).SetTree(tree)
	pipe := &parse.PipeNode{NodeType: parse.NodePipe, Pos: pos, Cmds: []*parse.CommandNode{{NodeType: parse.NodeCommand, Pos: pos, Args: []parse.Node{call}}}}
	empty := &parse.ListNode{NodeType: parse.NodeList, Pos: pos}
	count := &parse.IfNode{BranchNode: parse.BranchNode{NodeType: parse.NodeIf, Pos: pos, Pipe: pipe, List: empty}}
	list.Nodes = slices.Insert(list.Nodes, 0, parse.Node(count))
}

// bounded is a page that cannot grow without end.
type bounded struct{ page *bytes.Buffer }

func (b bounded) Write(p []byte) (int, error) {
	if b.page.Len()+len(p) > maxPage {
		return 0, errEndless
	}
	return b.page.Write(p)
}
