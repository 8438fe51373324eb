package render

import (
	"bytes"
	"slices"
	"strconv"
	"strings"

	"mentorbook/generator/figures"
	"mentorbook/generator/schedule"
	"mentorbook/generator/site"
)

const dashboardKey = "dashboard"

// dashboardContext is the organizers' page of figures that is being made.
type dashboardContext struct {
	pageContext
	figures *figures.Figures
}

// Dashboard renders the organizers' figures.
func (r *Renderer) Dashboard(w *bytes.Buffer, lang string, f *figures.Figures) error {
	d := dashboardContext{r.at(lang, dashboardKey), f}
	page, err := d.page(d.text("nav.dashboard"), "")
	if err != nil {
		return err
	}
	view := DashboardPage{Page: page, Day: r.site.Now, Share: d.file(SharedTablePath(r.site, lang)), Units: d.units()}
	for _, s := range f.Silent {
		view.Silent = append(view.Silent, SilentPair{d.pairLink(s.Pairing), d.programLink(s.Cohort.Program).Title, s.Last, s.Next})
	}
	for _, s := range f.Twice {
		view.Twice = append(view.Twice, TwicePair{d.pairLink(s.Pairing), d.programLink(s.Cohort.Program).Title, s.First.Date, s.Second.Date})
	}
	for _, program := range r.site.Programs {
		view.Programs = append(view.Programs, d.program(program))
	}
	view.Measures, view.Topics, view.Nobody = d.measures(), d.topics(), d.nobody()
	for _, c := range f.Content {
		view.Content = append(view.Content, ContentFigures{c.Lang, barOf([]string{"current", "stale", "missing"}, []int{c.Current, c.Stale, c.Missing})})
	}
	for _, due := range f.Reviews {
		view.Reviews = append(view.Reviews, ReviewDue{d.cardIn(due), due.Owner, due.ReviewBy})
	}
	view.Glance = glance(view)
	view.Glance.Trend = d.trend(allMonths(f.Cohorts))
	return r.theme.execute(w, lang, "dashboard", "base", view)
}

// figuresOf returns the URL of a program's place on the dashboard.
func (p pageContext) figuresOf(program *site.Program) string {
	return p.toFragment(dashboardKey, "program-"+string(program.ID))
}

func glance(view DashboardPage) Glance {
	g := Glance{Silent: len(view.Silent), Due: len(view.Reviews)}
	for _, program := range view.Programs {
		for _, c := range program.Cohorts {
			g.Active += c.Pairs.Count("active")
			g.Pairs += c.Pairs.Total
			g.Done += c.Sessions.Count("done")
			g.Sessions += c.Sessions.Total
		}
	}
	for _, c := range view.Content {
		g.Behind += c.Pages.Count("stale") + c.Pages.Count("missing")
	}
	return g
}

// cardIn describes the version of a page that is due, which may be in another
// language than the dashboard.
func (d dashboardContext) cardIn(due figures.Review) Card {
	c := Card{Title: due.Title, Summary: due.Summary, Lang: due.Lang}
	c.URL = site.Relative(d.path, d.site.Path(due.Lang, due.Document.Key), "")
	if due.Lang == d.lang {
		c.Lang = ""
	}
	return c
}

// barOf lays out counts side by side.
func barOf(statuses []string, counts []int) Bar {
	b := Bar{}
	for i, status := range statuses {
		b.Parts = append(b.Parts, Part{status, b.Total, counts[i]})
		b.Total += counts[i]
	}
	return b
}

func (d dashboardContext) program(program *site.Program) ProgramFigures {
	out := ProgramFigures{
		Program: d.programLink(program), ID: string(program.ID), Sensitive: program.Sensitive, Withheld: program.Withheld,
	}
	if !program.Withheld {
		out.PairsTable, out.SessionsTable = d.file(PairsTablePath(d.site, d.lang, program)), d.file(SessionsTablePath(d.site, d.lang, program))
	}
	for _, c := range d.figures.Cohorts {
		if c.Program == program {
			out.Cohorts = append(out.Cohorts, d.cohort(c))
		}
	}
	return out
}

func (d dashboardContext) cohort(c figures.Cohort) CohortFigures {
	return CohortFigures{
		Name: string(c.ID), URL: d.to(cohortKey(c.Cohort)), Withheld: c.Withheld, Program: d.programLink(c.Program).Title,
		Pairs: barOf(figures.PairStatuses(), c.Pairs), Facts: d.facts(c), Surveys: d.surveys(c), Trend: d.trend(c.Months),
	}
}

// measures says what each measure counts, in the order of the guide on running a
// program and in its words.
func (d dashboardContext) measures() (out []ReportFigure) {
	for _, key := range strings.Fields("matched planned held kept cancelled notknown days quiet twice nobody") {
		out = append(out, ReportFigure{d.text("figures." + key), d.text("figures." + key + ".text")})
	}
	return out
}

// facts are the measures of a cohort, in the words of the guide on running a
// program.
func (d dashboardContext) facts(c figures.Cohort) []ReportFigure {
	var out []ReportFigure
	add := func(key, value string) { out = append(out, ReportFigure{d.text("figures." + key), value}) }
	if c.SignedUp > 0 {
		add("matched", d.text("figures.of", c.Matched, c.SignedUp))
	}
	if a := c.Activity; a.Planned > 0 {
		add("planned", strconv.Itoa(a.Planned))
		add("held", strconv.Itoa(a.Held))
		add("kept", d.text("figures.of", a.Held, a.Planned))
		add("cancelled", strconv.Itoa(a.Cancelled))
		add("notknown", strconv.Itoa(a.NotKnown))
	}
	if c.Days > 0 {
		add("days", d.text("figures.indays", c.Days))
	}
	return out
}

// surveys are what people answered, question by question.
func (d dashboardContext) surveys(c figures.Cohort) (out []ReportSurvey) {
	for _, s := range c.Surveys {
		survey := ReportSurvey{Title: d.text("report.survey." + s.Kind), Date: s.Date, Answered: d.text("figures.of", s.Answered, s.Invited)}
		for _, q := range s.Questions {
			value := d.share(q.Share)
			if q.Told {
				value = d.text("figures.of", q.Agreed, q.Answered)
			}
			survey.Questions = append(survey.Questions, ReportFigure{d.question(s.Kind, q.ID), value})
		}
		out = append(out, survey)
	}
	return out
}

// allMonths adds up the sessions of all cohorts, month by month, without a gap.
func allMonths(cohorts []figures.Cohort) []figures.Month {
	var out []figures.Month
	for _, c := range cohorts {
		for _, m := range c.Months {
			out = append(out, figures.Month{First: m.First, Sessions: slices.Clone(m.Sessions)})
		}
	}
	slices.SortFunc(out, func(a, b figures.Month) int { return a.First.Compare(b.First) })
	var sum []figures.Month
	for _, m := range out {
		for n := len(sum); n > 0 && sum[n-1].First.Before(m.First); n = len(sum) {
			next := sum[n-1].First.AddOffset(schedule.Offset{Months: 1})
			sum = append(sum, figures.Month{First: next, Sessions: make([]int, len(m.Sessions))})
		}
		if len(sum) == 0 {
			sum = append(sum, m)
			continue
		}
		for i, n := range m.Sessions {
			sum[len(sum)-1].Sessions[i] += n
		}
	}
	return sum
}

// trend draws months beside each other.
func (d dashboardContext) trend(months []figures.Month) (out Trend) {
	sum := make([]int, len(figures.SessionStatuses()))
	most := 0
	for _, m := range months {
		total := 0
		for i, n := range m.Sessions {
			sum[i] += n
			total += n
		}
		most = max(most, total)
	}
	out.Sessions = barOf(sessionStatuses(), sum)
	out.Chart = Size{len(months) * monthWidth, most}
	for i, m := range months {
		out.Months = append(out.Months, d.month(m, i, len(months), most))
	}
	return out
}

func sessionStatuses() []string {
	var out []string
	for _, s := range figures.SessionStatuses() {
		out = append(out, s.String())
	}
	return out
}

const (
	monthWidth  = 10 // of a month in the picture, with the space beside it
	monthLabels = 12 // that fit beside each other on a phone
)

// month stacks the sessions of a month from the bottom of a picture that is as
// high as the fullest month.
func (d dashboardContext) month(m figures.Month, i, months, most int) MonthFigures {
	out := MonthFigures{First: m.First, Name: d.words().month(m.First), X: i * monthWidth}
	if every := (months + monthLabels - 1) / monthLabels; i%every == 0 {
		out.Label = d.words().ShortMonth(m.First.Month)
	}
	top := most
	for k, status := range sessionStatuses() {
		top -= m.Sessions[k]
		out.Total += m.Sessions[k]
		out.Parts = append(out.Parts, Part{status, top, m.Sessions[k]})
	}
	return out
}

// topics lists topics by how far what is wanted exceeds what is offered.
func (d dashboardContext) topics() []TopicFigures {
	most := 0
	for _, t := range d.figures.Topics {
		most = max(most, t.Offered, t.Wanted)
	}
	var out []TopicFigures
	for _, t := range d.figures.Topics {
		out = append(out, TopicFigures{d.topicLinks([]*site.Topic{t.Topic})[0], t.Offered, t.Wanted, most, most - t.Offered})
	}
	slices.SortStableFunc(out, func(a, b TopicFigures) int { return (b.Wanted - b.Offered) - (a.Wanted - a.Offered) })
	return out
}

// nobody are the topics that somebody wants and nobody offers.
func (d dashboardContext) nobody() (out []Link) {
	for _, t := range d.figures.Topics {
		if t.Offered == 0 {
			out = append(out, d.topicLinks([]*site.Topic{t.Topic})[0])
		}
	}
	return out
}

const (
	drawnFlows = 30  // more lines than that show nothing
	flowHeight = 100 // of a unit in the picture
	widestFlow = 14  // pixels
)

// units draws the strongest flows between two rows of units.
func (d dashboardContext) units() UnitFigures {
	out := UnitFigures{Type: commonType(d.site.Programs)}
	for _, f := range d.figures.Flows {
		out.Flows = append(out.Flows, UnitFlow{d.site.Name(f.Mentor, d.lang), d.site.Name(f.Mentee, d.lang), f.Pairs})
	}
	if n := len(out.Flows); n == 1 || n > 1 && out.Flows[0].Pairs > out.Flows[1].Pairs {
		out.Strongest = &out.Flows[0]
	}
	drawn := out.Flows[:min(len(out.Flows), drawnFlows)]
	for _, f := range drawn {
		out.Mentors, out.Mentees = withUnit(out.Mentors, f.Mentor), withUnit(out.Mentees, f.Mentee)
	}
	// Both sides are equally high, whatever the number of units on each.
	out.Chart = Size{100, flowHeight * max(len(out.Mentors), len(out.Mentees))}
	height := func(units []string, unit string) int {
		return out.Chart.Height * (2*slices.Index(units, unit) + 1) / (2 * len(units))
	}
	for _, f := range drawn {
		out.Lines = append(out.Lines, UnitLine{height(out.Mentors, f.Mentor), height(out.Mentees, f.Mentee), max(1, widestFlow*f.Pairs/drawn[0].Pairs)})
	}
	return out
}

func withUnit(units []string, unit string) []string {
	if slices.Contains(units, unit) {
		return units
	}
	return append(units, unit)
}

// month names a month: "November 2026".
func (w *words) month(d schedule.Date) string {
	return w.must("date.month", w.Month(d.Month), d.String()[:4])
}
