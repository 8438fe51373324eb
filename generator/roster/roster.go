// Package roster turns tables that come in into the lists of a project: people, and
// who signed up for a cohort.
//
// A table of package table, a project and a kind of table go in. Out comes an
// [Import]: what each column was taken for, what was left out and why, whom the
// rows add and change and who is in the list but not in the table, every problem
// with its row and column, and the files as they should become. Nothing of a row is
// dropped without a word: what is not taken is in the Import.
//
// # Columns and words
//
// Columns are known by their headers, or by the texts of the questions of a form,
// in English and Indonesian (fields.go). A column that names a protected trait is
// left out whatever it holds; so are numbers that tell when somebody was born. What
// was taken for what, what words mean (levels, topics) and who has which id is
// remembered in import-map.yaml beside the list of people: see [source.ImportMap].
// A map that comes with the request wins over what is remembered.
//
// # Replies
//
// Three kinds of tables say what became of pairs: answers to proposals (of people, or
// those of package review), sessions, and surveys. Everybody in them is in the list
// already. Of answers the last counts for each person and pair; both have to say yes,
// and who says no is written down nowhere. Of sessions each change raises the
// revision, so that calendars follow. Surveys are summed up at once: no message and no
// file has a single answer, and sums of fewer people than site.min_cell are refused, as
// are tables that say who answered. Files that the forms of a portal saved are read as
// tables, too ([FormsTable]).
//
// # Who is who
//
// Somebody is known again by e-mail address, then by staff number; somebody who has
// neither, by name and unit, and that is said. Ids are drawn at random, once. Of
// two rows about one person the later one counts, by the time it was sent, else by
// its place. A row without consent is left out, where the table asks for it.
//
// # What it refuses
//
// A row of which no person can be made, a word that is no level and no topic, a
// cell that cannot be read: each is an error at its place, and no file comes out
// while there is one. People who are not in the table stay: taking people out is
// what purge is for. An empty cell says nothing, so what the list says stays. What
// comes out has passed the checks of the project.
//
// Messages name people by id and row, never by name. The package writes nothing.
package roster

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"

	"mentorbook/generator/diag"
	"mentorbook/generator/patch"
	"mentorbook/generator/site"
	"mentorbook/generator/source"
	"mentorbook/generator/table"
)

// Request says what is to be read from a table.
type Request struct {
	Kind            string // one of Kinds
	Table           *table.Table
	Path            string            // of the table, as problems name it
	Program, Cohort string            // of signups
	Role            string            // of signups whose table does not say it; empty: it has to
	Into            string            // where a list goes that the project does not have yet; may be empty
	Map             *source.ImportMap // corrects what is remembered; may be nil
	Random          io.Reader         // of which ids are made

	Survey  string   // of a pulse: pulse, baseline or exit; empty: as its form says
	Invited int      // of a pulse: how many were asked; 0: everybody in a pair that agreed
	Names   []string // of the forms that the rows are, by their numbers; nil for a table
}

// Import is what a table says, and what it would change. Its JSON keys are stable,
// and a list is never null. What has no key is for people.
type Import struct {
	Rows     int         `json:"rows"`
	Columns  []Column    `json:"columns"`
	Ignored  []Ignored   `json:"ignored"`
	Added    []source.ID `json:"added"` // until they are written, these ids are examples. Of a pulse: which survey it is, and its day
	Changed  []source.ID `json:"changed"`
	Gone     []source.ID `json:"gone"` // in the list, not in the table; they stay. Of answers: pairs that are no longer proposed
	Problems []Problem   `json:"problems"`

	Path    string       `json:"-"`
	Notes   []table.Note `json:"-"` // of the table
	Changes []Change     `json:"-"` // one for each of Added and Changed, and each list
	Unknown []Word       `json:"-"` // words that nobody knows yet
	Sheet   string       `json:"-"`
	Files   []patch.File `json:"-"` // nil when nothing changes, or something is wrong
}

// Column is a column that was taken for something.
type Column struct {
	Header   string `json:"header"`
	TakenFor string `json:"taken_for"`

	Number   int  `json:"-"` // from 1
	StandsIn bool `json:"-"` // where a better column is empty

	grouped bool // what it is taken for stands in a row above
}

// Ignored is a column that was left out.
type Ignored struct {
	Header string `json:"header"`
	Reason string `json:"reason"`

	Number int `json:"-"`
}

// Problem is something that somebody has to look at.
type Problem struct {
	Path    string `json:"path"`
	Row     int    `json:"row"`    // from 1; 0 where it is about all
	Column  int    `json:"column"` // likewise
	Message string `json:"message"`
	Hint    string `json:"hint"`

	Severity diag.Severity `json:"-"`
}

// Word is a word that an import map could explain.
type Word struct {
	List string // of the import map
	Item string // of the list, to be filled in
}

// Change is what becomes of an entry of a list.
type Change struct {
	ID     source.ID // of a person, or of a pair
	Row    int       // of the table; 0 where it is about all
	List   string    // people, signups, pairs or pulses
	New    bool
	Fresh  bool     // the person or pair is new, too: until they are written, the id is an example
	Fields []string // that change; of a new entry, none
}

// Unreadable is what comes of a file that holds no table: one problem.
func Unreadable(path, message, hint string) *Import {
	out := empty(path)
	out.Problems = append(out.Problems, Problem{Path: path, Message: message, Hint: hint, Severity: diag.Error})
	return out
}

func empty(path string) *Import {
	return &Import{
		Path: path, Columns: []Column{}, Ignored: []Ignored{}, Added: []source.ID{}, Changed: []source.ID{}, Gone: []source.ID{}, Problems: []Problem{},
	}
}

// Wrong reports whether the table has errors.
func (out *Import) Wrong() bool {
	return slices.ContainsFunc(out.Problems, func(p Problem) bool { return p.Severity == diag.Error })
}

// New reads a table. The list of diagnostics is for a project, or an import map,
// that has mistakes, and the import is nil then; the error says why there is
// nowhere to put what the table says.
func New(ctx context.Context, p source.Project, o site.Options, r Request) (*Import, diag.List, error) {
	project, list, err := load(ctx, p, o)
	if project == nil {
		return nil, list, err
	}
	if err := project.findLists(r); err != nil {
		return nil, nil, err
	}
	reader, list := newReader(project, r)
	if list.HasErrors() {
		return nil, list, nil
	}
	if err := reader.readAll(ctx); err != nil {
		return nil, nil, err
	}
	out := reader.out
	if out.Wrong() {
		return out, nil, nil
	}
	if out.Files, err = reader.files(); err != nil || out.Files == nil {
		return out, nil, err
	}
	if list, err = project.check(ctx, out.Files); err != nil || list.HasErrors() {
		return nil, list, err
	}
	return out, nil, nil
}

// readAll reads the table, and compares it with the project.
func (r *reader) readAll(ctx context.Context) error {
	if r.kind.isReply() {
		if err := r.readReplies(ctx); err != nil {
			return err
		}
		r.comparePairs()
		return nil
	}
	if err := r.read(ctx); err != nil {
		return err
	}
	r.compare()
	return nil
}

// reader reads one table.
type reader struct {
	*project
	Request
	kind kind
	out  *Import

	mapped     map[string]string    // what a header says, folded
	levels     map[string]int       // by word, folded
	topicIDs   map[string]source.ID // likewise; without an id, the words are left out
	topicNames []string             // for hints
	table      *table.Table
	columns    map[string][]column // by field, the best first
	dayFirst   bool                // in dates of the table
	unknown    map[Word]bool       // in out.Unknown

	failed map[[2]int]bool // cells that have an error, by row and column

	entries []*entry // whom the table is about, without those who were left out
	people  *knownPeople
	signups map[source.ID]*source.Signup // of the cohort

	pairs  []*pair  // of the project, and new ones
	wishes []wishOf // of signups that change
	sum    *sum     // of a survey; nil where nothing is to be written
}

func newReader(p *project, r Request) (*reader, diag.List) {
	x := &reader{
		project: p, Request: r, kind: kindOf(r.Kind), table: r.Table, columns: map[string][]column{},
		mapped: map[string]string{}, levels: map[string]int{}, topicIDs: map[string]source.ID{}, unknown: map[Word]bool{}, failed: map[[2]int]bool{},
		out: empty(r.Path),
	}
	x.out.Rows, x.out.Notes, x.out.Sheet = len(r.Table.Rows), r.Table.Notes, r.Table.Name
	for _, problem := range r.Table.Problems {
		x.problem(problem.Severity, problem.Row, problem.Column, problem.Hint, "%s", problem.Message)
	}
	x.knowTopics()
	var list diag.List
	x.learn(p.remembered, &list)
	if r.Map != nil {
		x.learn(r.Map, &list)
	}
	x.people = newKnownPeople(p, r.Map)
	x.signups = map[source.ID]*source.Signup{}
	if p.cohort != nil {
		for i := range p.cohort.Signups.Items {
			s := &p.cohort.Signups.Items[i]
			x.signups[s.Person] = s
		}
	}
	return x, list
}

func (r *reader) problem(severity diag.Severity, row, column int, hint, format string, args ...any) {
	if severity == diag.Error && column > 0 {
		r.failed[[2]int{row, column}] = true
	}
	at := r.Path
	if row > 0 && row <= len(r.Names) {
		at = r.Names[row-1]
		if column > 0 && column <= len(r.table.Header.Cells) {
			format = "the field " + strings.ReplaceAll(r.table.Header.Cells[column-1].Text, "%", "%%") + ": " + format
		}
		row, column = 0, 0
	}
	r.out.Problems = append(r.out.Problems, Problem{at, row, column, fmt.Sprintf(format, args...), hint, severity})
}

// knowTopics collects the names of topics, their ids and their synonyms.
func (r *reader) knowTopics() {
	for _, topic := range r.config.Topics {
		names := append(topic.Name.Strings(), string(topic.ID))
		r.topicNames = append(r.topicNames, names...)
		for _, lang := range r.config.Site.Languages {
			names = append(names, topic.Synonyms.In(lang)...)
		}
		for _, name := range names {
			if _, taken := r.topicIDs[fold(name)]; !taken {
				r.topicIDs[fold(name)] = topic.ID
			}
		}
	}
	for _, topic := range r.config.Topics { // a name weighs more than another topic's synonym
		for _, name := range append(topic.Name.Strings(), string(topic.ID)) {
			r.topicIDs[fold(name)] = topic.ID
		}
	}
}

// learn takes over what an import map says.
func (r *reader) learn(m *source.ImportMap, list *diag.List) {
	for _, c := range m.Columns {
		known, _ := r.kind.byHeader(foldHeader(c.Header))
		if reason, refused := source.Refused(c.Header); refused && known == nil && c.Is != "ignore" && !r.kind.field(c.Is).closed {
			list.Errorf(c.At("header"), "protected-trait", "write is: ignore, or leave the entry out", "this column cannot be taken for anything: %s", reason)
			continue
		}
		r.mapped[fold(c.Header)] = c.Is
	}
	for _, l := range m.Levels {
		r.levels[fold(l.Word)] = *l.Level
	}
	for _, t := range m.Topics {
		known := slices.ContainsFunc(r.config.Topics, func(topic source.Topic) bool { return topic.ID == t.Topic })
		switch {
		case known:
			r.topicIDs[fold(t.Word)] = t.Topic
		case t.Topic == "ignore":
			r.topicIDs[fold(t.Word)] = ""
		default:
			var ids []string
			for _, topic := range r.config.Topics {
				ids = append(ids, string(topic.ID))
			}
			list.Errorf(t.At("topic"), "unknown-topic", diag.DidYouMean(string(t.Topic), ids, "write the id of a topic, or ignore"), "there is no topic %q", t.Topic)
		}
	}
}

// entry is what the table says of a person.
type entry struct {
	row    table.Row
	id     source.ID
	person *source.Person // as the list has it; nil for somebody new
	sent   moment
	agreed bool
	email  string
	number string

	text      map[string]string // name, salutation, unit, site and timezone
	languages []string
	level     *int
	capacity  *int
	offers    []source.Offer
	wants     []source.Want
	available []freeTime
	directory string                 // an audience, or no; empty: nothing is said
	others    map[string][]source.ID // manager, avoid, prefer and choices
	role      string
	signup    *source.Signup // as the list has it

	added, changed bool // in the list that the kind of table is about, or in any
}

// has reports whether the table has a column for a field.
func (r *reader) has(name string) bool { return len(r.columns[name]) > 0 }
