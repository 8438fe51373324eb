package source

import (
	"bytes"
	"slices"
	"strings"

	"mentorbook/generator/diag"
	"mentorbook/generator/lazyregexp"
)

// Letter is the front matter of a letter: a text that organizers send, with
// placeholders such as {mentee.salutation}, which are filled in for each reader.
type Letter struct {
	Node
	Common
	For         ID       `yaml:"for,required" doc:"the moment it is for: invitation, received, proposal, accepted, no-match, preparation, week-before, moved-twice, quiet, pulse, midpoint, closing, thanks, manager, sponsor, or a word of your own"`
	To          string   `yaml:"to,required" enum:"mentor mentee both manager organizer" doc:"who gets it; both: the mentor and the mentee, one letter each"`
	Subject     string   `yaml:"subject,required" length:"200" doc:"the line that says what it is about"`
	Attach      []string `yaml:"attach" enum:"calendar" doc:"calendar: the pair's dates go with it"`
	Chat        string   `yaml:"chat" length:"600" doc:"the same in a few lines, for groups that chat"`
	Sensitivity string   `yaml:"sensitivity" enum:"normal sensitive" doc:"sensitive: it names no program, and is the one that sensitive programs send"`

	// Asks are the placeholders of the subject, the short form and the text.
	Asks []Placeholder
}

// About says what a letter is about, and so what it can say.
type About uint8

// What letters are about, each with all that the ones before it know.
const (
	AboutCohort  About = iota // a program and one run of it
	AboutPair                 // also two people and their topics
	AboutSession              // also one of their sessions
)

// Moment is a moment of a program at which people are written to.
type Moment struct {
	Name  ID
	About About
}

// Moments are those that the tool knows when they have come. A letter for any
// other, which has a name of the writer's own, is about a pair, and a person
// says when.
var Moments = []Moment{
	{"invitation", AboutCohort}, {"received", AboutCohort}, {"proposal", AboutPair}, {"accepted", AboutSession},
	{"no-match", AboutCohort}, {"preparation", AboutSession}, {"week-before", AboutSession}, {"moved-twice", AboutPair},
	{"quiet", AboutPair}, {"pulse", AboutPair}, {"midpoint", AboutSession}, {"closing", AboutSession},
	{"thanks", AboutPair}, {"manager", AboutCohort}, {"sponsor", AboutCohort},
}

// Known reports whether the tool knows when the moment has come.
func (l *Letter) Known() bool {
	return slices.ContainsFunc(Moments, func(m Moment) bool { return m.Name == l.For })
}

// About says what the letter is about. Line managers are not told of pairs.
func (l *Letter) About() About {
	if l.To == "manager" {
		return AboutCohort
	}
	for _, m := range Moments {
		if m.Name == l.For {
			return m.About
		}
	}
	return AboutPair
}

// placeholders lists what a letter can ask for, by what it is about. Each is
// said in the reader's language.
var placeholders = []struct {
	about About
	names string
}{
	{AboutCohort, "person.name person.salutation program.title program.purpose program.contact program.link program.support " +
		"cohort.starts cohort.ends cohort.opens cohort.closes cohort.register cohort.deleted " +
		"site.title site.organisation site.contact site.link letter.date letter.answer-by"},
	{AboutPair, "person.role partner.name partner.salutation partner.unit mentor.name mentor.salutation mentor.unit " +
		"mentee.name mentee.salutation mentee.unit pair.topics pair.link pair.driver"},
	{AboutSession, "session.title session.date session.time session.when session.minutes session.link"},
}

// Placeholders lists what a letter can ask for, sorted.
func (l *Letter) Placeholders() []string {
	var out []string
	for _, p := range placeholders {
		if p.about <= l.About() {
			out = append(out, strings.Fields(p.names)...)
		}
	}
	slices.Sort(out)
	return out
}

// TellsOfProgram reports whether a placeholder would say which program a letter
// is about.
func TellsOfProgram(name string) bool {
	return slices.Contains([]string{"program.title", "program.purpose", "program.link", "pair.topics", "session.title"}, name)
}

// Placeholder is a place in a letter that is filled in: {Name}.
type Placeholder struct {
	Name string // as written, such as "mentee.name"
	Span diag.Span
}

// placeholder is what stands in braces: whatever it is, it is not meant to be
// sent as it is. A brace after a backslash is a brace.
var placeholder = lazyregexp.New(`\\\{|\{[^{}\n]*\}`)

// FillIn puts in the place of each placeholder of a text what value returns for
// its name.
func FillIn(text string, value func(name string) string) string {
	return placeholder.ReplaceAllStringFunc(text, func(found string) string {
		if found == `\{` {
			return "{"
		}
		return value(strings.TrimSpace(found[1 : len(found)-1]))
	})
}

// asks finds the placeholders of a letter in its file.
func asks(file *diag.File, body int, l *Letter) []Placeholder {
	var out []Placeholder
	for _, key := range []string{"subject", "chat"} {
		if value := l.At(key); value.File == file {
			out = appendAsks(out, file, value.Start, value.End)
		}
	}
	return appendAsks(out, file, body, len(file.Data))
}

func appendAsks(out []Placeholder, file *diag.File, from, to int) []Placeholder {
	for _, m := range placeholder.FindAllIndex(file.Data[from:to], -1) {
		found := file.Data[from+m[0] : from+m[1]]
		if found[0] == '\\' || headingID(file.Data[:from+m[0]], found) {
			continue
		}
		out = append(out, Placeholder{strings.TrimSpace(string(found[1 : len(found)-1])), file.Span(from+m[0], from+m[1])})
	}
	return out
}

// headingID reports whether what stands in braces gives a heading its id, or
// includes a snippet.
func headingID(before, found []byte) bool {
	line := before[bytes.LastIndexByte(before, '\n')+1:]
	return found[1] == '#' && bytes.HasPrefix(line, []byte("#")) || bytes.HasSuffix(line, []byte("{"))
}
