package search

import (
	"bytes"
	"cmp"
	_ "embed"
	"slices"
	"strings"
)

// rootList is roots of Indonesian words, one a line, and words that look as if
// they had affixes and do not (kepala, beruang).
//
//go:embed roots.txt
var rootList string

const indonesianFunctionWords = `
adalah agar akan aku anda antara apa apabila apakah atau bagaimana bagi bahwa banyak beberapa begitu belum berapa bila
bisa boleh bukan dalam dan dapat dari daripada demi dengan di dia hanya harus hingga ialah ini itu jadi jangan jika
juga kalau kalian kami kamu kapan karena ke kepada ketika kita lagi lalu lebih maka masih mana mereka merupakan mengapa
namun nya oleh pada para pasti pula pun saat saja saling sambil sampai sangat saya seperti serta sebagai sebelum
sedang sejak selalu selama semua setelah setiap siapa suatu sudah supaya tanpa tapi telah tentang tentu terhadap
tersebut tetapi tiap tidak untuk walau yaitu yakni yang

abis ada adakah aja banget bgt biar bikin blm bs buat cara caranya dgn dimana dong eh elo enggak ga gak gara gimana gini
gitu gmn gua gue gw ingin jd kak kalo kayak kemana kenapa klo kok krn lho loh mau mohon nah ngga nggak nih pd pengen
pingin punya sama sih siapakah tdk terus tlg tolong tp trs tuh udah udh utk ya yah yg

bro deh doang gapapa gausah gpp makasih mulu musti`

// indonesianEndings are particles and possessives, which go with any word.
const indonesianEndings = "lah kah tah pun nya ku mu"

// indonesianFolding has the spelling of before 1972, and letters of loans.
const indonesianFolding = "oe u dj j tj c sy s f p v p"

// unusual are forms whose affixes suggest another root than theirs.
var unusual = map[string]string{
	"mengaku": "aku", "mengakui": "aku", "pengakuan": "aku",
	"mengawal": "kawal", "pengawal": "kawal", "pengawalan": "kawal",
	"mengemas": "kemas", "mengemasi": "kemas", "pengemasan": "kemas",
	"mengenakan": "kena", "dikenakan": "kena",
}

// indonesian brings together the forms of one root and adds further forms.
//
// A dictionary of the language is neither free nor small. So the site is its
// own: an affix comes off where what is left is a root that is known, or a word
// on the site, or where several words on the site would leave the same.
func (ix *index) indonesian(on func(*form) bool, g *groups, typed *wordList) {
	known := make(knownRoots, 3000)
	for root := range strings.FieldsSeq(rootList) {
		known[root] = true
	}
	stands := func(word string) bool {
		n, ok := ix.numbers.find([]byte(word))
		return ok && on(&ix.forms[n])
	}
	roots := make(map[string]formsOf)    // on the site, by root
	possible := make(map[string]formsOf) // those without a root, by what may be one
	add := func(to map[string]formsOf, root string, form uint32) {
		of, known := to[root]
		if !known {
			of.first = form
		}
		of.count++
		to[root] = of
		g.join(of.first, form)
	}
	t := indonesianTyped{known: known}
	type analysis struct {
		root  string
		bases []base
	}
	found := make([]analysis, len(ix.forms))
	parallel(len(found), formsPerRun, func() func(from, to int) {
		return func(from, to int) {
			for i := from; i < to; i++ {
				f := &ix.forms[i]
				if !on(f) || !stemmable(f.text) {
					continue
				}
				found[i].root, found[i].bases = rootOf(f.text, known, stands)
				if found[i].root != f.text {
					found[i].bases = nil
				}
			}
		}
	})
	for i := range ix.forms {
		f, root, bases := &ix.forms[i], found[i].root, found[i].bases
		if root == "" {
			continue
		}
		add(roots, root, uint32(i))
		if root == f.text && !known[root] {
			for _, base := range bases {
				if len(base.word) >= longBase && base.strong {
					add(possible, base.word, uint32(i))
				}
				if len(base.word) >= longBase && isVerbOf(f.text, base.word) { // sandingkan, dipoles
					t.add(uint32(i), base.word)
				}
				if len(base.word) >= longBase && base.prefixed && base.suffixed { // pelecehan: hardly a root
					t.affixed(base.word, true, uint32(i))
				}
			}
		}
	}
	for root, of := range roots {
		if n, ok := ix.numbers.find([]byte(root)); ok {
			g.join(n, of.first)
		}
		t.affixed(root, known[root] || of.count > 1, of.first)
	}
	for root, of := range possible {
		t.affixed(root, true, of.first)
	}
	typed.addAll(&t.wordList)
}

// formsOf are forms of one root.
type formsOf struct {
	first uint32 // of them
	count int
}

// isVerbOf reports whether a word is a base with one affix of those that only
// verbs have.
func isVerbOf(word, base string) bool {
	return word == "di"+base || word == base+"kan" ||
		slices.ContainsFunc(nasalized(base), func(n string) bool { return word == "me"+n })
}

// base is what is left of a word without some affixes.
type base struct {
	word     string
	affixes  int
	prefixed bool
	suffixed bool
	restored bool // a prefix may have swallowed its first letter
	strong   bool // the affixes are such that hardly anything else looks like them
	odd      bool // they seldom come without others
}

const (
	mostPrefixes = 3
	longBase     = 5 // letters of a base that a short affix may leave
	shortBase    = 4
)

// rootOf returns the root of a word, which is the word itself where nothing
// better is known, and everything that affixes may leave of it.
func rootOf(word string, known knownRoots, stands func(string) bool) (string, []base) {
	if root := unusual[word]; root != "" {
		return root, nil
	}
	if known[word] {
		return word, nil
	}
	bases := basesOf(word)
	best := -1
	better := func(a, b *base) bool {
		if known[a.word] != known[b.word] {
			return known[a.word]
		}
		if a.restored != b.restored && (a.word[1:] == b.word || b.word[1:] == a.word) {
			return b.restored // mengurus is of urus, not of kurus; berawan of awan, not of rawan
		}
		return cmp.Or(boolCompare(a.odd, b.odd), len(b.word)-len(a.word), boolCompare(a.prefixed, b.prefixed), a.affixes-b.affixes, strings.Compare(a.word, b.word)) < 0
	}
	for i := range bases {
		b := &bases[i]
		least := longBase
		if b.strong {
			least = shortBase
		}
		if known[b.word] || len(b.word) >= least && stands(b.word) {
			if best < 0 || better(b, &bases[best]) {
				best = i
			}
		}
	}
	switch {
	case best < 0:
		return word, bases
	case known[bases[best].word]:
		return bases[best].word, bases
	}
	root, _ := rootOf(bases[best].word, known, stands) // shorter each time
	return root, bases
}

func boolCompare(a, b bool) int {
	switch {
	case a == b:
		return 0
	case b:
		return -1
	}
	return 1
}

// basesOf lists what affixes may leave of a word.
func basesOf(word string) []base {
	var out []base
	for _, end := range endings(word) {
		if end.affixes > 0 {
			out = append(out, end)
		}
		out = withoutPrefixes(out, end, mostPrefixes)
	}
	return out
}

// endings lists what a particle, a possessive and a suffix may leave, in that
// order from the end, and the word itself.
func endings(word string) []base {
	out := []base{{word: word}}
	for _, group := range [...][]string{{"lah", "kah", "tah", "pun"}, {"nya", "ku", "mu"}, {"kan", "an", "i", "wan", "wati"}} {
		for _, b := range out { // not of those that are added
			for _, ending := range group {
				if rest, ok := strings.CutSuffix(b.word, ending); ok && len(rest) >= 3 {
					strong := b.affixes == 0 && (ending == "nya" || ending == "lah") || b.strong && b.affixes > 0
					out = append(out, base{word: rest, affixes: b.affixes + 1, suffixed: true, strong: strong, odd: ending == "i"})
				}
			}
		}
	}
	return out
}

// withoutPrefixes appends what up to depth prefixes may leave of b.
func withoutPrefixes(out []base, b base, depth int) []base {
	if depth == 0 {
		return out
	}
	first := depth == mostPrefixes
	add := func(rest string, restored, strong bool) {
		if len(rest) < 3 {
			return
		}
		next := base{word: rest, affixes: b.affixes + 1, prefixed: true, suffixed: b.suffixed, restored: restored, strong: strong || b.strong && b.affixes > 0}
		out = append(out, next)
		out = withoutPrefixes(out, next, depth-1)
	}
	w := b.word
	for _, prefix := range [...]string{"ke", "se", "di", "ku", "kau"} {
		if rest, ok := strings.CutPrefix(w, prefix); ok && (first || prefix[1] == 'e') {
			add(rest, false, b.affixes > 0)
		}
	}
	for _, prefix := range [...]string{"ber", "ter", "per"} {
		rest, ok := strings.CutPrefix(w, prefix)
		if ok {
			add(rest, false, true)
			add(w[2:], true, false) // the r is the root's: be-renang, te-rasa, pe-rasa-an
		} else if rest, ok = strings.CutPrefix(w, prefix[:2]); ok && prefix[0] != 'p' && len(rest) > 3 && rest[1:3] == "er" {
			add(rest, false, true) // be-kerja
		}
	}
	for _, prefix := range [...]string{"belajar", "pelajar"} {
		if strings.HasPrefix(w, prefix) {
			add(w[3:], false, true)
		}
	}
	for _, m := range [...]string{"m", "p"} {
		if rest, ok := strings.CutPrefix(w, m+"e"); ok && (first || m == "p") { // nothing goes before meN-
			nasal(rest, m == "p", add)
		}
	}
	return out
}

// nasal hands out what meN- or peN- may leave, without its first two letters.
// The prefix takes the place of a k, p, s or t, but not in every loan.
func nasal(rest string, agent bool, add func(rest string, restored, strong bool)) {
	starts := func(of string) bool { return rest != "" && strings.IndexByte(of, rest[0]) >= 0 }
	if agent || starts("lmnrwy") {
		add(rest, false, false)
	}
	full := rest
	if rest, _ = strings.CutPrefix(full, "m"); len(rest) < len(full) {
		if starts(vowels) {
			add("p"+rest, true, true)
		} else if starts("bfpv") {
			add(rest, false, true)
		}
	}
	if rest, _ = strings.CutPrefix(full, "n"); len(rest) < len(full) {
		if starts(vowels) {
			add("t"+rest, true, true)
		} else if starts("cdjstz") {
			add(rest, false, true)
		}
	}
	if rest, _ = strings.CutPrefix(full, "ny"); len(rest) < len(full) && starts(vowels) {
		add("s"+rest, true, true)
	}
	if rest, _ = strings.CutPrefix(full, "ng"); len(rest) < len(full) {
		if starts(vowels) {
			add(rest, false, true)
			add("k"+rest, true, true)
			if short, ok := strings.CutPrefix(rest, "e"); ok && len(short) < 7 {
				add(short, false, true) // menge-cek
			}
		} else if starts("ghkq") {
			add(rest, false, true)
		}
	}
}

const vowels = "aeiou"

// knownRoots are the roots of the list.
type knownRoots map[string]bool

// indonesianTyped collects forms of Indonesian roots.
type indonesianTyped struct {
	wordList
	known knownRoots
	root  string // that forms are made of
	of    uint32 // the form on the site
}

// form adds a form of the root, unless it is one of another.
func (t *indonesianTyped) form(parts ...string) {
	form := t.try(parts...)
	if rest, ok := bytes.CutPrefix(form[1:], []byte("eng")); ok && t.root[0] == 'k' && bytes.HasPrefix(rest, []byte(t.root[1:])) && t.known[t.root[1:]] {
		return // mengurus is of urus, not of kurus
	}
	if t.known[string(form)] && string(form) != t.root {
		return // beruang is of nothing, not of ruang
	}
	t.keep(t.of)
}

// affixed adds forms of a root that a reader may type for a form on the site, without
// clitics, which come off when a word is asked for. A word that may be a name has none.
func (t *indonesianTyped) affixed(root string, all bool, of uint32) {
	t.root, t.of = root, of
	t.form(root)
	if !all || len(root) < 3 {
		return
	}
	for _, n := range nasalized(root) {
		for _, suffix := range [...]string{"", "kan", "i"} {
			t.form("me", n, suffix)
		}
		t.form("pe", n)
		t.form("pe", n, "an")
		t.form("kepe", n, "an")
	}
	ber, ter := "ber", "ter"
	switch {
	case root[0] == 'r':
		ber, ter = "be", "te" // be-renang, te-rasa
	case root[1:3] == "er" && len(root) > 3 && strings.IndexByte(vowels, root[3]) < 0:
		ber = "be" // be-kerja
	}
	for _, prefix := range [...]string{"", "di", ter, ber, "memper", "diper"} {
		t.form(prefix, root)
		t.form(prefix, root, "kan")
	}
	for _, form := range casual(root) {
		t.form(form)
	}
	for _, affixes := range [...][2]string{
		{"di", "i"}, {"memper", "i"}, {"se", ""}, {"pe", ""}, {"pe", "an"}, {"per", "an"}, {"ke", "an"}, {"keter", "an"},
		{"keber", "an"}, {ber, "an"}, {"", "an"}, {"", "i"}, {"", "wan"},
	} {
		t.form(affixes[0], root, affixes[1])
	}
}

// casual returns forms of a root as they are spoken: -in stands for -kan and -i, and
// the prefix of active verbs is its nasal alone, nge- before a sound that takes none.
// Many say e for the a of a last syllable, and for its ai: dengerin, nyampein.
func casual(root string) (out []string) {
	spoken := []string{root}
	if n := len(root); n > 3 {
		last := strings.LastIndexAny(root, vowels)
		switch {
		case strings.HasSuffix(root, "ai"):
			spoken = append(spoken, root[:n-2]+"e")
		case last == n-2 && root[last] == 'a' && strings.IndexByte(vowels, root[n-3]) < 0:
			spoken = append(spoken, root[:last]+"e"+root[n-1:])
		}
	}
	for _, root := range spoken {
		var active string
		switch c := root[0]; {
		case strings.IndexByte(vowels, c) >= 0:
			active = "ng" + root
		case c == 'k':
			active = "ng" + root[1:]
		case c == 's' || c == 'c':
			active = "ny" + root[1:]
		case c == 't':
			active = "n" + root[1:]
		case c == 'p':
			active = "m" + root[1:]
		default:
			active = "nge" + root
		}
		out = append(out, root, root+"in", "di"+root+"in", active, active+"in")
	}
	return out
}

// indonesianForms are forms of a word that stands nowhere.
func indonesianForms(word string) []string {
	out := append([]string{word, "ber" + word, "di" + word, "di" + word + "kan", word + "an"}, casual(word)...)
	for _, n := range nasalized(word) {
		out = append(out, "me"+n, "me"+n+"kan")
	}
	return out
}

// nasalized returns a root as it follows me- or pe-: a loan may keep the letter
// that the prefix swallows elsewhere, and a root of one syllable gets another.
func nasalized(root string) []string {
	if !strings.ContainsAny(root[1:], vowels) || len(root) == 3 && strings.IndexByte(vowels, root[1]) >= 0 {
		return []string{"nge" + root}
	}
	switch c := root[0]; {
	case c == 'p':
		return []string{"m" + root[1:], "m" + root}
	case c == 't':
		return []string{"n" + root[1:], "n" + root}
	case c == 's':
		return []string{"ny" + root[1:], "n" + root}
	case c == 'k':
		return []string{"ng" + root[1:], "ng" + root}
	case strings.IndexByte("bfv", c) >= 0:
		return []string{"m" + root}
	case strings.IndexByte("cdjz", c) >= 0:
		return []string{"n" + root}
	case strings.IndexByte("lmnrwy", c) >= 0:
		return []string{root}
	}
	return []string{"ng" + root}
}
