// Package scaffold says how a document and a program of a project begin, and how a
// language and a program go.
//
// A request and the project go in; the files to write come out. The package
// refuses to replace what exists, but for programs.yaml, which gets one more
// program and stays what it was otherwise. It writes nothing itself. How documents
// begin is in package outline.
package scaffold

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"mentorbook/generator/diag"
	"mentorbook/generator/outline"
	"mentorbook/generator/patch"
	"mentorbook/generator/schedule"
	"mentorbook/generator/site"
	"mentorbook/generator/source"
	"mentorbook/generator/yamledit"
)

// Request says what New is to start.
type Request struct {
	What  string // guide, session, form, letter or program
	Title string
	Name  string    // of the file, or the program's id; empty: made of the title
	Lang  string    // of the one document to write; empty: one in every language of the site
	Kind  string    // of a guide
	Now   time.Time // a program's first cohort starts some weeks later
}

// New returns the beginning of a document or a program: what its kind needs to
// pass the checks, and a note on what to write where. Documents are drafts. The
// first language of the site, or the one asked for, has the original, the others
// its translations.
//
// The list is for a project whose programs.yaml cannot be read; the error says
// why there is nothing to write.
func New(ctx context.Context, p source.Project, r Request) ([]patch.File, diag.List, error) {
	name, err := checkRequest(&r)
	if err != nil {
		return nil, nil, err
	}
	sources, list, err := source.Load(ctx, p, nil)
	if err != nil {
		return nil, nil, err
	}
	if sources.Config == nil {
		return nil, list, nil
	}
	languages := sources.Config.Site.Languages
	if r.Lang != "" && !slices.Contains(languages, r.Lang) {
		return nil, nil, fmt.Errorf("the site has no language %q; %s", r.Lang, diag.DidYouMean(r.Lang, languages, "write "+diag.Choices(languages)))
	}
	if r.What == "program" {
		file, err := newProgram(sources, name, r)
		return []patch.File{file}, nil, err
	}
	files, err := newDocuments(p, sources, name, r)
	return files, nil, err
}

// GuideKinds lists the kinds of guides.
func GuideKinds() []string { return strings.Fields(tag[source.Guide]("Kind").Get("enum")) }

// tag returns the tags of a field of T: they are the definition of the formats.
func tag[T any](field string) reflect.StructTag {
	f, _ := reflect.TypeFor[T]().FieldByName(field)
	return f.Tag
}

// checkRequest tidies the title and returns the name that the new thing gets.
func checkRequest(r *Request) (source.ID, error) {
	r.Title = strings.TrimSpace(r.Title)
	longest, _ := strconv.Atoi(tag[source.Common]("Title").Get("length"))
	switch {
	case r.Title == "":
		return "", errors.New("the title is empty")
	case strings.ContainsFunc(r.Title, unicode.IsControl) || !utf8.ValidString(r.Title):
		return "", errors.New("the title is not one line of text")
	case utf8.RuneCountInString(r.Title) > longest:
		return "", fmt.Errorf("the title has %d characters; it can have %d", utf8.RuneCountInString(r.Title), longest)
	case r.What == "guide" && !slices.Contains(GuideKinds(), r.Kind):
		return "", fmt.Errorf("there is no kind of guide %q; %s", r.Kind, diag.DidYouMean(r.Kind, GuideKinds(), "write "+diag.Choices(GuideKinds())))
	case r.Name != "":
		return source.NameFor(r.Name)
	}
	name, err := source.NameFor(r.Title)
	if err != nil {
		return "", fmt.Errorf("%w; choose a name with --name", err)
	}
	return name, nil
}

// documentOutline is what the outline of a document gets.
type documentOutline struct {
	Title    string // as YAML
	Name     source.ID
	Kind     string // of a guide
	Original string // the path of what this translates; empty for an original
	Many     bool   // the site has other languages, whose texts follow this one
}

func newDocuments(p source.Project, sources *source.Sources, name source.ID, r Request) ([]patch.File, error) {
	key := r.What + "s/" + string(name)
	pathIn := func(lang string) string { return source.ContentDir + "/" + lang + "/" + key + ".md" }
	wanted := sources.Config.Site.Languages
	if r.Lang != "" {
		wanted = []string{r.Lang}
	}
	for _, lang := range wanted {
		if exists(p.Root, pathIn(lang)) {
			return nil, fmt.Errorf("%s exists already; choose another title, or a name with --name", pathIn(lang))
		}
	}
	for _, lang := range sources.Config.Site.Languages {
		if exists(p.Root, pathIn(lang)) {
			return nil, fmt.Errorf("%s exists already; to translate it, copy it to %s and write translates: %d there in place of the version",
				pathIn(lang), pathIn(r.Lang), versionOf(sources, lang, key))
		}
	}
	outlineName := r.What
	if r.What == "guide" {
		outlineName = r.Kind
	}
	var files []patch.File
	document := documentOutline{Title: yamledit.Scalar(r.Title), Name: name, Kind: r.Kind, Many: len(sources.Config.Site.Languages) > 1}
	for _, lang := range wanted {
		files = append(files, patch.File{Path: pathIn(lang), Data: []byte(outline.Of(lang, outlineName, document))})
		document.Original = files[0].Path
	}
	return files, nil
}

// exists reports whether something is there. What cannot be looked at cannot be
// written either, and that error says more.
func exists(fsys fs.FS, path string) bool {
	_, err := fs.Stat(fsys, path)
	return err == nil
}

func versionOf(sources *source.Sources, lang, key string) int {
	for _, doc := range sources.Documents {
		if doc.Lang == lang && doc.Key == key {
			return max(doc.Version, 1)
		}
	}
	return 1
}

// programOutline is what the outline of a program gets.
type programOutline struct {
	Name                        source.ID
	Title                       string // as YAML
	Languages                   []string
	Many                        bool // languages
	Purposes                    []struct{ Lang, Text string }
	Plan                        []plannedSession
	Cohort                      string
	Starts, Ends, Opens, Closes schedule.Date
}

type plannedSession struct {
	ID, Session string
	Weeks       int
}

// The dates of a new program, in weeks: enough time to find people, and the
// six months that most programs take. A session every month is a start; the
// writer adds the others.
const (
	weeksUntilStart = 6
	weeksOfProgram  = 25
	weeksBetween    = 4
	sessionsAtFirst = 3
)

func newProgram(sources *source.Sources, name source.ID, r Request) (patch.File, error) {
	config := sources.Config
	for _, program := range config.Programs {
		if program.ID == name {
			start, _ := program.At("id").Positions()
			return patch.File{}, fmt.Errorf("%s:%d has a program %q already; choose another title, or a name with --name", source.ConfigPath, start.Line, name)
		}
	}
	languages := config.Site.Languages
	starts := schedule.DateOf(r.Now.In(config.Site.Timezone.Location(time.UTC))).AddDays(7 * weeksUntilStart)
	for starts.Weekday() != time.Monday {
		starts = starts.AddDays(1)
	}
	plan := programOutline{
		Name: name, Title: yamledit.Scalar(r.Title), Languages: languages, Many: len(languages) > 1, Cohort: fmt.Sprintf("%da", starts.Year),
		Starts: starts, Ends: starts.AddDays(7*weeksOfProgram - 3), // a Friday
		Opens: starts.AddDays(-28), Closes: starts.AddDays(-10),
	}
	for _, lang := range languages {
		plan.Purposes = append(plan.Purposes, struct{ Lang, Text string }{lang, yamledit.Scalar(outline.Of(lang, "purpose", nil))})
	}
	for i, session := range publishedSessions(sources) {
		if i < sessionsAtFirst {
			plan.Plan = append(plan.Plan, plannedSession{fmt.Sprintf("s%d", i+1), session, weeksBetween * i})
		}
	}
	lang := r.Lang
	if lang == "" {
		lang = languages[0]
	}
	data, err := source.InsertProgram(config.File().Data, outline.Of(lang, "program", plan))
	return patch.File{Path: source.ConfigPath, Was: config.File().Data, Data: data}, err
}

// publishedSessions names the session templates that a plan may have: the
// original is no draft. They come in the order of lists.
func publishedSessions(sources *source.Sources) []string {
	var docs []*source.Document
	for _, t := range site.TranslationsOf(sources) {
		if o := t.Original; o.Kind == source.SessionKind && !o.Draft {
			docs = append(docs, o)
		}
	}
	slices.SortStableFunc(docs, func(a, b *source.Document) int { return rank(a) - rank(b) })
	var names []string
	for _, doc := range docs {
		names = append(names, strings.TrimPrefix(doc.Key, "sessions/"))
	}
	return names
}

// rank is where a document stands in lists; those without an order come last.
func rank(doc *source.Document) int {
	if doc.Order > 0 {
		return doc.Order
	}
	return 1 << 30
}
