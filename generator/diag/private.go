package diag

import (
	"regexp"
	"slices"
)

// item says in which item of a private file an offset is: "in p1", or nothing
// where it is in none.
func (f *File) item(offset int) string {
	in := ""
	for _, item := range f.Items {
		if item.Start <= offset {
			in = "in " + item.ID
		}
	}
	return in
}

// quotesIDs are the codes of messages that quote an id or a key. Other messages
// quote what is wrong, which in a private file may be anybody's name.
var quotesIDs = map[string]bool{
	"duplicate-id": true, "duplicate-key": true, "own-manager": true, "protected-trait": true, "unknown-key": true,
	"unknown-person": true, "unknown-session": true, "unknown-topic": true,
}

// readsBack are the codes of hints that write what is wrong in another way. Of a
// private file they quote nothing.
var readsBack = map[string]bool{"bad-date": true, "bad-session-start": true, "bad-time-of-day": true, "bad-weekday": true}

var (
	quoted = regexp.MustCompile(`"(?:[^"\\]|\\.)*"|\B'[^']*'\B`)
	idLike = regexp.MustCompile(`^["'][a-z0-9_:-]*["']$`)
)

// discreet returns a list whose messages quote nothing of private files but ids
// and keys. What hints quote is ours to write, such as an example.
func discreet(l List) List {
	private := func(d Diagnostic) bool { return d.Span.File != nil && d.Span.File.Private }
	if !slices.ContainsFunc(l, private) {
		return l
	}
	l = slices.Clone(l)
	for i, d := range l {
		if private(d) {
			l[i].Message = withoutQuotes(d.Message, quotesIDs[d.Code])
			l[i].Hint = withoutQuotes(d.Hint, !readsBack[d.Code])
		}
	}
	return l
}

func withoutQuotes(text string, keepIDs bool) string {
	return quoted.ReplaceAllStringFunc(text, func(s string) string {
		if keepIDs && idLike.MatchString(s) {
			return s
		}
		return `"…"`
	})
}
