package source

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"strconv"
	"strings"

	"mentorbook/generator/diag"
	"mentorbook/generator/lazyregexp"
)

// A picture in a page runs nothing, whatever is in it. But it has an address of
// its own, and whoever opens that gets a document of the portal's host, without
// the policy that pages carry. So a picture must be harmless by itself.

var errEncoding = errors.New("not UTF-8")

// checkSVG reports whatever in a picture could run or fetch something, and
// returns the size that it names.
func checkSVG(file *diag.File, list *diag.List) (width, height int) {
	decoder := xml.NewDecoder(bytes.NewReader(file.Data))
	// In some encodings markup looks like text to whoever takes it for ASCII.
	decoder.CharsetReader = func(encoding string, r io.Reader) (io.Reader, error) {
		if strings.EqualFold(encoding, "us-ascii") {
			return r, nil
		}
		return nil, errEncoding
	}
	active := func(start int, what string) {
		list.Errorf(diag.Span{File: file, Start: start, End: int(decoder.InputOffset())}, "active-svg", "export the picture again as plain SVG", "this picture contains %s, which is not published", what)
	}
	var (
		depth int
		css   strings.Builder // of the style element that is open
		style int             // its depth, or 0
	)
	for {
		start := int(decoder.InputOffset())
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) && depth == 0 {
			return width, height
		}
		if err != nil {
			list.Errorf(diag.Span{File: file, Start: start, End: start}, "bad-svg", "export the picture again, in UTF-8", "this picture is not well-formed SVG")
			return width, height
		}
		switch token := token.(type) {
		case xml.Directive:
			// Entities hide elements, and lists of attributes add some.
			if bytes.ContainsRune(token, '[') {
				active(start, "declarations in its document type")
			}
		case xml.ProcInst:
			if token.Target != "xml" || depth > 0 {
				active(start, "a processing instruction")
			}
		case xml.StartElement:
			if depth == 0 {
				width, height = svgSize(token)
			}
			depth++
			if what := activeElement(token); what != "" {
				active(start, what)
			}
			if style == 0 && strings.EqualFold(token.Name.Local, "style") {
				style = depth
				css.Reset()
			}
		case xml.CharData:
			if style > 0 {
				css.Write(token)
			}
		case xml.EndElement:
			if style == depth && fetches(css.String()) {
				active(start, "a style that needs something outside it")
			}
			if style == depth {
				style = 0
			}
			depth--
		}
	}
}

const htmlNamespace = "http://www.w3.org/1999/xhtml"

// activeElement names what in an SVG element could run or fetch something.
func activeElement(e xml.StartElement) string {
	switch name := strings.ToLower(e.Name.Local); name {
	case "script", "foreignobject", "iframe", "embed", "object", "audio", "video", "handler", "listener":
		return "<" + e.Name.Local + ">"
	}
	if e.Name.Space == htmlNamespace {
		return "HTML (<" + e.Name.Local + ">)"
	}
	for _, a := range e.Attr {
		name := strings.ToLower(a.Name.Local)
		value := strings.ToLower(strings.Join(strings.Fields(a.Value), ""))
		switch {
		case strings.HasPrefix(name, "on"):
			return "an event handler (" + a.Name.Local + ")"
		case (name == "href" || name == "src") && !strings.HasPrefix(value, "#") && !strings.HasPrefix(value, "data:image/"):
			return "a link to something outside it"
		case strings.Contains(value, "javascript:"), name == "attributename" && (strings.HasPrefix(value, "on") || strings.HasSuffix(value, "href")):
			return "a script"
		case fetches(a.Value):
			return "a link to something outside it"
		}
	}
	return ""
}

var (
	cssEscape   = lazyregexp.New(`\\(?:([0-9A-Fa-f]{1,6})\s?|(.))`)
	cssResource = lazyregexp.New(`@import|image-set\(|\bsrc\(|url\(["']?(#|data:)?`)
)

// fetches reports whether CSS asks for something that is neither in the picture
// nor in the CSS.
func fetches(css string) bool {
	css = cssEscape.ReplaceAllStringFunc(css, func(escape string) string {
		m := cssEscape.FindStringSubmatch(escape)
		if code, err := strconv.ParseUint(m[1], 16, 32); err == nil {
			return string(rune(code))
		}
		return m[2]
	})
	css = strings.ToLower(strings.Join(strings.Fields(css), ""))
	for _, m := range cssResource.FindAllStringSubmatch(css, -1) {
		if m[1] == "" {
			return true
		}
	}
	return false
}

var svgLength = lazyregexp.New(`^\s*([0-9]+(?:\.[0-9]+)?)(?:px)?\s*$`)

// svgSize reads width and height, or the size of the view box.
func svgSize(svg xml.StartElement) (width, height int) {
	for _, a := range svg.Attr {
		switch a.Name.Local {
		case "width":
			width = svgNumber(a.Value, width)
		case "height":
			height = svgNumber(a.Value, height)
		}
	}
	if width > 0 && height > 0 {
		return width, height
	}
	for _, a := range svg.Attr {
		if a.Name.Local != "viewBox" {
			continue
		}
		if box := strings.FieldsFunc(a.Value, func(r rune) bool { return r == ' ' || r == ',' }); len(box) == 4 {
			return svgNumber(box[2], 0), svgNumber(box[3], 0)
		}
	}
	return 0, 0
}

func svgNumber(s string, otherwise int) int {
	m := svgLength.FindStringSubmatch(s)
	if m == nil {
		return otherwise
	}
	f, err := strconv.ParseFloat(m[1], 64)
	if err != nil || f < 1 || f > 100_000 {
		return otherwise
	}
	return int(f + 0.5)
}
