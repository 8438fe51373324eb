package pack

import (
	"bytes"
	"strings"
	"testing"
)

func FuzzUseReturnsWhatWasPacked(f *testing.F) {
	f.Add("", "")
	f.Add("a", "")
	f.Add(strings.Repeat("mentor and mentee ", 300), "\xff\x00")
	f.Fuzz(func(t *testing.T, a, b string) {
		p := Restored(Of(a, b).Packed())
		p.Use(func(got []byte) {
			// Another use within must not get the same memory.
			Of(b, a, "x").Use(func(other []byte) {
				if string(other) != b+a+"x" {
					t.Errorf("used within %q", other)
				}
			})
			if string(got) != a+b {
				t.Errorf("used %q", got)
			}
		})
	})
}

func TestTextsAreKeptSmall(t *testing.T) {
	text := bytes.Repeat([]byte("The mentor asks first, and then listens. "), 100)
	if p := Of(text); len(p.packed) > len(text)/4 {
		t.Errorf("%d bytes are kept in %d", len(text), len(p.packed))
	}
}
