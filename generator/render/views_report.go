package render

import (
	"html/template"

	"mentorbook/generator/schedule"
)

// ReportPage is the view of report.html, for organizers: what they tell a sponsor
// of a cohort. Its numbers are words, so that nobody can be singled out.
type ReportPage struct {
	Page
	Program      Link
	Cohort       string
	Starts, Ends schedule.Date
	Day          schedule.Date // of the build
	Purpose      string
	Activity     []ReportFigure
	Chart        ReportChart
	Surveys      []ReportSurvey
	Outcome      []ReportChange
	Themes       template.HTML // a text of organizers; empty without one
	Table        string        // URL of the same as CSV
	Least        int           // how wide the bands are
}

// ReportFigure is a number in words.
type ReportFigure struct{ Label, Value string }

// ReportChart is a picture of the sessions held in each month.
type ReportChart struct {
	Width, Height int
	Bars          []ReportBar
	Drawn         bool // a month has more than the smallest band
}

// ReportBar is a month of a ReportChart: as high as its band begins.
type ReportBar struct {
	X, Y, Height int
	Label        string // short, and empty for some where there are many
	Name, Held   string
	Band         string // the same, where there is room for it
}

// ReportSurvey is what people said at one time. Questions is empty where too few
// answered; the dashboard has no Response.
type ReportSurvey struct {
	Title              string
	Date               schedule.Date
	Answered, Response string
	Questions          []ReportFigure
	Below              bool // what people answered stands among the changes
}

// ReportChange is a statement to which people agreed at the beginning and at the
// end.
type ReportChange struct{ Question, Before, After string }

// CertificatePage is the view of certificate.html, the sheet that thanks a pair.
type CertificatePage struct {
	Page
	Program        string
	Type           string // of the program
	Mentor, Mentee string
	Sessions       int // that took place; 0 where nobody noted them
	Starts, Ends   schedule.Date
}
