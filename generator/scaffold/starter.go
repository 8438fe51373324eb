package scaffold

import (
	"bytes"
	"io/fs"
	"path"
	"regexp"

	"mentorbook/generator/patch"
	"mentorbook/generator/schedule"
)

// Starter returns the files of a new project: those of the starter, whose dates
// suit the day written, with their dates moved by whole weeks so that its
// programs are running on the day now. Weekdays stay what they are. The error
// is that of reading the starter.
func Starter(starter fs.FS, written, now schedule.Date) ([]patch.File, error) {
	days := now.DaysSince(written)
	weeks := days / 7
	if days < 0 && days%7 != 0 {
		weeks-- // towards the past: cohorts that have begun stay begun
	}
	var files []patch.File
	err := fs.WalkDir(starter, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		data, err := fs.ReadFile(starter, name)
		files = append(files, patch.File{Path: name, Data: shiftDates(name, data, weeks)})
		return err
	})
	return files, err
}

var (
	isoDate    = regexp.MustCompile(`\b20\d\d-\d\d-\d\d`)
	dateInHead = regexp.MustCompile(`(?m)^(?:date|review_by|publish|expire): 20\d\d-\d\d-\d\d`)
)

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
		head, body, found := bytes.Cut(data, []byte("\n---\n"))
		if !found {
			return data
		}
		head = dateInHead.ReplaceAllFunc(head, func(line []byte) []byte { return isoDate.ReplaceAllFunc(line, shift) })
		return bytes.Join([][]byte{head, body}, []byte("\n---\n"))
	}
	return data
}
