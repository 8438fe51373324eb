package search

import (
	"bytes"
	_ "embed"
	"runtime"
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
wanna want wanted wants wasnt whats whos wont youre

anyway btw cuz dunno else gotta idk instead kinda lol omg pls plz sorta tho though thx whether`

// english brings together the forms that Porter2 gives one stem, and adds further
// forms with those stems.
func (ix *index) english(on func(*form) bool, g *groups, typed *wordList) {
	stems := make([]string, len(ix.forms))
	parallel(len(stems), formsPerRun, func() func(from, to int) {
		var s stemming
		return func(from, to int) {
			for i := from; i < to; i++ {
				if f := &ix.forms[i]; on(f) && stemmable(f.text) {
					stems[i] = string(s.english([]byte(f.text), &ix.numbers))
				}
			}
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
	var found []*englishTyped // by each core
	parallel(len(stems), formsPerRun, func() func(from, to int) {
		t := &englishTyped{numbers: &ix.numbers}
		t.grow(usuallyTyped * len(first) / runtime.GOMAXPROCS(0))
		found = append(found, t)
		return func(from, to int) {
			for i := from; i < to; i++ {
				if stem := stems[i]; stem != "" {
					t.of, t.stem = uint32(i), stem
					t.inflected(ix.forms[i].text, first[stem] == uint32(i))
					t.respelled(ix.forms[i].text)
					t.agents(ix.forms[i].text)
				}
			}
		}
	})
	for _, t := range found {
		typed.addAll(&t.wordList)
	}
	for irregular, regular := range irregulars {
		if n, ok := first[porter2(regular)]; ok {
			typed.add(n, irregular)
		}
	}
	ix.families(on, typed)
}

// englishTyped collects forms of English words. Those that stand on the site are
// among them: what the site says of a form counts, see makeLines.
type englishTyped struct {
	wordList
	stemming stemming
	numbers  *vocabulary
	of       uint32 // the form on the site
	stem     string // of that
}

// usuallyTyped is how many forms a stem has, about, so that there is room for them.
const usuallyTyped = 14

// form adds a form if it has the stem.
func (t *englishTyped) form(parts ...string) {
	if string(t.stemming.english(t.try(parts...), t.numbers)) == t.stem {
		t.keep(t.of)
	}
}

// englishFamilies are words that one is made of another and Porter2 keeps apart, a
// family a line: divide, division.
//
//go:embed families-en.txt
var englishFamilies string

// families adds forms of the words of families of which one stands on the site to typed,
// as forms of the word itself if that stands, or else of the first that does. On
// pages the words of a family stay apart: a division is no part of what somebody
// divides.
func (ix *index) families(on func(*form) bool, typed *wordList) {
	for line := range strings.Lines(englishFamilies) {
		first, stands := uint32(0), false
		members := strings.Fields(line)
		forms, of := make([][]string, len(members)), make([]uint32, len(members))
		for i, word := range members {
			forms[i] = englishForms(word)
			for _, form := range forms[i] {
				if n, found := ix.numbers.find([]byte(form)); found && on(&ix.forms[n]) {
					of[i] = n + 1
					break
				}
			}
			if of[i] > 0 && !stands {
				first, stands = of[i]-1, true
			}
		}
		if !stands {
			continue
		}
		for i := range members {
			n := first
			if of[i] > 0 {
				n = of[i] - 1
			}
			for _, form := range forms[i] {
				typed.add(n, form)
			}
		}
	}
}

// inflected adds what a reader may type for a word, and tries some that is no word.
// What follows from the stem alone is wanted once for each.
func (t *englishTyped) inflected(word string, all bool) {
	for _, ending := range [...]string{"s", "d", "ed", "ing"} {
		if base, is := strings.CutSuffix(word, ending); is {
			t.form(base)
			t.form(base, "e")
		}
	}
	t.form(word, "s")
	t.form(word, "ship")
	t.form(word, "ships")
	if y, is := strings.CutSuffix(word, "y"); is {
		t.form(y, "ies")
	}
	if e, is := strings.CutSuffix(word, "e"); is {
		t.form(e, "ing")
		t.form(word, "d")
		t.form(word, "r")
		t.form(word, "rs")
	}
	stem := t.stem
	same := word == stem
	if regular := irregulars[word]; regular != "" {
		word = regular
		t.form(word)
	}
	last := stem[len(stem)-1:]
	for _, ending := range [...]string{"s", "es", "ed", "ing", "er", "ers", "ly"} {
		base, is := strings.CutSuffix(word, ending)
		if is && (base == stem || len(base) == len(stem)+1 && strings.HasPrefix(base, stem) && base[len(stem):] == last) { // elsewhere a stem is seldom a word
			t.form(stem)
		}
	}
	if !all {
		return
	}
	if stem != word { // guidance may be of guide; secret is not of secrete
		t.form(stem, "e")
	}
	if !same { // it is there already
		t.form(stem, "s")
	}
	for _, ending := range [...]string{"es", "ed", "ing", "er", "ers"} {
		t.form(stem, ending)
	}
	if y, is := strings.CutSuffix(stem, "i"); is {
		for _, ending := range [...]string{"y", "ies", "ied", "ying"} {
			t.form(y, ending)
		}
		return
	}
	if n := len(stem); n > 2 && strings.IndexByte(vowels, stem[n-1]) < 0 && strings.IndexByte(vowels, stem[n-2]) >= 0 {
		for _, ending := range [...]string{"ing", "ed", "er"} {
			t.form(stem, last, ending)
		}
	}
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

// english returns the stem of a word, which is valid until the next one: that of
// Porter2, but for a few words that change inside. Somebody's mentorship is found with
// the mentor where the site speaks of mentors.
func (s *stemming) english(word []byte, numbers *vocabulary) []byte {
	s.set(word)
	if irregularShapes.has(word) {
		if regular := irregulars[string(word)]; regular != "" {
			s.set([]byte(regular))
		}
	}
	single := bytes.TrimSuffix(s.b(), []byte("s"))
	switch {
	case bytes.HasSuffix(single, []byte("tion")):
		for _, e := range verbEndings {
			if base, is := bytes.CutSuffix(single, []byte(e.from)); is && len(base) > 0 {
				s.n = len(base) + copy(s.room[len(base):], e.to)
			}
		}
	case bytes.HasSuffix(single, []byte("ship")):
		base := single[:len(single)-len("ship")]
		if _, stands := numbers.find(base); stands && len(base) > 3 {
			s.n = len(base)
		}
	}
	return s.stem()
}

// englishForms are forms of a word that stands nowhere, as its endings make them: a
// can is nothing of canned.
func englishForms(word string) []string {
	n := len(word)
	last := word[n-1]
	out := []string{word, word + "s"}
	switch vowel := strings.IndexByte(vowels, last) >= 0; {
	case last == 'e':
		return append(out, word+"d", word[:n-1]+"ing")
	case last == 'y' && n > 1 && strings.IndexByte(vowels, word[n-2]) < 0:
		return append(out, word[:n-1]+"ies", word[:n-1]+"ied", word+"ing")
	case last == 's' || last == 'x' || last == 'z' || strings.HasSuffix(word, "ch") || strings.HasSuffix(word, "sh"):
		out = append(out, word+"es")
	case !vowel && n > 2 && strings.IndexByte(vowels, word[n-2]) >= 0 && strings.IndexByte(vowels, word[n-3]) < 0:
		out = append(out, word+string(last)+"ed", word+string(last)+"ing")
	}
	return append(out, word+"ed", word+"ing")
}

// agents adds what a reader may call those who do what a word says, one and
// several: who visits is a visitor, who collaborates a collaborator. Porter2 keeps
// these apart from the verb.
func (t *englishTyped) agents(word string) {
	for _, ending := range [...]string{"ation", "ating", "ated", "ative", "ate"} {
		if base, is := strings.CutSuffix(word, ending); is {
			t.agent(base, "", "ator")
			return
		}
	}
	for _, ending := range [...]string{"ion", "ive"} { // protection, supervision, inventive
		if base, is := strings.CutSuffix(word, ending); is && (strings.HasSuffix(base, "s") || strings.HasSuffix(base, "t")) {
			t.agent(base, "", "or")
			return
		}
	}
	for _, ending := range [...]string{"ing", "ed"} {
		if base, is := strings.CutSuffix(word, ending); is && len(base) > 2 {
			t.agent(base, "", "er")
			return
		}
	}
	if y, is := strings.CutSuffix(word, "y"); is {
		t.agent(y, "", "ier")
		return
	}
	n := len(word)
	if n < 3 {
		return
	}
	switch last := word[n-1:]; {
	case strings.HasSuffix(word, "ute"): // contribute, execute
		t.agent(word[:n-1], "", "or")
	case last == "e":
		t.agent(word[:n-1], "", "er")
	case last == "s" && !strings.HasSuffix(word, "ss"):
		t.agents(word[:n-1])
	default:
		t.agent(word, "", "er")
		if strings.HasSuffix(word, "ct") || strings.HasSuffix(word, "it") || strings.HasSuffix(word, "est") {
			t.agent(word, "", "or")
		}
		if !strings.Contains(vowels, last) && strings.IndexByte(vowels, word[n-2]) >= 0 {
			t.agent(word, last, "er")
		}
	}
}

// agent adds what those are called who do what the base says, with its last letter
// doubled or not.
func (t *englishTyped) agent(base, double, ending string) {
	if len(base)+len(double) > 2 && strings.ContainsAny(base, vowels) {
		t.unlessNamed(base, double, ending)
		t.unlessNamed(base, double, ending, "s")
	}
}

// unlessNamed adds a form if it, or what it is several of, is not among notAgents.
func (t *englishTyped) unlessNamed(parts ...string) {
	if !notAgents[string(bytes.TrimSuffix(t.try(parts...), []byte("s")))] {
		t.keep(t.of)
	}
}

// notAgents look like somebody who does something, and are machines or nothing of
// the kind.
var notAgents = wordSet(`
accelerator altar alternator anchor anger armor armour banner barrier beer better bitter blister border boulder
brother buffer bumper butler butter calculator cancer candor canter career cater cellar center chapter character
charter cheer clever cloister clover clutter color colour copper corner corridor counter cover crater critter cyber
danger debtor deer deliver differ dinner disaster doctor dollar donor door easter either elder elevator ember empower
encounter enter equator error escalator ether ever factor father favor favour feather fever fiber filter finger flavor
flavour floor flower fluster folder former foster further gather gender generator ginger glitter grammar hammer harbor
harbour higher hinder holster honor honour horror hover however hunger indicator infer inferior inner interior jitter
junior kosher labor labour ladder larder laser lather latter layer lecher ledger letter lever linger liquor litter
liver lobster lower lumber major manner manor master matter mayor member mentor meter minister minor mirror monitor
monster mother motor murder muster neither never number odor odour offer older order other outer over oyster pallor
paper partner pastor pepper pester pewter pillar plaster platter poker polar ponder poor poster power prefer prior
proper prosper quarter quiver radiator rather razor rector refrigerator register remainder remember render rigor river
roster rubber rudder rumor rumour sadder sector semester senior sensor sever shatter shelter shiver shoulder shower
shutter silver sister slander slaughter slender slumber sober solar soldier somber spider splendor splinter squalor
stagger steer stellar sterner stupor succor suffer suitor summer super surrender sweater swelter tailor tamper tatter
temper tender tenor terror theater thunder tiger timber together tower traitor transfer tremor trigger trouser tumor
tutor twitter udder ulcer ulterior under upper usher utter valor vapor vector vendor ventilator victor vigor vinegar
visor wander water weather welter whether whimper whisper winter wonder yonder younger`)

// unlike are words that a rule takes for forms of another, in whatever language that
// is, and that mean nothing like it: organs are not of an organizer, nor an orange of
// orang.
var unlike = wordSet(`
actor actors adder adders ales amen archer archers author authored authoring authors awe awed awes badger badgers
bane bates batter batters beret boarder boarders bomber bombers borer borers bounder bounders boxer boxers broker
brokers bumper bumpers buster busters can cane caned canes caning canning cans capes captor captors carter casing
comer comers comforter comforters conductor conductors confer confers conning cooky coupling courser coursers
creditor creditors dater daters depart departed departing departs dishing drawer drawers dropper droppers eider
eiders emote emoted emotes emoting environs ethnics evened evener evens feeder feeders fender fenders fielder
fielders finale fiver fivers fixer fixers funner gages goner goners grate grated grates grating grouper groupers
haler hanger hangers hatter hatters hinder hindered hindering hinders homer homers icing imported importing imports
interned interner interning jumper jumpers laser lasers liner liners locker lockers loner loners mine miner miners
mines mining minored minoring minors minuter missions mortal mule mutter negate negated orange oranges organ organs
pager pagers pale paled pales past paste pasted pastes pasting patter penned penning piling planter platter poker
pokers portage posit posited positing posits potter potters probe probed probes probing punter putted putter putters
putting quite ration rationed rationing rations recent recenter rectory repress repressed represses repressing
retrospect retrospects ringed roomer roomers rooster roosters rooter router rower rowers rubber ruler rulers saber
salami sander sanders seaman secrete secreted secretes seminal sever severe severed severely severer severing severs
shutter skipper skippers slider sliders slimmer slipper slippers slotter smother sopped sopping spinner spinners
splinter squarer stabler stabling stapler stater staters sticker stickers stinger stingers stocker striker strikers
suite suites suspender suspenders taper tapers taser tensor tensors ticker tickers toaster toner toners tracer
tracers tractor tractors trailer trailers turner turners twister variate vertices ward warder warders wards webbed
webbing willed wills wither witted witting zipper zippers`)

func wordSet(text string) map[string]bool {
	out := map[string]bool{}
	for word := range strings.FieldsSeq(text) {
		out[word] = true
	}
	return out
}

// izeEndings are those of verbs that half of the readers spell with a z.
var izeEndings = [...]string{"e", "es", "ed", "ing", "er", "ers", "ation", "ations"}

// izeVerb returns what a word of a verb in -ise or -ize has before that, and its
// ending. Others have a vowel, a v or a c there, and are not spelled in two ways:
// appraise, supervise, exercise.
func izeVerb(word string) (base, ending string, is bool) {
	for _, ending := range izeEndings {
		rest, found := strings.CutSuffix(word, ending)
		if n := len(rest) - 2; found && n > 3 && (rest[n:] == "is" || rest[n:] == "iz") && strings.IndexByte("aeiouvc", rest[n-1]) < 0 {
			return rest[:n], ending, true
		}
	}
	return "", "", false
}

// respelled adds forms of a word as the other half of its readers spell them. On
// pages each spelling stays a word of its own: organisation and organizer have one
// stem, and not one meaning.
func (t *englishTyped) respelled(word string) {
	if base, _, is := izeVerb(word); is {
		for _, ending := range izeEndings[:6] {
			t.add(t.of, base, "is", ending)
			t.add(t.of, base, "iz", ending)
		}
		return
	}
	for i, pair := range spellings {
		before, after, found := strings.Cut(word, pair[0])
		if ofShortWords := i < 2; found && !(ofShortWords && len(before) < 3) {
			t.add(t.of, before, pair[1], after)
			return
		}
	}
}

// spellings are what British and American English write in the same place. The first
// two are so in longer words only: an hour is an hour.
var spellings = [...][2]string{
	{"our", "or"}, {"or", "our"}, {"programme", "program"}, {"program", "programme"}, {"centre", "center"}, {"center", "centre"},
	{"icence", "icense"}, {"icense", "icence"}, {"efence", "efense"}, {"efense", "efence"}, {"ffence", "ffense"}, {"ffense", "ffence"},
}

// verbEndings are those of nouns that Latin made, and of their verbs: introduction,
// introduce.
var verbEndings = [...]ending{{"duction", "duce"}, {"scription", "scribe"}, {"sumption", "sume"}}

var irregularShapes = shapesOf(irregulars)

// irregulars are forms that no ending explains, and what they are forms of.
var irregulars = map[string]string{
	"advice": "advise", "alumni": "alumnus", "analyses": "analysis", "appendices": "appendix", "arisen": "arise",
	"arose": "arise", "ate": "eat", "awoke": "awake", "awoken": "awake", "beaten": "beat", "became": "become",
	"began": "begin", "begun": "begin", "bent": "bend", "bitten": "bite", "bled": "bleed", "blew": "blow",
	"blown": "blow", "bought": "buy", "bred": "breed", "broke": "break", "broken": "break", "brought": "bring",
	"built": "build", "burnt": "burn", "calves": "calf", "caught": "catch", "children": "child", "chose": "choose",
	"chosen": "choose", "clung": "cling", "crept": "creep", "crises": "crisis", "criteria": "criterion",
	"curricula": "curriculum", "dealt": "deal", "diagnoses": "diagnosis", "drank": "drink", "drawn": "draw",
	"dreamt": "dream", "drew": "draw", "driven": "drive", "drove": "drive", "dug": "dig", "eaten": "eat",
	"ended": "end", "fallen": "fall", "fed": "feed", "feet": "foot", "fell": "fall", "felt": "feel", "fled": "flee",
	"flew": "fly", "flown": "fly", "forbade": "forbid", "forbidden": "forbid", "forgave": "forgive",
	"forgiven": "forgive", "forgot": "forget", "forgotten": "forget", "fought": "fight", "found": "find",
	"froze": "freeze", "frozen": "freeze", "gave": "give", "geese": "goose", "given": "give", "goes": "go",
	"gone": "go", "grew": "grow", "grown": "grow", "halves": "half", "heard": "hear", "held": "hold", "hid": "hide",
	"hidden": "hide", "hung": "hang", "hypotheses": "hypothesis", "indices": "index", "kept": "keep", "knew": "know",
	"knives": "knife", "known": "know", "laid": "lay", "leant": "lean", "learnt": "learn", "led": "lead",
	"lent": "lend", "lives": "life", "loaves": "loaf", "lost": "lose", "made": "make", "meant": "mean",
	"memoranda": "memorandum", "men": "man", "met": "meet", "mice": "mouse", "misled": "mislead",
	"misunderstood": "misunderstand", "overcame": "overcome", "overheard": "overhear", "oversaw": "oversee",
	"overseen": "oversee", "paid": "pay", "parentheses": "parenthesis", "phenomena": "phenomenon", "ran": "run",
	"redone": "redo", "rewritten": "rewrite", "rewrote": "rewrite", "ridden": "ride", "risen": "rise", "rode": "ride",
	"rose": "rise", "rung": "ring", "said": "say", "sang": "sing", "sat": "sit", "saw": "see", "seen": "see",
	"selves": "self", "sent": "send", "shaken": "shake", "shelves": "shelf", "shook": "shake", "shot": "shoot",
	"shown": "show", "slept": "sleep", "slid": "slide", "sold": "sell", "sought": "seek", "spelt": "spell",
	"spent": "spend", "spoke": "speak", "spoken": "speak", "sprang": "spring", "spun": "spin", "stimuli": "stimulus",
	"stole": "steal", "stolen": "steal", "stood": "stand", "struck": "strike", "stuck": "stick", "stung": "sting",
	"swept": "sweep", "swore": "swear", "sworn": "swear", "swum": "swim", "swung": "swing", "syllabi": "syllabus",
	"syntheses": "synthesis", "taken": "take", "taught": "teach", "teeth": "tooth", "theses": "thesis",
	"thieves": "thief", "thought": "think", "threw": "throw", "thrown": "throw", "told": "tell", "took": "take",
	"tore": "tear", "torn": "tear", "undergone": "undergo", "understood": "understand", "underwent": "undergo",
	"undid": "undo", "undone": "undo", "upheld": "uphold", "went": "go", "wept": "weep", "withdrawn": "withdraw",
	"withdrew": "withdraw", "withheld": "withhold", "wives": "wife", "woke": "wake", "woken": "wake", "wolves": "wolf",
	"women": "woman", "won": "win", "wore": "wear", "worn": "wear", "written": "write", "wrote": "write",
}
