package search

// porter2 returns the stem of an English word of lower-case letters a to z: Martin
// Porter's second algorithm, https://snowballstem.org/algorithms/english/stemmer.html,
// whose steps and terms these are. For each word that stands on a site, a dozen are
// tried that do not, so that it is done on bytes, in place.
func porter2(word string) string {
	if len(word) > longestStemmed {
		return word
	}
	var s stemming
	s.set([]byte(word))
	return string(s.stem())
}

// stem returns the stem of the word.
func (s *stemming) stem() []byte {
	if s.n < 3 || s.n > longestStemmed {
		return s.b()
	}
	if exceptionShapes.has(s.b()) {
		if stem, ok := exceptions[string(s.b())]; ok {
			s.set([]byte(stem))
			return s.b()
		}
	}
	s.prepare()
	s.plural()
	s.past()
	s.endingY()
	s.replace(derived2)
	s.replace(derived3)
	s.remove(derived4)
	s.endingE()
	for i, c := range s.b() {
		if c == 'Y' {
			s.room[i] = 'y'
		}
	}
	return s.b()
}

// stemming is a word on its way to its stem. A y that is a consonant is a Y. The
// regions R1 and R2 begin at r1 and r2, which may lie behind the end.
type stemming struct {
	room      [2 * longestWord]byte // for any word with endings
	n, r1, r2 int
}

// longestStemmed is how many letters a word can have: more than any has.
const longestStemmed = 47

func (s *stemming) set(word []byte) { s.n = copy(s.room[:], word) }

func (s *stemming) b() []byte { return s.room[:s.n] }

// ending is an ending, and what takes its place.
type ending struct{ from, to string }

// endingTable lists endings by their last letter, the longest first.
type endingTable [26][]ending

func endingsOf(list ...ending) *endingTable {
	out := new(endingTable)
	for _, e := range list {
		last := e.from[len(e.from)-1] - 'a'
		out[last] = append(out[last], e)
	}
	return out
}

// The endings of steps 2, 3 and 4. Where more is asked than that one lies in R1 or
// R2, it is in fits.
var (
	derived2 = endingsOf([]ending{
		{"ational", "ate"}, {"fulness", "ful"}, {"iveness", "ive"}, {"ization", "ize"}, {"ousness", "ous"},
		{"biliti", "ble"}, {"lessli", "less"}, {"tional", "tion"}, {"alism", "al"}, {"aliti", "al"}, {"ation", "ate"},
		{"entli", "ent"}, {"fulli", "ful"}, {"iviti", "ive"}, {"ousli", "ous"}, {"anci", "ance"}, {"abli", "able"},
		{"alli", "al"}, {"ator", "ate"}, {"enci", "ence"}, {"izer", "ize"}, {"bli", "ble"}, {"ogi", "og"}, {"li", ""},
	}...)
	derived3 = endingsOf([]ending{
		{"ational", "ate"}, {"tional", "tion"}, {"alize", "al"}, {"icate", "ic"}, {"ative", ""}, {"iciti", "ic"},
		{"ical", "ic"}, {"ful", ""}, {"ness", ""},
	}...)
	derived4 = endingsOf([]ending{
		{from: "ement"}, {from: "ance"}, {from: "ence"}, {from: "able"}, {from: "ible"}, {from: "ment"}, {from: "ent"},
		{from: "ant"}, {from: "ism"}, {from: "ate"}, {from: "iti"}, {from: "ous"}, {from: "ive"}, {from: "ize"},
		{from: "ion"}, {from: "al"}, {from: "er"}, {from: "ic"},
	}...)
)

// exceptions are stems that no rule comes to.
var exceptions = map[string]string{
	"skis": "ski", "skies": "sky", "dying": "die", "lying": "lie", "tying": "tie", "idly": "idl", "gently": "gentl",
	"ugly": "ugli", "early": "earli", "only": "onli", "singly": "singl", "sky": "sky", "news": "news", "howe": "howe",
	"atlas": "atlas", "cosmos": "cosmos", "bias": "bias", "andes": "andes", "inning": "inning", "innings": "inning",
	"outing": "outing", "outings": "outing", "canning": "canning", "cannings": "canning", "herring": "herring",
	"herrings": "herring", "earring": "earring", "earrings": "earring", "proceed": "proceed", "proceeds": "proceed",
	"proceeded": "proceed", "proceeding": "proceed", "exceed": "exceed", "exceeds": "exceed", "exceeded": "exceed",
	"exceeding": "exceed", "succeed": "succeed", "succeeds": "succeed", "succeeded": "succeed", "succeeding": "succeed",
}

var exceptionShapes = shapesOf(exceptions)

// shapes tells nearly all words from those of a list by three of their letters: the
// lists are short, and are asked for every form that is tried.
type shapes [1 << 15 / 64]uint64

func shapesOf(list map[string]string) *shapes {
	out := new(shapes)
	for word := range list {
		bit := shape([]byte(word))
		out[bit/64] |= 1 << (bit % 64)
	}
	return out
}

// has reports whether a word may be in the list.
func (s *shapes) has(word []byte) bool {
	bit := shape(word)
	return s[bit/64]>>(bit%64)&1 > 0
}

// shape makes a number of the first two letters of a word and its last one.
func shape(word []byte) uint {
	if len(word) < 2 {
		return 0 // which no word of two letters has
	}
	return uint(word[0]&31)<<10 | uint(word[1]&31)<<5 | uint(word[len(word)-1]&31)
}

func isVowel(c byte) bool {
	const vowels = 1 | 1<<('e'-'a') | 1<<('i'-'a') | 1<<('o'-'a') | 1<<('u'-'a') | 1<<('y'-'a')
	return uint32(vowels)>>(c-'a')&1 > 0 // shifted by as much as a Y asks for, nothing is left
}

// prepare tells consonants y from vowels, and finds the regions.
func (s *stemming) prepare() {
	for i, c := range s.b() {
		if c == 'y' && (i == 0 || isVowel(s.room[i-1])) {
			s.room[i] = 'Y'
		}
	}
	s.r1 = s.region(0)
	for _, prefix := range [...]string{"gener", "commun", "arsen"} {
		if s.room[0] == prefix[0] && s.n >= len(prefix) && string(s.b()[:len(prefix)]) == prefix {
			s.r1 = len(prefix)
		}
	}
	s.r2 = s.region(s.r1)
}

// region returns where the part begins that follows the first consonant behind a
// vowel, from a place on.
func (s *stemming) region(from int) int {
	for i := from + 1; i < s.n; i++ {
		if isVowel(s.room[i-1]) && !isVowel(s.room[i]) {
			return i + 1
		}
	}
	return s.n
}

func (s *stemming) ends(ending string) bool {
	at := s.n - len(ending)
	return at >= 0 && string(s.b()[at:]) == ending
}

// last returns the last letter.
func (s *stemming) last() byte { return s.room[s.n-1] }

// cut takes n letters off the end.
func (s *stemming) cut(n int) { s.n -= n }

func (s *stemming) add(c byte) {
	s.room[s.n] = c
	s.n++
}

// hasVowel reports whether there is one among the first n letters.
func (s *stemming) hasVowel(n int) bool {
	for _, c := range s.b()[:max(n, 0)] {
		if isVowel(c) {
			return true
		}
	}
	return false
}

// shortSyllable reports whether the first n letters end in one.
func (s *stemming) shortSyllable(n int) bool {
	if n == 2 {
		return isVowel(s.room[0]) && !isVowel(s.room[1])
	}
	if n < 3 {
		return false
	}
	switch last := s.room[n-1]; last {
	case 'w', 'x', 'Y':
		return false
	default:
		return !isVowel(last) && isVowel(s.room[n-2]) && !isVowel(s.room[n-3])
	}
}

// plural is step 1a.
func (s *stemming) plural() {
	switch {
	case s.last() != 's' && s.last() != 'd': // as most do
	case s.ends("sses"):
		s.cut(2)
	case (s.ends("ied") || s.ends("ies")) && s.n > 4:
		s.cut(2)
	case s.ends("ied"), s.ends("ies"):
		s.cut(1)
	case s.ends("us"), s.ends("ss"):
	case s.ends("s") && s.hasVowel(s.n-2):
		s.cut(1)
	}
}

// past is step 1b.
func (s *stemming) past() {
	if last := s.last(); last != 'd' && last != 'g' && last != 'y' { // as most do
		return
	}
	for _, long := range [...]string{"eedly", "eed"} {
		if s.ends(long) {
			if s.n-len(long) >= s.r1 {
				s.cut(len(long) - 2)
			}
			return
		}
	}
	for _, ending := range [...]string{"ingly", "edly", "ing", "ed"} {
		if !s.ends(ending) {
			continue
		}
		if s.hasVowel(s.n - len(ending)) {
			s.cut(len(ending))
			s.mendPast()
		}
		return
	}
}

// mendPast makes a word of what an ending was taken off.
func (s *stemming) mendPast() {
	n := s.n
	switch {
	case s.ends("at"), s.ends("bl"), s.ends("iz"):
		s.add('e')
	case n > 1 && s.room[n-1] == s.room[n-2] && isDouble(s.room[n-1]):
		s.cut(1)
	case s.r1 >= n && s.shortSyllable(n):
		s.add('e')
		s.r1, s.r2 = n+1, n+1
	}
}

func isDouble(c byte) bool {
	switch c {
	case 'b', 'd', 'f', 'g', 'm', 'n', 'p', 'r', 't':
		return true
	}
	return false
}

// endingY is step 1c.
func (s *stemming) endingY() {
	if n := s.n; n > 2 && (s.room[n-1] == 'y' || s.room[n-1] == 'Y') && !isVowel(s.room[n-2]) {
		s.room[n-1] = 'i'
	}
}

// longest returns the longest of the endings that the word has, or nil.
func (s *stemming) longest(of *endingTable) *ending {
	last := s.room[s.n-1] - 'a'
	if last >= 26 { // a Y
		return nil
	}
	for i, e := range of[last] {
		if n := len(e.from); n <= s.n && e.from[n-2] == s.room[s.n-2] && s.ends(e.from) {
			return &of[last][i]
		}
	}
	return nil
}

// replace is step 2, and step 3.
func (s *stemming) replace(of *endingTable) {
	e := s.longest(of)
	if e == nil {
		return
	}
	stem := s.n - len(e.from)
	if stem >= s.r1 && s.fits(e.from, stem) {
		s.n = stem + copy(s.room[stem:], e.to)
	}
}

// fits holds a few endings to what comes before them.
func (s *stemming) fits(ending string, stem int) bool {
	switch ending {
	case "li":
		return stem > 0 && isBeforeLi(s.room[stem-1])
	case "ogi":
		return stem > 0 && s.room[stem-1] == 'l'
	case "ative":
		return stem >= s.r2
	}
	return true
}

func isBeforeLi(c byte) bool {
	switch c {
	case 'c', 'd', 'e', 'g', 'h', 'k', 'm', 'n', 'r', 't':
		return true
	}
	return false
}

// remove is step 4.
func (s *stemming) remove(of *endingTable) {
	e := s.longest(of)
	if e == nil {
		return
	}
	stem := s.n - len(e.from)
	if stem >= s.r2 && (e.from != "ion" || stem > 0 && (s.room[stem-1] == 's' || s.room[stem-1] == 't')) {
		s.n = stem
	}
}

// endingE is step 5.
func (s *stemming) endingE() {
	last := s.n - 1
	switch {
	case last < s.r1:
	case s.room[last] == 'e':
		if last >= s.r2 || !s.shortSyllable(last) {
			s.cut(1)
		}
	case s.room[last] == 'l' && last >= s.r2 && s.room[last-1] == 'l':
		s.cut(1)
	}
}
