package generator_test

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"

	"mentorbook/generator/source"
)

// place is where a document of the labelled project lies, and its state.
type place struct{ folder, state string }

// documents holds the slugs of documents that others name.
type documents map[place]string

// status is what a document can be, and who sees it then.
type status struct {
	name  string
	reach reach
}

var states = []status{
	{"public", openFrom(forAll)},
	{"participants", openFrom(forParticipants)},
	{"organizers", openFrom(forOrganizers)},
	{"draft", openFrom(forNobody)},
	{"scheduled", openFrom(forNobody)},
	{"expired", openFrom(forNobody)},
}

var folders = []string{"", "guides", "sessions", "forms"}

// slugs lists the documents of a folder.
func (d documents) slugs(folder string) []string {
	var out []string
	for _, s := range states {
		out = append(out, d[place{folder, s.name}])
	}
	return out
}

// documents writes documents of every kind and state, in both languages.
func (l *labelled) documents() documents {
	d := documents{}
	for _, folder := range folders {
		for _, s := range states {
			d[place{folder, s.name}] = l.token("slug", s.name+" "+folder, s.reach)
		}
	}
	for _, folder := range folders {
		for _, s := range states {
			l.document(d, folder, d[place{folder, s.name}], s.name, s.reach)
		}
	}
	// A folder that organizers alone know of.
	secret, r := l.token("folder", "organizers", openFrom(forOrganizers)), openFrom(forOrganizers)
	l.document(d, "guides/"+secret, "index", "organizers", r)
	l.document(d, "guides/"+secret, l.token("slug", "organizers", r), "organizers", r)
	// A page whose translation is not ready.
	half := l.token("slug", "half", openFrom(forAll))
	l.file(d, "en", "", half, "public", openFrom(forAll))
	l.file(d, "id", "", half, "draft", openFrom(forNobody))
	return d
}

func (l *labelled) document(d documents, folder, slug, state string, r reach) {
	l.file(d, "en", folder, slug, state, r)
	l.file(d, "id", folder, slug, state, r)
}

// file writes one document in one language, with a picture, an attachment and
// a snippet of its own.
func (l *labelled) file(d documents, lang, folder, slug, state string, r reach) {
	of := strings.TrimSpace(strings.Join([]string{state, "document in", folder, lang}, " "))
	if slug == "index" {
		of = "the section " + of
	}
	dir := "content/" + lang + "/"
	if folder != "" {
		dir += folder + "/"
	}
	picture, attachment, snippet := l.token("picture", of, r), l.token("attachment", of, r), l.token("snippet", of, openFrom(forNobody))
	front := l.object(frontMatterOf(folder, slug), of, func(int) reach { return r }, forAll, l.frontMatter(d, lang, state, r, of, picture+".svg"))
	body := l.body(d, folder, state, r, of, picture, attachment, snippet)
	files := map[string]string{
		dir + slug + ".md":                                  "---\n" + l.yaml(front) + "---\n" + body,
		dir + picture + ".svg":                              `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 2 1"><title>` + l.token("content of picture", of, r) + `</title></svg>`,
		dir + attachment + ".txt":                           l.token("content of attachment", of, r),
		"content/" + lang + "/_snippets/" + snippet + ".md": l.token("content of snippet", of, r) + "\n",
	}
	if !l.omit(r) {
		maps.Copy(l.files, files)
	}
}

func frontMatterOf(folder, slug string) reflect.Type {
	section, _, _ := strings.Cut(folder, "/")
	switch {
	case slug == "index":
	case section == "guides":
		return reflect.TypeFor[source.Guide]()
	case section == "sessions":
		return reflect.TypeFor[source.SessionTemplate]()
	case section == "forms":
		return reflect.TypeFor[source.Form]()
	}
	return reflect.TypeFor[source.Common]()
}

func (l *labelled) frontMatter(d documents, lang, state string, r reach, of, picture string) values {
	fixed := func(v any) func() any { return func() any { return v } }
	when := func(condition bool, v any) func() any {
		if condition {
			return fixed(v)
		}
		return fixed(omitted{})
	}
	minutes := 60
	if l.vary(r) {
		minutes = 45
	}
	return values{
		"Common.topics":           fixed([]string{l.topic}),
		"Common.audience":         when(slices.Contains([]string{"participants", "organizers"}, state), state),
		"Image.src":               fixed(picture),
		"Common.related":          fixed(d.slugs("guides")),
		"Common.draft":            when(state == "draft", true),
		"Common.publish":          when(state == "scheduled", "2027-01-01"),
		"Common.expire":           when(state == "expired", "2026-11-01"),
		"Common.aliases":          func() any { return []string{"guides/" + l.token("Common.aliases", of, r) + ".html"} },
		"Common.version":          when(lang == "en", 3),
		"Common.translates":       when(lang == "id", 3),
		"Guide.kind":              fixed("article"),
		"SessionTemplate.minutes": fixed(minutes),
		"Step.minutes":            fixed(minutes),
		"Form.fields":             func() any { return l.questions(r, of) },
	}
}

// questions is one question of every type.
func (l *labelled) questions(r reach, of string) any {
	field := reflect.TypeFor[source.Field]()
	kind, _ := field.FieldByName("Type")
	var list []any
	for i, name := range strings.Fields(kind.Tag.Get("enum")) {
		end := func(key string) func() any {
			return func() any {
				if name != "scale" {
					return omitted{}
				}
				return l.token(key, of, r)
			}
		}
		list = append(list, l.object(field, of, func(int) reach { return r }, forAll, values{
			"Field.id":   func() any { return fmt.Sprintf("q%d", i) },
			"Field.type": func() any { return name },
			"Field.low":  end("Field.low"),
			"Field.high": end("Field.high"),
			"Field.options": func() any {
				if name != "choice" {
					return omitted{}
				}
				return []string{l.token("Field.options", of, r), l.token("Field.options", of, r)}
			},
		}))
	}
	return list
}

// body links to everything that its readers may know of, and to what is not out.
func (l *labelled) body(d documents, folder, state string, r reach, of, picture, attachment, snippet string) string {
	token := func(what string) string { return l.token(what+" in the body", of, r) }
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n\n## %s {#%s}\n\n", token("text"), token("heading"), token("heading id"))
	fmt.Fprintf(&b, "![%s](%s.svg)\n\n[%s](%s.txt)\n\n{{include %s.md}}\n\n", token("text of picture"), picture, token("link"), attachment, snippet)
	up := strings.Repeat("../", strings.Count(folder+"/", "/"))
	if folder == "" {
		up = ""
	}
	for _, p := range slices.SortedFunc(maps.Keys(d), func(a, b place) int { return strings.Compare(a.folder+a.state, b.folder+b.state) }) {
		target := states[slices.IndexFunc(states, func(s status) bool { return s.name == p.state })]
		if p.state == "draft" || target.reach.from < forNobody && target.reach.from > r.from || r.from == forNobody && target.reach.from > forAll {
			continue // would be an error
		}
		fmt.Fprintf(&b, "[%s](%s%s.md)\n", token("link"), up, strings.TrimPrefix(p.folder+"/"+d[p], "/"))
	}
	return b.String()
}
