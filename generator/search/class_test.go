package search

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// TestFormsAreInOrder holds the order of forms to that of strings, where they begin
// alike for longer than numbers reach, and beyond ASCII.
func TestFormsAreInOrder(t *testing.T) {
	random := rand.New(rand.NewPCG(2, 3))
	var list wordList
	var want []string
	for range 3000 {
		letters := make([]string, 1+random.IntN(24))
		for i := range letters {
			letters[i] = []string{"a", "b", "é", "=", "z", "m", "日"}[max(0, random.IntN(40)-33)]
		}
		form := strings.Repeat("me", random.IntN(8)) + strings.Join(letters, "")
		list.add(0, form)
		want = append(want, form)
	}
	slices.Sort(want)
	i := 0
	for form, places := range list.inOrder() {
		for _, p := range places {
			if form != want[i] || string(list.word(int(p.place))) != form {
				t.Fatalf("form %d is %q, want %q", i, form, want[i])
			}
			i++
		}
	}
	if i != len(want) {
		t.Errorf("%d forms, want %d", i, len(want))
	}
}
