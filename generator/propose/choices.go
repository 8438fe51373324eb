package propose

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"

	"mentorbook/generator/diag"
	"mentorbook/generator/match"
	"mentorbook/generator/site"
	"mentorbook/generator/source"
)

// MostChoices is how many mentors a choice sheet offers at most.
const MostChoices = 5

// Choices is what each mentee may choose from. Its JSON keys are stable, and a
// list is never null. It says nothing of why, nor of who else may choose whom.
type Choices struct {
	Program source.ID   `json:"program"`
	Cohort  source.ID   `json:"cohort"`
	Sheets  []Sheet     `json:"sheets"`
	Without []source.ID `json:"without"` // mentees for whom there is nobody

	Config *source.Config  `json:"-"` // where the names are of who and what is meant
	About  *source.Program `json:"-"`
}

// Sheet is the mentors whom one mentee may choose from.
type Sheet struct {
	Person  source.ID `json:"person"`
	Choices []Choice  `json:"choices"` // the best first
}

// Choice is a mentor, and what of the mentee's wishes they offer.
type Choice struct {
	Mentor source.ID   `json:"mentor"`
	Topics []source.ID `json:"topics"`
}

// NewChoices returns a sheet of at most n mentors for each mentee who waits for a
// pair. Of a project with mistakes it returns what New does.
//
// The sheets are dealt in n rounds, and in each everybody gets one more mentor.
// A round is the best assignment in which no mentor is on more than so many sheets
// for each pair that they have room for; that number grows only where somebody
// would go without whom it keeps from a mentor. So those whom many want are not on
// every sheet, and everybody gets n mentors for whom there are as many.
//
// A sensitive program has none: a sheet tells three names, and a pair needs one.
func NewChoices(ctx context.Context, p source.Project, o site.Options, r Request, n int) (*Choices, diag.List, error) {
	x, list, err := load(ctx, p, o, r)
	if x == nil {
		return nil, list, err
	}
	if x.sensitive() {
		return nil, nil, fmt.Errorf("%s is a sensitive program, and a choice sheet names people who have not agreed to be known; leave --choices out, and ask about one pair at a time", x.program.ID)
	}
	dealt, err := x.deal(ctx, n)
	if err != nil {
		return nil, nil, err
	}
	out := &Choices{Program: x.program.ID, Cohort: x.cohort.ID, Sheets: []Sheet{}, Without: []source.ID{}, Config: x.config, About: x.program}
	for j, mentee := range x.mentees {
		if mentee.room == 0 || mentee.paired {
			continue
		}
		if len(dealt[j]) == 0 {
			out.Without = append(out.Without, mentee.ID)
			continue
		}
		slices.SortStableFunc(dealt[j], func(a, b candidate) int { return cmp.Compare(b.score, a.score) })
		sheet := Sheet{Person: mentee.ID}
		for _, c := range dealt[j] {
			mentor := x.mentors[c.mentor]
			sheet.Choices = append(sheet.Choices, Choice{mentor.ID, x.topics(mentor, mentee)})
		}
		out.Sheets = append(out.Sheets, sheet)
	}
	return out, nil, nil
}

// deal returns the candidates on the sheet of each mentee, in the order in which
// they came there.
func (x *roster) deal(ctx context.Context, n int) ([][]candidate, error) {
	dealt := make([][]candidate, len(x.mentees))
	sheets := make([]int, len(x.mentors)) // on which each mentor is
	left := slices.Clone(x.candidates)
	for level, round := 1, 1; round <= n; round++ {
		for {
			waiting := false // somebody could get another mentor in this round
			p := match.Problem{}
			for i, m := range x.mentors {
				p.Left = append(p.Left, match.Member{ID: string(m.ID), Capacity: max(0, level*m.room-sheets[i])})
			}
			for j, m := range x.mentees {
				p.Right = append(p.Right, match.Member{ID: string(m.ID)})
				if len(dealt[j]) < round && !m.paired {
					p.Right[j].Capacity = 1
				}
			}
			var of []int
			for k, c := range left {
				if p.Right[c.mentee].Capacity > 0 {
					waiting = true
					if p.Left[c.mentor].Capacity > 0 {
						p.Candidates = append(p.Candidates, match.Candidate{Left: c.mentor, Right: c.mentee, Score: int32(c.score)})
						of = append(of, k)
					}
				}
			}
			if !waiting {
				break
			}
			out, err := match.Solve(ctx, p)
			if err != nil {
				return nil, explainProof(err)
			}
			for _, i := range out.Taken {
				c := left[of[i]]
				dealt[c.mentee] = append(dealt[c.mentee], c)
				sheets[c.mentor]++
			}
			left = without(left, dealt)
			if len(out.Taken) == 0 {
				level++
			}
		}
	}
	return dealt, nil
}

// without returns the candidates that are not dealt yet.
func without(candidates []candidate, dealt [][]candidate) []candidate {
	return slices.DeleteFunc(candidates, func(c candidate) bool { return slices.Contains(dealt[c.mentee], c) })
}

// sensitive reports whether who takes part is told to nobody but the pair.
func (x *roster) sensitive() bool {
	return slices.Contains(site.SensitivePrograms(x.config), string(x.program.ID))
}

// explainProof says what to do when a result is not the best one.
func explainProof(err error) error {
	if errors.Is(err, match.ErrProof) {
		return fmt.Errorf("%w; nothing was proposed; this is a mistake of mentorbook, please report it", err)
	}
	return err
}
