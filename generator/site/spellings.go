package site

import (
	"path"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/runes"
	"golang.org/x/text/transform"
	"golang.org/x/text/unicode/norm"

	"mentorbook/generator/leak"
	"mentorbook/generator/source"
)

// spelled looks for full names as files spell them that were not made of our data:
// lists with the family name first, file names and addresses in one word, and
// keyboards without accents.
type spelled struct {
	scanner *leak.Scanner
	secret  []int // by what the scanner looks for
}

// spelledNames makes the spellings of all full names. What pages say anyway in
// that order of words is no name.
func (s *Secrets) spelledNames() spelled {
	var all []leak.Secret
	var out spelled
	for i := range s.values {
		v := &s.values[i]
		if !v.personal || v.meant || v.everyday || strings.Contains(v.Value, "@") || s.spoken.Says(i) {
			continue
		}
		for _, spelling := range spellings(v.Value) {
			all = append(all, leak.Secret{Value: spelling})
			out.secret = append(out.secret, i)
		}
	}
	out.scanner = leak.New(all)
	return out
}

// in returns the secrets that a text has in another spelling.
func (s spelled) in(ending string, text []byte) (secrets []int) {
	for _, hit := range s.scanner.ScanText(ending, text) {
		secrets = append(secrets, s.secret[hit])
	}
	return secrets
}

// inName returns those that the name of a file has.
func (s spelled) inName(asset *source.Asset) []int {
	name := strings.TrimSuffix(path.Base(asset.Path), path.Ext(asset.Path))
	return s.in(".txt", []byte(name))
}

// leastInOneWord is how many letters a name has that says in one word who is
// meant.
const leastInOneWord = 8

func spellings(name string) (out []string) {
	words := strings.Fields(name)
	last := len(words) - 1
	if last < 1 {
		return nil
	}
	orders := [][]string{words, append(words[last:len(words):len(words)], words[:last]...), append(words[1:len(words):len(words)], words[0])}
	for i, order := range orders {
		spelling := strings.Join(order, " ")
		if i > 0 {
			out = append(out, spelling)
		}
		for _, plain := range []string{unmarked(spelling), unmarked(umlauts.Replace(spelling))} {
			if plain != spelling {
				out = append(out, plain)
			}
		}
	}
	if one := strings.Join(words, ""); utf8.RuneCountInString(one) >= leastInOneWord {
		out = append(out, one, unmarked(one))
	}
	return out
}

var (
	umlauts = strings.NewReplacer("ä", "ae", "ö", "oe", "ü", "ue", "Ä", "Ae", "Ö", "Oe", "Ü", "Ue", "å", "aa", "Å", "Aa", "ø", "oe", "Ø", "Oe")
	strokes = strings.NewReplacer("đ", "d", "Đ", "D", "ł", "l", "Ł", "L", "ø", "o", "Ø", "O")
)

// unmarked returns a text without the marks on its letters.
func unmarked(text string) string {
	plain, _, err := transform.String(transform.Chain(norm.NFD, runes.Remove(runes.In(unicode.Mn)), norm.NFC), strokes.Replace(text))
	if err != nil {
		return text
	}
	return plain
}
