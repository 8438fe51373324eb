package site

import (
	"mentorbook/generator/diag"
	"mentorbook/generator/source"
)

// TellingTopics reports entries of the mentor directory with a topic that only
// sensitive programs have: whoever knows those may think that the person takes
// part. It is for the command line alone; where others look on, the warning
// itself would tell.
func TellingTopics(src *source.Sources) diag.List {
	open, sensitive := map[source.ID]bool{}, map[source.ID]source.ID{}
	for i := range src.Config.Programs {
		p := &src.Config.Programs[i]
		for _, topic := range topicsOf(src, p) {
			if isSensitive(p) {
				sensitive[topic] = p.ID
			} else {
				open[topic] = true
			}
		}
	}
	var list diag.List
	for i := range src.Config.People.Items {
		p := &src.Config.People.Items[i]
		if p.Directory == nil {
			continue
		}
		for j, offer := range p.Offers {
			if program, telling := sensitive[offer.Topic]; telling && !open[offer.Topic] {
				list.Warnf(p.At("offers", j, "topic"), "telling-topic", "ask whether they know, or give the topic to another program as well",
					"%s is in the mentor directory with %q, a topic of the sensitive program %q only", p.ID, offer.Topic, program)
			}
		}
	}
	return list
}

// topicsOf lists the topics of a program: those of its guides, its session
// templates and its pairs.
func topicsOf(src *source.Sources, p *source.Program) []source.ID {
	keys := map[string]bool{}
	for _, guide := range p.Guides {
		keys["guides/"+string(guide)] = true
	}
	for _, item := range p.Plan {
		keys["sessions/"+string(item.Session)] = true
	}
	var out []source.ID
	for _, d := range src.Documents {
		if keys[d.Key] {
			out = append(out, d.Topics...)
		}
	}
	for _, cohort := range p.Cohorts {
		for _, pairing := range cohort.Pairings.Items {
			out = append(out, pairing.Topics...)
		}
	}
	return out
}
