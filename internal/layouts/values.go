package main

import (
	"fmt"
	"go/types"
	"slices"
	"strconv"
	"strings"
	"text/template/parse"
)

// value is what a part of a pipeline comes to.
type value struct {
	code  string // an expression of Go
	is    types.Type
	again bool // it is a field or a variable: to write it down twice costs and changes nothing
	isSet bool // a pointer that is not nil
}

func isStruct(t types.Type) bool {
	_, ok := t.Underlying().(*types.Struct)
	return ok
}

func (v value) isPointer() bool {
	_, ok := v.is.(*types.Pointer)
	return ok
}

// isStruct reports whether a value is a struct or points to one.
func (v value) isStruct() bool {
	if pointer, ok := v.is.(*types.Pointer); ok {
		return isStruct(pointer.Elem())
	}
	return isStruct(v.is)
}

// argument is the value as a template's method takes it.
func (v value) argument() string {
	if v.isStruct() && !v.isPointer() {
		return "&" + v.code
	}
	return v.code
}

// truth is what text/template asks of a value in if and with.
func (v value) truth(n parse.Node) (string, error) {
	switch t := v.is.Underlying().(type) {
	case *types.Slice:
		return "len(" + v.code + ") > 0", nil
	case *types.Pointer:
		return v.code + " != nil", nil
	case *types.Basic:
		switch {
		case t.Info()&types.IsBoolean != 0:
			return v.code, nil
		case t.Info()&types.IsString != 0:
			return v.code + ` != ""`, nil
		case t.Info()&types.IsInteger != 0:
			return v.code + " != 0", nil
		}
	}
	return "", refused(n, "whether %s is empty is not known", v.is)
}

// pipe returns what a pipeline of one command comes to.
func (b *builder) pipe(pipe *parse.PipeNode) (value, error) {
	if len(pipe.Cmds) != 1 {
		return value{}, refused(pipe, "nothing is piped into a function")
	}
	args := pipe.Cmds[0].Args
	return b.operand(args[0], args[1:])
}

// operand returns what a function or method is with its arguments, or any other part
// of a command without.
func (b *builder) operand(n parse.Node, args []parse.Node) (value, error) {
	switch n := n.(type) {
	case *parse.IdentifierNode:
		return b.function(n, args)
	case *parse.FieldNode:
		return b.fields(n, b.dot, n.Ident, args)
	case *parse.VariableNode:
		for _, variable := range slices.Backward(b.variables) {
			if variable.name == n.Ident[0] {
				return b.fields(n, variable.value, n.Ident[1:], args)
			}
		}
	}
	if len(args) > 0 {
		return value{}, refused(n, "it takes no arguments")
	}
	switch n := n.(type) {
	case *parse.DotNode:
		dot := b.dot
		dot.again = true
		return dot, nil
	case *parse.PipeNode:
		return b.pipe(n)
	case *parse.StringNode:
		return value{code: strconv.Quote(n.Text), is: types.Typ[types.String]}, nil
	case *parse.BoolNode:
		return value{code: n.String(), is: types.Typ[types.Bool]}, nil
	case *parse.NumberNode:
		if n.IsInt {
			return value{code: strconv.FormatInt(n.Int64, 10), is: types.Typ[types.Int]}, nil
		}
	}
	return value{}, refused(n, "values of this kind are not known")
}

// fields follows the names of fields, the last of which may be a method.
func (b *builder) fields(n parse.Node, v value, names []string, args []parse.Node) (value, error) {
	v.again = true
	for i, name := range names {
		if v.isPointer() && !v.isSet {
			return v, refused(n, "%s may be nil; ask with with", v.code)
		}
		found, path, indirect := types.LookupFieldOrMethod(v.is, true, b.render.Package, name)
		switch found := found.(type) {
		case *types.Var:
			if !found.Exported() || len(path) > 1 && indirect && !v.isPointer() {
				return v, refused(n, "%s has no field %s of its own", v.is, name)
			}
			v = value{code: v.code + "." + name, is: found.Type(), again: true}
		case *types.Func:
			if i < len(names)-1 {
				return v, refused(n, "a method comes last")
			}
			return b.apply(n, v.code+"."+name, found.Signature(), args)
		default:
			return v, refused(n, "%s has no field %s", v.is, name)
		}
	}
	if len(args) > 0 {
		return v, refused(n, "%s is no method, and takes no arguments", v.code)
	}
	return v, nil
}

// function returns what a function comes to.
func (b *builder) function(n *parse.IdentifierNode, args []parse.Node) (value, error) {
	if found := b.render.functions().Lookup(b.render.Package, n.Ident); found != nil {
		return b.apply(n, "w."+n.Ident, found.Obj().(*types.Func).Signature(), args)
	}
	var values []value
	for _, arg := range args {
		v, err := b.operand(arg, nil)
		if err != nil {
			return v, err
		}
		values = append(values, v)
	}
	switch n.Ident {
	case "printf":
		return printf(n, values)
	case "or":
		return b.firstText(n, values)
	case "len":
		if len(values) == 1 && strings.HasPrefix(values[0].is.String(), "[]") {
			return value{code: "len(" + values[0].code + ")", is: types.Typ[types.Int]}, nil
		}
	}
	return value{}, refused(n, "the function is not known for such arguments")
}

// firstText is or for texts: the first that is not empty.
func (b *builder) firstText(n parse.Node, texts []value) (value, error) {
	var codes []string
	for _, text := range texts {
		if text.is != types.Typ[types.String] {
			return value{}, refused(n, "or is known for texts and conditions")
		}
		codes = append(codes, text.code)
	}
	b.imports["cmp"] = true
	return value{code: "cmp.Or(" + strings.Join(codes, ", ") + ")", is: types.Typ[types.String]}, nil
}

// printf puts texts together. It knows no verb but %s.
func printf(n parse.Node, values []value) (value, error) {
	var parts []string
	format, err := strconv.Unquote(values[0].code)
	between := strings.Split(format, "%s")
	if err != nil || len(between) != len(values) || strings.Contains(strings.Join(between, ""), "%") {
		return value{}, refused(n, "printf is known for a format with %%s and nothing else")
	}
	for i, text := range between {
		if text != "" {
			parts = append(parts, strconv.Quote(text))
		}
		if i+1 < len(values) {
			if values[i+1].is != types.Typ[types.String] {
				return value{}, refused(n, "%%s is known for texts")
			}
			parts = append(parts, values[i+1].code)
		}
	}
	return value{code: strings.Join(parts, " + "), is: types.Typ[types.String]}, nil
}

// apply calls a function or a method.
func (b *builder) apply(n parse.Node, code string, signature *types.Signature, args []parse.Node) (value, error) {
	in, out := signature.Params(), signature.Results()
	fixed := in.Len()
	if signature.Variadic() {
		fixed--
	}
	if len(args) < fixed || len(args) > fixed && !signature.Variadic() {
		return value{}, refused(n, "it takes %d arguments", fixed)
	}
	var codes []string
	for i, arg := range args {
		v, err := b.operand(arg, nil)
		if err != nil {
			return v, err
		}
		want := in.At(min(i, in.Len()-1)).Type()
		if i >= fixed {
			want = want.(*types.Slice).Elem()
		}
		passed, err := v.passedAs(arg, want)
		if err != nil {
			return v, err
		}
		codes = append(codes, passed)
	}
	v := value{code: code + "(" + strings.Join(codes, ", ") + ")", is: out.At(0).Type()}
	if out.Len() > 1 {
		if v.is != types.Typ[types.String] {
			return v, refused(n, "a function that may fail returns a text")
		}
		v.code = "w.must(" + v.code + ")"
	}
	return v, nil
}

// passedAs is a value as an argument of a type.
func (v value) passedAs(n parse.Node, want types.Type) (string, error) {
	switch {
	case types.Identical(v.is, want):
		return v.code, nil
	case v.isPointer() && v.isSet && types.Identical(v.is.(*types.Pointer).Elem(), want):
		return "*" + v.code, nil
	case types.IsInterface(want) && !v.isPointer() && !v.isStruct() && want.Underlying().(*types.Interface).Empty():
		return v.code, nil
	}
	return "", refused(n, "it is %s, not %s", v.is, want)
}

// condition is a pipeline in if.
func (b *builder) condition(pipe *parse.PipeNode) (string, error) {
	if len(pipe.Cmds) != 1 || len(pipe.Decl) > 0 {
		return "", refused(pipe, "a condition is one command")
	}
	args := pipe.Cmds[0].Args
	switch id, _ := args[0].(*parse.IdentifierNode); {
	case isCall(pipe, "and", "or", "not"):
		return b.test(id, args[1:])
	case isCall(pipe, "eq", "ne", "lt", "le", "gt", "ge"):
		return b.comparison(id, args[1:])
	}
	v, err := b.pipe(pipe)
	if err != nil {
		return "", err
	}
	return v.truth(pipe)
}

// isCall reports whether a pipeline is the call of one of some functions.
func isCall(pipe *parse.PipeNode, names ...string) bool {
	id, ok := pipe.Cmds[0].Args[0].(*parse.IdentifierNode)
	return ok && slices.Contains(names, id.Ident)
}

// test is a condition that is made of others.
func (b *builder) test(n *parse.IdentifierNode, args []parse.Node) (string, error) {
	var codes []string
	for _, arg := range args {
		code, err := b.condition(asPipe(arg))
		if err != nil {
			return "", err
		}
		if strings.Contains(code, " ") { // an operator
			code = "(" + code + ")"
		}
		codes = append(codes, code)
	}
	switch {
	case len(codes) == 0 || n.Ident == "not" && len(codes) > 1:
		return "", refused(n, "it has another number of arguments")
	case n.Ident == "and":
		return strings.Join(codes, " && "), nil
	case n.Ident == "or":
		return strings.Join(codes, " || "), nil
	}
	return "!" + codes[0], nil
}

// operators are the functions of text/template that compare, as Go has them.
var operators = map[string]string{"eq": "==", "ne": "!=", "lt": "<", "le": "<=", "gt": ">", "ge": ">="}

// comparison compares two texts or two whole numbers.
func (b *builder) comparison(n *parse.IdentifierNode, args []parse.Node) (string, error) {
	if len(args) != 2 {
		return "", refused(n, "it compares two values")
	}
	left, err := b.operand(args[0], nil)
	if err != nil {
		return "", err
	}
	right, err := b.operand(args[1], nil)
	if err != nil {
		return "", err
	}
	if left.is != right.is || left.is != types.Typ[types.String] && left.is != types.Typ[types.Int] {
		return "", refused(n, "%s and %s are not compared", left.is, right.is)
	}
	return left.code + " " + operators[n.Ident] + " " + right.code, nil
}

// asPipe is an argument as a pipeline of its own.
func asPipe(n parse.Node) *parse.PipeNode {
	if pipe, ok := n.(*parse.PipeNode); ok {
		return pipe
	}
	return &parse.PipeNode{NodeType: parse.NodePipe, Pos: n.Position(), Cmds: []*parse.CommandNode{{NodeType: parse.NodeCommand, Pos: n.Position(), Args: []parse.Node{n}}}}
}

// writers are the methods of writer that escape a type as these escapers do, one
// after the other.
var writers = map[string]map[string]string{
	"htmlescaper":   {"string": "w.html(%s)", "int": "w.number(%s)", "html/template.HTML": "w.text(string(%s))"},
	"rcdataescaper": {"string": "w.html(%s)"},
	"attrescaper":   {"string": "w.html(%s)", "int": "w.number(%s)"},

	"urlfilter urlnormalizer attrescaper": {"string": "w.url(%s)", "html/template.URL": "w.urlPart(string(%s))"},
	"urlfilter attrescaper":               {"string": "w.html(safe(%s))"},
	"urlnormalizer attrescaper":           {"string": "w.urlPart(%s)"},
	"urlescaper attrescaper":              {"string": "w.query(%s)"},

	"htmlnamefilter": {"html/template.HTMLAttr": "w.text(string(%s))"},
	"cssvaluefilter": {"html/template.CSS": "w.text(string(%s))"},
	"jsvalescaper":   {"html/template.JS": "w.text(string(%s))"},
}

// write is the line that writes a value with the escapers that html/template has put
// behind it.
func (b *builder) write(pipe *parse.PipeNode) (string, error) {
	var escapers []string
	for _, cmd := range pipe.Cmds[1:] {
		escaper, ok := strings.CutPrefix(cmd.String(), "_html_template_")
		if !ok {
			return "", refused(pipe, "nothing is piped into a function")
		}
		escapers = append(escapers, escaper)
	}
	first := *pipe
	first.Cmds = pipe.Cmds[:1]
	v, err := b.pipe(&first)
	if err != nil {
		return "", err
	}
	writer := writers[strings.Join(escapers, " ")][v.is.String()]
	if writer == "" {
		return "", refused(pipe, "%s is not written where html/template has the escapers %q", v.is, escapers)
	}
	return fmt.Sprintf(writer, v.code), nil
}
