package search

import (
	"slices"
	"strings"
)

const englishFunctionWords = `
a about after all also am an and any are as at be because been before being between both but by can could did do does
doing down during each for from further had has have having he her here hers him his how i if in into is it its itself
just let me more most my no nor not now of off on once only or other our ours out over own same she should so some such
than that the their theirs them then there these they this those through to too under until up us very was we were
what when where which while who whom why will with would you your yours yourself

anyone anything aint arent cant couldnt didnt doesnt dont even ever everyone everything get gets getting going gonna got
hello hi hey im isnt ive lets maybe need needs ok okay please really somebody someone something still thats thing things
wanna want wanted wants wasnt whats whos wont youre`

// english brings together the forms that Porter2 gives one stem, and returns
// further forms with those stems.
func (ix *index) english(on func(*form) bool, numbers map[string]uint32, g *groups) []other {
	stems := make([]string, len(ix.forms))
	parallel(len(stems), func(i int) {
		if f := &ix.forms[i]; on(f) && stemmable(f.text) {
			stems[i] = englishStem(f.text, numbers)
		}
	})
	first := map[string]uint32{} // form by stem
	for i, stem := range stems {
		if n, ok := first[stem]; ok && stem != "" {
			g.join(n, uint32(i))
		} else {
			first[stem] = uint32(i)
		}
	}
	more := make([][]other, len(stems))
	parallel(len(stems), func(i int) {
		if stems[i] == "" {
			return
		}
		for _, candidate := range inflected(ix.forms[i].text, stems[i], first[stems[i]] == uint32(i)) {
			if _, stands := numbers[candidate]; !stands && englishStem(candidate, numbers) == stems[i] {
				more[i] = append(more[i], other{candidate, uint32(i)})
			}
		}
	})
	others := slices.Concat(more...)
	for irregular, regular := range irregulars {
		if n, ok := first[porter2(regular)]; ok {
			others = append(others, other{irregular, n})
		}
	}
	return others
}

// inflected returns what a reader may type for a word with that stem, and some
// that is no word. What follows from the stem alone is wanted once for each.
func inflected(word, stem string, all bool) []string {
	out := []string{word + "s", word + "ship", word + "ships"}
	if y, is := strings.CutSuffix(word, "y"); is {
		out = append(out, y+"ies")
	}
	if e, is := strings.CutSuffix(word, "e"); is {
		out = append(out, e+"ing", word+"d", word+"r", word+"rs")
	}
	if regular := irregulars[word]; regular != "" {
		word = regular
		out = append(out, word)
	}
	double := stem + stem[len(stem)-1:]
	for _, ending := range [...]string{"s", "es", "ed", "ing", "er", "ers", "ly"} {
		if word == stem+ending || word == double+ending { // elsewhere a stem is seldom a word
			out = append(out, stem)
		}
	}
	if !all {
		return out
	}
	for _, ending := range [...]string{"e", "s", "es", "ed", "ing", "er", "ers"} {
		out = append(out, stem+ending)
	}
	if y, is := strings.CutSuffix(stem, "i"); is {
		return append(out, y+"y", y+"ies", y+"ied", y+"ying")
	}
	if n := len(stem); n > 2 && !strings.ContainsRune(vowels, rune(stem[n-1])) && strings.ContainsRune(vowels, rune(stem[n-2])) {
		out = append(out, double+"ing", double+"ed", double+"er")
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
	return porter2(word)
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
