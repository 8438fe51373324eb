package yamledit

import (
	"bytes"

	"mentorbook/generator/diag"
)

// ReportConflict reports the first line that git leaves around two texts of which
// it could not choose one. Such a line is no YAML, wherever it stands. It returns
// false where there is none.
func (b *Block) ReportConflict(list *diag.List) bool {
	data := b.file.Bytes()
	for i, start := range b.lines {
		if start >= b.end || !isMarker(data[start:b.end]) {
			continue
		}
		list.Errorf(b.LineSpan(i+1), "conflict", "keep one of the two texts, or both, and delete the lines <<<<<<<, ======= and >>>>>>>",
			"this is an unresolved conflict of git")
		return true
	}
	return false
}

// isMarker reports whether data begins with a line of seven signs, alone or
// before a name.
func isMarker(data []byte) bool {
	const length = 7
	if len(data) < length || bytes.IndexByte([]byte("<|=>"), data[0]) < 0 {
		return false
	}
	for _, c := range data[1:length] {
		if c != data[0] {
			return false
		}
	}
	return len(data) == length || data[length] == ' ' || lineBreak(data[length:]) > 0
}
