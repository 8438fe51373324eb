package search

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
)

// FuzzVocabularyNumbersAsAMapDoes numbers the words of a text, and those of it written
// together, as they lie in one buffer: what is behind a word is no part of it.
func FuzzVocabularyNumbersAsAMapDoes(f *testing.F) {
	random := rand.New(rand.NewPCG(3, 5))
	var many strings.Builder
	for range 3000 {
		fmt.Fprintf(&many, "%s ", strings.Repeat(spelled(random.Uint64()>>48), 1+random.IntN(9)))
	}
	for _, seed := range []string{
		"", "a a b ab ba a", "é e\u0301 日本語 日本 ς σ мир",
		"fifteen-letters sixteen--letters sixteen--lettersX sixteen--lettersY sixteen--letters",
		strings.Repeat("x", longestWord) + " " + strings.Repeat("x", longestWord-1) + " " + strings.Repeat("x", longestWord),
		"=page=1=about=the=rhythm =page=1=about=the=rhyme", many.String(),
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		buffer := []byte(strings.ReplaceAll(text, "\x00", " "))
		v, want := newVocabulary(), map[string]uint32{}
		for start := 0; start <= len(buffer); {
			end := start
			for end < len(buffer) && buffer[end] != ' ' {
				end++
			}
			for _, word := range [][]byte{buffer[start:end], buffer[start:end:end], buffer[max(0, start-60):end], buffer[start:min(start+keyLength, end)]} {
				number, known := want[string(word)]
				if !known {
					number = uint32(len(want))
					want[string(word)] = number
				}
				if got := v.number(word); got != number || string(v.word(number)) != string(word) {
					t.Fatalf("%q is %d, want %d, which is %q", word, got, number, v.word(number))
				}
				if len(want) > 20_000 {
					return
				}
			}
			start = end + 1
		}
		if v.size() != len(want) {
			t.Errorf("there are %d words, want %d", v.size(), len(want))
		}
	})
}

// TestWordsOfOneHashAreTwo holds that a hash alone does not decide, for short words
// and for those that begin alike.
func TestWordsOfOneHashAreTwo(t *testing.T) {
	for _, start := range []string{"a", "sixteen--letters"} {
		words := map[uint32][]byte{}
		for i := 0; ; i++ {
			word := fmt.Appendf(nil, "%s%d", start, i)
			hash := keyOf(word).hash(word)
			other := words[hash]
			if other == nil {
				words[hash] = word
				continue
			}
			v := newVocabulary()
			for range 2 {
				if a, b := v.number(word), v.number(other); a != 0 || b != 1 {
					t.Errorf("%s is %d, and %s is %d", word, a, other, b)
				}
			}
			break
		}
	}
}
