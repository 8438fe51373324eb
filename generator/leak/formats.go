package leak

import (
	"bytes"
	"path"
	"strings"
)

// path scans a file's path: one flow, in which every name between slashes and
// dots is a run.
func (p *pass) path(name string) {
	mark := len(p.decoded)
	p.decoded = append(p.decoded, name...)
	text := p.decoded[mark:]
	p.flow = flow{}
	for {
		end := bytes.IndexAny(text, "/.")
		if end < 0 {
			break
		}
		p.run(text[:end])
		text = text[end+1:]
	}
	p.run(text)
	p.decoded = p.decoded[:mark]
}

// file scans a file's data in the format that its path names.
func (p *pass) file(name string, data []byte) {
	p.flow = flow{}
	switch strings.ToLower(path.Ext(name)) {
	case ".html", ".htm":
		p.markup(data, true)
	case ".xml", ".svg", ".xhtml", ".rss", ".atom", ".xsl":
		p.markup(data, false)
	case ".json", ".webmanifest", ".js", ".mjs":
		p.script(data)
	case ".ics", ".vcf":
		p.calendar(data)
	case ".csv":
		p.table(data)
	default:
		if binary(data) {
			p.layers, p.binary = maxLayers, true // noise looks encoded at every other line
		}
		p.plain(data)
		p.layers, p.binary = 0, false
	}
}

// binary tells images, fonts and the like from text as git does.
func binary(data []byte) bool {
	return bytes.IndexByte(data[:min(len(data), 8000)], 0) >= 0
}

// plain scans text without a format: one flow, since prose wraps; a line is a
// run.
func (p *pass) plain(data []byte) {
	for len(data) > 0 {
		line := data
		if i := bytes.IndexByte(data, '\n'); i >= 0 {
			line = data[:i+1]
		}
		p.run(line)
		data = data[len(line):]
	}
}

// table scans CSV (RFC 4180), also with the separators that spreadsheets write
// where a comma stands in numbers. A record is a flow and a cell a run. The
// quotes stay in the cells: they separate words either way.
func (p *pass) table(data []byte) {
	separator := separatorOf(data)
	cell, quoted := 0, false
	for i, c := range data {
		switch {
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == separator || c == '\n':
			p.run(data[cell:i])
			cell = i + 1
			if c == '\n' {
				p.flow = flow{}
			}
		}
	}
	p.run(data[cell:])
}

// separatorOf returns what separates cells: what the first line has most of.
func separatorOf(data []byte) byte {
	line, _, _ := bytes.Cut(data, []byte{'\n'})
	separator := byte(',')
	for _, other := range []byte{';', '\t'} {
		if bytes.Count(line, []byte{other}) > bytes.Count(line, []byte{separator}) {
			separator = other
		}
	}
	return separator
}

// calendar scans iCalendar (RFC 5545) and vCard. An unfolded line is a flow.
func (p *pass) calendar(data []byte) {
	mark := len(p.decoded)
	for len(data) > 0 {
		var folded int
		p.decoded, folded = appendUnfolded(p.decoded, data)
		p.flow = flow{}
		p.contentLine(p.decoded[mark:])
		p.decoded = p.decoded[:mark]
		data = data[folded:]
	}
}

// appendUnfolded appends the line that data begins with, without line ends, and
// returns how many bytes of data it takes. A fold may lie inside a rune.
func appendUnfolded(line, data []byte) (_ []byte, size int) {
	for size < len(data) {
		part := data[size:]
		if i := bytes.IndexByte(part, '\n'); i >= 0 {
			part = part[:i]
			size++
		}
		size += len(part)
		line = append(line, bytes.TrimSuffix(part, []byte{'\r'})...)
		if size == len(data) || data[size] != ' ' && data[size] != '\t' {
			break
		}
		size++
	}
	return line, size
}

// contentLine scans a calendar's line, "NAME;PARAM=value:value,value". The name
// and every value are runs.
func (p *pass) contentLine(line []byte) {
	start, inValue, quoted := 0, false, false
	for i := 0; i < len(line); i++ {
		ends := false
		switch c := line[i]; {
		case inValue && c == '\\':
			i++ // whatever it escapes, a comma too
		case inValue:
			ends = c == ',' || c == ';'
		case c == '"':
			quoted = !quoted
		case !quoted:
			inValue = c == ':'
			ends = inValue || c == ';' || c == '=' || c == ','
		}
		if ends {
			p.calendarValue(line[start:i])
			start = i + 1
		}
	}
	p.calendarValue(line[start:])
}

func (p *pass) calendarValue(value []byte) {
	if bytes.IndexByte(value, '\\') < 0 {
		p.run(value)
		return
	}
	mark := len(p.decoded)
	for i := 0; i < len(value); i++ {
		c := value[i]
		if c == '\\' && i+1 < len(value) {
			i++
			if c = value[i]; c == 'n' || c == 'N' {
				c = '\n'
			}
		}
		p.decoded = append(p.decoded, c)
	}
	p.run(p.decoded[mark:])
	p.decoded = p.decoded[:mark]
}
