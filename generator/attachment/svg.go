package attachment

import (
	"bytes"
	"encoding/base64"
	"net/url"
	"strings"
)

// isSVG reports whether data is a drawing: its first element is an svg.
func isSVG(data []byte) bool {
	head := data[:min(len(data), 4096)]
	if begins(head, "\xff\xfe") || begins(head, "\xfe\xff") {
		head = bytes.ReplaceAll(head, []byte{0}, nil)
	}
	at, ok := find(head, []byte("<svg"))
	return ok && bytes.IndexByte(head, '<') >= 0 && bytes.IndexByte(head, '<') <= at && !bytes.Contains(head[:at], []byte("<html"))
}

// svg reads a drawing: texts with their pieces joined, titles, metadata, and the
// pictures in it.
func (r *reader) svg(f file) {
	r.markup(f.where, f.data, vocabulary{blocks: set("text", "textPath", "title", "desc"), apart: set("style", "creator", "publisher", "rights")})
	r.embedded(f)
}

// embedded reads the data: addresses of a file (RFC 2397), wherever they are.
func (r *reader) embedded(f file) {
	rest := f.data
	for !r.full() {
		at, ok := find(rest, []byte("data:"))
		if !ok {
			return
		}
		rest = rest[at+len("data:"):]
		end := bytes.IndexAny(rest, `"'<>)`)
		if end < 0 {
			end = len(rest)
		}
		if data, ok := decodeDataURL(rest[:end]); ok {
			r.unpacked += len(data)
			r.file(f.inner("a picture in it", "", data))
		}
		rest = rest[end:]
	}
}

// decodeDataURL decodes what follows "data:".
func decodeDataURL(address []byte) (data []byte, ok bool) {
	head, body, ok := bytes.Cut(address, []byte(","))
	if !ok || len(head) > 256 {
		return nil, false
	}
	text := string(body)
	if unescaped, err := url.PathUnescape(text); err == nil {
		text = unescaped
	}
	if !bytes.HasSuffix(bytes.TrimSpace(head), []byte(";base64")) {
		return []byte(text), true
	}
	text = strings.Join(strings.Fields(strings.ReplaceAll(text, "&#10;", "")), "")
	data, _ = base64.RawStdEncoding.DecodeString(strings.TrimRight(text, "="))
	return data, len(data) > 0
}
