// Package fit says what speaks against two people as a mentoring pair.
//
// In go two people and the rules of a program, as plain values; out come
// objections, the gravest first, each of one rule. The package is pure and knows
// no file, no format and no words for readers: who asks decides whether an
// objection is a warning (for a pair that people have made) or a refusal (for
// one that is to be proposed), and how it is said.
package fit

import "slices"

// Person is what the rules ask of somebody. Ids are opaque.
type Person struct {
	ID        string
	Level     int      // seniority; only differences count
	HasLevel  bool     // without a level, no rule about levels objects
	Managers  []string // ids: the manager, then the manager's manager; short where one is not known
	Languages []string // that the person can meet in
	Offers    []string // ids of topics that the person teaches
	Wants     []string // ids of topics that the person wants to learn
	Avoid     []string // ids of people not to be paired with
	Capacity  int      // pairs at a time
	Unit      string   // the name of the unit
	Site      string   // empty where it is not known
	Offset    int      // of the person's clock, in minutes east of UTC
	Free      []Span   // when the person can meet, not overlapping; nil for any time
}

// Span is a part of the week, in minutes from its beginning, Sunday at 0:00 UTC.
type Span struct{ From, To int }

// Week is the length of a week in minutes.
const Week = 7 * 24 * 60

// Program is what the rules ask of a program.
type Program struct {
	Reverse     bool // the mentee is the senior one
	MinLevelGap int  // of a reverse program: levels that the mentee stands above the mentor
	OtherUnit   bool // they are of two units
	SameSite    bool // they work at one site
	MaxZoneGap  int  // hours between their clocks
	MinOverlap  int  // minutes a week at which both can meet

	// Who was a pair before, and who declined to be one in this program, as Two
	// names them.
	Earlier, Declined map[[2]string]bool
}

// Rule names what an objection is about.
type Rule uint8

// The rules, in the order of Objections.
const (
	SamePerson        Rule = iota + 1 // nobody mentors themselves; no further rule is asked then
	LevelGap                          // the mentee of a reverse program is senior enough
	IsManager                         // Who is the manager of Whom
	IsManagersManager                 // Who is the manager's manager of Whom
	SameManager                       // they report to one manager
	Avoided                           // Who asked not to be paired with Whom
	NoSharedLanguage                  // they can talk to each other
	NoSharedTopic                     // the mentor offers what the mentee wants
	SameUnit                          // they are of two units
	OtherSite                         // they work at one site
	ZoneGap                           // they are awake at the same hours
	NoOverlap                         // they have time together
	EarlierPair                       // they were a pair before
	DeclinedPair                      // one of them declined the other before
)

// Objection is one rule that two people break. Who and Whom are their ids, in
// the order in which the rule names them.
type Objection struct {
	Rule      Rule
	Who, Whom string
}

// Objections returns what speaks against the pair. Of the reporting line it
// names the closest tie only. The topics are those that the two are to work on;
// nil stands for any.
func Objections(mentor, mentee Person, topics []string, program Program) []Objection {
	if mentor.ID == mentee.ID {
		return []Objection{{SamePerson, mentor.ID, mentee.ID}}
	}
	var out []Objection
	if program.Reverse && mentor.HasLevel && mentee.HasLevel && mentee.Level-mentor.Level < program.MinLevelGap {
		out = append(out, Objection{LevelGap, mentee.ID, mentor.ID})
	}
	if o, found := reportingLine(mentor, mentee); found {
		out = append(out, o)
	}
	switch {
	case slices.Contains(mentor.Avoid, mentee.ID):
		out = append(out, Objection{Avoided, mentor.ID, mentee.ID})
	case slices.Contains(mentee.Avoid, mentor.ID):
		out = append(out, Objection{Avoided, mentee.ID, mentor.ID})
	}
	if !slices.ContainsFunc(mentor.Languages, in(mentee.Languages)) {
		out = append(out, Objection{NoSharedLanguage, mentor.ID, mentee.ID})
	}
	shared := Shared(mentor, mentee)
	if topics == nil && len(shared) == 0 || topics != nil && !slices.ContainsFunc(topics, in(shared)) {
		out = append(out, Objection{NoSharedTopic, mentor.ID, mentee.ID})
	}
	for _, broken := range []struct {
		is   bool
		rule Rule
	}{
		{program.OtherUnit && mentor.Unit == mentee.Unit, SameUnit},
		{program.SameSite && mentor.Site != "" && mentee.Site != "" && mentor.Site != mentee.Site, OtherSite},
		{Gap(mentor, mentee) > 60*program.MaxZoneGap, ZoneGap},
		{Overlap(mentor, mentee) < program.MinOverlap, NoOverlap},
		{program.Earlier[Two(mentor.ID, mentee.ID)], EarlierPair},
		{program.Declined[Two(mentor.ID, mentee.ID)], DeclinedPair},
	} {
		if broken.is {
			out = append(out, Objection{broken.rule, mentor.ID, mentee.ID})
		}
	}
	return out
}

// Gap returns how many minutes lie between the clocks of two people, at most half
// a day: for who is a day ahead the hours are the same.
func Gap(a, b Person) int {
	const day = 24 * 60
	gap := ((a.Offset-b.Offset)%day + day) % day
	return min(gap, day-gap)
}

// Overlap returns the minutes a week at which both can meet.
func Overlap(a, b Person) int {
	switch {
	case a.Free == nil && b.Free == nil:
		return Week
	case a.Free == nil:
		a, b = b, Person{Free: []Span{{0, Week}}}
	case b.Free == nil:
		b.Free = []Span{{0, Week}}
	}
	minutes := 0
	for _, x := range a.Free {
		for _, y := range b.Free {
			minutes += max(0, min(x.To, y.To)-max(x.From, y.From))
		}
	}
	return minutes
}

// Shared returns the topics that the mentor offers and the mentee wants, in the
// order of the offers.
func Shared(mentor, mentee Person) []string {
	var out []string
	for _, topic := range mentor.Offers {
		if slices.Contains(mentee.Wants, topic) {
			out = append(out, topic)
		}
	}
	return out
}

// reportingLine looks for a manager between the two, upwards from each.
func reportingLine(mentor, mentee Person) (Objection, bool) {
	for _, p := range [][2]Person{{mentor, mentee}, {mentee, mentor}} {
		switch slices.Index(p[0].Managers, p[1].ID) {
		case 0:
			return Objection{IsManager, p[1].ID, p[0].ID}, true
		case 1:
			return Objection{IsManagersManager, p[1].ID, p[0].ID}, true
		}
	}
	if len(mentor.Managers) > 0 && len(mentee.Managers) > 0 && mentor.Managers[0] == mentee.Managers[0] {
		return Objection{SameManager, mentor.ID, mentee.ID}, true
	}
	return Objection{}, false
}

// Room returns how many more pairs somebody can take who has that many; it is
// negative where there are too many.
func (p Person) Room(pairs int) int { return p.Capacity - pairs }

// Two names a pair whoever of the two is the mentor: who was a pair is not
// paired again the other way round.
func Two(a, b string) [2]string { return [2]string{min(a, b), max(a, b)} }

func in(words []string) func(string) bool {
	return func(word string) bool { return slices.Contains(words, word) }
}
