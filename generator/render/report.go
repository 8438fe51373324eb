package render

import (
	"bytes"
	"fmt"
	"slices"

	"mentorbook/generator/figures"
	"mentorbook/generator/site"
	"mentorbook/generator/source"
)

func reportKey(c *site.Cohort) string { return cohortKey(c) + "-report" }

// ReportPath returns where the report of a cohort lies.
func ReportPath(s *site.Site, lang string, c *site.Cohort) string { return s.Path(lang, reportKey(c)) }

// ReportTablePath returns where the same lies as a table.
func ReportTablePath(s *site.Site, lang string, c *site.Cohort) string {
	return tablePath(s, lang, reportKey(c))
}

// reportContext is the report of a cohort that is being made: what its sponsor
// may know.
type reportContext struct {
	cohortContext
	report *figures.Report
}

func (r *Renderer) report(lang string, c *site.Cohort) reportContext {
	least := figures.NewRow("", r.site.Settings.MinCell, c.Program.Sensitive).Least
	return reportContext{cohortContext{r.at(lang, reportKey(c)), c}, figures.ReportOf(c, r.site.Now, least)}
}

// Report renders the report of a cohort, for organizers to print for a sponsor.
func (r *Renderer) Report(w *bytes.Buffer, lang string, c *site.Cohort) error {
	p := r.report(lang, c)
	program := p.programLink(c.Program)
	page, err := p.page(p.text("report.title", program.Title), "", p.programsLink(), program)
	if err != nil {
		return err
	}
	page.Of = p.text("cohort.title", string(c.ID))
	view := ReportPage{
		Page: page, Program: program, Cohort: string(c.ID), Starts: c.Starts, Ends: c.Ends, Day: r.site.Now,
		Purpose: r.site.Name(c.Program.Purpose, lang), Activity: p.activity(), Chart: p.chart(),
		Surveys: p.surveysBesideChanges(), Outcome: p.outcome(), Table: p.file(ReportTablePath(r.site, lang, c)), Least: p.report.Pairs.Size,
	}
	if d := r.site.Document(c.ThemesKey()); d != nil {
		view.Themes = p.body(d.In(lang))
	}
	return r.theme.execute(w, lang, "report", "base", view)
}

// band says a band in words.
func (p pageContext) band(b figures.Band) string {
	if b.From == 0 {
		return p.text("report.fewer", b.Size)
	}
	return p.text("report.band", b.From, b.From+b.Size-1)
}

// share says a share in words.
func (p pageContext) share(s figures.Share) string {
	return p.text("report.share." + [...]string{"unknown", "few", "half", "most"}[s])
}

func (p reportContext) activity() []ReportFigure {
	r := p.report
	weeks := p.text("report.share.unknown")
	if r.Weeks > 0 {
		weeks = p.text("report.weeks", r.Weeks)
	}
	var out []ReportFigure
	if c := p.cohort; len(c.Signups.Items) > 0 { // else they are not kept here
		out = append(out, ReportFigure{p.text("report.signedup"), p.band(r.SignedUp)})
	}
	for _, f := range []struct{ key, value string }{
		{"report.pairs", p.band(r.Pairs)}, {"report.ended", p.band(r.Ended)},
		{"figures.planned", p.band(r.Planned)}, {"figures.held", p.band(r.Held)}, {"figures.notknown", p.band(r.NotKnown)},
		{"figures.kept", p.share(r.Kept)}, {"figures.days", weeks},
	} {
		out = append(out, ReportFigure{p.text(f.key), f.value})
	}
	return out
}

// chart draws the sessions held in each month, as high as their bands begin.
func (p reportContext) chart() ReportChart {
	out := ReportChart{Width: len(p.report.Months) * monthWidth, Height: 1}
	for _, m := range p.report.Months {
		out.Height, out.Drawn = max(out.Height, m.Held.From), out.Drawn || m.Held.From > 0
	}
	every := (len(p.report.Months) + monthLabels - 1) / monthLabels
	for i, m := range p.report.Months {
		bar := ReportBar{X: i * monthWidth, Y: out.Height - m.Held.From, Height: m.Held.From, Name: p.words().month(m.First), Held: p.band(m.Held)}
		if i%every == 0 {
			bar.Label = p.words().ShortMonth(m.First.Month)
			if m.Held.From > 0 {
				bar.Band = fmt.Sprintf("%d–%d", m.Held.From, m.Held.From+m.Held.Size-1)
			}
		}
		out.Bars = append(out.Bars, bar)
	}
	return out
}

func (p reportContext) surveys() []ReportSurvey {
	var out []ReportSurvey
	for _, s := range p.report.Surveys {
		survey := ReportSurvey{
			Title: p.text("report.survey." + s.Kind), Date: s.Date,
			Answered: p.band(s.Answered), Response: p.share(s.Response),
		}
		for _, q := range s.Questions {
			survey.Questions = append(survey.Questions, ReportFigure{p.question(s.Kind, q.ID), p.share(q.Agreed)})
		}
		out = append(out, survey)
	}
	return out
}

// surveysBesideChanges leaves out the questions that stand among the changes.
func (p reportContext) surveysBesideChanges() []ReportSurvey {
	changes := p.outcome()
	out := p.surveys()
	for i := range out {
		all := len(out[i].Questions)
		out[i].Questions = slices.DeleteFunc(out[i].Questions, func(q ReportFigure) bool {
			return slices.ContainsFunc(changes, func(c ReportChange) bool { return c.Question == q.Label })
		})
		out[i].Below = len(out[i].Questions) < all
	}
	return out
}

func (p reportContext) outcome() []ReportChange {
	var out []ReportChange
	for _, c := range p.report.Outcome {
		out = append(out, ReportChange{p.question("exit", c.ID), p.share(c.Before), p.share(c.After)})
	}
	return out
}

// question is what a survey asks in the form that it is of, or else its id.
func (p pageContext) question(survey string, id source.ID) string {
	form := "forms/baseline-and-exit-survey"
	if survey == "pulse" {
		form = "forms/pulse"
	}
	if d := p.site.Document(form); d != nil && d.In(p.lang).Form != nil {
		for _, f := range d.In(p.lang).Form.Fields {
			if f.ID == id {
				return f.Label
			}
		}
	}
	return string(id)
}

// ReportTable renders the report as a table.
func (r *Renderer) ReportTable(w *bytes.Buffer, lang string, c *site.Cohort) error {
	p := r.report(lang, c)
	t := r.table(w, lang, "figure", "of", "date", "count")
	for _, f := range p.activity() {
		t.row(p.text("report.activity"), f.Label, r.site.Now.String(), f.Value)
	}
	for _, bar := range p.chart().Bars {
		t.row(p.text("figures.held"), bar.Name, "", bar.Held)
	}
	for _, s := range p.surveys() {
		t.row(s.Title, p.text("report.answered"), s.Date.String(), s.Answered)
		t.row(s.Title, p.text("report.response"), s.Date.String(), s.Response)
		for _, q := range s.Questions {
			t.row(s.Title, q.Label, s.Date.String(), q.Value)
		}
	}
	return t.close()
}
