package leak

import (
	"bytes"
	"slices"
)

// script scans JSON and JavaScript. A string or a comment is a run and a flow
// of its own; so is the code between two of them, except that it is never the
// whole of an exact secret: a variable may be called like a person.
//
// Telling a regular expression from a division takes a parser. Guessing wrong
// takes strings for code up to the next quote, never out of sight.
func (p *pass) script(src []byte) {
	code := 0 // where the code starts that is not scanned yet
	for i := 0; i < len(src); {
		switch c := src[i]; {
		case c == '"' || c == '\'' || c == '`':
			p.code(src[code:i])
			end := stringEnd(src, i)
			p.escaped(src[i+1 : end])
			i = min(end+1, len(src))
			code = i
		case c == '/' && bytes.HasPrefix(src[i+1:], []byte("/")),
			c == '/' && bytes.HasPrefix(src[i+1:], []byte("*")):
			p.code(src[code:i])
			end := commentEnd(src, i)
			p.alone(src[i:end])
			i = end
			code = i
		case c == '/' && expectsOperand(src[code:i]):
			i = expressionEnd(src, i)
		default:
			i++
		}
	}
	p.code(src[code:])
}

func (p *pass) code(text []byte) {
	p.flow = flow{}
	p.words(text)
	p.flow = flow{}
}

// escaped scans the inside of a string.
func (p *pass) escaped(text []byte) {
	if bytes.IndexByte(text, '\\') < 0 {
		if !p.packed(text) {
			p.alone(text)
		}
		return
	}
	mark := len(p.decoded)
	p.decoded = appendUnescaped(p.decoded, text)
	p.alone(p.decoded[mark:])
	p.decoded = p.decoded[:mark]
}

// stringEnd returns where the string that opens at i closes. Only a template
// may hold line ends, so an apostrophe that opens no string is soon over.
func stringEnd(src []byte, i int) int {
	quote := src[i]
	for i++; i < len(src); i++ {
		switch c := src[i]; {
		case c == quote:
			return i
		case c == '\\':
			i++
		case c == '\n' && quote != '`':
			return i
		}
	}
	return len(src)
}

// commentEnd returns the end of the comment that opens at i.
func commentEnd(src []byte, i int) int {
	end := []byte("\n")
	if src[i+1] == '*' {
		end = []byte("*/")
	}
	if n := bytes.Index(src[i+2:], end); n >= 0 {
		return i + 2 + n + len(end)
	}
	return len(src)
}

// expectsOperand reports whether a slash behind code, which is what follows the
// last string or comment, opens a regular expression.
func expectsOperand(code []byte) bool {
	code = bytes.TrimRight(code, " \t\r\n")
	if len(code) == 0 {
		return false // a string was divided, or a comment came before: rare
	}
	if bytes.IndexByte([]byte("(,=:[!&|?{};+-*%^~<>"), code[len(code)-1]) >= 0 {
		return true
	}
	return slices.ContainsFunc([]string{"return", "typeof", "case", "in", "of", "void", "delete", "throw"},
		func(keyword string) bool { return bytes.HasSuffix(code, []byte(keyword)) })
}

// expressionEnd returns the end of the regular expression that opens at i. A
// slash in a class does not close it.
func expressionEnd(src []byte, i int) int {
	class := false
	for i++; i < len(src) && src[i] != '\n'; i++ {
		switch src[i] {
		case '\\':
			i++
		case '[':
			class = true
		case ']':
			class = false
		case '/':
			if !class {
				return i + 1
			}
		}
	}
	return min(i, len(src))
}
