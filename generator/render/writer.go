package render

import (
	"bytes"
	"strconv"
	"strings"
)

//go:generate go run mentorbook/internal/layouts

// writer is what a compiled layout writes a page with. It escapes as html/template
// does for each place: every method that writes is one of its escapers, or several
// in a row, for one type of values.
type writer struct {
	functions
	page   *bytes.Buffer
	texts  []fixedText
	failed bool // the page is of no use: html/template makes it, and says what is wrong
}

// fixedText is what a layout says on every page in a language.
type fixedText struct {
	text   string
	failed bool
}

// fixedTexts works out the texts that depend on nothing but the theme and the
// language: those between two values of a view.
func (f functions) fixedTexts() []fixedText {
	out := make([]fixedText, len(fixedWriters))
	for i, write := range fixedWriters {
		w := writer{functions: f, page: new(bytes.Buffer)}
		write(&w)
		out[i] = fixedText{w.page.String(), w.failed}
	}
	return out
}

// compiledFor makes a block of a compiled layout ready for its view.
func compiledFor[View any](write func(*writer, *View)) func(*writer, any) {
	return func(w *writer, view any) {
		if v, ok := view.(View); ok {
			write(w, &v)
		} else {
			w.failed = true
		}
	}
}

// must returns what a function of layouts returns.
func (w *writer) must(s string, err error) string {
	w.failed = w.failed || err != nil
	return s
}

// fixed writes a text that is the same on every page.
func (w *writer) fixed(i int) {
	w.failed = w.failed || w.texts[i].failed
	w.page.WriteString(w.texts[i].text)
}

// text writes what is HTML, or is trusted where it stands.
func (w *writer) text(s string) { w.page.WriteString(s) }

// number writes a number, which needs no escaping anywhere.
func (w *writer) number(n int) {
	w.page.Write(strconv.AppendInt(w.page.AvailableBuffer(), int64(n), 10))
}

// html writes a text between tags or in a quoted attribute.
func (w *writer) html(s string) {
	written := 0
	for i := range len(s) {
		var escaped string
		switch s[i] {
		case 0:
			escaped = "\uFFFD"
		case '"':
			escaped = "&#34;"
		case '&':
			escaped = "&amp;"
		case '\'':
			escaped = "&#39;"
		case '+':
			escaped = "&#43;"
		case '<':
			escaped = "&lt;"
		case '>':
			escaped = "&gt;"
		default:
			continue
		}
		w.page.WriteString(s[written:i])
		w.page.WriteString(escaped)
		written = i + 1
	}
	w.page.WriteString(s[written:])
}

// unsafeURL is what stands in the place of an address that may run a script.
const unsafeURL = "#ZgotmplZ"

// safe is an address without a scheme, or with one that only leads elsewhere.
func safe(url string) string {
	scheme, _, ok := strings.Cut(url, ":")
	if !ok || strings.Contains(scheme, "/") || strings.EqualFold(scheme, "http") || strings.EqualFold(scheme, "https") || strings.EqualFold(scheme, "mailto") {
		return url
	}
	return unsafeURL
}

// url writes the address of a quoted attribute.
func (w *writer) url(s string) { w.urlPart(safe(s)) }

// urlPart writes a part of an address in a quoted attribute, or a whole one that is
// trusted. Escapes that are in it stay.
func (w *writer) urlPart(s string) {
	written := 0
	for i := range len(s) {
		switch c := s[i]; {
		case isUnreserved(c) || strings.IndexByte("!#$*,/:;=?@[]", c) >= 0 || c == '%' && i+2 < len(s) && isHex(s[i+1]) && isHex(s[i+2]):
			continue
		case c == '&':
			w.page.WriteString(s[written:i])
			w.page.WriteString("&amp;")
		case c == '+':
			w.page.WriteString(s[written:i])
			w.page.WriteString("&#43;")
		default:
			w.page.WriteString(s[written:i])
			w.percent(c)
		}
		written = i + 1
	}
	w.page.WriteString(s[written:])
}

// query writes a text in the query or the fragment of an address.
func (w *writer) query(s string) {
	written := 0
	for i := range len(s) {
		if !isUnreserved(s[i]) {
			w.page.WriteString(s[written:i])
			w.percent(s[i])
			written = i + 1
		}
	}
	w.page.WriteString(s[written:])
}

func (w *writer) percent(c byte) {
	const digits = "0123456789abcdef"
	w.page.Write([]byte{'%', digits[c>>4], digits[c&15]})
}

// isUnreserved reports whether a byte stands for itself anywhere in an address
// (RFC 3986, section 2.3).
func isUnreserved(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || c == '-' || c == '.' || c == '_' || c == '~'
}

func isHex(c byte) bool {
	return '0' <= c && c <= '9' || 'a' <= c && c <= 'f' || 'A' <= c && c <= 'F'
}
