package redact

import (
	"reflect"
	"slices"

	"mentorbook/generator/source"
)

// sensitive reports whether only the two of a pair, and who runs the program,
// know who takes part.
func sensitive(p *source.Program) bool {
	return p.Sensitivity == "sensitive" || p.Track == "diversity"
}

// knows reports whether the readers may know of a pair.
func (r *redactor) knows(p *source.Program, pairing *source.Pairing) bool {
	switch {
	case r.options.Pair != "":
		return string(pairing.ID) == r.options.Pair
	case r.level >= organizers:
		return !sensitive(p) || slices.Contains(r.options.Included, string(p.ID))
	}
	return r.level >= participants && !sensitive(p) && p.PairsVisible != "pair" && pairing.Status != "proposed" && pairing.Status != "declined"
}

// takePairs takes away the pairs that the readers may not know of, and where
// lists of pairs are kept.
func (r *redactor) takePairs() {
	programs := slices.Clone(r.out.Config.Programs)
	for i := range programs {
		p := &programs[i]
		p.Cohorts = slices.Clone(p.Cohorts)
		for j := range p.Cohorts {
			var left []source.Pairing
			for k := range p.Cohorts[j].Pairings.Items {
				pairing := &p.Cohorts[j].Pairings.Items[k]
				switch {
				case r.knows(p, pairing) || !r.hide(Hidden{What: "pair", ID: string(pairing.ID), node: pairing.Node, key: "id"}):
					left = append(left, *pairing)
				case r.level >= organizers: // see letThrough
					left = append(left, source.Pairing{})
				}
			}
			p.Cohorts[j].Pairings = source.List[source.Pairing]{Items: left}
		}
	}
	r.out.Config.Programs = programs
}

// takePeople takes away the people that the readers may not know of, and of the
// others what is not theirs to see.
func (r *redactor) takePeople() {
	paired := r.inPairs()
	var left []source.Person
	for i := range r.in.Config.People.Items {
		p := &r.in.Config.People.Items[i]
		switch {
		case r.level >= organizers || paired[p.ID]:
			left = append(left, r.participant(p))
		case r.agreed(p):
			left = append(left, r.entry(p))
		case !r.hide(Hidden{What: "person", ID: string(p.ID), node: p.Node, key: "id"}):
			left = append(left, *p)
		}
	}
	r.out.Config.People = source.List[source.Person]{Items: left}
	if r.level < organizers {
		r.renamePeople()
	}
}

// inPairs are the people of the pairs that the readers may know of.
func (r *redactor) inPairs() map[source.ID]bool {
	out := map[source.ID]bool{}
	for i := range r.in.Config.Programs {
		p := &r.in.Config.Programs[i]
		for _, cohort := range p.Cohorts {
			for k := range cohort.Pairings.Items {
				if pairing := &cohort.Pairings.Items[k]; r.knows(p, pairing) {
					out[pairing.Mentor], out[pairing.Mentee] = true, true
				}
			}
		}
	}
	return out
}

// agreed reports whether somebody agreed that these readers see an entry in the
// directory.
func (r *redactor) agreed(p *source.Person) bool {
	return p.Directory != nil && levels[p.Directory.Audience] <= r.level
}

// participant is what is seen of somebody in a pair, or by organizers.
func (r *redactor) participant(p *source.Person) source.Person {
	out := r.below(reflect.ValueOf(*p)).Interface().(source.Person)
	if r.level < organizers {
		out.Directory = r.agreement(p)
	}
	if r.agreed(p) {
		out.Name, out.Unit, out.Offers = p.Name, p.Unit, p.Offers
	}
	return out
}

// entry is what is seen of somebody who agreed to be in the directory and whom
// the readers know of from there alone.
func (r *redactor) entry(p *source.Person) source.Person {
	out := source.Person{Node: p.Node, ID: p.ID, Name: p.Name, Unit: p.Unit, Offers: p.Offers, Directory: r.agreement(p)}
	in, cut := reflect.ValueOf(*p), reflect.ValueOf(&out).Elem()
	for i := range in.NumField() {
		f := in.Type().Field(i)
		hidden := levelOf(f.Tag) > public && cut.Field(i).IsZero() && !in.Field(i).IsZero()
		if hidden && !r.hide(valueOf(p.Node, f)) {
			cut.Field(i).Set(in.Field(i))
		}
	}
	return out
}

// agreement is what is left of an agreement: that it applies here, or nothing.
func (r *redactor) agreement(p *source.Person) *source.Directory {
	if p.Directory == nil || !r.hide(Hidden{What: "directory", ID: string(p.ID), node: p.Node, key: "directory"}) {
		return p.Directory
	}
	if r.agreed(p) {
		return &source.Directory{Audience: "public"}
	}
	return nil
}

// renamePeople gives people ids that say nothing of the ones they have.
func (r *redactor) renamePeople() {
	config := r.out.Config
	names := map[source.ID]source.ID{}
	for i := range config.People.Items {
		p := &config.People.Items[i]
		names[p.ID] = word(i)
		p.ID = names[p.ID]
	}
	for _, program := range config.Programs {
		for _, cohort := range program.Cohorts {
			for i := range cohort.Pairings.Items {
				pairing := &cohort.Pairings.Items[i]
				pairing.Mentor, pairing.Mentee = names[pairing.Mentor], names[pairing.Mentee]
			}
		}
	}
}

// word is an id made of letters alone: a, b, …, z, ba, bb, …
func word(n int) source.ID {
	out := source.ID('a' + rune(n%26))
	if n >= 26 {
		return word(n/26) + out
	}
	return out
}
