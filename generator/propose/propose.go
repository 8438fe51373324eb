// Package propose says who could be a pair in a cohort, and why.
//
// A project and the name of a cohort go in; pairs of those who signed up come out,
// with reasons in plain words, with what kept the others from being matched, and
// with the files that hold the pairs as proposals. Whom the rules of package fit
// object to is never proposed; how much each of the others is worth is said by the
// weights of the program, and package match finds the best of all assignments. The
// package names people by id only. It decides nothing for people, and writes
// nothing.
package propose

import (
	"context"
	"fmt"
	"io"
	"strings"

	"mentorbook/generator/diag"
	"mentorbook/generator/figures"
	"mentorbook/generator/match"
	"mentorbook/generator/patch"
	"mentorbook/generator/site"
	"mentorbook/generator/source"
)

// Request says what is to be proposed.
type Request struct {
	Program, Cohort string
	KeepProposed    bool      // pairs that are proposed already stay
	Random          io.Reader // of which ids of pairs are made
}

// Proposal is the best assignment of those who signed up. Its JSON keys are
// stable, and a list is never null. What has no key is for people.
type Proposal struct {
	Program   source.ID   `json:"program"`
	Cohort    source.ID   `json:"cohort"`
	Objective string      `json:"objective"`
	Pairs     []Pair      `json:"pairs"`
	Unmatched []Unmatched `json:"unmatched"`
	Total     int64       `json:"total"` // of the scores
	Proof     Proof       `json:"proof"`
	Compared  Compared    `json:"compared"`

	Mentors, Mentees int         `json:"-"` // who signed up; those for both are in both
	Staying          int         `json:"-"` // pairs of the cohort that are accepted, or are kept
	FirstWishes      int         `json:"-"` // pairs about what the mentee wants most
	NotOffered       []source.ID `json:"-"` // topics that mentees want and no mentor offers

	Units, Sites *figures.Table        `json:"-"` // how many of each have a pair; what is too small to be told is withheld
	Room         map[source.ID]int     `json:"-"` // of everybody who signed up: the pairs that they could be in, these included
	Exchanges    map[[2]source.ID]bool `json:"-"` // mentors and mentees who could become pairs when a pair makes room for a next best one
	Config       *source.Config        `json:"-"` // where the names are of who and what is meant
	About        *source.Program       `json:"-"`

	Files   []patch.File `json:"-"` // with the pairs as proposals; nil when nothing changes
	NoFiles error        `json:"-"` // why the pairs cannot be written where the cohort keeps its own
}

// Pair is two people who are proposed to each other.
type Pair struct {
	Option
	Reasons []string `json:"reasons"` // Why, in words
	Kept    bool     `json:"kept"`    // it was proposed before

	NextMentors, NextMentees []Option `json:"-"` // the next best for the mentee, and for the mentor
}

// Option is two people against whom nothing speaks.
type Option struct {
	Mentor source.ID   `json:"mentor"`
	Mentee source.ID   `json:"mentee"`
	Score  int         `json:"score"`
	Topics []source.ID `json:"topics"` // that the mentor offers and the mentee wants, the best first
	Why    []Reason    `json:"-"`
}

// Unmatched is somebody who signed up, and for whom there is nobody.
type Unmatched struct {
	Person     source.ID      `json:"person"`
	Role       string         `json:"role"`
	Blocked    map[string]int `json:"blocked"`    // by rule, how many of the other side it kept away
	Relaxation string         `json:"relaxation"` // Least, in words
	Least      Relaxation     `json:"-"`          // the least that would have to change
}

// Proof says that no other assignment is better: its total is what the bound
// allows. It is not tight where so many would be either mentor or mentee that the
// search for the best was given up.
type Proof struct {
	Bound int64 `json:"bound"`
	Tight bool  `json:"tight"`

	Pairs int `json:"-"` // that the bound belongs to
}

// Compared says what simpler ways to match the same people come to.
type Compared struct {
	Random Value `json:"random"`
	Greedy Value `json:"greedy"`
}

// Value is how good an assignment is.
type Value struct {
	Pairs int   `json:"pairs"`
	Total int64 `json:"total"`
}

// New proposes pairs. The list of diagnostics is for a project whose people,
// programs or lists have mistakes, and the proposal is nil then. The error says
// why there is nobody to match, too.
func New(ctx context.Context, p source.Project, o site.Options, r Request) (*Proposal, diag.List, error) {
	x, list, err := load(ctx, p, o, r)
	if x == nil {
		return nil, list, err
	}
	out, err := x.assign(ctx)
	if err != nil {
		return nil, nil, err
	}
	out.Files, out.NoFiles = x.files(out.Pairs, r.Random)
	return out, nil, nil
}

// load reads who could be matched. What it returns without a roster is as in New.
func load(ctx context.Context, p source.Project, o site.Options, r Request) (*roster, diag.List, error) {
	sources, list, err := source.Load(ctx, p, nil)
	if err != nil || sources.Config == nil {
		return nil, list, err
	}
	program, cohort, err := find(sources.Config, r)
	if err != nil {
		return nil, nil, err
	}
	o.Audience, o.Pair, o.Drafts = site.Organizers, "", true
	_, _, across, err := site.Assemble(ctx, sources, o)
	if err != nil {
		return nil, nil, err
	}
	if list := mistakes(append(list, across...), cohort); list.HasErrors() {
		return nil, list, nil
	}
	if err := canMatch(sources.Config, program, cohort); err != nil {
		return nil, nil, err
	}
	x := newRoster(sources.Config, program, cohort, r.KeepProposed)
	x.findCandidates()
	return x, nil, nil
}

// find returns the cohort that is meant.
func find(config *source.Config, r Request) (*source.Program, *source.Cohort, error) {
	var names []string
	for i := range config.Programs {
		program := &config.Programs[i]
		for j := range program.Cohorts {
			cohort := &program.Cohorts[j]
			if string(program.ID) == r.Program && string(cohort.ID) == r.Cohort {
				return program, cohort, nil
			}
			names = append(names, string(program.ID)+"/"+string(cohort.ID))
		}
	}
	if len(names) == 0 {
		return nil, nil, fmt.Errorf("%s has no cohort; add one to a program", source.ConfigPath)
	}
	name := r.Program + "/" + r.Cohort
	return nil, nil, fmt.Errorf("there is no cohort %q; %s", name, diag.DidYouMean(name, names, "there are "+strings.Join(names, ", ")))
}

// mistakes returns the errors in people, programs and lists; pages can wait. A
// list of pairs that is not there yet is none.
func mistakes(list diag.List, cohort *source.Cohort) diag.List {
	var out diag.List
	for _, d := range list {
		page := d.Span.File != nil && (strings.HasPrefix(d.Span.File.Path, source.ContentDir+"/") || strings.HasPrefix(d.Span.File.Path, "themes/"))
		if d.Severity == diag.Error && !page && !(cohort.Pairings.Missing && d.Span == cohort.Pairings.Span()) {
			out = append(out, d)
		}
	}
	return out
}

// canMatch says what is missing before anybody can be matched.
func canMatch(config *source.Config, program *source.Program, cohort *source.Cohort) error {
	name := string(program.ID) + "/" + string(cohort.ID)
	const private = "name the folder of private lists with --private DIR"
	signups, pairings := &cohort.Signups, &cohort.Pairings
	switch {
	case !config.Sound:
		return fmt.Errorf("%s has mistakes; mentorbook check lists them", source.ConfigPath)
	case config.People.Missing:
		return fmt.Errorf("the list of people %q is not there; %s", config.People.Path, private)
	case signups.Missing:
		return fmt.Errorf("the signups of %s, %q, are not there; %s", name, signups.Path, private)
	case len(signups.Items) == 0:
		return fmt.Errorf("nobody has signed up for %s; take their answers over with mentorbook import signups FILE --cohort %s, or list them under signups: of the cohort, as {person: ID, role: mentor}", name, name)
	case pairings.Missing && pairings.Private && !signups.Private && !config.People.Private:
		return fmt.Errorf("the pairs of %s, %q, are not there; %s", name, pairings.Path, private)
	}
	return nil
}

// assign finds the best pairs and explains them.
func (x *roster) assign(ctx context.Context) (*Proposal, error) {
	problem := x.problem()
	solution, err := match.Solve(ctx, problem)
	if err != nil {
		return nil, explainProof(err)
	}
	taken, bound := solution.Taken, solution.Bound
	out := &Proposal{
		Program: x.program.ID, Cohort: x.cohort.ID, Objective: "most-pairs", Pairs: []Pair{}, Unmatched: []Unmatched{},
		Mentors: len(x.mentors), Mentees: len(x.mentees), Staying: x.staying, NotOffered: x.notOffered(),
		Room: map[source.ID]int{}, Exchanges: x.exchanges(taken), Config: x.config, About: x.program,
	}
	for id, m := range x.everybody {
		out.Room[id] = m.room
	}
	if problem.BestFit {
		out.Objective = "best-fit"
	}
	is := set(taken)
	for _, i := range taken {
		pair := x.explain(i, is)
		out.Pairs = append(out.Pairs, pair)
		out.Total += int64(pair.Score)
		if x.firstWish(i) {
			out.FirstWishes++
		}
	}
	out.Proof = Proof{bound.Score, bound.Pairs == len(taken) && bound.Score == out.Total, bound.Pairs}
	random, greedy := match.Random(problem), match.Greedy(problem)
	out.Compared = Compared{Value{random.Pairs, random.Score}, Value{greedy.Pairs, greedy.Score}}
	matched := x.matched(taken)
	out.Unmatched = x.unmatched(taken, matched)
	out.Units, out.Sites = x.coverage(matched)
	return out, nil
}
