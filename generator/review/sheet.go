package review

import (
	"cmp"
	"slices"

	"mentorbook/generator/propose"
	"mentorbook/generator/source"
)

// sheetPage is the view of the review sheet.
type sheetPage struct {
	page
	Cohort     string // PROGRAM/COHORT
	Program    string
	Pairs      []pairView
	Answers    []string // that can be given to each
	Unmatched  []unmatchedView
	Units      unitsView
	NotOffered []string
	Proposal   *propose.Proposal
	Data       sheetData
}

// sheetData is what the script needs beside what it sees.
type sheetData struct {
	Cohort    string               `json:"cohort"`
	Room      map[source.ID]int    `json:"room"`
	Names     map[source.ID]string `json:"names"`
	Exchanges [][2]source.ID       `json:"exchanges"`
	Words     map[string]string    `json:"words"`
}

type pairView struct {
	Number         int
	Mentor, Mentee person
	Score          int
	Topics         []string
	Reasons        []string
	Kept           bool
	Others         []sideView
}

// sideView is who else could be the partner of one of a pair.
type sideView struct {
	For     person
	Options []optionView
}

type optionView struct {
	Mentor, Mentee source.ID
	Other          person // the one who is new
	Score          int
	Topics         []string
	Free           bool // the other is in no pair yet
}

type unmatchedView struct {
	Person  person
	Role    string // a key of words
	Blocked []blockedView
	Change  string
}

type blockedView struct {
	Rule  string
	Count int
}

// Sheet returns the review sheet of a proposal, in the default language of the
// site if the sheets speak it.
func Sheet(p *propose.Proposal) ([]byte, error) {
	lang := language(p.Config.Site.Languages[:1])
	s := &sheet{Proposal: p, lang: lang, people: peopleOf(p.Config), free: map[source.ID]bool{}}
	s.speaker = p.Speaker(propose.Speaker{Lang: lang, Name: s.people.name})
	for _, u := range p.Unmatched {
		s.free[u.Person] = true
	}
	program := p.About.Title.In(lang, p.Config.Site.Languages[0])
	frame, err := newPage(lang, named(program, p.Cohort), "review.css", "review.js")
	if err != nil {
		return nil, err
	}
	view := sheetPage{
		page: frame, Program: program, Cohort: string(p.Program + "/" + p.Cohort), Proposal: p,
		NotOffered: topics(s.speaker, p.NotOffered), Units: s.units(), Answers: []string{"accept", "swap", "drop"},
	}
	for i, pair := range p.Pairs {
		view.Pairs = append(view.Pairs, s.pair(i+1, pair))
	}
	for _, u := range p.Unmatched {
		view.Unmatched = append(view.Unmatched, s.unmatched(u))
	}
	view.Data = s.data(view.Cohort)
	return fill("review.html", lang, view)
}

// sheet makes the views of a review sheet.
type sheet struct {
	*propose.Proposal
	lang    string
	people  people
	speaker propose.Speaker
	free    map[source.ID]bool
}

func (s *sheet) show(id source.ID) person {
	return s.people.show(id, s.lang, s.Config.Site.Languages[0])
}

func (s *sheet) pair(number int, p propose.Pair) pairView {
	out := pairView{
		Number: number, Mentor: s.show(p.Mentor), Mentee: s.show(p.Mentee), Score: p.Score,
		Topics: topics(s.speaker, p.Topics), Kept: p.Kept,
	}
	for _, r := range p.Why {
		out.Reasons = append(out.Reasons, s.speaker.Reason(r))
	}
	forMentee := sideView{For: out.Mentee}
	for _, o := range p.NextMentors {
		forMentee.Options = append(forMentee.Options, s.option(o, o.Mentor))
	}
	forMentor := sideView{For: out.Mentor}
	for _, o := range p.NextMentees {
		forMentor.Options = append(forMentor.Options, s.option(o, o.Mentee))
	}
	for _, side := range []sideView{forMentee, forMentor} {
		if len(side.Options) > 0 {
			out.Others = append(out.Others, side)
		}
	}
	return out
}

func (s *sheet) option(o propose.Option, other source.ID) optionView {
	return optionView{o.Mentor, o.Mentee, s.show(other), o.Score, topics(s.speaker, o.Topics), s.free[other]}
}

// unmatched says what kept somebody from being matched, the most frequent first.
// Some rules are called alike here, so as not to tell who avoids whom.
func (s *sheet) unmatched(u propose.Unmatched) unmatchedView {
	out := unmatchedView{Person: s.show(u.Person), Role: "role." + u.Role, Change: s.speaker.Relaxation(u.Least)}
	for rule, n := range u.Blocked {
		out.Blocked = append(out.Blocked, blockedView{s.speaker.Rule(rule), n})
	}
	slices.SortFunc(out.Blocked, func(a, b blockedView) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.Rule, b.Rule))
	})
	return out
}

func (s *sheet) data(cohort string) sheetData {
	d := sheetData{Cohort: cohort, Room: s.Room, Names: map[source.ID]string{}, Exchanges: [][2]source.ID{}, Words: words(s.lang)}
	for id := range s.Room {
		d.Names[id] = s.people.name(id)
	}
	for two := range s.Exchanges {
		d.Exchanges = append(d.Exchanges, two)
	}
	slices.SortFunc(d.Exchanges, func(a, b [2]source.ID) int { return cmp.Or(cmp.Compare(a[0], b[0]), cmp.Compare(a[1], b[1])) })
	return d
}
