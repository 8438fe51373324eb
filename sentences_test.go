package playbook_test

import (
	"html"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"mentorbook/generator/markdown"
	"mentorbook/generator/source"
)

// longestMedian is how many words the middle sentence of a document may have.
const longestMedian = 18

func TestSentencesAreShort(t *testing.T) {
	p := load(t)
	for _, doc := range p.Documents {
		counts := sentenceLengths(running(doc))
		if len(counts) == 0 {
			t.Errorf("%s has no sentence", doc.Source.Path)
			continue
		}
		if m := median(counts); m > longestMedian {
			t.Errorf("%s: half of its sentences have %d words or more; make that %d", doc.Source.Path, m, longestMedian)
		}
	}
	for _, snippet := range p.Snippets {
		if m := median(sentenceLengths(paragraphs(snippet.Body))); m > longestMedian {
			t.Errorf("%s: half of its sentences have %d words or more; make that %d", snippet.Source.Path, m, longestMedian)
		}
	}
}

func sentenceLengths(blocks []string) []int {
	var counts []int
	for _, block := range blocks {
		for _, sentence := range sentences(block) {
			counts = append(counts, words(sentence))
		}
	}
	return counts
}

func median(counts []int) int {
	slices.Sort(counts)
	return counts[len(counts)/2]
}

func words(sentence string) int {
	n := 0
	for _, field := range strings.Fields(sentence) {
		if strings.ContainsFunc(field, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }) {
			n++
		}
	}
	return n
}

// running returns what a document says to its readers, front matter included,
// one block of text after the other.
func running(doc *source.Document) []string {
	blocks := []string{doc.Summary}
	if s := doc.Session; s != nil && s.Roles != nil && s.Prep != nil {
		blocks = append(blocks, s.Roles.Mentor, s.Roles.Mentee, s.Outcome)
		blocks = slices.Concat(blocks, s.Prep.Mentor, s.Prep.Mentee, s.Prompts, s.FollowUp)
		for _, step := range s.Agenda {
			blocks = append(blocks, step.Detail)
		}
	}
	if doc.Form != nil {
		for _, f := range doc.Form.Fields {
			blocks = append(blocks, f.Label, f.Help)
		}
	}
	for _, r := range doc.References {
		blocks = append(blocks, r.Note)
	}
	return append(blocks, paragraphs(doc.Body)...)
}

var (
	code = regexp.MustCompile(`(?s)<(pre|h[2-6])\b.*?</(pre|h[2-6])>|<code>.*?</code>`)
	edge = regexp.MustCompile(`</?(?:p|li|ul|ol|td|th|tr|table|blockquote|dt|dd|dl|div|aside|figure|figcaption|section|label)\b[^>]*>|<br\b[^>]*>`)
	tag  = regexp.MustCompile(`<[^>]*>`)
)

// paragraphs returns the text of a body: paragraphs, list items, table cells and
// captions, each on its own. Headings and code are left out.
func paragraphs(body *markdown.Document) []string {
	text := code.ReplaceAllString(markup(body), " ")
	text = tag.ReplaceAllString(edge.ReplaceAllString(text, "\n"), "")
	return strings.Split(html.UnescapeString(text), "\n")
}

// abbreviations end in a full stop that ends no sentence.
var abbreviations = []string{"e.g.", "i.e.", "etc.", "vs.", "Mr.", "Ms.", "Dr.", "dkk.", "dll.", "dsb.", "Yth.", "hlm."}

// sentences returns the whole sentences of one block. A sentence ends at . ! ?
// … or a colon that closes the block. A mark ends nothing inside a number, after
// an abbreviation or an initial, or before a small letter. What is left without
// an end, as in labels and table cells, is no sentence: short scraps would make
// long sentences look short.
func sentences(block string) []string {
	var out []string
	start := 0
	for i, r := range block {
		if !strings.ContainsRune(".!?…", r) {
			continue
		}
		after := strings.TrimLeft(block[i+utf8.RuneLen(r):], `”’"')`)
		rest := strings.TrimLeft(after, " ")
		end := len(block) - len(after)
		if rest != "" && (rest == after || !opensSentence(rest) || abbreviated(block[start:end])) {
			continue
		}
		if words(block[start:end]) > 0 {
			out = append(out, strings.TrimSpace(block[start:end]))
		}
		start = end
	}
	if rest := strings.TrimSpace(block[start:]); strings.HasSuffix(rest, ":") {
		out = append(out, rest)
	}
	return out
}

func opensSentence(rest string) bool {
	r, _ := utf8.DecodeRuneInString(strings.TrimLeft(rest, `“‘"'(`))
	return !unicode.IsLower(r)
}

func abbreviated(text string) bool {
	all := strings.Fields(text)
	last := strings.TrimLeft(all[len(all)-1], `“‘"'(`)
	initial, found := strings.CutSuffix(last, ".")
	return slices.Contains(abbreviations, last) ||
		found && utf8.RuneCountInString(initial) == 1 && strings.ToUpper(initial) == initial && strings.ToLower(initial) != initial
}

func TestSentencesEndWhereReadersHearThemEnd(t *testing.T) {
	tests := []struct {
		text string
		want []string
	}{
		{"Read it. Then talk.", []string{"Read it.", "Then talk."}},
		{"“May I stop you?” “Yes.” She went on.", []string{"“May I stop you?”", "“Yes.”", "She went on."}},
		{"Write to Yth. Ibu Sari at 20.00, e.g. by mail. Thanks!", []string{"Write to Yth. Ibu Sari at 20.00, e.g. by mail.", "Thanks!"}},
		{"J. Welch asked. In 1999.", []string{"J. Welch asked.", "In 1999."}},
		{"No. It is about seniority.", []string{"No.", "It is about seniority."}},
		{"“Really?” he asked. Wait… and listen.", []string{"“Really?” he asked.", "Wait… and listen."}},
		{"You have these rights:", []string{"You have these rights:"}},
		{"one hour a month", nil},
		{"Ask first. A label", []string{"Ask first."}},
		{"", nil},
	}
	for _, test := range tests {
		if got := sentences(test.text); !slices.Equal(got, test.want) {
			t.Errorf("%q\ngot  %q\nwant %q", test.text, got, test.want)
		}
	}
}
