package yamledit

import (
	"fmt"
	"strings"
	"testing"

	"mentorbook/generator/diag"
)

// TestPlacesInLargeMappings: keys are looked up there, and found where a search
// finds them, the first of equal ones.
func TestPlacesInLargeMappings(t *testing.T) {
	var text strings.Builder
	for i := range 2 * manyKeys {
		fmt.Fprintf(&text, "k%d: v%d\n", i%(manyKeys+9), i)
	}
	file := &diag.File{Path: "x.yaml", Data: []byte(text.String())}
	b, root := ParseFile(file, new(diag.List))
	for _, key := range []string{"k0", "k8", "k9", fmt.Sprint("k", manyKeys+8), "k", "v1"} {
		k, v := b.descend(root, key)
		if wantKey, wantValue := Descend(root, key); k != wantKey || v != wantValue {
			t.Errorf("%s is found at %v, and by searching at %v", key, k, wantKey)
		}
	}
	if start, _ := b.Node([]any{"k8"}).Span().Positions(); start.Line != 9 {
		t.Errorf("k8 stands in line %d", start.Line)
	}
}
