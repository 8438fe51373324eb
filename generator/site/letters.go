package site

import (
	"fmt"
	"slices"
	"strings"

	"mentorbook/generator/diag"
	"mentorbook/generator/source"
)

// validateLetter checks that a letter can be filled in, and that it tells its
// readers nothing that they do not know.
func (c *checker) validateLetter(v *version) {
	l := v.Letter
	if v.audience < Organizers {
		c.list.Errorf(v.Node.Key("audience"), "letter-audience", "remove the line", "a letter is for organizers: others get it filled in")
	}
	if len(l.Attach) > 0 && l.About() == source.AboutCohort && l.For != "" {
		c.list.Errorf(v.At("attach"), "unused-key", "remove the line", "a letter for %s belongs to no pair, and a pair's dates cannot go with it", c.moment(l))
	}
	known := l.Placeholders()
	for _, ask := range l.Asks {
		switch {
		case !slices.Contains(known, ask.Name):
			c.unknownPlaceholder(v, ask, known)
		case l.Sensitivity == "sensitive" && source.TellsOfProgram(ask.Name):
			c.list.Errorf(ask.Span, "telling-letter", "leave it out, and say only what a stranger may read over somebody's shoulder",
				"a sensitive program's letter would say which program it is: {%s}", ask.Name)
		}
	}
}

func (c *checker) unknownPlaceholder(v *version, ask source.Placeholder, known []string) {
	if v.Letter.For == "" || v.Letter.To == "" { // reported; what it is about is not known
		return
	}
	if about := (&source.Letter{For: "midpoint", To: "both"}); slices.Contains(about.Placeholders(), ask.Name) {
		c.list.Errorf(ask.Span, "unknown-placeholder", "leave it out; this letter can say what begins with "+diag.Choices(kindsOf(known)),
			"a letter for %s does not know {%s}", c.moment(v.Letter), ask.Name)
		return
	}
	c.list.Errorf(ask.Span, "unknown-placeholder", diag.DidYouMean(ask.Name, known, "this letter can say what begins with "+diag.Choices(kindsOf(known))+`; a brace that is meant is written \{`),
		"there is no placeholder {%s}", ask.Name)
}

// kindsOf lists what placeholders begin with.
func kindsOf(names []string) []string {
	var out []string
	for _, name := range names {
		kind, _, _ := strings.Cut(name, ".")
		out = append(out, kind+".")
	}
	return slices.Compact(out)
}

// moment says what a letter is for.
func (c *checker) moment(l *source.Letter) string {
	if l.To == "manager" {
		return "line managers"
	}
	return fmt.Sprintf("the moment %q", l.For)
}

// validateLetters checks that there is one letter for a moment and a reader.
func (c *checker) validateLetters() {
	type use struct {
		moment, to, lang string
		sensitive        bool
	}
	seen := map[use]*version{}
	for _, key := range c.keys {
		if !strings.HasPrefix(key, "letters/") {
			continue
		}
		for _, v := range c.documents[key].versions {
			if v == nil || v.Letter == nil || v.Letter.For == "" || v.draft {
				continue
			}
			l := v.Letter
			for _, to := range receivers(l.To) {
				u := use{string(l.For), to, v.Lang, l.Sensitivity == "sensitive"}
				if first := seen[u]; first != nil {
					c.list.Errorf(v.At("for"), "two-letters", "give one of them another moment, or other readers", "%s gets two letters for the moment %q", to, l.For)
					c.list.Relate(first.At("for"), "the other one is here")
					break
				}
				seen[u] = v
			}
		}
	}
}

func receivers(to string) []string {
	if to == "both" {
		return []string{"mentor", "mentee"}
	}
	return []string{to}
}

// readerOf is who reads what a document links to: a letter is sent to others
// than those who see its page.
func readerOf(v *version) Audience {
	switch {
	case v.Letter == nil:
		return v.audience
	case v.Letter.To == "organizer":
		return Organizers
	case v.Letter.About() == source.AboutCohort:
		return Public
	}
	return Participants
}
