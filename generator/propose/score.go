package propose

import (
	"cmp"
	"slices"

	"mentorbook/generator/fit"
	"mentorbook/generator/source"
)

// most is what a reason counts at most, before it is weighted.
const most = 9

// score says how much a pair is worth, and why, unless why is nil. Every reason
// counts from 0 to 9, times its weight in the program.
func (x *roster) score(mentor, mentee *member, why *[]Reason) int {
	w := &x.program.Matching.Weights
	total := 0
	add := func(points, weight int, r Reason) {
		total += points * weight
		if why != nil && points*weight > 0 {
			*why = append(*why, r)
		}
	}
	topics := x.topics(mentor, mentee)
	best := topics[0]
	depth, wanted := mentor.offers[best], mentee.wants[best]
	add(depth*wanted, w.Topic, Reason{Kind: "topic", Topic: best, Depth: depth, Wanted: wanted})
	if slices.ContainsFunc(topics, func(id source.ID) bool { return x.rare[id] }) {
		add(most, w.RareTopic, Reason{Kind: "rare"})
	}
	points, asked := wish(mentor, mentee)
	add(points, w.Prefer, Reason{Kind: asked})
	if x.program.Matching.SameSite == "prefer" && mentor.Site != "" && mentor.Site == mentee.Site {
		add(most, w.Site, Reason{Kind: "site"})
	}
	if mentor.Available != nil || mentee.Available != nil {
		hours := fit.Overlap(mentor.fit, mentee.fit) / 60
		add(min(hours, most), w.Overlap, Reason{Kind: "hours", Hours: hours})
	}
	switch {
	case mentor.waiting && mentee.waiting:
		add(most, w.Waiting, Reason{Kind: "both-wait"})
	case mentor.waiting:
		add(most-3, w.Waiting, Reason{Kind: "mentor-waits"})
	case mentee.waiting:
		add(most-3, w.Waiting, Reason{Kind: "mentee-waits"})
	}
	if mentor.fit.Unit != mentee.fit.Unit && !x.unitsJoined[[2]string{mentor.fit.Unit, mentee.fit.Unit}] {
		add(most, w.NewUnits, Reason{Kind: "new-units"})
	}
	if mentor.fit.Unit == mentee.fit.Unit && cmp.Or(x.program.Matching.SameUnit, "avoid") == "avoid" {
		total /= 2
		if why != nil {
			*why = append(*why, Reason{Kind: "one-unit"})
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

// wish says how much the two want each other, and the kind of that reason.
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
		return most, "both-asked"
	case there > 0:
		return there, "mentor-asked"
	case back > 0:
		return back, "mentee-asked"
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

// notOffered returns the topics that mentees want and no mentor offers.
func (x *roster) notOffered() []source.ID {
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
	var out []source.ID
	for _, t := range x.config.Topics {
		if wanted[t.ID] && !offered[t.ID] {
			out = append(out, t.ID)
		}
	}
	return out
}
