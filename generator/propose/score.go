package propose

import (
	"cmp"
	"fmt"
	"slices"

	"mentorbook/generator/fit"
	"mentorbook/generator/source"
)

// most is what a reason counts at most, before it is weighted.
const most = 9

// score says how much a pair is worth, and why, unless why is nil. Every reason
// counts from 0 to 9, times its weight in the program.
func (x *roster) score(mentor, mentee *member, why *[]string) int {
	w := &x.program.Matching.Weights
	total := 0
	add := func(points, weight int, format string, args ...any) {
		total += points * weight
		if why != nil && points*weight > 0 {
			*why = append(*why, fmt.Sprintf(format, args...))
		}
	}
	topics := x.topics(mentor, mentee)
	best := topics[0]
	add(mentor.offers[best]*mentee.wants[best], w.Topic, "%s", topicReason{x, mentor, mentee, best})
	if slices.ContainsFunc(topics, func(id source.ID) bool { return x.rare[id] }) {
		add(most, w.RareTopic, "few offer it and many want it")
	}
	points, reason := wish(mentor, mentee)
	add(points, w.Prefer, "%s", reason)
	if x.program.Matching.SameSite == "prefer" && mentor.Site != "" && mentor.Site == mentee.Site {
		add(most, w.Site, "they work at one site")
	}
	if mentor.Available != nil || mentee.Available != nil {
		hours := fit.Overlap(mentor.fit, mentee.fit) / 60
		add(min(hours, most), w.Overlap, "%d hours a week in common", hours)
	}
	switch {
	case mentor.waiting && mentee.waiting:
		add(most, w.Waiting, "both wait since an earlier round")
	case mentor.waiting:
		add(most-3, w.Waiting, "the mentor waits since an earlier round")
	case mentee.waiting:
		add(most-3, w.Waiting, "the mentee waits since an earlier round")
	}
	if mentor.fit.Unit != mentee.fit.Unit && !x.unitsJoined[[2]string{mentor.fit.Unit, mentee.fit.Unit}] {
		add(most, w.NewUnits, "no pair has joined their units before")
	}
	if mentor.fit.Unit == mentee.fit.Unit && cmp.Or(x.program.Matching.SameUnit, "avoid") == "avoid" {
		total /= 2
		if why != nil {
			*why = append(*why, "they are of one unit, so all of it counts half")
		}
	}
	return total
}

// topics returns what the mentor offers and the mentee wants, the best first.
func (x *roster) topics(mentor, mentee *member) []source.ID {
	var out []source.ID
	for id := range mentor.offers {
		if mentee.wants[id] > 0 {
			out = append(out, id)
		}
	}
	slices.SortFunc(out, func(a, b source.ID) int {
		return cmp.Or(cmp.Compare(mentor.offers[b]*mentee.wants[b], mentor.offers[a]*mentee.wants[a]), cmp.Compare(a, b))
	})
	return out
}

// topicReason becomes words where somebody reads them.
type topicReason struct {
	*roster
	mentor, mentee *member
	topic          source.ID
}

func (r topicReason) String() string {
	depth := [...]string{"knows the basics of", "practises", "is an expert in"}[r.mentor.offers[r.topic]-1]
	wanted := [...]string{"wants it third", "wants it second", "wants it most"}[r.mentee.wants[r.topic]-1]
	return fmt.Sprintf("the mentor %s %s and the mentee %s", depth, r.topicName(r.topic), wanted)
}

func (x *roster) topicName(id source.ID) string {
	for i := range x.config.Topics {
		if t := &x.config.Topics[i]; t.ID == id {
			return t.Name.In(x.config.Site.Languages[0])
		}
	}
	return string(id)
}

// wish says how much the two want each other.
func wish(mentor, mentee *member) (int, string) {
	of := func(a, b *member) int {
		switch i := slices.Index(a.signup.Choices, b.ID); {
		case i == 0:
			return most
		case i > 0, slices.Contains(a.Prefer, b.ID):
			return most - 3
		}
		return 0
	}
	there, back := of(mentor, mentee), of(mentee, mentor)
	switch {
	case there > 0 && back > 0:
		return most, "both asked for each other"
	case there > 0:
		return there, "the mentor asked for the mentee"
	case back > 0:
		return back, "the mentee asked for the mentor"
	}
	return 0, ""
}

// firstWish reports whether a candidate is about what the mentee wants most.
func (x *roster) firstWish(i int) bool {
	c := x.candidates[i]
	mentor, mentee := x.mentors[c.mentor], x.mentees[c.mentee]
	highest := 0
	for _, want := range mentee.wants {
		highest = max(highest, want)
	}
	return slices.ContainsFunc(x.topics(mentor, mentee), func(id source.ID) bool { return mentee.wants[id] == highest })
}

// notOffered names the topics that mentees want and no mentor offers.
func (x *roster) notOffered() []string {
	wanted, offered := map[source.ID]bool{}, map[source.ID]bool{}
	for _, m := range x.mentees {
		for id := range m.wants {
			wanted[id] = true
		}
	}
	for _, m := range x.mentors {
		for id := range m.offers {
			offered[id] = true
		}
	}
	var out []string
	for _, t := range x.config.Topics {
		if wanted[t.ID] && !offered[t.ID] {
			out = append(out, x.topicName(t.ID))
		}
	}
	return out
}
