// Package review makes the sheets on which people decide about proposed pairs.
//
// A proposal of package propose goes in; out come whole HTML pages that work from
// a disk, without a network: the review sheet, on which those who run a program
// accept, swap or drop each pair, and a choice sheet for each mentee, with a table
// for a mail merge. They hold names, so they are for nobody else, and lie outside
// every portal. The package refuses to tell a level, and whom somebody avoids; on
// a choice sheet, anything about anybody but the mentee and those on it. It writes
// nothing.
//
// # Decisions
//
// What is decided comes back in one of two tables, in CSV with a heading row, for
// "import answers". People are named by id.
//
// The review sheet saves the pairs of a cohort that were decided on, with the
// columns cohort (PROGRAM/COHORT), mentor, mentee, answer, new_mentor and
// new_mentee. Mentor and mentee are a pair that was proposed. The answers are:
//
//   - accept: the pair stays proposed, and the two can be asked.
//   - drop: the pair is declined, and never proposed again in this program.
//   - swap: the pair of new_mentor and new_mentee takes its place as proposed. It
//     breaks no rule of the program. The other one may be proposed again.
//   - withdraw: the pair is no longer proposed, since another pair took one of the
//     two. It may be proposed again.
//
// A pair without a row was not decided on.
//
// The table beside the choice sheets, choices.csv, has a row for each mentee, with
// the columns cohort, person, what a letter needs, mentor_1 to mentor_N with what
// is told of each, and choice, which is empty. That column, filled in, is the
// answer:
//
//   - 1 to N: the mentee asks for that mentor, who becomes the first of the choices
//     of the mentee's signup; several may ask for one, and match finds the best for
//     all.
//   - none: the mentee asks for none of them; the pairs with all N are declined.
//   - empty: no answer yet.
package review

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/base64"
	"fmt"
	"html/template"
	"path"
	"slices"

	"mentorbook/generator/propose"
	"mentorbook/generator/source"
	"mentorbook/themes"
)

//go:embed layouts assets
var files embed.FS

// page is what every sheet has.
type page struct {
	Lang, Title string
	Policy      string // Content-Security-Policy: nothing but the style and the script of the page
	Style       template.CSS
	Script      template.JS
}

// newPage returns the frame of a sheet. Its script may be empty.
func newPage(lang, title, style, script string) (page, error) {
	theme, err := themes.Open(embed.FS{}, themes.Default)
	if err != nil {
		return page{}, err
	}
	p := page{Lang: lang, Title: title, Policy: "default-src 'none'; base-uri 'none'; form-action 'none'"}
	sheets := string(theme.Read("assets/style.css/01-tokens.css").Data)
	for _, name := range []string{"sheet.css", style} {
		sheets += read(name)
	}
	p.Style = template.CSS(sheets) //nolint:gosec // our own
	p.Policy += "; style-src " + hash(sheets)
	if script != "" {
		p.Script = template.JS(read(script)) //nolint:gosec // our own
		p.Policy += "; script-src " + hash(string(p.Script))
	}
	return p, nil
}

// read returns a file of ours.
func read(name string) string {
	data, err := files.ReadFile(path.Join("assets", name))
	if err != nil {
		panic(err) // it is embedded
	}
	return string(data)
}

func hash(text string) string {
	sum := sha256.Sum256([]byte(text))
	return "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
}

// fill executes a layout.
func fill(layout, lang string, view any) ([]byte, error) {
	t, err := template.New(layout).Funcs(template.FuncMap{"t": words(lang).text}).ParseFS(files, "layouts/"+layout, "layouts/parts.html")
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	err = t.Execute(&b, view)
	return b.Bytes(), err
}

// person is somebody as sheets show them.
type person struct{ ID, Name, Unit string }

// people finds people by id.
type people map[source.ID]*source.Person

func peopleOf(config *source.Config) people {
	out := people{}
	for i := range config.People.Items {
		out[config.People.Items[i].ID] = &config.People.Items[i]
	}
	return out
}

func (p people) show(id source.ID, languages ...string) person {
	return person{string(id), p.name(id), p[id].Unit.In(languages...)}
}

func (p people) name(id source.ID) string { return p[id].Name }

// topics returns the names of topics.
func topics(s propose.Speaker, ids []source.ID) []string {
	var out []string
	for _, id := range ids {
		out = append(out, s.Topic(id))
	}
	return out
}

// language returns the first language of a list that the sheets speak, English
// where there is none.
func language(languages []string) string {
	if i := slices.IndexFunc(languages, func(lang string) bool { return words(lang) != nil }); i >= 0 {
		return languages[i]
	}
	return "en"
}

// named joins the title of a program and the name of its cohort.
func named(title string, cohort source.ID) string { return fmt.Sprintf("%s · %s", title, cohort) }
