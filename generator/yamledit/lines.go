package yamledit

import (
	"bytes"

	"mentorbook/generator/diag"
)

// LineSpan is the text of the n-th line of the block, clamped: yaml.v3 names
// lines past the end, and sometimes none.
func (b *Block) LineSpan(n int) diag.Span {
	lines := b.lines
	n = min(max(n, 1), len(lines))
	for n > 1 && lines[n-1] >= b.end {
		n--
	}
	start := lines[n-1]
	length, _ := Line(b.file.Bytes()[start:b.end])
	return diag.Span{File: b.file, Start: start, End: start + length}
}

// lineStarts returns the offset of each line, split where YAML 1.1 splits.
func (b *Block) lineStarts() []int {
	starts := []int{b.start}
	data := b.file.Bytes()[:b.end]
	for at := b.start; ; {
		length, whole := Line(data[at:])
		if length == whole {
			return starts
		}
		at += whole
		starts = append(starts, at)
	}
}

// lineBreak returns the size of the line break that data starts with, or 0.
func lineBreak(data []byte) int {
	switch {
	case len(data) == 0:
		return 0
	case data[0] == '\n':
		return 1
	case data[0] == '\r':
		if len(data) > 1 && data[1] == '\n' {
			return 2
		}
		return 1
	case bytes.HasPrefix(data, []byte("\u0085")):
		return 2
	case bytes.HasPrefix(data, []byte("\u2028")), bytes.HasPrefix(data, []byte("\u2029")):
		return 3
	}
	return 0
}

// Line returns the length in bytes of the line that data starts with, without
// and with its line break.
func Line(data []byte) (length, whole int) {
	for i, c := range data {
		if c != '\n' && c != '\r' && c < 0xc2 { // no break begins with it
			continue
		}
		if size := lineBreak(data[i:]); size > 0 {
			return i, i + size
		}
	}
	return len(data), len(data)
}
