package search

import (
	"strings"

	snowball "github.com/kljensen/snowball/english"
)

// english brings together the forms that Porter2 gives one stem, and returns
// further forms with those stems.
func (ix *index) english(on func(*form) bool, numbers map[string]uint32, g *groups) []other {
	first := map[string]uint32{} // by stem
	var others []other
	for i := range ix.forms {
		f := &ix.forms[i]
		if !on(f) || !stemmable(f.text) {
			continue
		}
		stem := englishStem(f.text, numbers)
		if n, ok := first[stem]; ok {
			g.join(n, uint32(i))
		} else {
			first[stem] = uint32(i)
		}
	}
	for i := range ix.forms {
		f := &ix.forms[i]
		if !on(f) || !stemmable(f.text) {
			continue
		}
		stem := englishStem(f.text, numbers)
		for _, candidate := range inflected(f.text, stem) {
			if _, stands := numbers[candidate]; !stands && snowball.Stem(candidate, true) == stem {
				others = append(others, other{candidate, uint32(i)})
			}
		}
	}
	for irregular, regular := range irregulars {
		if n, ok := first[snowball.Stem(regular, true)]; ok {
			others = append(others, other{irregular, n})
		}
	}
	return others
}

// inflected returns what a reader may type for a word with that stem, and some
// that is no word.
func inflected(word, stem string) []string {
	var out []string
	if regular := irregulars[word]; regular != "" {
		word = regular
		out = append(out, word)
	}
	for _, ending := range [...]string{"s", "es", "ed", "d", "ing", "er", "ers", "ly"} {
		out = append(out, word+ending, stem+ending)
	}
	double := stem + stem[len(stem)-1:]
	out = append(out, stem+"e", double+"ing", double+"ed", double+"er")
	if y, is := strings.CutSuffix(stem, "i"); is {
		out = append(out, y+"y", y+"ies", y+"ied", y+"ying")
	}
	for _, ending := range [...]string{"s", "es", "ed", "ing", "er", "ers", "ly"} {
		if word == stem+ending || word == double+ending { // elsewhere a stem is seldom a word
			out = append(out, stem)
		}
	}
	return out
}

// stemmable reports whether a word has endings: names of products and codes,
// which hold digits, and other scripts do not.
func stemmable(word string) bool {
	for i := range len(word) {
		if word[i] < 'a' || word[i] > 'z' {
			return false
		}
	}
	return len(word) > 2
}

// englishStem returns the stem of a word: that of Porter2, but for a few words
// that change inside. Somebody's mentorship is found with the mentor where the
// site speaks of mentors.
func englishStem(word string, numbers map[string]uint32) string {
	if regular := irregulars[word]; regular != "" {
		word = regular
	}
	if base, is := strings.CutSuffix(strings.TrimSuffix(word, "s"), "ship"); is && len(base) > 3 {
		if _, stands := numbers[base]; stands {
			word = base
		}
	}
	return snowball.Stem(word, true)
}

// irregulars are forms that no ending explains, and what they are forms of.
var irregulars = map[string]string{
	"began": "begin", "begun": "begin", "bought": "buy", "brought": "bring", "built": "build", "caught": "catch",
	"children": "child", "chose": "choose", "chosen": "choose", "drawn": "draw", "drew": "draw", "driven": "drive",
	"drove": "drive", "ended": "end", "feet": "foot", "fell": "fall", "fallen": "fall", "felt": "feel", "forgot": "forget",
	"forgotten": "forget", "gave": "give", "given": "give", "gone": "go", "goes": "go", "grew": "grow", "grown": "grow",
	"heard": "hear", "held": "hold", "kept": "keep", "knew": "know", "known": "know", "learnt": "learn", "led": "lead",
	"lent": "lend", "lost": "lose", "made": "make", "meant": "mean", "men": "man", "met": "meet", "paid": "pay",
	"ran": "run", "rose": "rise", "risen": "rise", "said": "say", "seen": "see", "saw": "see", "sent": "send",
	"shown": "show", "sold": "sell", "spent": "spend", "spoke": "speak", "spoken": "speak", "stood": "stand",
	"taken": "take", "took": "take", "taught": "teach", "thought": "think", "told": "tell", "understood": "understand",
	"went": "go", "women": "woman", "won": "win", "written": "write", "wrote": "write",
}
