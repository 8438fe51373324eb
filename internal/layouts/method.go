package main

import (
	"bytes"
	"fmt"
	"go/types"
	"slices"
	"strconv"
	"strings"
	"text/template/parse"
	"unicode"
)

// compiler makes methods of the templates that one block of a layout needs.
type compiler struct {
	*file
	render  *renderPackage
	layout  string
	escaped *escaped
	made    map[string]method // by template and type of dot
	open    []string          // templates that are being compiled, from the block on
}

// method is what was made of a template for a type of dot.
type method struct {
	name string
	own  bool // other layouts have another one
}

// builder writes the body of one method.
type builder struct {
	*compiler
	dot       value
	variables []variable
	taken     map[string]bool // names of Go variables
	own       bool            // it calls what other layouts do in another way
	body      *bytes.Buffer
}

// variable is a variable of a template. Where it is one in Go, too, that is the
// value's code, and since is where the lines begin that may use it.
type variable struct {
	name  string
	value value
	isGo  bool
	since int
}

// method returns the method for a template and a type of dot.
func (c *compiler) method(template string, dot types.Type) (method, error) {
	if pointer, ok := dot.(*types.Pointer); ok {
		dot = pointer.Elem()
	}
	parameter := c.typeName(dot)
	if isStruct(dot) {
		parameter = "*" + parameter
	}
	key := template + " " + parameter
	if m, ok := c.made[key]; ok {
		return m, nil
	}
	tree := c.escaped.trees[template]
	if slices.Contains(c.open, template) {
		return method{}, refused(tree.Root, "it calls itself")
	}
	c.open = append(c.open, template)
	defer func() { c.open = c.open[:len(c.open)-1] }()

	b := newBuilder(c, dot)
	if err := b.list(tree.Root); err != nil {
		return method{}, err
	}
	m := method{own: b.own || c.escaped.own[template]}
	name := goName(template, typeWords(dot))
	if m.own {
		name = goName(c.layout, template, typeWords(dot))
	}
	m.name = c.file.add(name, parameter, b.body.String())
	c.made[key] = m
	return m, nil
}

func newBuilder(c *compiler, dot types.Type) *builder {
	v := value{code: "dot", is: dot}
	if isStruct(dot) {
		v.is, v.isSet = types.NewPointer(dot), true
	}
	return &builder{compiler: c, dot: v, variables: []variable{{name: "$", value: v}}, taken: map[string]bool{"w": true, "dot": true}, body: new(bytes.Buffer)}
}

// goName joins words to a name that is not exported.
func goName(words ...string) string {
	var b strings.Builder
	for _, word := range strings.FieldsFunc(strings.Join(words, " "), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
		if b.Len() == 0 {
			b.WriteString(strings.ToLower(word[:1]) + word[1:])
		} else {
			b.WriteString(strings.ToUpper(word[:1]) + word[1:])
		}
	}
	return b.String()
}

// typeWords names a type: Card, Cards for a list of them.
func typeWords(t types.Type) string {
	switch t := t.(type) {
	case *types.Slice:
		return typeWords(t.Elem()) + "s"
	case *types.Named:
		return t.Obj().Name()
	}
	return t.String()
}

// line writes a line of Go.
func (b *builder) line(format string, args ...any) {
	fmt.Fprintf(b.body, format+"\n", args...)
}

// list writes what a list of nodes does. What is the same on every page is written
// with one call, and what depends on no function either is a string.
func (b *builder) list(list *parse.ListNode) error {
	if list == nil {
		return nil
	}
	scope := len(b.variables)
	defer func() { b.variables = b.variables[:scope] }()
	var same fixedRun
	for _, n := range list.Nodes {
		if ok, err := b.fixed(n, &same); ok || err != nil {
			if err != nil {
				return err
			}
			continue
		}
		b.flush(&same)
		if err := b.node(n); err != nil {
			return err
		}
	}
	b.flush(&same)
	for _, v := range b.variables[scope:] {
		if v.isGo && !uses(b.body.String()[v.since:], v.value.code) {
			return refused(list, "nothing uses the variable %s", v.name)
		}
	}
	return nil
}

// fixedRun are nodes behind each other that write the same on every page.
type fixedRun struct {
	text  []byte // not yet among the lines
	lines []string
}

// endText puts the text among the lines.
func (r *fixedRun) endText() {
	if len(r.text) > 0 {
		r.lines, r.text = append(r.lines, "w.text("+literal(r.text)+")\n"), nil
	}
}

// flush writes a run, and begins another.
func (b *builder) flush(r *fixedRun) {
	onlyText := len(r.lines) == 0
	r.endText()
	lines := strings.Join(r.lines, "")
	if !onlyText {
		lines = fmt.Sprintf("w.fixed(%d)\n", b.file.text(lines))
	}
	b.body.WriteString(lines)
	*r = fixedRun{}
}

// literal is a text as Go writes it: a short one within a line.
func literal(text []byte) string {
	short := len(text) < 60 && !strings.Contains(string(text), `"`)
	if short || strings.ContainsAny(string(text), "`\r\ufeff") {
		return strconv.Quote(string(text))
	}
	return "`" + string(text) + "`"
}

// fixed adds a node to a run if it writes the same on every page.
func (b *builder) fixed(n parse.Node, run *fixedRun) (bool, error) {
	switch n := n.(type) {
	case *parse.TextNode:
		run.text = append(run.text, n.Text...)
		return true, nil
	case *parse.CommentNode:
		return true, nil
	case *parse.ActionNode:
		if !isFixed(n.Pipe) {
			return false, nil
		}
		line, err := b.write(n.Pipe)
		run.endText()
		run.lines = append(run.lines, line+"\n")
		return true, err
	case *parse.TemplateNode:
		tree := b.escaped.trees[n.Name]
		if !b.isFixedList(tree.Root) {
			return false, nil
		}
		if n.Pipe != nil { // a mistake in it is one, too
			if _, err := b.pipe(n.Pipe); err != nil {
				return true, err
			}
		}
		b.own = b.own || b.escaped.own[n.Name]
		for _, inner := range tree.Root.Nodes {
			if _, err := b.fixed(inner, run); err != nil {
				return true, err
			}
		}
		return true, nil
	}
	return false, nil
}

func (b *builder) isFixedList(list *parse.ListNode) bool {
	return !slices.ContainsFunc(list.Nodes, func(n parse.Node) bool {
		switch n := n.(type) {
		case *parse.TextNode, *parse.CommentNode:
			return false
		case *parse.ActionNode:
			return !isFixed(n.Pipe)
		case *parse.TemplateNode:
			return !b.isFixedList(b.escaped.trees[n.Name].Root)
		}
		return true
	})
}

// isFixed reports whether a pipeline depends on nothing but functions, which are
// pure.
func isFixed(pipe *parse.PipeNode) bool {
	if len(pipe.Decl) > 0 {
		return false
	}
	for _, cmd := range pipe.Cmds {
		for _, arg := range cmd.Args {
			switch arg := arg.(type) {
			case *parse.IdentifierNode, *parse.StringNode, *parse.NumberNode, *parse.BoolNode:
			case *parse.PipeNode:
				if !isFixed(arg) {
					return false
				}
			default:
				return false
			}
		}
	}
	return true
}
