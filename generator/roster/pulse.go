package roster

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"mentorbook/generator/diag"
	"mentorbook/generator/lazyregexp"
	"mentorbook/generator/patch"
	"mentorbook/generator/schedule"
	"mentorbook/generator/site"
	"mentorbook/generator/source"
	"mentorbook/generator/table"
)

// question is a question with a scale, of a form of the project.
type question struct {
	id    source.ID
	form  string // the key of its page
	max   int
	ends  [2]string // what 1 and the highest point mean, folded, in any language: between |
	words []string  // its id and its text in every language, folded
}

// sum is a survey that was counted.
type sum struct {
	source.Pulse
	last *source.Pulse // of the same survey; nil for the first
}

// sensitiveLeast is the smallest group of a sensitive program.
const sensitiveLeast = 10

// least is the smallest group of which anything is written down.
func (r *reader) least() int {
	if slices.Contains(site.SensitivePrograms(r.config), r.Program) {
		return max(r.config.Site.MinCell, sensitiveLeast)
	}
	return r.config.Site.MinCell
}

// questions are all with a scale, of all forms.
func (r *reader) questions() (out []*question) {
	for _, d := range r.site.Documents {
		for _, lang := range r.site.Languages {
			v := d.Written(lang)
			if v == nil || v.Form == nil {
				continue
			}
			for _, f := range v.Form.Fields {
				if f.Type == "scale" {
					out = addQuestion(out, d.Key, f)
				}
			}
		}
	}
	return out
}

func addQuestion(all []*question, form string, f source.Field) []*question {
	i := slices.IndexFunc(all, func(q *question) bool { return q.id == f.ID && q.form == form })
	if i < 0 {
		i = len(all)
		all = append(all, &question{id: f.ID, form: form, max: 5, words: []string{fold(string(f.ID))}})
	}
	q := all[i]
	if f.Max > 0 {
		q.max = f.Max
	}
	q.words = append(q.words, fold(f.Label))
	q.ends[0], q.ends[1] = q.ends[0]+"|"+fold(f.Low), q.ends[1]+"|"+fold(f.High)
	return all
}

// asked is a column with the answers to a question.
type asked struct {
	*question
	index int
}

// readPulse sums up the answers to a survey. Of a single answer nothing is kept, and
// no message quotes one.
func (r *reader) readPulse() {
	columns := r.takeQuestions()
	if len(r.failed) > 0 {
		return
	}
	if len(columns) == 0 {
		r.out.Ignored = []Ignored{} // without questions, what seems to be a header may be an answer
		r.problem(diag.Error, r.table.Header.Number, 0, "let the headers be the questions of a form of this project, or their ids; mentorbook check says whether a form has mistakes", "no column is a question with a scale")
		return
	}
	survey := r.surveyOf(columns)
	if survey == "" {
		return
	}
	s := &sum{Pulse: source.Pulse{Survey: survey, Date: r.today(), Invited: r.Invited}}
	for i := range r.cohort.Pulses {
		if p := &r.cohort.Pulses[i]; p.Survey == survey || p.Survey == "" && survey == "pulse" {
			if s.last == nil || !p.Date.Before(s.last.Date) {
				s.last = p
			}
		}
	}
	if s.Invited == 0 {
		s.Invited = r.inPairs()
	}
	r.count(s, columns)
	if !r.out.Wrong() && r.isNews(s) {
		r.sum = s
		r.out.Added = append(r.out.Added, source.ID(survey+"-"+s.Date.String()))
		r.out.Changes = append(r.out.Changes, Change{ID: source.ID(s.Date.String()), List: "pulses", New: true, Fields: []string{fmt.Sprintf("%s, %d of %d answered", survey, s.Answered, s.Invited)}})
	}
}

// takeQuestions finds the columns with answers. One that says who answered is an
// error where it is filled in.
func (r *reader) takeQuestions() (out []asked) {
	questions := r.questions()
	r.columns = map[string][]column{}
	for i, cell := range r.table.Header.Cells {
		if q := questionOf(questions, cell.Text); q != nil {
			out = append(out, asked{q, i})
			r.out.Columns = append(r.out.Columns, Column{Header: cell.Text, TakenFor: string(q.id), Number: i + 1})
			continue
		}
		c, _ := r.recognise(cell.Text)
		switch filled := r.used(i) && slices.ContainsFunc(r.table.Rows, func(row table.Row) bool { return !blank(row.Cells[i].Text) }); {
		case c.field != nil && c.field.name == "timestamp":
			c.index = i
			r.columns["timestamp"] = append(r.columns["timestamp"], c)
			r.out.Columns = append(r.out.Columns, Column{Header: cell.Text, TakenFor: "timestamp", Number: i + 1})
		case c.field != nil && filled:
			r.problem(diag.Error, r.table.Header.Number, i+1, "switch off names and addresses in the form, and take the column out of the file", "this column says who answered, and a survey is summed up without names")
		case cell.Text != "":
			r.out.Ignored = append(r.out.Ignored, Ignored{cell.Text, "only questions with a scale are summed up", i + 1})
		}
	}
	if len(r.columns["timestamp"]) > 0 {
		r.readDates()
	}
	return out
}

// questionOf is the question that a header asks, or nil.
func questionOf(questions []*question, header string) *question {
	for _, text := range []string{fold(header), foldHeader(header)} {
		for _, q := range questions {
			if slices.Contains(q.words, text) {
				return q
			}
		}
	}
	return nil
}

// surveyOf is which survey the questions are: the one that is asked for, else a
// pulse. A form for the beginning and the end does not say which of them it is.
func (r *reader) surveyOf(columns []asked) string {
	if r.Survey != "" {
		return r.Survey
	}
	for _, c := range columns {
		if strings.Contains(c.form, "baseline") || strings.Contains(c.form, "exit") {
			r.problem(diag.Error, r.table.Header.Number, c.index+1, "say --survey baseline, or --survey exit", "this question is asked before the first session and after the last")
			return ""
		}
	}
	return "pulse"
}

// inPairs is how many people are in pairs that agreed, and go on or came to their end.
func (r *reader) inPairs() int {
	in := map[source.ID]bool{}
	for _, p := range r.ours() {
		if slices.Contains([]string{"accepted", "active", "paused", "completed"}, p.Status) {
			in[p.Mentor], in[p.Mentee] = true, true
		}
	}
	return len(in)
}

// count sums up the rows that were not counted yet.
func (r *reader) count(s *sum, columns []asked) {
	sums := make([][]int, len(columns))
	for k, c := range columns {
		sums[k] = make([]int, c.max)
	}
	var last schedule.Date
	late := 0
	for _, row := range r.table.Rows {
		row = r.readable(row)
		at, ok := r.sentAt(row)
		if !ok {
			continue
		}
		if s.last != nil && !at.day.IsZero() && !at.day.After(s.last.Date) {
			late++
			continue
		}
		if r.countRow(row, columns, sums) {
			s.Answered++
			if last.Before(at.day) {
				last = at.day
			}
		}
	}
	if !last.IsZero() {
		s.Date = last
	}
	if late > 0 {
		r.problem(diag.Warning, 0, 0, "", "%d rows were sent until %s, the day of the last count, and are not counted again", late, s.last.Date)
	}
	for k, c := range columns {
		r.addCounts(s, c, sums[k])
	}
}

// addCounts adds the sums of a question that enough people answered.
func (r *reader) addCounts(s *sum, c asked, counts []int) {
	all := 0
	for _, n := range counts {
		all += n
	}
	switch i := slices.IndexFunc(s.Counts, func(q source.QuestionCount) bool { return q.ID == c.id }); {
	case i >= 0:
		r.problem(diag.Error, r.table.Header.Number, c.index+1, "take one of them out", "two columns are the question %s", c.id)
	case all < r.least() && s.Answered >= r.least():
		r.problem(diag.Warning, r.table.Header.Number, c.index+1, "", "fewer than %d answered the question %s, so it is left out", r.least(), c.id)
	default:
		s.Counts = append(s.Counts, source.QuestionCount{ID: c.id, Answers: counts})
	}
}

// countRow adds what a row answers, and reports whether it answers anything.
func (r *reader) countRow(row table.Row, columns []asked, sums [][]int) (answers bool) {
	for k, c := range columns {
		cell := row.Cells[c.index]
		if blank(cell.Text) {
			continue
		}
		n := c.point(cell.Text)
		if n == 0 {
			r.bad(row, cell, "look at the cell in the table; it is not shown here", "this is no point from 1 to %d", c.max)
			continue
		}
		sums[k][n-1]++
		answers = true
	}
	return answers
}

var leadingPoint = lazyregexp.New(`^(\d{1,2})(?:\.0+)?(?:\s*(?:[-–—:=(/].*)?)$`)

// point reads a point of a scale; 0 where it is none.
func (q *question) point(text string) int {
	if m := leadingPoint.FindStringSubmatch(strings.TrimSpace(text)); m != nil {
		if n, _ := strconv.Atoi(m[1]); n >= 1 && n <= q.max {
			return n
		}
		return 0
	}
	switch folded := fold(text); {
	case folded == "":
	case oneOf(q.ends[0], folded):
		return 1
	case oneOf(q.ends[1], folded):
		return q.max
	}
	return 0
}

// isNews reports whether a survey is to be written down: enough people answered, and
// it is not the one that was counted last, nor that one and a few answers more, of
// which the difference would tell.
func (r *reader) isNews(s *sum) bool {
	least, last := r.least(), s.last
	switch {
	case s.Answered == 0 && last != nil:
		return false
	case s.Answered < least:
		r.problem(diag.Error, 0, 0, "wait until more have answered, or report only that it was offered", "fewer than %d answered, and sums of so few say what single people answered", least)
	case s.Answered > s.Invited:
		r.problem(diag.Error, 0, 0, "say how many were asked with --invited", "%d answered, and %d people are in pairs that agreed", s.Answered, s.Invited)
	case last == nil || r.has("timestamp"):
		return true
	case last.Answered == s.Answered && sameCounts(last.Counts, s.Counts):
		return false
	case last.Date == s.Date:
		r.problem(diag.Error, 0, 0, "take that one out of the cohort's pulses by hand to count again", "there is a count of that survey of %s already", s.Date)
	case grewBy(last, &s.Pulse) < least:
		r.problem(diag.Error, 0, 0, "wait until more have answered", "these seem to be the answers counted on %s and fewer than %d more, of which the difference would tell", last.Date, least)
	default:
		return true
	}
	return false
}

func sameCounts(a, b source.Counts) bool {
	return slices.EqualFunc(a, b, func(a, b source.QuestionCount) bool { return a.ID == b.ID && slices.Equal(a.Answers, b.Answers) })
}

// grewBy is how many more answered, if the answers of one count could be among those
// of another; else it is all of the other.
func grewBy(before, after *source.Pulse) int {
	for _, was := range before.Counts {
		i := slices.IndexFunc(after.Counts, func(q source.QuestionCount) bool { return q.ID == was.ID })
		if i < 0 || len(after.Counts[i].Answers) != len(was.Answers) {
			return after.Answered
		}
		for k, n := range was.Answers {
			if after.Counts[i].Answers[k] < n {
				return after.Answered
			}
		}
	}
	return max(after.Answered-before.Answered, 0)
}

// putPulse writes the sums down.
func (r *reader) putPulse(ed *editor) ([]patch.File, error) {
	if r.sum == nil {
		return nil, nil
	}
	all := append(slices.Clone(r.cohort.Pulses), r.sum.Pulse)
	err := ed.insertOrSet(r.cohort.Node, "pulses", "- "+pulseText(r.sum.Pulse)+"\n", listed(all, pulseText))
	return ed.changed(), err
}

func pulseText(p source.Pulse) string {
	parts := []string{"date: " + p.Date.String()}
	if p.Survey != "" && p.Survey != "pulse" {
		parts = append(parts, "survey: "+p.Survey)
	}
	parts = append(parts, fmt.Sprintf("invited: %d, answered: %d", p.Invited, p.Answered))
	var counts []string
	for _, q := range p.Counts {
		counts = append(counts, fmt.Sprintf("%s: %s", q.ID, strings.Join(strings.Fields(fmt.Sprint(q.Answers)), ", ")))
	}
	return "{" + strings.Join(append(parts, "counts: {"+strings.Join(counts, ", ")+"}"), ", ") + "}"
}
