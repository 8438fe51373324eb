package schedule

import (
	"bytes"
	"strings"
	"time"
	"unicode"

	ics "github.com/arran4/golang-ical"
)

// Calendar is what a calendar application is given: an iCalendar file.
type Calendar struct {
	Name   string // what the application calls it
	Events []Event
}

// Event is a session in a calendar.
type Event struct {
	Session
	UID         string // of this session for good, whatever becomes of it
	Summary     string
	Description string    // may have several lines; empty for none
	URL         string    // absolute; empty for none
	Stamp       time.Time // when this was known; see [Cohort.Stamp]
	Private     bool      // applications that share a calendar leave it out
}

// Stamp is the moment that RFC 5545's DTSTAMP of a session gives: two builds of
// the same data have to agree, so it is made of the data, and not the time of
// the build. It grows with the sequence number, so that an application which
// compares moments comes to the same result as one which compares numbers.
func (c Cohort) Stamp(sequence int) time.Time {
	return c.Starts.utc().Add(time.Duration(sequence) * time.Second)
}

// Encode returns c as RFC 5545 has it: lines that end in CRLF and are folded at
// 75 octets, never inside a character. All times are in UTC, which every
// application understands alike; one without an hour is a day that leaves the
// person free. A session that has no day is left out.
func (c Calendar) Encode() ([]byte, error) {
	out := ics.NewCalendarFor("mentorbook")
	out.SetProductId("-//mentorbook//playbook//EN")
	out.SetCalscale("GREGORIAN")
	out.SetName(oneLine(c.Name))
	out.SetRefreshInterval("P1D")
	out.SetXPublishedTTL("P1D")
	for i := range c.Events {
		if e := &c.Events[i]; !e.NoOpenDay {
			out.AddVEvent(e.component())
		}
	}
	var b bytes.Buffer
	err := out.SerializeTo(&b, ics.WithNewLineWindows)
	return b.Bytes(), err
}

func (e *Event) component() *ics.VEvent {
	out := ics.NewEvent(e.UID)
	out.SetDtStampTime(e.Stamp)
	out.SetSequence(e.Sequence)
	if e.AllDay {
		out.SetAllDayStartAt(e.Date.utc())
		out.SetAllDayEndAt(e.Date.AddDays(1).utc())
		out.SetTimeTransparency(ics.TransparencyTransparent)
	} else {
		out.SetStartAt(e.Start)
		out.SetEndAt(e.End)
	}
	out.SetStatus(ics.ObjectStatusConfirmed)
	if e.Status == Cancelled {
		out.SetStatus(ics.ObjectStatusCancelled)
	}
	if e.Private {
		out.SetClass(ics.ClassificationPrivate)
	}
	out.SetSummary(oneLine(e.Summary))
	if e.Description != "" {
		out.SetDescription(plainLines(e.Description))
	}
	if e.URL != "" {
		out.SetURL(e.URL)
	}
	return out
}

// oneLine and plainLines leave out what RFC 5545 has no place for in a text:
// control characters, a carriage return among them.
func oneLine(s string) string {
	return strings.Join(strings.Fields(plainLines(s)), " ")
}

func plainLines(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) && r != '\n' && r != '\t' {
			return -1
		}
		return r
	}, s)
}
