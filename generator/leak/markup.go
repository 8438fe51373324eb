package leak

import "bytes"

// markup scans HTML, or XML, in which nothing but CDATA is raw. The text of all
// elements is one flow; a text node is a run.
func (p *pass) markup(data []byte, isHTML bool) {
	for {
		end := textEnd(data, isHTML)
		p.entities(data[:end])
		if data = data[end:]; len(data) == 0 {
			return
		}
		if data[1] == '!' || data[1] == '?' {
			data = p.declaration(data)
			continue
		}
		name, rest := p.tag(data)
		data = rest
		if isHTML && (bytes.EqualFold(name, []byte("script")) || bytes.EqualFold(name, []byte("style"))) {
			data = p.raw(data, name)
		}
	}
}

// textEnd returns where the text that data begins with ends: at the next tag. A
// <wbr> is no end, since it may stand inside a word.
func textEnd(data []byte, isHTML bool) int {
	for i := 0; ; i++ {
		next := bytes.IndexByte(data[i:], '<')
		if next < 0 || i+next+1 == len(data) {
			return len(data)
		}
		i += next
		if opensTag(data[i+1]) && !(isHTML && wordBreak(data[i:]) > 0) {
			return i
		}
	}
}

// opensTag reports whether c, after "<", makes it more than a character.
func opensTag(c byte) bool {
	return 'a' <= c|0x20 && c|0x20 <= 'z' || c == '/' || c == '!' || c == '?'
}

// wordBreak returns the length of the <wbr> that text begins with, or 0.
func wordBreak(text []byte) int {
	if len(text) < len("<wbr>") || text[1]|0x20 != 'w' {
		return 0
	}
	for _, tag := range []string{"<wbr>", "<wbr/>", "<wbr />"} {
		if len(text) >= len(tag) && bytes.EqualFold(text[:len(tag)], []byte(tag)) {
			return len(tag)
		}
	}
	return 0
}

// entities scans the next run of the flow, which may hold entities.
func (p *pass) entities(text []byte) {
	if len(text) == 0 {
		return
	}
	if bytes.IndexByte(text, '&') < 0 && bytes.IndexByte(text, '<') < 0 {
		p.run(text)
		return
	}
	mark := len(p.decoded)
	p.decoded = appendEntitiesDecoded(p.decoded, text)
	p.run(p.decoded[mark:])
	p.decoded = p.decoded[:mark]
}

// declaration scans the comment, section, declaration or instruction that data
// begins with, and returns the rest of data. A section is raw text, a run of
// the flow around it; the others are apart.
func (p *pass) declaration(data []byte) (rest []byte) {
	if section, ok := bytes.CutPrefix(data, []byte("<![CDATA[")); ok {
		section, rest, _ = bytes.Cut(section, []byte("]]>"))
		p.run(section)
		return rest
	}
	closing := []byte(">")
	if bytes.HasPrefix(data, []byte("<!--")) {
		closing = []byte("-->")
	}
	data = data[len("<!"):] // so that it is not taken for markup again; "<!-->" is a whole comment
	text, rest, _ := bytes.Cut(data, closing)
	p.alone(text)
	return rest
}

// tag scans the attribute values of the tag that data begins with. It returns
// the name of an opening tag, and the rest of data.
func (p *pass) tag(data []byte) (name, rest []byte) {
	i := 1
	for i < len(data) && !endsName(data[i]) {
		i++
	}
	name = data[1:i] // empty for a closing tag: "/" ends a name
	for i < len(data) && data[i] != '>' {
		if data[i] != '=' {
			i++
			continue
		}
		value, size := attributeValue(data[i+1:])
		outer := p.flow
		p.flow = flow{}
		p.entities(value)
		p.flow = outer
		i += 1 + size
	}
	return name, data[min(i+1, len(data)):]
}

func endsName(c byte) bool { return isSpace(c) || c == '/' || c == '>' || c == '=' }

func isSpace(c byte) bool { return c == ' ' || '\t' <= c && c <= '\r' }

// attributeValue returns the value that text, which follows an equals sign,
// begins with, and how many bytes it takes with quotes and space.
func attributeValue(text []byte) (value []byte, size int) {
	i := 0
	for i < len(text) && isSpace(text[i]) {
		i++
	}
	if i == len(text) {
		return nil, i
	}
	if quote := text[i]; quote == '"' || quote == '\'' {
		value = text[i+1:]
		if end := bytes.IndexByte(value, quote); end >= 0 {
			return value[:end], i + 1 + end + 1
		}
		return value, len(text)
	}
	start := i
	for i < len(text) && !isSpace(text[i]) && text[i] != '>' {
		i++
	}
	return text[start:i], i
}

// raw scans the content of a script or style, which has no markup, up to its
// closing tag. It is apart from the flow around it.
func (p *pass) raw(data, name []byte) (rest []byte) {
	end := closingTag(data, name)
	outer := p.flow
	p.flow = flow{}
	if bytes.EqualFold(name, []byte("script")) {
		p.script(data[:end])
	} else {
		p.plain(data[:end])
	}
	p.flow = outer
	return data[end:]
}

// closingTag returns where the next closing tag of an element is.
func closingTag(data, name []byte) int {
	for i := 0; ; {
		next := bytes.Index(data[i:], []byte("</"))
		if next < 0 {
			return len(data)
		}
		i += next
		after := data[i+len("</"):]
		if len(after) >= len(name) && bytes.EqualFold(after[:len(name)], name) {
			return i
		}
		i += len("</")
	}
}
