package generator_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"mentorbook/generator/schedule"
	"mentorbook/generator/site"
	"mentorbook/generator/source"
)

// The levels as numbers: what participants may see has reach 1. A build is for
// one of them, but for forNobody.
const (
	forAll = iota
	forParticipants
	forPair
	forOrganizers
	forNobody
)

// audienceOf is the audience of builds for a level.
func audienceOf(level int) site.Audience {
	return map[int]site.Audience{forAll: site.Public, forParticipants: site.Participants, forPair: site.Participants, forOrganizers: site.Organizers}[level]
}

// levelFor is the level of an audience by its name, or -1.
func levelFor(audience string) int {
	return slices.IndexFunc([]int{forAll, forParticipants, forPair, forOrganizers}, func(level int) bool {
		return level != forPair && audienceOf(level).String() == audience
	})
}

// build is a portal that can be made of the labelled project.
type build struct {
	name     string
	audience int
	pair     string // of a pair's own portal
	edition  string // the sensitive program whose pairs are in it
}

// reach says which builds may show a value. It is worked out here from the
// level tags and the rules of the data model, without the code under test.
type reach struct {
	from     int      // the level from which on whole portals show it
	portals  bool     // every pair's portal shows it
	pairs    []string // whose portals show it
	editions []string // the sensitive programs whose editions show it
}

func (r reach) in(b build) bool {
	if b.pair != "" {
		return r.portals || slices.Contains(r.pairs, b.pair)
	}
	return r.from <= b.audience || b.edition != "" && slices.Contains(r.editions, b.edition)
}

func openFrom(level int) reach { return reach{from: level, portals: level <= forParticipants} }

// token is a value that occurs at one place of a project only.
type token struct {
	field string // "Person.name"
	of    string // whose: "mentor of open"
	reach reach
}

// labelled is a project in which every key of every format is written, and
// every text, id, date and large number is a token. The keys come from the Go
// types: a new one is covered without a change here, or stops the test until
// it is said what can be written there.
type labelled struct {
	t      *testing.T
	vary   func(reach) bool // values that get another text or choice than usual
	omit   func(reach) bool // people, pairs and documents that are left out
	files  map[string]string
	tokens map[string]token
	count  int
	days   int

	topic    string            // the id of one that everybody offers and wants
	people   map[string]string // ids by name
	pairs    map[string]string // ids by name
	programs map[string]string // ids by name
}

// newLabelled writes the project.
func newLabelled(t *testing.T, vary, omit func(reach) bool) *labelled {
	never := func(reach) bool { return false }
	l := &labelled{t: t, vary: never, omit: never, files: map[string]string{}, tokens: map[string]token{},
		people: map[string]string{}, pairs: map[string]string{}, programs: map[string]string{}}
	if vary != nil {
		l.vary = vary
	}
	if omit != nil {
		l.omit = omit
	}
	l.topic = l.token("Topic.id", "the topic", openFrom(forAll))
	slugs := l.documents()
	config := l.object(reflect.TypeFor[source.Config](), "the project", openFrom, forAll, values{
		"Config.topics":   func() any { return l.topicList() },
		"Site.languages":  func() any { return []string{"en", "id"} },
		"Site.theme":      func() any { return "default" },
		"Site.nav":        func() any { return omitted{} }, // without it, every part is in the menu
		"Site.fallback":   func() any { return map[string]any{"id": []string{"en"}} },
		"Site.frame":      func() any { return []string{"https://intranet.example"} },
		"Site.logo":       func() any { return "brand/logo.svg" },
		"Site.icon":       func() any { return "brand/icon.svg" },
		"Config.people":   func() any { return l.peopleList() },
		"Config.programs": func() any { return l.programList(slugs) },
	})
	l.files["programs.yaml"] = l.yaml(config)
	for _, name := range []string{"logo", "icon"} {
		l.files["content/brand/"+name+".svg"] = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 2 1"/>`
	}
	return l
}

func (l *labelled) yaml(v any) string {
	data, err := json.MarshalIndent(v, "", " ") // which is YAML, too
	if err != nil {
		l.t.Fatal(err)
	}
	return string(data) + "\n"
}

// values are what is written at keys that cannot hold just any text, by
// "Type.key".
type values map[string]func() any

// omitted is the value of a key that is left out.
type omitted struct{}

// object writes every key of a struct. reachOf maps the level of a field to
// the builds that may show it.
func (l *labelled) object(t reflect.Type, of string, reachOf func(level int) reach, level int, set values) map[string]any {
	out := map[string]any{}
	for i := range t.NumField() {
		f := t.Field(i)
		if f.Anonymous {
			if f.Type.Name() == "Common" {
				maps.Copy(out, l.object(f.Type, of, reachOf, level, set))
			}
			continue
		}
		key, option, _ := strings.Cut(f.Tag.Get("yaml"), ",")
		name := t.Name() + "." + key
		below := max(level, levelOf(f.Tag))
		write := set[name]
		switch {
		case f.Tag.Get("yaml") == "":
		case option == "rest":
			maps.Copy(out, l.text(name, of, reachOf(below)))
		case write != nil:
			if v := write(); v != (any)(omitted{}) {
				out[key] = v
			}
		case option == "keyed":
			item := l.object(f.Type.Elem(), of, reachOf, below, set)
			out[key] = map[string]any{l.token(f.Type.Elem().Name()+".id", of, reachOf(below)): item}
		default:
			out[key] = l.value(f, name, of, reachOf, below, set)
		}
	}
	return out
}

func levelOf(tag reflect.StructTag) int {
	return max(0, slices.Index([]string{"p", "c", "own", "o", "n"}, tag.Get("level")))
}

// value writes something that suits a field's type and tags.
func (l *labelled) value(f reflect.StructField, name, of string, reachOf func(int) reach, level int, set values) any {
	r := reachOf(level)
	varied := 0
	if l.vary(r) {
		varied = 1
	}
	t := f.Type
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	if list := t; list.Kind() == reflect.Slice {
		f.Type = list.Elem()
		return []any{l.value(f, name, of, reachOf, level, set)}
	}
	switch t {
	case reflect.TypeFor[source.Localized]():
		return l.text(name, of, r)
	case reflect.TypeFor[source.Words]():
		return map[string]any{"en": []string{l.token(name, of, r)}, "id": []string{l.token(name, of, r)}}
	case reflect.TypeFor[source.Zone]():
		return []string{"Asia/Makassar", "Asia/Jayapura"}[varied]
	case reflect.TypeFor[source.Clock]():
		return []string{"10:00", "13:30"}[varied]
	case reflect.TypeFor[time.Weekday]():
		return []string{"tue", "thu"}[varied]
	case reflect.TypeFor[schedule.Date]():
		return l.date(name, of, r)
	case reflect.TypeFor[schedule.Offset]():
		return "P1W"
	}
	if strings.Contains(name, "url") || strings.Contains(name, "email") || strings.Contains(name, "contact") {
		return l.address(name, of, r)
	}
	switch enum := strings.Fields(f.Tag.Get("enum")); {
	case len(enum) > 0:
		return enum[varied]
	case t.Kind() == reflect.String:
		return l.token(name, of, r)
	case t.Kind() == reflect.Bool:
		return varied == 1
	case t.Kind() == reflect.Int && f.Tag.Get("max") != "":
		var lowest int
		fmt.Sscan(f.Tag.Get("min"), &lowest)
		return lowest + 1 + varied
	case t.Kind() == reflect.Int:
		return json.Number(l.number(name, of, r))
	case t.Kind() == reflect.Struct:
		return l.object(t, of, reachOf, level, set)
	}
	l.t.Fatalf("say what can be written at %s, a %s", name, t)
	return nil
}

func (l *labelled) text(name, of string, r reach) map[string]any {
	return map[string]any{"en": l.token(name, of, r), "id": l.token(name, of, r)}
}

func (l *labelled) address(name, of string, r reach) string {
	if strings.Contains(name, "url") {
		return "https://" + l.token(name, of, r) + ".example/"
	}
	return l.token(name, of, r) + "@office.example"
}

// The forms of tokens. Those of one form are of one length, so that none is
// part of another. Each has a second form for values that are varied.
const tokenPattern = `(?:tok|alt)\d{4}q|7[12]00\d{4}|20(?:2[0-2]|1[2-4])-\d\d-\d\d`

func (l *labelled) token(name, of string, r reach) string {
	l.count++
	return l.mark(name, of, r, fmt.Sprintf("tok%04dq", l.count), fmt.Sprintf("alt%04dq", l.count))
}

func (l *labelled) number(name, of string, r reach) string {
	l.count++
	return l.mark(name, of, r, fmt.Sprintf("7100%04d", l.count), fmt.Sprintf("7200%04d", l.count))
}

// date returns one day after the other, all before the first cohort. It passes
// over the first of a month, which a timeline shows of itself: it begins there.
func (l *labelled) date(name, of string, r reach) string {
	l.days++
	day := time.Date(2020, 1, l.days, 0, 0, 0, 0, time.UTC)
	if day.Day() == 1 {
		l.days++
		day = day.AddDate(0, 0, 1)
	}
	return l.mark(name, of, r, day.Format(time.DateOnly), day.AddDate(-8, 0, 0).Format(time.DateOnly))
}

func (l *labelled) mark(name, of string, r reach, usual, other string) string {
	if l.vary(r) {
		usual = other
	}
	l.tokens[usual] = token{name, of, r}
	return usual
}
