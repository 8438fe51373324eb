package attachment

import (
	"bytes"
	"strconv"
)

// Values of PDF (ISO 32000-1, 7.3) are numbers (float64), and these.
type (
	pdfString string
	pdfName   string
	pdfArray  []any
	pdfDict   map[pdfName]any
	pdfRef    int    // an indirect object, by its number
	pdfWord   string // a keyword, an operator, a stray delimiter
)

// Bounds of one value: real ones stay far below.
const (
	deepestValue = 100
	mostItems    = 1 << 18 // of an array or a dictionary
)

// pdfLexer reads values one after the other. It ends where data ends, whatever
// is open by then, and always goes forward.
type pdfLexer struct {
	data     []byte
	at       int
	values   int  // that were read
	unclosed bool // a string that never ends
}

func isPDFSpace(c byte) bool {
	return c == ' ' || c == '\n' || c == '\r' || c == '\t' || c == '\f' || c == 0
}

func isPDFDelimiter(c byte) bool {
	switch c {
	case '(', ')', '<', '>', '[', ']', '{', '}', '/', '%':
		return true
	}
	return false
}

func (l *pdfLexer) skipSpace() {
	for l.at < len(l.data) {
		switch c := l.data[l.at]; {
		case isPDFSpace(c):
			l.at++
		case c == '%':
			for l.at < len(l.data) && l.data[l.at] != '\n' && l.data[l.at] != '\r' {
				l.at++
			}
		default:
			return
		}
	}
}

// next returns the next value, or false at the end.
func (l *pdfLexer) next(depth int) (value any, ok bool) {
	l.skipSpace()
	if l.at >= len(l.data) {
		return nil, false
	}
	l.values++
	switch c := l.data[l.at]; {
	case c == '/':
		l.at++
		return l.name(), true
	case c == '(':
		return l.literal(), true
	case c == '<' && l.at+1 < len(l.data) && l.data[l.at+1] == '<' && depth < deepestValue:
		l.at += 2
		return dictOf(l.items(">>", depth)), true
	case c == '<' && l.at+1 < len(l.data) && l.data[l.at+1] != '<':
		return l.hex(), true
	case c == '[' && depth < deepestValue:
		l.at++
		return pdfArray(l.items("]", depth)), true
	case c == '>' && l.at+1 < len(l.data) && l.data[l.at+1] == '>':
		l.at += 2
		return pdfWord(">>"), true
	case isPDFDelimiter(c):
		l.at++
		return pdfWord([]byte{c}), true
	}
	return l.word(), true
}

// items returns the values up to an end. "12 0 R" is one.
func (l *pdfLexer) items(end pdfWord, depth int) []any {
	var items []any
	for {
		start := l.at
		value, ok := l.next(depth + 1)
		if !ok || value == end {
			return items
		}
		if word, is := value.(pdfWord); is {
			if number, is := reference(items); word == "R" && is {
				items = append(items[:len(items)-2], number)
				continue
			}
			if word == "endobj" || word == "endstream" || word == "obj" {
				l.at = start // it ends what this lies in, too
				return items
			}
		}
		if len(items) < mostItems {
			items = append(items, value)
		}
	}
}

// reference returns the object that the last two items are the number of.
func reference(items []any) (pdfRef, bool) {
	if len(items) < 2 {
		return 0, false
	}
	number, is := items[len(items)-2].(float64)
	_, too := items[len(items)-1].(float64)
	return pdfRef(number), is && too
}

func dictOf(items []any) pdfDict {
	dict := make(pdfDict, len(items)/2)
	for len(items) >= 2 {
		key, is := items[0].(pdfName)
		if !is {
			items = items[1:]
			continue
		}
		dict[key] = items[1]
		items = items[2:]
	}
	return dict
}

// regular returns the end of the regular characters from l.at.
func (l *pdfLexer) regular() int {
	end := l.at
	for end < len(l.data) && !isPDFSpace(l.data[end]) && !isPDFDelimiter(l.data[end]) {
		end++
	}
	return end
}

func (l *pdfLexer) name() pdfName {
	end := l.regular()
	raw := l.data[l.at:end]
	l.at = end
	if bytes.IndexByte(raw, '#') < 0 {
		return pdfName(raw)
	}
	name := make([]byte, 0, len(raw))
	for i := 0; i < len(raw); i++ {
		c := raw[i]
		if c == '#' && i+2 < len(raw) && hexValue(raw[i+1]) >= 0 && hexValue(raw[i+2]) >= 0 {
			c = byte(hexValue(raw[i+1])<<4 | hexValue(raw[i+2]))
			i += 2
		}
		name = append(name, c)
	}
	return pdfName(name)
}

func hexValue(c byte) int {
	switch {
	case '0' <= c && c <= '9':
		return int(c - '0')
	case 'a' <= c|0x20 && c|0x20 <= 'f':
		return int(c|0x20-'a') + 10
	}
	return -1
}

// word returns a number or a keyword.
func (l *pdfLexer) word() any {
	end := l.regular()
	word := l.data[l.at:end]
	l.at = end
	if c := word[0]; '0' <= c && c <= '9' || c == '-' || c == '+' || c == '.' {
		if number, err := strconv.ParseFloat(string(word), 64); err == nil {
			return number
		}
		if c != '.' {
			return 0.0 // "--5" and the like
		}
	}
	return pdfWord(word)
}

func (l *pdfLexer) hex() pdfString {
	l.at++
	var out []byte
	high := -1
	for l.at < len(l.data) {
		c := l.data[l.at]
		l.at++
		if c == '>' {
			break
		}
		switch v := hexValue(c); {
		case v < 0:
		case high < 0:
			high = v
		default:
			out = append(out, byte(high<<4|v))
			high = -1
		}
	}
	if high >= 0 {
		out = append(out, byte(high<<4))
	}
	return pdfString(out)
}

func (l *pdfLexer) literal() pdfString {
	l.at++
	var out []byte
	for open := 1; l.at < len(l.data); {
		c := l.data[l.at]
		l.at++
		switch c {
		case '(':
			open++
		case ')':
			if open--; open == 0 {
				return pdfString(out)
			}
		case '\\':
			out = l.escape(out)
			continue
		}
		out = append(out, c)
	}
	l.unclosed = true
	return pdfString(out)
}

// escape appends what the characters after a backslash stand for.
func (l *pdfLexer) escape(out []byte) []byte {
	if l.at >= len(l.data) {
		return out
	}
	c := l.data[l.at]
	l.at++
	switch c {
	case 'n':
		return append(out, '\n')
	case 'r':
		return append(out, '\r')
	case 't':
		return append(out, '\t')
	case 'b':
		return append(out, '\b')
	case 'f':
		return append(out, '\f')
	case '\r':
		if l.at < len(l.data) && l.data[l.at] == '\n' {
			l.at++
		}
		return out
	case '\n':
		return out
	}
	if c < '0' || c > '7' {
		return append(out, c)
	}
	code := int(c - '0')
	for i := 0; i < 2 && l.at < len(l.data) && '0' <= l.data[l.at] && l.data[l.at] <= '7'; i++ {
		code = code<<3 | int(l.data[l.at]-'0')
		l.at++
	}
	return append(out, byte(code))
}
