package render

import "mentorbook/generator/schedule"

// DashboardPage is the view of dashboard.html, for organizers.
type DashboardPage struct {
	Page
	Day      schedule.Date // of the build: what is silent or due is so on that day
	Glance   Glance
	Silent   []SilentPair
	Twice    []TwicePair
	Programs []ProgramFigures
	Measures []ReportFigure // what each measure counts
	Topics   []TopicFigures
	Nobody   []Link // topics that somebody wants and nobody offers
	Units    UnitFigures
	Content  []ContentFigures
	Reviews  []ReviewDue
	Share    string // URL of the CSV that may be shared
}

// Glance is what a dashboard says first.
type Glance struct {
	Active   int // pairs
	Pairs    int // pairs of every status
	Done     int // sessions
	Sessions int // sessions of every status
	Silent   int // quiet pairs
	Due      int // pages to read again
	Behind   int // translations that are missing or out of date
	Trend    Trend
}

// Trend is the sessions of a run of months.
type Trend struct {
	Sessions Bar // by status
	Months   []MonthFigures
	Chart    Size // of the picture of the months
}

// SilentPair is a quiet pair. A zero Last or Next means that there is no such
// session.
type SilentPair struct {
	PairLink
	Program    string
	Last, Next schedule.Date
}

// TwicePair is a pair that cancelled two sessions in a row, and their days.
type TwicePair struct {
	PairLink
	Program       string
	First, Second schedule.Date
}

// ProgramFigures are the numbers of a program.
type ProgramFigures struct {
	Program                   Link
	ID                        string
	Sensitive                 bool
	Withheld                  bool // its pairs are in the edition of who runs it
	Cohorts                   []CohortFigures
	PairsTable, SessionsTable string // URLs of CSV files; empty where the pairs are withheld
}

// CohortFigures are the numbers of a cohort.
type CohortFigures struct {
	Name, URL string
	Withheld  int // how many pairs there are, which this edition does not show
	Program   string
	Pairs     Bar // by status
	Facts     []ReportFigure
	Surveys   []ReportSurvey
	Trend
}

// Size is that of a picture, in units of its own.
type Size struct{ Width, Height int }

// Bar is a whole in parts, as long as its total.
type Bar struct {
	Total int
	Parts []Part // every status, also those with nothing
}

// Count returns the count of the part with that status.
func (b Bar) Count(status string) int {
	for _, part := range b.Parts {
		if part.Status == status {
			return part.Count
		}
	}
	return 0
}

// Part is one part of a Bar: At is where it begins.
type Part struct {
	Status    string // the theme has words for it
	At, Count int
}

// MonthFigures are the sessions of a month. In the picture X is its place, and
// At of a part counts down from the top.
type MonthFigures struct {
	First schedule.Date
	Name  string // "November 2026"
	Label string // "Nov"; empty where there is no room for it
	X     int
	Total int
	Parts []Part // by status
}

// TopicFigures compare who offers a topic with who wants it. Most is the
// largest number of any topic, and Shortfall how much Offered is below it.
type TopicFigures struct {
	Link
	Offered, Wanted, Most, Shortfall int
}

// UnitFigures say who learns from whom, between units.
type UnitFigures struct {
	Type             string   // of all programs; empty where they are of several
	Mentors, Mentees []string // the units that the picture shows
	Lines            []UnitLine
	Chart            Size
	Flows            []UnitFlow // all of them, the strongest first
	Strongest        *UnitFlow  // nil where several are equally strong
}

// UnitLine is a flow in the picture, from the height Y1 on the mentors' side to
// Y2 on the mentees'. Width is in pixels.
type UnitLine struct{ Y1, Y2, Width int }

// UnitFlow counts the pairs in which one unit teaches another.
type UnitFlow struct {
	Mentor, Mentee string
	Pairs          int
}

// ContentFigures are the pages in one language.
type ContentFigures struct {
	Lang  string
	Pages Bar // current, stale, missing
}

// ReviewDue is a page that somebody should have read again.
type ReviewDue struct {
	Card
	Owner    string
	ReviewBy schedule.Date
}
