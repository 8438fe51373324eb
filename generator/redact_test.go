package generator_test

import (
	"context"
	"maps"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"

	"mentorbook/generator"
	"mentorbook/generator/diag"
	"mentorbook/generator/markdown"
	"mentorbook/generator/redact"
	"mentorbook/generator/schedule"
	"mentorbook/generator/source"
)

// TestRedactionLeavesNothingHidden looks for every value of a project in which
// every key is written, in the sources that are left for each portal.
func TestRedactionLeavesNothingHidden(t *testing.T) {
	l := newLabelled(t, nil, nil)
	sources, _, err := source.Load(context.Background(), generator.Project{Root: mapFS(l.files)}, nil)
	if err != nil {
		t.Fatal(err)
	}
	before := valuesIn(sources)
	for _, b := range builds {
		t.Run(b.name, func(t *testing.T) {
			o := l.options(b)
			options := redact.Options{Audience: o.Audience.String(), Pair: o.Pair, Included: o.IncludeSensitive, Now: now}
			left, hidden := redact.Sources(sources, options)
			found := valuesIn(left)
			for _, value := range slices.Sorted(maps.Keys(before)) {
				meant, ok := l.tokens[value]
				switch {
				case !ok || meant.field == "folder" || meant.field == "slug": // part of keys
				case b.audience == forOrganizers && strings.HasPrefix(meant.field, "Person.") && meant.field != "Person.level": // they know everybody
				case found[value] && !meant.reach.in(b):
					t.Errorf("%s is left, the %s of %s", value, meant.field, meant.of)
				case !found[value] && meant.reach.in(b):
					t.Errorf("%s is gone, the %s of %s", value, meant.field, meant.of)
				}
			}
			if all := redact.First(sources, options, len(hidden)); !reflect.DeepEqual(all, left) {
				t.Error("what is taken away one by one is not what is taken away at once")
			}
		})
	}
	if again := valuesIn(sources); !maps.Equal(before, again) {
		t.Error("the sources were changed")
	}
}

// TestRedactionKnowsItsPlaces looks at how hidden things are named.
func TestRedactionKnowsItsPlaces(t *testing.T) {
	sources, _, err := source.Load(context.Background(), generator.Project{Root: mapFS(with(map[string]string{
		"content/en/later.md":                "---\ntitle: Later\nsummary: Later.\npublish: 2027-01-01\n---\n{{include tip.md}} ![P](p.svg)\n",
		"content/en/_snippets/tip.md":        "A tip.\n",
		"content/en/p.svg":                   `<svg xmlns="http://www.w3.org/2000/svg" width="4" height="3"/>`,
		"content/en/_snippets/shown.md":      "Shown.\n",
		"content/en/forms/note.md":           "---\ntitle: Note\nsummary: Write.\nfields: [{id: a, label: What, type: long}]\nversion: 1\n---\n{{include shown.md}}\n",
		"content/id/sessions/second-half.md": "",
	}))}, nil)
	if err != nil {
		t.Fatal(err)
	}
	_, hidden := redact.Sources(sources, redact.Options{Audience: "public", Now: now})
	var got []string
	for _, h := range hidden {
		span := h.Span()
		start, _ := span.Positions()
		if h.ID == "p1" || h.What != "directory" && h.What != "id" && h.What != "level" {
			got = append(got, h.What+" "+h.ID+" "+span.File.Path+":"+strconv.Itoa(start.Line))
		}
	}
	want := []string{
		"document  content/en/later.md:1", "snippet  content/en/_snippets/tip.md:1", "file  content/en/p.svg:1",
		"pair pair-7k programs.yaml:35", "pair pair-9z programs.yaml:56",
		"capacity  programs.yaml:12", "languages  programs.yaml:12", "directory p1 programs.yaml:12",
		"person p2 programs.yaml:13", "person p3 programs.yaml:14", "person p4 programs.yaml:15",
		"matching  programs.yaml:17", "retention_days  programs.yaml:17", "matching  programs.yaml:44", "retention_days  programs.yaml:44",
	}
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Errorf("hidden are\n%q\nwant\n%q", got, want)
	}
}

// valuesIn collects the tokens in typed values: not in the files that they were
// read from, nor in the texts of pages and what those name.
func valuesIn(sources *source.Sources) map[string]bool {
	out := map[string]bool{}
	add := func(text string) {
		for _, token := range tokensIn(text) {
			out[token] = true
		}
	}
	var visit func(v reflect.Value)
	visit = func(v reflect.Value) {
		switch v.Type() {
		case reflect.TypeFor[source.Node](), reflect.TypeFor[*diag.File](), reflect.TypeFor[*markdown.Document](), reflect.TypeFor[source.HeadingIDs](), reflect.TypeFor[[]source.Way](), reflect.TypeFor[[]source.Slug]():
			return
		case reflect.TypeFor[schedule.Date]():
			if v.CanInterface() {
				add(v.Interface().(schedule.Date).String())
			}
			return
		}
		switch v.Kind() {
		case reflect.String:
			add(v.String())
		case reflect.Int:
			add(strconv.FormatInt(v.Int(), 10))
		case reflect.Pointer:
			if !v.IsNil() {
				visit(v.Elem())
			}
		case reflect.Slice:
			for i := range v.Len() {
				visit(v.Index(i))
			}
		case reflect.Struct:
			for i := range v.NumField() {
				visit(v.Field(i))
			}
		}
	}
	visit(reflect.ValueOf(sources.Config))
	visit(reflect.ValueOf(sources.Documents))
	return out
}
