package leak_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"html"
	"math/rand/v2"
	"net/url"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"mentorbook/generator/leak"
)

// encoders turn any text into one file that holds it, and nothing else that
// could be a secret.
var encoders = []struct {
	name, path string
	encode     func(text string) string
}{
	{"text", "a.txt", func(s string) string { return s }},
	{"escaped HTML", "a.html", html.EscapeString},
	{"decimal entities", "a.html", func(s string) string { return entities(s, "&#%d;") }},
	{"hexadecimal entities", "a.svg", func(s string) string { return entities(s, "&#x%x;") }},
	{"URL path", "a.html", func(s string) string { return `<a href="/` + url.PathEscape(s) + `">` }},
	{"URL query", "a.html", func(s string) string { return `<a href='?q=` + url.QueryEscape(s) + `'>` }},
	{"JSON", "a.json", func(s string) string { return `{"k":` + marshal(s) + `}` }},
	{"JSON in HTML", "a.html", func(s string) string { return `<script type="application/json">` + marshal(s) + `</script>` }},
	{"JSON in an attribute", "a.html", func(s string) string { return `<p data-v="` + html.EscapeString(marshal(s)) + `">` }},
	{"HTML in JSON", "a.json", func(s string) string { return marshal("<p>" + entities(s, "&#%d;")) }},
	{"HTML in XML", "a.xml", func(s string) string { return `<c>` + html.EscapeString("<p>"+html.EscapeString(s)) + `</c>` }},
	{"URL in HTML in XML", "a.xml", func(s string) string {
		return `<c>` + html.EscapeString(`<a href="/`+url.PathEscape(s)+`">`) + `</c>`
	}},
	{"escaped script", "a.js", func(s string) string {
		var b strings.Builder
		for _, r := range s {
			fmt.Fprintf(&b, `\u{%x}`, r)
		}
		return `f('` + b.String() + `')`
	}},
	{"calendar", "a.ics", calendar},
	{"CSV", "a.csv", func(s string) string {
		var b bytes.Buffer
		w := csv.NewWriter(&b)
		w.Write([]string{"1", s, "2"})
		w.Flush()
		return b.String()
	}},
}

func entities(text, format string) string {
	var b strings.Builder
	for _, r := range text {
		fmt.Fprintf(&b, format, r)
	}
	return b.String()
}

func marshal(text string) string {
	b, err := json.Marshal(text)
	if err != nil {
		panic(err)
	}
	return string(b)
}

// calendar folds at 7 octets, inside runes too.
func calendar(text string) string {
	line := "SUMMARY:" + strings.NewReplacer(`\`, `\\`, ",", `\,`, ";", `\;`, "\n", `\n`).Replace(text)
	var b strings.Builder
	for len(line) > 7 {
		b.WriteString(line[:7] + "\r\n ")
		line = line[7:]
	}
	return b.String() + line + "\r\n"
}

// The separators are those that encoders have to touch.
var (
	letters    = []rune("abnxyzABNXYZ0189éÉßñçøДжИлΣςσ漢字")
	separators = []rune(" -_.,;:'\"<>&%/\\()!?\u00a0–’\n")
)

// randomWord returns a word that is no part of an escape: a file is also
// searched as it stands, where \n is the word n.
func randomWord(r *rand.Rand) string {
	word := make([]rune, 1+r.IntN(6))
	for i := range word {
		word[i] = letters[r.IntN(len(letters))]
	}
	return "q" + string(word)
}

func randomSeparator(r *rand.Rand) string {
	s := make([]rune, 1+r.IntN(3))
	for i := range s {
		s[i] = separators[r.IntN(len(separators))]
	}
	return string(s)
}

func randomText(r *rand.Rand, words int) string {
	var b strings.Builder
	for range words {
		b.WriteString(randomWord(r) + randomSeparator(r))
	}
	return b.String()
}

func TestSecretIsFoundInEveryEncodingAndItsNeighboursAreNot(t *testing.T) {
	for _, e := range encoders {
		t.Run(e.name, func(t *testing.T) {
			r := rand.New(rand.NewPCG(1, 2))
			for range 100 {
				words := []string{"qu" + randomWord(r)} // which no text around it has
				for range r.IntN(3) {
					words = append(words, randomWord(r))
				}
				before, after := randomText(r, r.IntN(4)), randomText(r, r.IntN(4))
				around := func(text string) string { return e.encode(before + " " + text + " " + after) }
				secret := strings.Join(words, " ")
				joined := words[0]
				for _, w := range words[1:] {
					joined += " " + strings.ReplaceAll(randomSeparator(r), `\`, "/") + " " + w
				}
				s := leak.New(secrets(false, secret))
				if data := around(joined); s.Scan(e.path, []byte(data)) == nil {
					t.Fatalf("%q: not found in %q", secret, data)
				}
				for _, longer := range []string{"k" + joined, joined + "k"} {
					if data := around(longer); s.Scan(e.path, []byte(data)) != nil {
						t.Fatalf("%q: found in %q", secret, data)
					}
				}
			}
		})
	}
}

// plainWords is the words of text without marks, by the letter of the
// definition.
func plainWords(text string) []string {
	fields := strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(string(separators), r) })
	for i, f := range fields {
		fields[i] = strings.NewReplacer("ß", "ss", "ς", "σ").Replace(strings.ToLower(f))
	}
	return fields
}

func TestScanAndFindAgreeWithANaiveSearch(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	vocabulary := []string{"aa", "Ab", "bß", "Σς", "c1", "漢字", "d"}
	sentence := func(n int) string {
		var b strings.Builder
		for range n {
			// No separator that starts an escape: the naive search decodes nothing.
			b.WriteString(vocabulary[r.IntN(len(vocabulary))] + []string{" ", "-", ", ", "’", "\n"}[r.IntN(5)])
		}
		return b.String()
	}
	for range 1000 {
		var list []leak.Secret
		for range r.IntN(8) {
			list = append(list, leak.Secret{Value: sentence(1 + r.IntN(4)), Exact: r.IntN(3) == 0})
		}
		text := sentence(r.IntN(30))
		want, wantMatches := naive(list, text)
		s := leak.New(list)
		if got := s.Scan("x", []byte(text)); !slices.Equal(got, want) {
			t.Fatalf("secrets %v in %q: hits %v, want %v", list, text, got, want)
		}
		if got := len(s.Find([]byte(text))); got != wantMatches {
			t.Fatalf("secrets %v in %q: %d matches, want %d", list, text, got, wantMatches)
		}
	}
}

// naive compares every secret at every word.
func naive(list []leak.Secret, text string) (hits []int, matches int) {
	words := plainWords(text)
	for i, secret := range list {
		want := plainWords(secret.Value)
		if utf8.RuneCountInString(strings.Join(want, "")) < 2 {
			continue
		}
		found := 0
		if secret.Exact {
			for line := range strings.Lines(text) {
				if slices.Equal(plainWords(line), want) {
					found = 1
				}
			}
		} else {
			for at := 0; at+len(want) <= len(words); at++ {
				if slices.Equal(words[at:at+len(want)], want) {
					found++
				}
			}
			matches += found
		}
		if found > 0 {
			hits = append(hits, i)
		}
	}
	return hits, matches
}
