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

// PastPerson is somebody whose pairings are all past their time.
type PastPerson struct {
	ID    source.ID `json:"id"`
	Since Day       `json:"since"`
}

// pastRetention returns the pairings that are kept longer than their programs
// allow, and the people whose pairings are all such. Somebody who is in no pair
// is in no cohort, and nothing ends for them. No list is nil.
func (p *project) pastRetention() (pairings []PastPairing, people []PastPerson) {
	pairings, people = []PastPairing{}, []PastPerson{}
	until := map[source.ID]schedule.Date{} // the last day of the longest of a person's pairings
	for _, program := range p.sources.Config.Programs {
		days := program.RetentionDays
		for _, cohort := range program.Cohorts {
			if cohort.Ends.IsZero() { // a mistake that was counted
				continue
			}
			last := cohort.Ends.AddDays(days)
			for _, pairing := range cohort.Pairings.Items {
				if last.Before(p.now) {
					pairings = append(pairings, PastPairing{Pair{pairing.ID, program.ID, cohort.ID}, Day{last.AddDays(1)}})
				}
				for _, person := range []source.ID{pairing.Mentor, pairing.Mentee} {
					if until[person].Before(last) {
						until[person] = last
					}
				}
			}
		}
	}
	for _, person := range p.sources.Config.People.Items {
		if last, paired := until[person.ID]; paired && last.Before(p.now) {
			people = append(people, PastPerson{person.ID, Day{last.AddDays(1)}})
		}
	}
	return pairings, people
}
