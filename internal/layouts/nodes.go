package main

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"text/template/parse"
)

// node writes what a node does that depends on the view.
func (b *builder) node(n parse.Node) error {
	switch n := n.(type) {
	case *parse.ActionNode:
		return b.action(n)
	case *parse.IfNode:
		return b.ifNode(n)
	case *parse.WithNode:
		return b.with(n)
	case *parse.RangeNode:
		return b.rangeNode(n)
	case *parse.TemplateNode:
		return b.call(n)
	}
	return refused(n, "nodes of this kind are not known")
}

// action writes a value, or declares a variable.
func (b *builder) action(n *parse.ActionNode) error {
	if len(n.Pipe.Decl) == 0 {
		line, err := b.write(n.Pipe)
		b.line("%s", line)
		return err
	}
	if n.Pipe.IsAssign || len(n.Pipe.Decl) > 1 {
		return refused(n, "a variable gets its value once, where it is declared")
	}
	v, err := b.pipe(n.Pipe)
	if err != nil {
		return err
	}
	declared := variable{name: n.Pipe.Decl[0].Ident[0], isGo: !v.again}
	if declared.isGo {
		name := b.free(declared.name[1:])
		b.line("%s := %s", name, v.code)
		v.code, v.again, declared.since = name, true, b.body.Len()
	}
	declared.value = v
	b.variables = append(b.variables, declared)
	return nil
}

// free returns a name for a Go variable that no other in the method has.
func (b *builder) free(name string) string {
	for free, n := name, 2; ; free, n = fmt.Sprint(name, n), n+1 {
		if !b.taken[free] {
			b.taken[free] = true
			return free
		}
	}
}

func (b *builder) ifNode(n *parse.IfNode) error {
	condition, err := b.condition(n.Pipe)
	if err != nil {
		return err
	}
	b.line("if %s {", condition)
	if err := b.list(n.List); err != nil {
		return err
	}
	return b.elseList(n.ElseList)
}

// elseList writes what is done otherwise, and the end.
func (b *builder) elseList(list *parse.ListNode) error {
	if list == nil {
		b.line("}")
		return nil
	}
	if len(list.Nodes) == 1 && list.Nodes[0].Type() == parse.NodeIf {
		b.body.WriteString("} else ")
		return b.node(list.Nodes[0])
	}
	b.line("} else {")
	err := b.list(list)
	b.line("}")
	return err
}

// with writes a list with another dot.
func (b *builder) with(n *parse.WithNode) error {
	inlined := len(n.Pipe.Decl) > 0 && n.Pipe.Decl[0].Ident[0] == inlinedMark
	if len(n.Pipe.Decl) > 0 && !inlined {
		return refused(n.Pipe, "a variable is declared in an action of its own")
	}
	if isCall(n.Pipe, "index") {
		return b.withElement(n)
	}
	v, err := b.pipe(n.Pipe)
	switch {
	case err != nil:
		return err
	case !v.again:
		return refused(n.Pipe, "with has a field; put what a function returns into a variable first")
	case v.isStruct() && (v.isSet || !v.isPointer()): // which is always true
		if n.ElseList != nil {
			return refused(n.Pipe, "it is a struct, which is never empty")
		}
		return b.withDot(v, n.List)
	case inlined:
		return refused(n.Pipe, "a template that is called within a tag gets a struct")
	}
	truth, err := v.truth(n.Pipe)
	if err != nil {
		return err
	}
	b.line("if %s {", truth)
	v.isSet = true
	if err := b.withDot(v, n.List); err != nil {
		return err
	}
	return b.elseList(n.ElseList)
}

// withElement writes a list with an element of a list of structs. Where there is
// none, the page has a mistake.
func (b *builder) withElement(n *parse.WithNode) error {
	args := n.Pipe.Cmds[0].Args
	if len(args) != 3 || n.ElseList != nil {
		return refused(n.Pipe, "with takes one element of a list, and needs no else")
	}
	list, err := b.operand(args[1], nil)
	if err != nil {
		return err
	}
	index, err := b.operand(args[2], nil)
	if err != nil {
		return err
	}
	slice, ok := list.is.Underlying().(*types.Slice)
	if !ok || !list.again || !index.again || index.is != types.Typ[types.Int] || !isStruct(slice.Elem()) {
		return refused(n.Pipe, "index is known for lists of structs and whole numbers")
	}
	b.line("if uint(%s) < uint(len(%s)) {", index.code, list.code)
	element := value{code: list.code + "[" + index.code + "]", is: slice.Elem(), again: true}
	err = b.withDot(element, n.List)
	b.line("} else {\nw.failed = true\n}")
	return err
}

func (b *builder) withDot(dot value, list *parse.ListNode) error {
	outer := b.dot
	defer func() { b.dot = outer }()
	b.dot = dot
	return b.list(list)
}

func (b *builder) rangeNode(n *parse.RangeNode) error {
	v, err := b.pipe(n.Pipe)
	if err != nil {
		return err
	}
	slice, ok := v.is.Underlying().(*types.Slice)
	if !ok || !v.again || n.Pipe.IsAssign {
		return refused(n.Pipe, "range goes over a field that is a list")
	}
	if n.ElseList != nil {
		b.line("if len(%s) == 0 {", v.code)
		if err := b.list(n.ElseList); err != nil {
			return err
		}
		b.line("}")
	}
	index := value{code: b.free("i"), is: types.Typ[types.Int], again: true}
	each := value{code: b.free("each"), is: slice.Elem(), again: true}
	if each.isPointer() {
		return refused(n.Pipe, "a list of pointers")
	}
	if each.isStruct() {
		each.is, each.isSet = types.NewPointer(each.is), true
	}
	outer := b.body
	b.body = new(bytes.Buffer)
	err = b.loop(n, index, each)
	body := b.body.String()
	b.body = outer
	b.loopHead(v.code, index.code, each, body)
	b.line("%s}", body)
	return err
}

// loopHead declares what the body of a loop uses.
func (b *builder) loopHead(list, index string, each value, body string) {
	switch usesEach := uses(body, each.code); {
	case usesEach && each.isPointer():
		b.line("for %s := range %s {\n%s := &%s[%s]", index, list, each.code, list, index)
	case usesEach && uses(body, index):
		b.line("for %s, %s := range %s {", index, each.code, list)
	case usesEach:
		b.line("for _, %s := range %s {", each.code, list)
	case uses(body, index):
		b.line("for %s := range %s {", index, list)
	default:
		b.line("for range %s {", list)
	}
}

// uses reports whether lines of Go name a variable.
func uses(lines, variable string) bool {
	found := false
	file, err := parser.ParseFile(token.NewFileSet(), "", "package p\nfunc _() {\n"+lines+"}", parser.SkipObjectResolution)
	if err != nil {
		return true // the compiler says what is wrong
	}
	ast.Inspect(file, func(n ast.Node) bool {
		id, ok := n.(*ast.Ident)
		found = found || ok && id.Name == variable
		return !found
	})
	return found
}

// loop writes the body of a loop.
func (b *builder) loop(n *parse.RangeNode, index, element value) error {
	scope := len(b.variables)
	defer func() { b.variables = b.variables[:scope] }()
	switch decl := n.Pipe.Decl; len(decl) {
	case 1:
		b.variables = append(b.variables, variable{name: decl[0].Ident[0], value: element})
	case 2:
		b.variables = append(b.variables, variable{name: decl[0].Ident[0], value: index}, variable{name: decl[1].Ident[0], value: element})
	}
	return b.withDot(element, n.List)
}

// call writes the call of a template.
func (b *builder) call(n *parse.TemplateNode) error {
	if n.Pipe == nil {
		return refused(n, "a template that is called without a value writes nothing but fixed texts")
	}
	v, err := b.pipe(n.Pipe)
	if err != nil {
		return err
	}
	if len(n.Pipe.Decl) > 0 || v.isPointer() && !v.isSet {
		return refused(n, "its value is a field that is not nil")
	}
	m, err := b.method(n.Name, v.is)
	if err != nil {
		return err
	}
	b.own = b.own || m.own
	b.line("w.%s(%s)", m.name, v.argument())
	return nil
}
