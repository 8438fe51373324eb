package table

import (
	"bytes"
	"encoding/csv"
	"slices"
	"testing"
)

// FuzzScan holds the scanner to the reader of the standard library: what that
// reads without an error, both read alike.
func FuzzScan(f *testing.F) {
	for _, text := range []string{"a,b\nc,d\n", "\"a\"\"b\",\"c\nd\"\n\n,\n", "a;b\n\"\";\"", "a,\"b\n\nc\"\n"} {
		f.Add([]byte(text), byte(0))
		f.Add([]byte(text), byte(1))
	}
	f.Fuzz(func(t *testing.T, text []byte, which byte) {
		if bytes.ContainsRune(text, '\r') || len(text) > maxCell {
			t.Skip()
		}
		separator := separators[int(which)%len(separators)]
		r := csv.NewReader(bytes.NewReader(text))
		r.Comma, r.FieldsPerRecord = rune(separator), -1
		want, err := r.ReadAll()
		if err != nil {
			t.Skip()
		}
		var got [][]string
		for s := (&scanner{text: text, separator: separator, line: 1}); !s.done(); {
			begin := s.at
			var row []string
			for _, cell := range s.row() {
				row = append(row, string(cell.text))
			}
			if !bytes.Equal(text[begin:s.at], []byte("\n")) { // the standard library passes over empty lines
				got = append(got, row)
			}
		}
		if !slices.EqualFunc(got, want, slices.Equal) {
			t.Errorf("got %q, want %q", got, want)
		}
	})
}
