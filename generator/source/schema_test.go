package source_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"gopkg.in/yaml.v3"

	playbook "mentorbook"
	"mentorbook/generator/diag"
	"mentorbook/generator/source"
)

// everything uses every key of every format, in files that are small because
// each is broken in thousands of ways.
var everything = []struct{ format, text string }{
	{"programs", `site:
  title: {en: Small, id: Kecil}
  languages: [en, id]
  organisation: Small
  base_url: https://small.example/
  contact: mentoring@small.example
  timezone: Asia/Jakarta
  theme: default
  logo: brand/logo.svg
  icon: brand/icon.svg
  links: [{title: Imprint, url: "https://small.example/imprint"}]
  nav: [guides, {part: programs}, {page: faq}, {url: "https://small.example/", title: Intranet}]
  fallback: {id: [en], en: id}
  min_cell: 5
  frame: [https://intranet.example]
  not_secret: [{text: April, why: a month}]
topics:
  video: {en: Video, id: Video, synonyms: [reels]}
glossary:
  cohort: {term: {en: Cohort, id: Angkatan}, definition: A run of a program., synonyms: {en: [run, batch], id: putaran}}
`},
	{"programs", site + `people:
  - id: p1
    name: Ani Melati
    salutation: Ibu Ani
    unit: {en: Sales, id: Penjualan}
    site: Jakarta
    timezone: Asia/Jakarta
    languages: [en, id]
    level: 2
    manager: p9
    offers: [{topic: video, depth: 2}]
    wants: [{topic: video, priority: 1}]
    availability: [{day: tue, from: "09:00", to: "11:30"}]
    capacity: 1
    avoid: [p2]
    prefer: [p3]
    email: ani@small.example
    directory: {audience: public, date: 2026-09-01}
`},
	{"programs", site + `programs:
  - id: social
    title: Social media
    type: reverse
    track: custom
    sensitivity: normal
    purpose: {en: Learn., id: Belajar.}
    guides: [start, data/start]
    contact: mentoring@small.example
    support: [{title: Care line, url: "tel:+62000"}]
    driver: mentor
    pairs_visible: pair
    retention_days: 90
    matching: {min_level_gap: 2, same_unit: avoid, same_site: prefer, max_zone_gap: 3, min_overlap: 60, objective: best-fit, weights: {topic: 5, rare_topic: 2, prefer: 3, site: 1, overlap: 1, waiting: 2, new_units: 1}}
    plan: [{id: s1, session: first, at: P1M2W}]
    milestones: [{id: agreed, title: Agreed, scope: pair, owner: both, at: 3 weeks}]
`},
	{"programs", site + program + `    cohorts:
      - id: 2026a
        starts: 2026-11-02
        ends: 2027-03-31
        registration: {opens: 2026-10-01, closes: 2026-10-20, url: "https://forms.example/join"}
        closed_dates: [2026-12-24, {from: 2026-12-25, to: 2027-01-01, title: Year end}]
        revision: 0
        signups: [{person: p1, role: both, date: 2026-10-02, choices: [p2, p3], letters: [{for: received, date: 2026-10-03}]}]
        letters: [{for: invitation, date: 2026-10-01}]
        pulses: [{date: 2026-12-02, survey: baseline, invited: 12, answered: 9, counts: {speaking-up: [0, 1, 4, 3, 1]}}]
        themes: themes-2026a
        pairings: private:pairings.yaml
`},
	{"programs", site + program + `    cohorts:
      - id: 2026a
        starts: 2026-11-02
        ends: 2027-03-31
        pairings:
          - id: pair-7k
            mentor: p1
            mentee: p2
            topics: [video]
            status: active
            accepted: {mentor: 2026-10-20, mentee: 2026-10-21}
            agreement: 2026-10-22
            letters: [{for: accepted, date: 2026-10-22}]
            driver: mentee
            slot: {day: tue, time: "10:00"}
            timezone: Asia/Makassar
            sessions:
              - {id: s1, starts: 2026-11-03T10:00, minutes: 30, mode: online, status: moved, revision: 1}
`},
	{"guide", common + "kind: article\n"},
	{"session", `title: A title
summary: A summary.
minutes: 10
roles: {mentor: Asks., mentee: Answers.}
bring: A pen.
prep: {mentor: [Read., Write.], mentee: Rest.}
agenda: [{minutes: 10, lead: mentor, step: Welcome, detail: Say hello.}]
prompts: ["What was new?"]
outcome: A plan.
follow_up: [Write it down.]
sensitivity: sensitive
type: reverse
`},
	{"form", `title: A title
summary: A summary.
fields:
  - {id: a, label: How much, type: scale, help: Guess., group: You, max: 5, low: little, high: much}
  - {id: b, label: Which, type: choice, options: [this, that]}
sensitivity: normal
`},
	{"letter", `title: A title
summary: A summary.
for: quiet
to: both
subject: Still good?
attach: [calendar]
chat: Are you both well?
sensitivity: sensitive
`},
}

const (
	site    = "site: {title: Small, languages: [en, id]}\n"
	program = `programs:
  - id: social
    title: Social media
    type: reverse
    track: custom
    purpose: Learn.
    plan: []
`
)

const common = `title: A title
summary: A summary.
keywords: [word]
topics: [video]
audience: participants
author: L&D
owner: L&D
date: 2026-11-01
review_by: 2027-11-01
image: {src: a.svg, alt: A bridge., credit: Small}
references: [{title: Somebody 2020, url: "https://a.example/", note: Small., evidence: study}]
related: [start]
order: 3
reader: mentor
draft: true
unchecked: true
publish: 2026-11-02
expire: 2028-01-01
aliases: [guides/old.html]
version: 1
translates: 1
`

// places are where a file of each format lies.
var places = map[string]string{
	"programs": source.ConfigPath,
	"guide":    "content/en/guides/page.md",
	"session":  "content/en/sessions/page.md",
	"form":     "content/en/forms/page.md",
	"letter":   "content/en/letters/page.md",
}

func TestSchemaAcceptsTheStarter(t *testing.T) {
	schemas := compile(t)
	err := fs.WalkDir(playbook.Starter, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		format, ok := formatOf(name)
		if !ok {
			return nil
		}
		data, err := fs.ReadFile(playbook.Starter, name)
		if err != nil {
			return err
		}
		if format != "programs" {
			_, rest, _ := strings.Cut(string(data), "---\n")
			front, _, _ := strings.Cut(rest, "\n---\n")
			data = []byte(front)
		}
		if err := schemas[format].Validate(parsed(t, string(data))); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func formatOf(name string) (string, bool) {
	if name == source.ConfigPath {
		return "programs", true
	}
	parts := strings.Split(name, "/")
	if path.Ext(name) != ".md" || len(parts) < 4 || path.Base(name) == "index.md" {
		return "", false
	}
	format, ok := map[string]string{"guides": "guide", "sessions": "session", "forms": "form", "letters": "letter"}[parts[2]]
	return format, ok
}

// TestSchemaAndDecoderAgree breaks every value of the files above, in every way
// below, and holds what the schema says of it against what the decoder says.
func TestSchemaAndDecoderAgree(t *testing.T) {
	schemas := compile(t)
	for i, file := range everything {
		t.Run(fmt.Sprintf("%s %d", file.format, i), func(t *testing.T) {
			t.Parallel()
			if !decodes(t, file.format, file.text) {
				t.Fatal("the decoder refuses the whole file")
			}
			if err := schemas[file.format].Validate(parsed(t, file.text)); err != nil {
				t.Fatalf("the schema refuses the whole file: %v", err)
			}
			refused := 0
			mutate(t, file.text, func(m mutation) {
				if strings.HasPrefix(m.where, ".site.") && i > 0 {
					return // the first file tries them
				}
				decoder := decodes(t, file.format, m.text)
				schema := schemas[file.format].Validate(m.value) == nil
				if decoder != schema && !knownDifference(m, schema) {
					t.Errorf("%s: the schema says %v, the decoder %v", m, schema, decoder)
				}
				if !decoder {
					refused++
				}
			})
			if refused < 50 {
				t.Errorf("only %d broken files were tried", refused)
			}
		})
	}
}

// TestEveryKeyIsTriedAndExplained keeps the files above complete: a key that is
// added to a struct has to be added to them.
func TestEveryKeyIsTriedAndExplained(t *testing.T) {
	for _, format := range source.SchemaNames() {
		text := common // the keys of all documents are tried in one of them
		for _, file := range everything {
			if file.format == format {
				text += file.text
			}
		}
		data, _ := source.Schema(format)
		root := map[string]any{}
		if err := json.Unmarshal(data, &root); err != nil {
			t.Fatal(err)
		}
		objects := []map[string]any{root}
		for _, def := range asMap(root["$defs"]) {
			objects = append(objects, asMap(def))
		}
		for _, object := range objects {
			for key, value := range asMap(object["properties"]) {
				if !strings.Contains(text, key+":") {
					t.Errorf("%s: no file has the key %s", format, key)
				}
				if description, _ := asMap(value)["description"].(string); description == "" {
					t.Errorf("%s: %s has no description", format, key)
				}
			}
		}
	}
}

func TestSchemaIsTheSameEveryTime(t *testing.T) {
	for _, format := range source.SchemaNames() {
		one, _ := source.Schema(format)
		other, _ := source.Schema(format)
		if !bytes.Equal(one, other) {
			t.Errorf("the schema of %s differs from one call to the next", format)
		}
	}
	if _, ok := source.Schema("programme"); ok {
		t.Error("there is a schema for a format that does not exist")
	}
}

func asMap(v any) map[string]any {
	m, _ := v.(map[string]any)
	return m
}

func compile(t *testing.T) map[string]*jsonschema.Schema {
	t.Helper()
	out := map[string]*jsonschema.Schema{}
	for _, name := range source.SchemaNames() {
		data, _ := source.Schema(name)
		doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(data))
		if err != nil {
			t.Fatal(err)
		}
		c := jsonschema.NewCompiler()
		c.AssertFormat() // as editors do
		if err := c.AddResource(name+".json", doc); err != nil {
			t.Fatal(err)
		}
		if out[name], err = c.Compile(name + ".json"); err != nil {
			t.Fatal(err)
		}
	}
	return out
}

// decodes reports whether the decoder finds no error in a file of the format.
func decodes(t *testing.T, format, text string) bool {
	t.Helper()
	project := fstest.MapFS{
		source.ConfigPath: {Data: []byte("site: {title: T, languages: [en, id]}\n")},
		"content/en/a.md": {Data: []byte("---\ntitle: A\nsummary: A.\n---\n")},
	}
	if format != "programs" {
		text = "---\n" + text + "---\n"
	}
	project[places[format]] = &fstest.MapFile{Data: []byte(text)}
	_, list, err := source.Load(context.Background(), source.Project{Root: project}, nil)
	if err != nil {
		t.Fatal(err)
	}
	return !slices.ContainsFunc(list, func(d diag.Diagnostic) bool { return d.Severity == diag.Error })
}

func node(t *testing.T, text string) *yaml.Node {
	t.Helper()
	var doc yaml.Node
	if err := yaml.Unmarshal([]byte(text), &doc); err != nil {
		t.Fatal(err)
	}
	return doc.Content[0]
}

func parsed(t *testing.T, text string) any { return valueOf(node(t, text)) }

// valueOf reads YAML 1.2 as editors do: a date is a string.
func valueOf(n *yaml.Node) any {
	switch n.Kind {
	case yaml.MappingNode:
		out := map[string]any{}
		for i := 0; i < len(n.Content); i += 2 {
			out[n.Content[i].Value] = valueOf(n.Content[i+1])
		}
		return out
	case yaml.SequenceNode:
		out := []any{}
		for _, item := range n.Content {
			out = append(out, valueOf(item))
		}
		return out
	}
	switch n.Tag {
	case "!!null":
		return nil
	case "!!bool":
		return n.Value == "true"
	case "!!int", "!!float":
		return json.Number(n.Value)
	}
	return n.Value
}

// mutation is a file with one value changed.
type mutation struct {
	where, with string
	text        string // as YAML
	value       any    // as JSON
}

func (m mutation) String() string { return m.where + " " + m.with }

// What is written in place of every value, and of every single word, as YAML.
var (
	shapes = []string{"null", "{}", "[]", "{zz_unknown: 1}", "[null]", "two words", "{en: word, id: kata}"}
	words  = []string{
		`""`, `" "`, "-1", "1000000", "true", "word", "a/b", "{en: [word], id: kata}", "2026-02-28", "2026-02-30", "2026-02-28T25:00", "P3W", "P", "2 BULAN", "Tuesday", "9:30",
		`"` + strings.Repeat("x", 400) + `"`,
	}
)

// mutate changes one value, one key or one list of a YAML file at a time.
func mutate(t *testing.T, text string, try func(mutation)) {
	t.Helper()
	doc := node(t, text)
	tried := func(where, with string) {
		data, err := yaml.Marshal(doc)
		if err != nil {
			t.Fatal(err)
		}
		try(mutation{where, with, string(data), valueOf(doc)})
	}
	var visit func(n *yaml.Node, where string)
	visit = func(n *yaml.Node, where string) {
		before := *n
		replacements := shapes
		if n.Kind == yaml.ScalarNode {
			replacements = slices.Concat(shapes, words)
		}
		for _, text := range replacements {
			*n = *node(t, text)
			tried(where, text)
			*n = before
		}
		for i, child := range before.Content {
			switch {
			case n.Kind == yaml.SequenceNode:
				visit(child, where+"."+strconv.Itoa(i))
			case i%2 == 0:
				n.Content = slices.Delete(slices.Clone(before.Content), i, i+2)
				tried(where+"."+child.Value, "(left out)")
				n.Content = before.Content
			default:
				visit(child, where+"."+before.Content[i-1].Value)
			}
		}
		if n.Kind == yaml.MappingNode {
			n.Content = slices.Concat(before.Content, node(t, "{zz_unknown: 1}").Content)
			tried(where, "(with an unknown key)")
			n.Content = before.Content
		}
	}
	visit(doc, "")
}

// knownDifference reports whether one of the two cannot, or should not, say what
// the other says.
func knownDifference(m mutation, schema bool) bool {
	ends := func(suffixes ...string) bool {
		return slices.ContainsFunc(suffixes, func(s string) bool { return strings.HasSuffix(m.where, s) })
	}
	if schema { // only the decoder refuses it: it knows more
		return strings.HasPrefix(m.where, ".site.languages") || strings.Contains(m.where, ".languages") && m.with == "word" || // the languages that there are
			ends(".en") && (m.with == `""` || m.with == "(left out)") || // a text in the default language
			ends(".timezone") || // the zones that there are
			ends(".starts") && m.with == "2026-02-30" || // the days that there are
			ends(".guides", ".guides.0", ".guides.1", ".related", ".related.0", ".session") && len(m.with) > 400 // a name within a path
	}
	// Only the schema refuses it: a slip that does no harm.
	return m.with == "true" || // where a name stands
		ends(".people", ".pairings") && (m.with == "-1" || m.with == "1000000") // a path that is a number
}
