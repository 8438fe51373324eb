package roster

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"mentorbook/generator/schedule"
	"mentorbook/generator/source"
	"mentorbook/generator/yamledit"
)

func scalar(text string) string { return yamledit.Scalar(text) }

// value is a key of an entry and what it is to be, as YAML.
type value struct{ key, text string }

// compare finds out what the table adds and changes, and who is in the list but
// not in it.
func (r *reader) compare() {
	seen := map[source.ID]bool{}
	for _, e := range r.entries {
		seen[e.id] = true
		r.note(e, "people", e.person == nil, r.personValues(e))
		if r.Kind == "signups" {
			r.note(e, "signups", e.signup == nil, signupValues(e))
		}
		switch {
		case e.added:
			r.out.Added = append(r.out.Added, e.id)
		case e.changed:
			r.out.Changed = append(r.out.Changed, e.id)
		}
	}
	switch r.Kind {
	case "people":
		for _, person := range r.config.People.Items {
			if !seen[person.ID] {
				r.out.Gone = append(r.out.Gone, person.ID)
			}
		}
	case "signups":
		for _, s := range r.cohort.Signups.Items {
			if !seen[s.Person] {
				r.out.Gone = append(r.out.Gone, s.Person)
			}
		}
	}
	slices.SortStableFunc(r.out.Problems, func(a, b Problem) int {
		return cmp.Or(cmp.Compare(a.Row, b.Row), cmp.Compare(a.Column, b.Column))
	})
}

// note adds a change. Of somebody who signs up, what counts as added is the signup.
func (r *reader) note(e *entry, list string, added bool, values []value) {
	if !added && len(values) == 0 {
		return
	}
	c := Change{ID: e.id, Row: e.row.Number, List: list, New: added, Fresh: e.person == nil && !r.people.remembered[e.id]}
	if !added {
		for _, v := range values {
			c.Fields = append(c.Fields, v.key)
		}
	}
	r.out.Changes = append(r.out.Changes, c)
	e.added = e.added || added && r.Kind == list
	e.changed = true
}

// personValues returns what the list of people is to say otherwise: of somebody
// new everything.
func (r *reader) personValues(e *entry) (out []value) {
	was := e.person
	if was == nil {
		was = &source.Person{Capacity: 1}
		out = append(out, value{"id", string(e.id)})
	}
	put := func(key, text string, differs bool) {
		if differs {
			out = append(out, value{key, text})
		}
	}
	text := func(key, is string) { put(key, scalar(e.text[key]), e.text[key] != "" && e.text[key] != is) }
	text("name", was.Name)
	text("salutation", was.Salutation)
	put("unit", r.unitText(e.text["unit"]), e.text["unit"] != "" && !slices.ContainsFunc(was.Unit.Strings(), func(unit string) bool { return fold(unit) == fold(e.text["unit"]) }))
	text("site", was.Site)
	text("timezone", zoneOf(was))
	put("languages", inRow(e.languages), len(e.languages) > 0 && !sameSet(e.languages, was.Languages))
	put("level", number(e.level), e.level != nil && (was.Level == nil || *was.Level != *e.level))
	if managers := e.others["manager"]; len(managers) > 0 {
		put("manager", string(managers[0]), managers[0] != was.Manager)
	}
	offers := r.mergedOffers(e.offers, was.Offers)
	put("offers", offersText(offers), len(e.offers) > 0 && !sameTopics(offers, was.Offers))
	wants := r.mergedWants(e.wants, was.Wants)
	put("wants", wantsText(wants), len(e.wants) > 0 && !sameTopics(wants, was.Wants))
	put("availability", timesText(e.available), len(e.available) > 0 && !slices.Equal(e.available, timesOf(was)))
	put("capacity", number(e.capacity), e.capacity != nil && *e.capacity != was.Capacity)
	for _, wish := range []struct {
		key string
		was []source.ID
	}{{"avoid", was.Avoid}, {"prefer", was.Prefer}} {
		all := union(wish.was, e.others[wish.key])
		put(wish.key, inRow(all), len(all) > len(wish.was))
	}
	put("email", scalar(e.email), e.email != "" && !strings.EqualFold(e.email, was.Email))
	switch {
	case e.directory == "no":
		put("directory", "null", was.Directory != nil)
	case e.directory != "" && was.Directory == nil:
		day := e.sent.day
		if day.IsZero() {
			day = r.today()
		}
		put("directory", fmt.Sprintf("{audience: %s, date: %s}", e.directory, day), true)
	}
	return out
}

func (r *reader) today() schedule.Date {
	return schedule.DateOf(r.options.Now.In(r.config.Site.Timezone.Location(time.UTC)))
}

// signupValues returns what the signups of the cohort are to say otherwise.
func signupValues(e *entry) (out []value) {
	was := e.signup
	if was == nil {
		was = &source.Signup{}
		out = append(out, value{"person", string(e.id)})
	}
	if e.role != "" && e.role != was.Role {
		out = append(out, value{"role", e.role})
	}
	if !e.sent.day.IsZero() && e.sent.day != was.Date {
		out = append(out, value{"date", e.sent.day.String()})
	}
	if choices := e.others["choices"]; len(choices) > 0 && !slices.Equal(choices, was.Choices) {
		out = append(out, value{"choices", inRow(choices)})
	}
	return out
}

// unitText writes a unit as others of the unit have it: in every language.
func (r *reader) unitText(unit string) string {
	if text := r.people.units[fold(unit)]; text != "" {
		return text
	}
	return scalar(unit)
}

func zoneOf(p *source.Person) string {
	if zone := p.Timezone.Location(nil); zone != nil {
		return zone.String()
	}
	return ""
}

func number(n *int) string {
	if n == nil {
		return ""
	}
	return strconv.Itoa(*n)
}

func inRow[T ~string](items []T) string {
	var out []string
	for _, item := range items {
		out = append(out, string(item))
	}
	return "[" + strings.Join(out, ", ") + "]"
}

func sameSet[T cmp.Ordered](a, b []T) bool {
	return slices.Equal(slices.Compact(slices.Sorted(slices.Values(a))), slices.Compact(slices.Sorted(slices.Values(b))))
}

func union(was, more []source.ID) []source.ID {
	out := slices.Clone(was)
	for _, id := range more {
		if !slices.Contains(out, id) {
			out = append(out, id)
		}
	}
	return out
}

// mergedOffers returns what somebody offers once the table is in. A table that
// does not say how well somebody knows a topic leaves what the list says. The form
// of one program asks for its topics, so that what signups say is added; a table
// of people says all.
func (r *reader) mergedOffers(says, was []source.Offer) []source.Offer {
	out := slices.Clone(says)
	for _, old := range was {
		i := slices.IndexFunc(out, func(o source.Offer) bool { return o.Topic == old.Topic })
		switch {
		case i >= 0 && out[i].Depth == 0:
			out[i].Depth = old.Depth
		case i < 0 && r.Kind == "signups":
			out = append(out, old)
		}
	}
	return out
}

func (r *reader) mergedWants(says, was []source.Want) []source.Want {
	out := slices.Clone(says)
	for _, old := range was {
		i := slices.IndexFunc(out, func(w source.Want) bool { return w.Topic == old.Topic })
		switch {
		case i >= 0 && out[i].Priority == 0:
			out[i].Priority = old.Priority
		case i < 0 && r.Kind == "signups":
			out = append(out, old)
		}
	}
	return out
}

// sameTopics reports whether two lists say the same, in whatever order.
func sameTopics[T source.Offer | source.Want](a, b []T) bool {
	plain := func(list []T) (out []string) {
		for _, item := range list {
			switch item := any(item).(type) {
			case source.Offer:
				out = append(out, offerText(item))
			case source.Want:
				out = append(out, wantText(item))
			}
		}
		return out
	}
	return sameSet(plain(a), plain(b))
}

func offersText(list []source.Offer) string { return listed(list, offerText) }
func wantsText(list []source.Want) string   { return listed(list, wantText) }

func offerText(o source.Offer) string { return topicText(o.Topic, "depth", o.Depth) }
func wantText(w source.Want) string   { return topicText(w.Topic, "priority", w.Priority) }

func topicText(topic source.ID, key string, n int) string {
	if n == 0 {
		return fmt.Sprintf("{topic: %s}", topic)
	}
	return fmt.Sprintf("{topic: %s, %s: %d}", topic, key, n)
}

func listed[T any](list []T, text func(T) string) string {
	var out []string
	for _, item := range list {
		out = append(out, text(item))
	}
	return "[" + strings.Join(out, ", ") + "]"
}

func timesText(times []freeTime) string {
	return listed(times, func(t freeTime) string {
		day := strings.ToLower(t.day.String()[:3])
		return fmt.Sprintf(`{day: %s, from: "%02d:%02d", to: "%02d:%02d"}`, day, t.from/60, t.from%60, t.to/60, t.to%60)
	})
}

func timesOf(p *source.Person) (out []freeTime) {
	for _, a := range p.Available {
		out = append(out, freeTime{a.Day, a.From.Hour*60 + a.From.Minute, a.To.Hour*60 + a.To.Minute})
	}
	return inOrder(out)
}
