package propose

import (
	"fmt"
	"strings"

	"mentorbook/generator/source"
)

// Reason is something that a pair is worth more for, or less.
type Reason struct {
	Kind          string    // a key of reasonWords
	Topic         source.ID // of "topic"
	Depth, Wanted int       // likewise: how well the mentor knows it, and how much the mentee wants it, 3 the most
	Hours         int       // of "hours": a week that both are available
}

// Relaxation is the least that would have to change for somebody to be matched,
// without that anybody else loses a pair. The zero Relaxation says that nothing
// helps but other people.
type Relaxation struct {
	Changes []Change
	With    source.ID // who would be the partner
}

// Change is something that could be otherwise: a rule of the program, or something
// about one or two people.
type Change struct {
	Kind      string // "room", or the name of a rule as in Unmatched.Blocked
	To        int    // what a rule with a number would have to be
	Who, Whom source.ID
	Topic     source.ID
}

// Speaker says in words what a proposal is about.
type Speaker struct {
	Lang   string                    // "en" or "id"; any other is said in English
	Name   func(id source.ID) string // what people are called
	Levels bool                      // how far levels are apart may be said

	config *source.Config
}

// terminal names people by id.
var terminal = Speaker{Lang: "en", Name: func(id source.ID) string { return string(id) }, Levels: true}

func (x *roster) speaker(s Speaker) Speaker { s.config = x.config; return s }

// Speaker completes s with the names of topics.
func (p *Proposal) Speaker(s Speaker) Speaker { s.config = p.Config; return s }

// Speaker completes s with the names of topics.
func (c *Choices) Speaker(s Speaker) Speaker { s.config = c.Config; return s }

// Topic returns the name of a topic.
func (s Speaker) Topic(id source.ID) string {
	for i := range s.config.Topics {
		if t := &s.config.Topics[i]; t.ID == id {
			return t.Name.In(s.Lang, s.config.Site.Languages[0])
		}
	}
	return string(id)
}

func (s Speaker) word(words map[string][2]string, key string) string {
	if s.Lang == "id" {
		return words[key][1]
	}
	return words[key][0]
}

// Reason returns a reason in words.
func (s Speaker) Reason(r Reason) string {
	text := s.word(reasonWords, r.Kind)
	switch r.Kind {
	case "topic":
		topic := s.Topic(r.Topic)
		return fmt.Sprintf(text, fmt.Sprintf(s.word(depthWords, fmt.Sprint(r.Depth)), topic), s.word(wishWords, fmt.Sprint(r.Wanted)))
	case "hours":
		return fmt.Sprintf(text, r.Hours)
	}
	return text
}

// Rule returns what a rule says that kept two apart, as Unmatched.Blocked names it.
func (s Speaker) Rule(name string) string { return s.word(ruleWords, name) }

// Relaxation returns what would have to change; empty where nothing helps.
func (s Speaker) Relaxation(r Relaxation) string {
	if r.With == "" {
		return ""
	}
	var parts []string
	for _, c := range r.Changes {
		parts = append(parts, s.change(c))
	}
	if len(r.Changes) == 1 && r.Changes[0].Kind == "room" && r.Changes[0].Who == r.With {
		return parts[0]
	}
	return fmt.Sprintf(s.word(changeWords, "with"), strings.Join(parts, s.word(changeWords, "and")), s.Name(r.With))
}

func (s Speaker) change(c Change) string {
	text := s.word(changeWords, c.Kind)
	switch c.Kind {
	case "room":
		return fmt.Sprintf(text, s.Name(c.Who))
	case "no-shared-topic":
		return fmt.Sprintf(text, s.Name(c.Who), s.Topic(c.Topic))
	case "no-shared-language":
		return fmt.Sprintf(text, s.Name(c.Who), s.Name(c.Whom))
	case "level-gap":
		if !s.Levels {
			return s.word(changeWords, "level-gap-less")
		}
		return fmt.Sprintf(text, c.To)
	case "no-overlap", "zone-gap":
		return fmt.Sprintf(text, c.To)
	}
	return text
}

// What is said, in English and in Indonesian.
var (
	reasonWords = map[string][2]string{
		"topic":        {"the mentor %s and the mentee %s", "mentor %s, dan mentee %s"},
		"rare":         {"few offer it and many want it", "topik ini dicari banyak orang dan sedikit yang menawarkannya"},
		"both-asked":   {"both asked for each other", "keduanya saling memilih"},
		"mentor-asked": {"the mentor asked for the mentee", "mentor memilih mentee ini"},
		"mentee-asked": {"the mentee asked for the mentor", "mentee memilih mentor ini"},
		"site":         {"they work at one site", "keduanya bekerja di lokasi yang sama"},
		"hours":        {"%d hours a week in common", "%d jam seminggu yang sama-sama kosong"},
		"both-wait":    {"both wait since an earlier round", "keduanya menunggu sejak putaran sebelumnya"},
		"mentor-waits": {"the mentor waits since an earlier round", "mentor menunggu sejak putaran sebelumnya"},
		"mentee-waits": {"the mentee waits since an earlier round", "mentee menunggu sejak putaran sebelumnya"},
		"new-units":    {"no pair has joined their units before", "belum pernah ada pasangan di antara kedua unit ini"},
		"one-unit":     {"they are of one unit, so all of it counts half", "keduanya dari satu unit, jadi semuanya dihitung separuh"},
	}
	depthWords = map[string][2]string{
		"1": {"knows the basics of %s", "menguasai dasar-dasar %s"},
		"2": {"practises %s", "sehari-hari mempraktikkan %s"},
		"3": {"is an expert in %s", "ahli dalam %s"},
	}
	wishWords = map[string][2]string{
		"1": {"wants it third", "menginginkannya sebagai pilihan ketiga"},
		"2": {"wants to learn it", "ingin mempelajarinya"},
		"3": {"wants it most", "paling menginginkannya"},
	}
	ruleWords = map[string][2]string{
		"capacity":           {"already with somebody else", "sudah berpasangan dengan orang lain"},
		"level-gap":          {"too close in seniority", "senioritasnya terlalu dekat"},
		"reporting-line":     {"in one reporting line", "berada dalam satu garis pelaporan"},
		"avoided":            {"other reasons", "alasan lain"},
		"no-shared-language": {"no shared language", "tidak ada bahasa yang sama"},
		"no-shared-topic":    {"no shared topic", "tidak ada topik yang cocok"},
		"same-unit":          {"of the same unit", "dari unit yang sama"},
		"other-site":         {"at another site", "bekerja di lokasi lain"},
		"zone-gap":           {"too many time zones apart", "selisih zona waktunya terlalu jauh"},
		"no-overlap":         {"too little time in common", "waktu yang sama-sama kosong terlalu sedikit"},
		"repeated-pair":      {"a pair before", "pernah menjadi pasangan"},
		"declined-pair":      {"declined before", "pernah ditolak"},
	}
	changeWords = map[string][2]string{
		"with":               {"%s, for a pair with %s", "%s, untuk berpasangan dengan %s"},
		"and":                {" and ", " dan "},
		"room":               {"room for one more pair of %s", "tempat untuk satu pasangan lagi bagi %s"},
		"no-overlap":         {"min_overlap: %d", "min_overlap: %d"},
		"zone-gap":           {"max_zone_gap: %d", "max_zone_gap: %d"},
		"other-site":         {"same_site: prefer", "same_site: prefer"},
		"same-unit":          {"same_unit: avoid", "same_unit: avoid"},
		"level-gap":          {"min_level_gap: %d", "min_level_gap: %d"},
		"level-gap-less":     {"a lower min_level_gap", "min_level_gap yang lebih rendah"},
		"no-shared-topic":    {"a wish of %s for %s", "keinginan %s untuk belajar %s"},
		"no-shared-language": {"a language that %s and %s share", "bahasa yang sama-sama dikuasai %s dan %s"},
	}
)
