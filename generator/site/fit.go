package site

import (
	"slices"
	"time"

	"mentorbook/generator/fit"
	"mentorbook/generator/schedule"
	"mentorbook/generator/source"
)

// Fitting says of a project's people and programs what the rules for pairs ask.
// Whoever warns of a pair and whoever proposes one asks it the same.
type Fitting struct {
	people   map[source.ID]*source.Person
	language string         // the default one, in which units have their names
	zone     *time.Location // of who has none
}

// NewFitting knows the people of a project.
func NewFitting(config *source.Config) *Fitting {
	f := &Fitting{
		people: make(map[source.ID]*source.Person, len(config.People.Items)), language: config.Site.Languages[0],
		zone: config.Site.Timezone.Location(time.UTC),
	}
	for i := range config.People.Items {
		f.people[config.People.Items[i].ID] = &config.People.Items[i]
	}
	return f
}

// Person is what the rules ask of somebody. Clocks are compared as they are on
// the day given: they go forward and back on different days.
func (f *Fitting) Person(p *source.Person, day schedule.Date) fit.Person {
	offset := f.offset(p, day)
	out := fit.Person{
		ID: string(p.ID), HasLevel: p.Level != nil, Languages: p.Languages, Capacity: p.Capacity,
		Unit: p.Unit.In(f.language), Site: p.Site, Offset: offset, Free: free(p, offset),
	}
	if p.Level != nil {
		out.Level = *p.Level
	}
	if p.Manager != "" {
		out.Managers = append(out.Managers, string(p.Manager))
		if boss := f.people[p.Manager]; boss != nil && boss.Manager != "" {
			out.Managers = append(out.Managers, string(boss.Manager))
		}
	}
	for _, offer := range p.Offers {
		out.Offers = append(out.Offers, string(offer.Topic))
	}
	for _, want := range p.Wants {
		out.Wants = append(out.Wants, string(want.Topic))
	}
	for _, id := range p.Avoid {
		out.Avoid = append(out.Avoid, string(id))
	}
	return out
}

// offset is how far somebody's clock is ahead of UTC at noon, in minutes.
func (f *Fitting) offset(p *source.Person, day schedule.Date) int {
	noon := time.Date(day.Year, day.Month, day.Day, 12, 0, 0, 0, p.Timezone.Location(f.zone))
	_, seconds := noon.Zone()
	return seconds / 60
}

// free returns when somebody can meet; a time may begin in one week and end in
// the next.
func free(p *source.Person, offset int) []fit.Span {
	var out []fit.Span
	for _, t := range p.Available {
		midnight := int(t.Day)*24*60 - offset
		from, to := midnight+60*t.From.Hour+t.From.Minute, midnight+60*t.To.Hour+t.To.Minute
		for week := -fit.Week; week <= fit.Week; week += fit.Week {
			if a, b := max(0, from+week), min(fit.Week, to+week); a < b {
				out = append(out, fit.Span{From: a, To: b})
			}
		}
	}
	return joined(out)
}

// joined returns the spans in order; those that meet become one.
func joined(spans []fit.Span) []fit.Span {
	slices.SortFunc(spans, func(a, b fit.Span) int { return a.From - b.From })
	var out []fit.Span
	for _, s := range spans {
		if n := len(out); n > 0 && s.From <= out[n-1].To {
			out[n-1].To = max(out[n-1].To, s.To)
			continue
		}
		out = append(out, s)
	}
	return out
}

// FitProgram is what the rules ask of a program, but for what happened before.
func FitProgram(p *source.Program) fit.Program {
	m := &p.Matching
	return fit.Program{
		Reverse: p.Type == "reverse", MinLevelGap: m.MinLevelGap, OtherUnit: m.SameUnit == "forbid",
		SameSite: m.SameSite == "require", MaxZoneGap: m.MaxZoneGap, MinOverlap: m.MinOverlap,
	}
}
