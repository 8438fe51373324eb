package site

import (
	"fmt"

	"mentorbook/generator/diag"
	"mentorbook/generator/markdown"
	"mentorbook/generator/source"
)

// unknownCode is the code of a reference to something that does not exist.
var unknownCode = map[string]string{
	"person": "unknown-person", "program": "unknown-program", "term": "unknown-term", "topic": "unknown-topic",
}

// inConfig is what can be done about an id of programs.yaml that is unknown, and
// inLink about one that a text links to.
const (
	inConfig = "write it in " + source.ConfigPath + ", or take this out"
	inLink   = "write it in " + source.ConfigPath + ", or take the link out"
)

// refers reports whether an id names something, and an id that does not. Out says
// what can be done where nothing is called like that.
func refers[T any](c *checker, span diag.Span, what string, id source.ID, known map[source.ID]*T, out string) bool {
	if known[id] != nil {
		return true
	}
	if id == "" || c.unsure[what] || what == "person" && (c.config.People.Missing || c.config.People.Broken) {
		return false
	}
	if what == "person" && len(known) == 0 {
		out = "take out the pairs and sign-ups as well, or write down who takes part"
	}
	var names []string
	for name := range known {
		names = append(names, string(name))
	}
	c.list.Errorf(span, unknownCode[what], diag.DidYouMean(string(id), names, out), "there is no %s %q", what, id)
	if what == "person" && len(known) == 0 { // all were taken out
		c.list.Kin(what)
	}
	return false
}

// mayLink reports links to what the readers of a document cannot get.
func (l *linkChecker) mayLink(slot *markdown.Slot, target *version) bool {
	switch from, to := readerOf(l.reader), target.audience; {
	case to > from && l.reader.Letter != nil:
		l.list.Errorf(slot.Span, "private-link", "remove the link", "this letter is read by %s, but it links to %s, which is for %s", from, target.Source.Path, to)
		return false
	case to > from:
		l.list.Errorf(slot.Span, "private-link", fmt.Sprintf("remove the link, or write audience: %s in this page as well", to), "this page is for %s, but it links to %s, which is for %s", from, target.Source.Path, to)
		return false
	case target.draft && !l.options.Drafts && !l.reader.draft:
		l.list.Errorf(slot.Span, "link-to-draft", "publish that page, or remove the link for now", "link to %s, which is a draft", target.Source.Path)
		return false
	case !l.reader.draft && !target.onTime && l.reader.onTime:
		l.list.Warnf(slot.Span, "link-to-unpublished", "the link is shown as text meanwhile", "link to %s, which is not published %s", target.Source.Path, l.schedule(target))
	}
	return true
}

func (c *checker) schedule(v *version) string {
	if !v.Publish.IsZero() && c.now.Before(v.Publish) {
		return "before " + v.Publish.String()
	}
	return "since " + v.Expire.String()
}
