package tailor

import (
	"bytes"
	"path"
	"regexp"

	"mentorbook/generator/schedule"
)

var (
	isoDate    = regexp.MustCompile(`\b20\d\d-\d\d-\d\d`)
	dateInHead = regexp.MustCompile(`(?m)^(?:date|review_by|publish|expire): 20\d\d-\d\d-\d\d`)
)

// weeksTo is how many weeks dates move that were written for one day and are to
// suit another: never so many that what has begun is yet to begin.
func weeksTo(now, written schedule.Date) int {
	days := now.DaysSince(written)
	weeks := days / 7
	if days < 0 && days%7 != 0 {
		weeks--
	}
	return weeks
}

// shiftDates moves the dates of programs.yaml, and those in the front matter of
// a document: dates in a text are history.
func shiftDates(name string, data []byte, weeks int) []byte {
	shift := func(match []byte) []byte {
		d, err := schedule.ParseDate(string(match))
		if err != nil {
			return match
		}
		return []byte(d.AddDays(7 * weeks).String())
	}
	switch path.Ext(name) {
	case ".yaml":
		return isoDate.ReplaceAllFunc(data, shift)
	case ".md":
		head, body, found := cutHead(data)
		if !found {
			return data
		}
		head = dateInHead.ReplaceAllFunc(head, func(line []byte) []byte { return isoDate.ReplaceAllFunc(line, shift) })
		return withHead(head, body)
	}
	return data
}

// The lines around front matter.
const opening, closing = "---\n", "---\n"

// cutHead parts a document of the starter into the lines of its front matter and
// its body.
func cutHead(data []byte) (head, body []byte, found bool) {
	rest, found := bytes.CutPrefix(data, []byte(opening))
	if !found {
		return nil, data, false
	}
	head, body, found = bytes.Cut(rest, []byte("\n"+closing))
	return append(bytes.Clone(head), '\n'), body, found
}

func withHead(head, body []byte) []byte {
	return bytes.Join([][]byte{[]byte(opening), head, []byte(closing), body}, nil)
}
