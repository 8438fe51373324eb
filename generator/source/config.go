package source

import (
	"strings"
	"time"

	"gopkg.in/yaml.v3"

	"mentorbook/generator/schedule"
	"mentorbook/generator/yamledit"
)

// Config is programs.yaml.
type Config struct {
	Node
	Site     Site         `yaml:"site,required" doc:"title, languages and other settings of the portal"`
	Topics   []Topic      `yaml:"topics,keyed" doc:"what people teach and learn, by id"`
	Glossary []Term       `yaml:"glossary,keyed" doc:"terms and their definitions, by id"`
	People   List[Person] `yaml:"people" doc:"a list of people, a path, or private:PATH"`
	Programs []Program    `yaml:"programs" doc:"the mentoring programs"`

	// Sound says that every value could be read. Rules that combine values wait
	// for it: a date that is missing would break them all.
	Sound bool
}

// Site holds the settings of the portal.
type Site struct {
	Node
	Title        Localized  `yaml:"title,required" doc:"the name of the portal"`
	Languages    []string   `yaml:"languages,required" least:"1" format:"language" doc:"language codes such as [en, id]; the first is the default and lives at the root"`
	Fallback     Fallbacks  `yaml:"fallback" doc:"by language, where its readers get what is not written in it: {ms: [id, en]}; without it, the default language"`
	Organisation string     `yaml:"organisation" doc:"who publishes the playbook"`
	BaseURL      string     `yaml:"base_url" machine:"yes" doc:"where the portal will be found, such as https://portal.example/; canonical links and the sitemap need it"`
	Contact      string     `yaml:"contact" machine:"yes" doc:"a role mailbox, never a person's address"`
	Timezone     Zone       `yaml:"timezone" doc:"an IANA name such as Asia/Jakarta"`
	Theme        ID         `yaml:"theme" doc:"a folder below themes/, or default"`
	Logo         string     `yaml:"logo" machine:"yes" doc:"a picture beside the name of the portal: a file of the theme's assets/, or a path below content/"`
	Icon         string     `yaml:"icon" machine:"yes" doc:"what browsers show in tabs: a file of the theme's assets/, or a path below content/"`
	Links        []Support  `yaml:"links" doc:"where the foot of every page leads to: the intranet, an imprint"`
	Nav          []NavEntry `yaml:"nav" doc:"what the menu leads to, in this order: parts such as guides and programs, pages and addresses; without it, every part"`
	Frame        []string   `yaml:"frame" machine:"yes" doc:"whose pages may show the portal in a frame, such as https://intranet.example; nobody's by default. It needs a host that reads what build --headers writes"`
	MinCell      int        `yaml:"min_cell" min:"2" max:"100" default:"5" doc:"counts below this are shown as \"fewer than\""`

	NotSecret []NotSecret `yaml:"not_secret" doc:"words that pages may say although somebody, or a page that is not shown, is called so"`
}

// NotSecret is what the check for leaks takes for a name or a title by mistake.
type NotSecret struct {
	Node
	Text string `yaml:"text,required" doc:"the word or words; never somebody's full name"`
	Why  string `yaml:"why,required" doc:"what they mean where they stand, such as: a month"`
}

// Topic is something that people teach and learn. Readers see its name; the
// synonyms only help the search.
type Topic struct {
	Node
	ID       ID
	Name     Localized `yaml:",rest"`
	Synonyms Words     `yaml:"synonyms" doc:"other words for it that readers search for"`
}

// Term is an entry of the glossary.
type Term struct {
	Node
	ID         ID
	Term       Localized `yaml:"term,required" doc:"the term, by language"`
	Definition Localized `yaml:"definition,required" doc:"what it means, by language"`
	Synonyms   Words     `yaml:"synonyms" doc:"other words for it, for the search"`
}

// Person takes part in programs. The id is opaque: it names nobody.
type Person struct {
	Node
	ID         ID         `yaml:"id,required" level:"o" doc:"an opaque id such as p07, never made from the name"`
	Name       string     `yaml:"name,required" level:"c" doc:"the full name"`
	Salutation string     `yaml:"salutation" level:"c" doc:"how to address the person, such as Bu, before the name, or Ibu Sari, in its place"`
	Unit       Localized  `yaml:"unit,required" level:"c" doc:"the department or unit"`
	Site       string     `yaml:"site" level:"own" doc:"where the person works"`
	Timezone   Zone       `yaml:"timezone" level:"c" doc:"an IANA name; without it, the site's"`
	Languages  []string   `yaml:"languages,required" least:"1" format:"language" level:"c" doc:"languages the person can meet in, as codes such as en, id or jv"`
	Level      *int       `yaml:"level,required" level:"n" doc:"seniority as a number; only differences matter"`
	Manager    ID         `yaml:"manager" level:"n" doc:"the id of the line manager"`
	Offers     []Offer    `yaml:"offers" level:"own" doc:"topics the person can teach"`
	Wants      []Want     `yaml:"wants" level:"own" doc:"topics the person wants to learn"`
	Available  []FreeTime `yaml:"availability" level:"n" doc:"when the person can meet, in their time zone; without it, at any time"`
	Capacity   int        `yaml:"capacity" min:"0" max:"3" default:"1" level:"o" doc:"how many pairs at a time"`
	Avoid      []ID       `yaml:"avoid" level:"n" doc:"ids of people not to be paired with"`
	Prefer     []ID       `yaml:"prefer" level:"n" doc:"ids of people to be paired with if possible"`
	Email      string     `yaml:"email" machine:"yes" level:"o" doc:"a work address"`
	Directory  *Directory `yaml:"directory" level:"o" doc:"the person's agreement to be listed in the mentor directory"`
}

// FreeTime is a part of a day of the week at which somebody can meet.
type FreeTime struct {
	Node
	Day  time.Weekday `yaml:"day,required" doc:"the day of the week: mon, tue, wed, thu, fri, sat or sun"`
	From Clock        `yaml:"from,required" doc:"the local time at which it begins, such as \"09:00\""`
	To   Clock        `yaml:"to,required" doc:"the local time at which it ends, such as \"11:30\""`
}

// Offer is a topic that somebody can teach.
type Offer struct {
	Node
	Topic ID  `yaml:"topic,required" doc:"the id of a topic"`
	Depth int `yaml:"depth" min:"1" max:"3" doc:"1 basics, 2 practice, 3 expert"`
}

// Want is a topic that somebody wants to learn.
type Want struct {
	Node
	Topic    ID  `yaml:"topic,required" doc:"the id of a topic"`
	Priority int `yaml:"priority" min:"1" max:"3" doc:"1 is the most wanted"`
}

// Directory is an opt-in: it lowers exactly name, unit and offers to an
// audience, on one page.
type Directory struct {
	Node
	Audience string        `yaml:"audience,required" enum:"public participants organizers" doc:"who may see the entry"`
	Date     schedule.Date `yaml:"date,required" doc:"when the person agreed"`
}

// Program is one mentoring program.
type Program struct {
	Node
	ID            ID          `yaml:"id,required" doc:"a short id; it becomes part of addresses"`
	Title         Localized   `yaml:"title,required" doc:"the name of the program"`
	Type          string      `yaml:"type,required" enum:"reverse traditional reciprocal" doc:"who mentors whom"`
	Track         string      `yaml:"track,required" enum:"social-media leadership diversity custom" doc:"the kind of program"`
	Sensitivity   string      `yaml:"sensitivity" enum:"normal sensitive" doc:"sensitive hides who takes part; diversity always is"`
	Purpose       Localized   `yaml:"purpose,required" length:"300" doc:"why the program exists, at most 300 characters"`
	Guides        []Slug      `yaml:"guides" doc:"file names of guides, without .md"`
	Contact       string      `yaml:"contact" machine:"yes" doc:"a role mailbox for questions"`
	Support       []Support   `yaml:"support" doc:"wellbeing and speaking-up contacts; required in a sensitive program"`
	Driver        string      `yaml:"driver" enum:"mentor mentee" doc:"who books the sessions and leads"`
	PairsVisible  string      `yaml:"pairs_visible" enum:"cohort pair" doc:"cohort: participants see each other's pair pages; pair: only build --pair has them"`
	RetentionDays int         `yaml:"retention_days" min:"1" max:"3650" default:"180" level:"o" doc:"how many days after a cohort ends its people are kept"`
	Matching      Matching    `yaml:"matching" level:"n" doc:"rules for proposing pairs"`
	Plan          []PlanItem  `yaml:"plan,required" doc:"the sessions, in order"`
	Milestones    []Milestone `yaml:"milestones" doc:"what should be done by when"`
	Cohorts       []Cohort    `yaml:"cohorts" doc:"the runs of the program"`
}

// Support is where somebody can turn to, or go on.
type Support struct {
	Node
	Title Localized `yaml:"title,required" doc:"what it is"`
	URL   string    `yaml:"url,required" machine:"yes" doc:"a web address, mailto: or tel:"`
}

// Matching holds the rules for proposing pairs.
type Matching struct {
	Node
	MinLevelGap int     `yaml:"min_level_gap" min:"0" max:"20" default:"2" doc:"how many levels the mentee stands above the mentor in a reverse program"`
	SameUnit    string  `yaml:"same_unit" enum:"avoid allow forbid" doc:"what a pair within a unit is: avoid (the default) takes it when there is no better one"`
	SameSite    string  `yaml:"same_site" enum:"ignore prefer require" doc:"whether the two should work at one site (default ignore)"`
	MaxZoneGap  int     `yaml:"max_zone_gap" min:"0" max:"12" default:"3" doc:"how many hours may lie between the clocks of the two"`
	MinOverlap  int     `yaml:"min_overlap" min:"0" max:"600" default:"60" doc:"for how many minutes a week both are available; somebody without availability always is"`
	Objective   string  `yaml:"objective" enum:"most-pairs best-fit" doc:"what comes first: as many pairs as possible (the default), or the best ones"`
	Weights     Weights `yaml:"weights" doc:"how much each reason counts, from 0 to 9"`
}

// Weights say how much each reason for a pair counts.
type Weights struct {
	Node
	Topic     int `yaml:"topic" min:"0" max:"9" default:"5" doc:"a topic that one offers and the other wants, by depth and priority"`
	RareTopic int `yaml:"rare_topic" min:"0" max:"9" default:"2" doc:"such a topic that few people offer"`
	Prefer    int `yaml:"prefer" min:"0" max:"9" default:"3" doc:"one of them chose or prefers the other"`
	Site      int `yaml:"site" min:"0" max:"9" default:"1" doc:"they work at one site, where same_site is prefer"`
	Overlap   int `yaml:"overlap" min:"0" max:"9" default:"1" doc:"they have much time in common"`
	Waiting   int `yaml:"waiting" min:"0" max:"9" default:"2" doc:"one of them signed up for an earlier cohort and was not matched"`
	NewUnits  int `yaml:"new_units" min:"0" max:"9" default:"1" doc:"no pair has joined their units before"`
}

// PlanItem is one session of a program's plan.
type PlanItem struct {
	Node
	ID      ID              `yaml:"id,required" doc:"an id such as s1; a template may come twice"`
	Session Slug            `yaml:"session,required" doc:"the file name of a session template, without .md"`
	After   schedule.Offset `yaml:"at,required" doc:"how long after the start of the cohort, such as P3W or 3 weeks"`
}

// Milestone is something to be done by a time.
type Milestone struct {
	Node
	ID    ID              `yaml:"id,required" doc:"a short id"`
	Title Localized       `yaml:"title,required" doc:"what is done"`
	Scope string          `yaml:"scope,required" enum:"pair program" doc:"whose milestone it is"`
	Owner string          `yaml:"owner,required" enum:"mentor mentee both organizer" doc:"who sees to it"`
	After schedule.Offset `yaml:"at,required" doc:"how long after the start of the cohort"`
}

// Cohort is one run of a program.
type Cohort struct {
	Node
	ID           ID            `yaml:"id,required" doc:"a short id such as 2026a"`
	Starts       schedule.Date `yaml:"starts,required" doc:"the first day"`
	Ends         schedule.Date `yaml:"ends,required" doc:"the last day"`
	Registration *Registration `yaml:"registration" doc:"when people can apply"`
	ClosedDates  []Closing     `yaml:"closed_dates" doc:"days without sessions: a date, or from, to and title"`
	Revision     int           `yaml:"revision" min:"0" max:"10000" doc:"raise it when the plan moves, so that calendars update"`
	Signups      List[Signup]  `yaml:"signups" level:"o" doc:"who wants to take part: a list, a path, or private:PATH; only they are matched"`
	Pairings     List[Pairing] `yaml:"pairings" doc:"a list of pairs, a path, or private:PATH"`
	Letters      []SentLetter  `yaml:"letters" level:"o" doc:"which letters were sent that are about nobody in particular, and when"`
	Pulses       []Pulse       `yaml:"pulses" level:"o" doc:"what surveys said, in sums"`
	Themes       ID            `yaml:"themes" level:"o" doc:"the file name, without .md, of a guide for organizers: which themes came up, and what was done about each; it is a part of the report"`
}

// Signup says that somebody wants to take part in a cohort.
type Signup struct {
	Node
	Person  ID            `yaml:"person,required" doc:"the id of a person"`
	Role    string        `yaml:"role,required" enum:"mentor mentee both" doc:"what the person wants to be"`
	Date    schedule.Date `yaml:"date" doc:"when the person signed up"`
	Choices []ID          `yaml:"choices" doc:"ids of people whom the person chose, the first choice first"`
	Letters []SentLetter  `yaml:"letters" doc:"which letters were sent to the person as one who signed up, and when"`
}

// Pulse is what a survey said, in sums. Single answers are never written down.
type Pulse struct {
	Node
	Date     schedule.Date `yaml:"date,required" doc:"the day on which it was counted"`
	Survey   string        `yaml:"survey" enum:"pulse baseline exit" doc:"which survey (default pulse)"`
	Invited  int           `yaml:"invited,required" min:"0" max:"100000" doc:"how many people were asked"`
	Answered int           `yaml:"answered,required" min:"0" max:"100000" doc:"how many of them answered"`
	Counts   Counts        `yaml:"counts" doc:"by the id of a question, how many answered 1, 2 and so on up to its highest point"`
}

// Counts are the sums of the questions of a survey, in the order they are written.
type Counts []QuestionCount

// QuestionCount is how many people gave each answer on a scale, from 1 on.
type QuestionCount struct {
	ID      ID
	Answers []int
}

func (c *Counts) decode(d *decoder, n *yaml.Node, path []any) bool {
	if n.Kind != yaml.MappingNode {
		d.wrongType(n, "a group of questions, each with a list of numbers")
		return false
	}
	d.pairs(n, func(key, value *yaml.Node) {
		q := QuestionCount{ID: ID(key.Value)}
		if d.checkID(key, q.ID) && decodeInto(d, value, &q.Answers, child(path, key.Value)) {
			*c = append(*c, q)
		}
	})
	return true
}

// SentLetter notes that a letter was sent, so that nobody is written to twice.
type SentLetter struct {
	Node
	For  ID            `yaml:"for,required" doc:"the moment of the letter"`
	Date schedule.Date `yaml:"date,required" doc:"the day it was sent"`
}

// Registration is when people can apply.
type Registration struct {
	Node
	Opens  schedule.Date `yaml:"opens,required" doc:"the first day"`
	Closes schedule.Date `yaml:"closes,required" doc:"the last day"`
	URL    string        `yaml:"url" machine:"yes" doc:"where to register: a web address that starts with https://, or mailto:; without it, a mail to the program's contact"`
}

// Closing is a day, or a run of days, without sessions.
type Closing struct {
	Node
	From  schedule.Date `yaml:"from,required" doc:"the first day"`
	To    schedule.Date `yaml:"to" doc:"the last day; without it, one day"`
	Title Localized     `yaml:"title" doc:"why"`
}

// decode also accepts a date alone.
func (c *Closing) decode(d *decoder, n *yaml.Node, path []any) bool {
	if n.Kind == yaml.ScalarNode {
		c.Node = d.block.Node(path)
		ok := decodeInto(d, n, &c.From, path)
		c.To = c.From
		return ok
	}
	if !decodeFields(d, n, c, path) {
		return false
	}
	if c.To.IsZero() {
		c.To = c.From
	}
	return true
}

// Pairing joins a mentor and a mentee. In a sensitive program what participants
// would see is for the pair itself and who runs the program.
type Pairing struct {
	Node
	ID        ID                `yaml:"id,required" level:"c" doc:"an opaque id, never made from names"`
	Mentor    ID                `yaml:"mentor,required" level:"c" doc:"the id of a person"`
	Mentee    ID                `yaml:"mentee,required" level:"c" doc:"the id of a person"`
	Topics    []ID              `yaml:"topics,required" level:"c" doc:"what the pair works on"`
	Status    string            `yaml:"status,required" level:"o" enum:"proposed declined accepted active paused ended completed" doc:"where the pair stands"`
	Accepted  *Accepted         `yaml:"accepted" level:"o" doc:"when each side accepted"`
	Agreement schedule.Date     `yaml:"agreement" level:"o" doc:"when the agreement was signed"`
	Driver    string            `yaml:"driver" level:"c" enum:"mentor mentee" doc:"who books and leads; without it, the program's"`
	Slot      *WeeklyTime       `yaml:"slot" level:"c" doc:"the weekly time; without one, a session is a day"`
	Timezone  Zone              `yaml:"timezone" level:"c" doc:"an IANA name; without it, the site's"`
	Sessions  []SessionOverride `yaml:"sessions" level:"c" doc:"what differs from the plan"`
	Letters   []SentLetter      `yaml:"letters" level:"o" doc:"which letters were sent to the pair, and when"`
}

// Accepted says when each side agreed to the pair.
type Accepted struct {
	Node
	Mentor schedule.Date `yaml:"mentor" doc:"when the mentor accepted"`
	Mentee schedule.Date `yaml:"mentee" doc:"when the mentee accepted"`
}

// WeeklyTime is the hour of the week that a pair keeps for its sessions.
type WeeklyTime struct {
	Node
	Day  time.Weekday `yaml:"day,required" doc:"the day of the week: mon, tue, wed, thu, fri, sat or sun"`
	Time Clock        `yaml:"time,required" doc:"the local time, such as \"10:00\""`
}

// SessionOverride changes one session of the plan for one pair.
type SessionOverride struct {
	Node
	ID       ID             `yaml:"id,required" doc:"the id of a plan item, such as s3"`
	Starts   schedule.Start `yaml:"starts" doc:"the local date and time, such as 2026-02-10T10:00"`
	Minutes  int            `yaml:"minutes" min:"5" max:"480" doc:"how long it takes"`
	Mode     string         `yaml:"mode" enum:"online onsite hybrid" doc:"how the pair meets"`
	Status   string         `yaml:"status" level:"own" enum:"planned done moved cancelled" doc:"what became of it (default planned)"`
	Revision int            `yaml:"revision" min:"0" max:"10000" doc:"raise it with every change, so that calendars update"`
}

// List is a list that stands in place, or in another file of the project
// (people.yaml) or of the private folder (private:people.yaml).
type List[T any] struct {
	Node
	Items   []T
	Path    string // where the list is kept; empty when it stands in place
	Private bool   // Path is below the private folder
	Missing bool   // there is no such file, or no private folder was given
	Broken  bool   // source.Load reported that the list cannot be read
}

// PrivatePrefix stands before a path below the private folder.
const PrivatePrefix = "private:"

func (l *List[T]) decode(d *decoder, n *yaml.Node, path []any) bool {
	l.Node = d.block.Node(path)
	if n.Kind == yaml.ScalarNode && !yamledit.IsNull(n) {
		l.Path, l.Private = strings.CutPrefix(n.Value, PrivatePrefix)
		return true
	}
	return decodeInto(d, n, &l.Items, path)
}
