package schedule

import (
	"bytes"
	"strconv"
	"strings"
	"time"
	"unicode"

	ics "github.com/arran4/golang-ical"
)

// Calendar is dated sessions as a file that calendar apps read: iCalendar,
// RFC 5545.
type Calendar struct {
	Name   string
	Events []Event
}

// Event is a session in a calendar.
type Event struct {
	Session

	// UID is the same in every version of the calendar, and nowhere else: apps
	// find by it what they already have.
	UID string

	// Since is a day that no revision of the cohort changes lightly. It stands
	// in for the moment of the last change, which no file knows.
	Since Date

	Title   string
	Details string // more text; may be empty
	URL     string // of a page about the session; may be empty
	Private bool   // apps that share a calendar are asked not to show it
}

// Write appends the calendar to w.
//
// Hours are in UTC. Each session is an event of its own, so nothing recurs that
// a rule for summer time could move, and every app shows them on its reader's
// clocks. A session without an hour is a day, which leaves that day free. One
// without an open day has no place in a calendar.
func (c Calendar) Write(w *bytes.Buffer) error {
	out := ics.NewCalendarFor("")
	out.SetProductId("-//mentorbook//mentorbook//EN")
	out.SetCalscale("GREGORIAN")
	out.SetName(printable(c.Name))
	out.SetRefreshInterval("P1D")
	out.SetXPublishedTTL("P1D")
	for _, e := range c.Events {
		if !e.NoOpenDay {
			out.AddVEvent(e.component())
		}
	}
	return out.SerializeTo(w, ics.WithNewLineWindows, ics.WithLineLength(maxLine))
}

// maxLine is how many octets a line has at most, its end not counted.
const maxLine = 75

func (e Event) component() *ics.VEvent {
	out := ics.NewEvent(e.UID)
	// A later revision has a later stamp, so that an app which looks at stamps
	// only takes it for the newer one as well.
	out.SetDtStampTime(e.Since.utc().Add(time.Duration(e.Sequence) * time.Second))
	out.SetProperty(ics.ComponentPropertySequence, strconv.Itoa(e.Sequence))
	switch {
	case e.AllDay:
		out.SetAllDayStartAt(e.Date.utc())
		out.SetAllDayEndAt(e.Date.AddDays(1).utc()) // the first day after
		out.SetTimeTransparency(ics.TransparencyTransparent)
	case e.End.After(e.Start):
		out.SetStartAt(e.Start)
		out.SetEndAt(e.End)
	default: // of unknown length
		out.SetStartAt(e.Start)
	}
	out.SetStatus(ics.ObjectStatusConfirmed)
	if e.Status == Cancelled {
		out.SetStatus(ics.ObjectStatusCancelled)
	}
	out.SetSummary(printable(e.Title))
	if e.Details != "" {
		out.SetDescription(printable(e.Details))
	}
	if e.URL != "" {
		out.SetURL(e.URL)
	}
	if e.Private {
		out.SetClass(ics.ClassificationPrivate)
	}
	return out
}

// printable drops the control characters that a calendar's text must not hold.
// A line break stays, and is escaped.
func printable(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) && r != '\n' && r != '\t' {
			return -1
		}
		return r
	}, text)
}
