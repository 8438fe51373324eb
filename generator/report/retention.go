package report

import (
	"mentorbook/generator/schedule"
	"mentorbook/generator/source"
)

// PastPairing is a pairing that was to be removed from a day on.
type PastPairing struct {
	Pair
	Since Day `json:"since"`
}

// PastSignup is a signup that was to be removed from a day on.
type PastSignup struct {
	Person  source.ID `json:"person"`
	Program source.ID `json:"program"`
	Cohort  source.ID `json:"cohort"`
	Since   Day       `json:"since"`
}

// PastPerson is somebody whose signups and pairings are all past their time.
type PastPerson struct {
	ID    source.ID `json:"id"`
	Since Day       `json:"since"`
}

// past is what is kept longer than its program allows. No list is nil.
type past struct {
	pairings []PastPairing
	signups  []PastSignup
	people   []PastPerson
}

// pastRetention returns the pairings and signups that are kept longer than their
// programs allow, and the people who are in no others. Somebody who neither signed
// up nor is in a pair is in no cohort, and nothing ends for them.
func (p *project) pastRetention() past {
	out := past{[]PastPairing{}, []PastSignup{}, []PastPerson{}}
	until := map[source.ID]schedule.Date{} // the last day of the longest of a person's cohorts
	keep := func(person source.ID, last schedule.Date) {
		if until[person].Before(last) {
			until[person] = last
		}
	}
	for _, program := range p.sources.Config.Programs {
		for _, cohort := range program.Cohorts {
			if cohort.Ends.IsZero() { // a mistake that was counted
				continue
			}
			last := cohort.Ends.AddDays(program.RetentionDays)
			for _, signup := range cohort.Signups.Items {
				if last.Before(p.now) {
					out.signups = append(out.signups, PastSignup{signup.Person, program.ID, cohort.ID, Day{last.AddDays(1)}})
				}
				keep(signup.Person, last)
			}
			for _, pairing := range cohort.Pairings.Items {
				if last.Before(p.now) {
					out.pairings = append(out.pairings, PastPairing{Pair{pairing.ID, program.ID, cohort.ID}, Day{last.AddDays(1)}})
				}
				keep(pairing.Mentor, last)
				keep(pairing.Mentee, last)
			}
		}
	}
	for _, person := range p.sources.Config.People.Items {
		if last, known := until[person.ID]; known && last.Before(p.now) {
			out.people = append(out.people, PastPerson{person.ID, Day{last.AddDays(1)}})
		}
	}
	return out
}
