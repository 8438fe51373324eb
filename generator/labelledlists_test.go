package generator_test

import (
	"fmt"
	"reflect"
	"slices"
	"strings"

	"mentorbook/generator/source"
)

// member is somebody in the project.
type member struct {
	name      string
	pairs     []string
	directory string
}

var members = []member{
	{name: "mentor of open", pairs: []string{"open"}},
	{name: "mentee of open", pairs: []string{"open"}},
	{name: "mentor of ended", pairs: []string{"ended"}},
	{name: "mentee of ended", pairs: []string{"ended"}},
	{name: "mentor of proposed", pairs: []string{"proposed"}},
	{name: "mentee of proposed", pairs: []string{"proposed"}},
	{name: "mentor of alone", pairs: []string{"alone"}},
	{name: "mentee of alone", pairs: []string{"alone"}, directory: "participants"},
	{name: "mentor of both", pairs: []string{"both", "sensitive"}},
	{name: "mentee of both", pairs: []string{"both"}},
	{name: "mentee of sensitive", pairs: []string{"sensitive"}, directory: "public"},
	{name: "mentor of diverse", pairs: []string{"diverse"}},
	{name: "mentee of diverse", pairs: []string{"diverse"}},
	{name: "listed for all", directory: "public"},
	{name: "listed for participants", directory: "participants"},
	{name: "listed for organizers", directory: "organizers"},
	{name: "bystander"},
}

// couple is a pair of the project.
type couple struct {
	name, program, cohort, mentor, mentee, status string
}

var couples = []couple{
	{"open", "normal", "first", "mentor of open", "mentee of open", "active"},
	{"both", "normal", "first", "mentor of both", "mentee of both", "paused"},
	{"proposed", "normal", "first", "mentor of proposed", "mentee of proposed", "proposed"},
	{"ended", "normal", "second", "mentor of ended", "mentee of ended", "ended"},
	{"alone", "alone", "first", "mentor of alone", "mentee of alone", "active"},
	{"sensitive", "sensitive", "first", "mentor of both", "mentee of sensitive", "active"},
	{"diverse", "diverse", "second", "mentor of diverse", "mentee of diverse", "accepted"},
}

// seenByOthers are the pairs that every participant may see.
var seenByOthers = []string{"open", "both", "ended"}

// hides are the pairs of programs that hide who takes part: organizers in general
// see none of them, and the edition of the program of that name shows them.
var hides = []string{"sensitive", "diverse"}

func pairReach(names []string) reach {
	r := reach{from: forNobody, pairs: names}
	for _, name := range names {
		switch {
		case slices.Contains(hides, name):
			r.editions = append(r.editions, name)
		case slices.Contains(seenByOthers, name):
			r.from = min(r.from, forParticipants)
		default:
			r.from = min(r.from, forOrganizers)
		}
	}
	return r
}

// known is who may see that somebody, or a pair, is there: organizers learn how
// many people there are, and how many pairs a sensitive program has.
func known(r reach) reach {
	r.from = min(r.from, forOrganizers)
	return r
}

// personReach is who sees what participants in general may see of somebody.
func personReach(m member) reach { return pairReach(m.pairs) }

// entryReach is who sees the name, unit and offers of somebody: those who see
// the person, and those whom the opt-in names, whatever program they are in.
func entryReach(m member) reach {
	r := personReach(m)
	if from := levelFor(m.directory); from >= 0 {
		r.from = min(r.from, from)
		r.portals = r.from <= forParticipants
	}
	return r
}

// leveled is the rule for things that participants may see in a pair. What is the
// pair's own is not for those in other pairs, and what is for organizers not for
// the pair, either.
func leveled(r reach) func(level int) reach {
	return func(level int) reach {
		switch {
		case level <= forParticipants:
			return r
		case level >= forNobody:
			return reach{from: forNobody}
		}
		out := reach{from: max(r.from, forOrganizers), editions: r.editions}
		if level == forPair {
			out.pairs = r.pairs
		}
		return out
	}
}

func (l *labelled) topicList() any {
	return map[string]any{l.topic: l.object(reflect.TypeFor[source.Topic](), "the topic", openFrom, forAll, nil)}
}

func (l *labelled) peopleList() any {
	for _, m := range members {
		l.people[m.name] = l.token("Person.id", m.name, openFrom(forOrganizers))
	}
	list := []any{}
	for _, m := range members {
		fixed := func(v any) func() any { return func() any { return v } }
		pick := func(usual, other any) func() any {
			if l.vary(openFrom(forNobody)) {
				usual = other
			}
			return fixed(usual)
		}
		entry := entryReach(m)
		set := values{
			"Person.id":        fixed(l.people[m.name]),
			"Person.name":      func() any { return l.token("Person.name", m.name, entry) + " " + l.token("Person.name", m.name, entry) },
			"Person.unit":      func() any { return l.text("Person.unit", m.name, entry) },
			"Person.languages": fixed([]string{"en", "id"}),
			"Person.manager":   pick(l.people["bystander"], l.people["listed for organizers"]),
			"Person.avoid":     pick([]string{l.people["bystander"]}, []string{l.people["listed for organizers"]}),
			"Person.prefer":    pick([]string{l.people["listed for organizers"]}, []string{l.people["bystander"]}),
			"Offer.topic":      fixed(l.topic),
			"Want.topic":       fixed(l.topic),
			"Person.capacity":  pick(2, 3),
			"FreeTime.from":    pick("09:00", "08:00"),
			"FreeTime.to":      pick("11:30", "17:00"),
			"Person.directory": fixed(omitted{}),
		}
		if m.name == "bystander" || strings.HasPrefix(m.name, "listed") {
			set["Person.manager"], set["Person.avoid"], set["Person.prefer"] = fixed(omitted{}), fixed(omitted{}), fixed(omitted{})
		}
		if m.directory != "" {
			set["Person.directory"] = func() any {
				return map[string]any{"audience": m.directory, "date": l.date("Directory.date", m.name, openFrom(forOrganizers))}
			}
		}
		person := l.object(reflect.TypeFor[source.Person](), m.name, leveled(personReach(m)), forAll, set)
		if !l.omit(known(entry)) {
			list = append(list, person)
		}
	}
	return list
}

func (l *labelled) programList(d documents) any {
	list := []any{}
	for _, name := range []string{"normal", "alone", "sensitive", "diverse"} {
		settings := map[string][3]any{ // track, sensitivity, pairs_visible
			"normal": {"custom", "normal", "cohort"}, "alone": {"leadership", "normal", "pair"},
			"sensitive": {"custom", "sensitive", "cohort"}, "diverse": {"diversity", omitted{}, omitted{}},
		}[name]
		list = append(list, l.object(reflect.TypeFor[source.Program](), "the program "+name, openFrom, forAll, values{
			"Program.id": func() any {
				l.programs[name] = l.token("Program.id", "the program "+name, openFrom(forAll))
				return l.programs[name]
			},
			"Program.type":          func() any { return "reverse" },
			"Program.track":         func() any { return settings[0] },
			"Program.sensitivity":   func() any { return settings[1] },
			"Program.pairs_visible": func() any { return settings[2] },
			"Program.guides":        func() any { return d.slugs("guides") },
			"Program.plan":          func() any { return l.plan(d) },
			"Program.cohorts":       func() any { return l.cohorts(d, name) },
		}))
	}
	return list
}

// plan names a session template of every audience, and some that are not out.
func (l *labelled) plan(d documents) any {
	var plan []any
	for i, state := range []string{"public", "participants", "organizers", "scheduled", "expired"} {
		plan = append(plan, map[string]any{"id": fmt.Sprintf("s%d", i+1), "session": d[place{"sessions", state}], "at": fmt.Sprintf("P%dW", 2*i)})
	}
	return plan
}

func (l *labelled) cohorts(d documents, program string) any {
	var list []any
	for _, name := range []string{"first", "second"} {
		of := "the cohort " + name + " of " + program
		list = append(list, l.object(reflect.TypeFor[source.Cohort](), of, openFrom, forAll, values{
			"Cohort.starts":   func() any { return "2026-11-02" },
			"Cohort.ends":     func() any { return "2027-06-30" },
			"Cohort.pairings": func() any { return l.pairings(program, name) },
			"Cohort.signups":  func() any { return l.signups(of) },
			"Cohort.themes": func() any {
				if l.omit(openFrom(forOrganizers)) {
					return omitted{}
				}
				return d[place{"guides", "organizers"}]
			},
			"Pulse.survey":   func() any { return "pulse" },
			"Pulse.invited":  func() any { return 30 },
			"Pulse.answered": func() any { return 20 },
			"Pulse.counts":   func() any { return map[string]any{"q1": []int{1, 2, 3, 4, 5}} },
			// Near the cohort: a timeline has a mark for every month.
			"Registration.opens":  func() any { return "2026-10-05" },
			"Registration.closes": func() any { return "2026-10-16" },
			"Closing.from":        func() any { return "2026-12-24" },
			"Closing.to":          func() any { return "2026-12-31" },
		}))
	}
	return list
}

// signups lists people who are in no pair.
func (l *labelled) signups(of string) any {
	person, chosen := "bystander", "listed for organizers"
	if l.vary(openFrom(forOrganizers)) {
		person, chosen = chosen, person
	}
	return []any{l.object(reflect.TypeFor[source.Signup](), of, openFrom, forOrganizers, values{
		"Signup.person":  func() any { return l.people[person] },
		"Signup.choices": func() any { return []string{l.people[chosen]} },
	})}
}

func (l *labelled) pairings(program, cohort string) any {
	list := []any{}
	for _, c := range couples {
		if c.program != program || c.cohort != cohort {
			continue
		}
		r := pairReach([]string{c.name})
		l.pairs[c.name] = l.token("Pairing.id", c.name, r)
		pairing := l.object(reflect.TypeFor[source.Pairing](), c.name, leveled(r), forAll, values{
			"Pairing.id":       func() any { return l.pairs[c.name] },
			"Pairing.mentor":   func() any { return l.people[c.mentor] },
			"Pairing.mentee":   func() any { return l.people[c.mentee] },
			"Pairing.topics":   func() any { return []string{l.topic} },
			"Pairing.status":   func() any { return c.status },
			"Pairing.sessions": func() any { return l.overrides(c.name, r) },
		})
		if !l.omit(known(r)) {
			list = append(list, pairing)
		}
	}
	return list
}

// overrides moves one session, and gives those whose templates are not for
// everybody a length: it would be the template's otherwise.
func (l *labelled) overrides(pair string, r reach) any {
	starts := "2026-12-08T10:15"
	if l.vary(r) {
		starts = "2026-12-10T16:45"
	}
	moved := l.object(reflect.TypeFor[source.SessionOverride](), pair, leveled(r), forParticipants, values{
		"SessionOverride.id":     func() any { return "s2" },
		"SessionOverride.starts": func() any { return starts },
		"SessionOverride.status": func() any {
			if l.vary(leveled(r)(forPair)) {
				return "done"
			}
			return "moved"
		},
	})
	list := []any{moved}
	for _, id := range []string{"s3", "s4", "s5"} {
		list = append(list, map[string]any{"id": id, "minutes": 50})
	}
	return list
}
