package letters

import (
	"mentorbook/generator/site"
	"mentorbook/generator/source"
)

// daysAfter is how long after the end of a cohort letters are still due.
const daysAfter = 30

// Due is a moment that has come for somebody.
type Due struct {
	Program source.ID
	Cohort  source.ID
	Moment  source.ID
	Letters int // how many there are to send
}

// AllDue lists the moments that have come on the day of the site, of those that
// the tool knows and somebody has written a letter for. The site is the one of
// organizers, with all pairs.
func AllDue(s *site.Site, config *source.Config) []Due {
	var out []Due
	for _, p := range s.Programs {
		for _, c := range p.Cohorts {
			if s.Now.After(c.Ends.AddDays(daysAfter)) {
				continue
			}
			for _, moment := range source.Moments {
				texts := textsFor(s, moment.Name, p.Sensitive)
				if x := selectionOf(s, config, c, Request{Moment: string(moment.Name)}, texts); len(x.readers) > 0 {
					out = append(out, Due{p.ID, c.ID, moment.Name, len(x.readers)})
				}
			}
		}
	}
	return out
}
