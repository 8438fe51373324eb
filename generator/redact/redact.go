// Package redact takes out of a project's sources what the readers of a portal
// may not know of.
//
// In go [source.Sources] as they were read and what decides who sees what; out
// come sources in which nothing else is left, and a list of what was taken away.
// A portal that is made of what is left is one on which nothing hidden had any
// influence. So the portal of a build can be held to it, byte for byte.
//
// That is worth as much as the two ways to it differ. The package shares no code
// with the filter of package site and asks it nothing: it reads the level tags
// and the rules of the file formats anew. It derives nothing, finds no mistakes
// and expects sources without any; it never changes those that it was given.
// What it leaves in on purpose is in the table letThrough.
package redact

import (
	"reflect"
	"time"

	"mentorbook/generator/diag"
	"mentorbook/generator/schedule"
	"mentorbook/generator/source"
)

// Options say whose portal it is.
type Options struct {
	Audience string    // public, participants or organizers
	Pair     string    // the id of a pairing whose own portal it is; else empty
	Included []string  // the ids of sensitive programs that organizers run, and so see the pairs of
	Drafts   bool      // drafts are shown
	Now      time.Time // decides what is scheduled or expired, as a day in the site's time zone
}

// Hidden is one thing that was taken away. It names things by ids and places,
// never people.
type Hidden struct {
	What string // "document", "pair", or the key of a value: "email"
	ID   string // of a pair or person; else empty

	node source.Node
	key  string     // of the value, below node
	file *diag.File // of a document, snippet or asset
}

// Span is where the thing was written.
func (h Hidden) Span() diag.Span {
	switch {
	case h.file != nil:
		return h.file.Whole()
	case h.key != "":
		return h.node.At(h.key)
	}
	return h.node.Span()
}

// Sources returns the sources without what these readers may not know of, and
// what that was, in the order in which it was taken away.
func Sources(src *source.Sources, o Options) (*source.Sources, []Hidden) {
	return take(src, o, -1)
}

// First takes away the first n of the things that Sources takes away, and leaves
// the others.
func First(src *source.Sources, o Options, n int) *source.Sources {
	out, _ := take(src, o, n)
	return out
}

func take(src *source.Sources, o Options, limit int) (*source.Sources, []Hidden) {
	r := &redactor{
		in: src, options: o, limit: limit, leveled: map[reflect.Type]bool{},
		level: levels[o.Audience], today: schedule.DateOf(o.Now.In(src.Config.Site.Timezone.Location(time.UTC))),
	}
	if o.Pair != "" {
		r.level = own
	}
	config := *src.Config
	r.out = source.Sources{Config: &config, Broken: map[string]bool{}}
	for key := range src.Broken {
		r.out.Broken[key] = true
	}
	r.takeDocuments()
	r.takeReferences()
	r.takePairs()
	r.takePeople()
	r.takeFields()
	return &r.out, r.hidden
}

// redactor takes one project apart. What is hidden, and in which order it is met,
// follows from the sources and the options alone; the limit only decides how
// much of it is taken away.
type redactor struct {
	in      *source.Sources
	options Options
	level   level // the highest that the readers may see
	today   schedule.Date
	limit   int // how many things are taken away; negative for all

	out     source.Sources
	hidden  []Hidden
	leveled map[reflect.Type]bool // see hasLevels
}

// hide notes a hidden thing, and reports whether it is to be taken away.
func (r *redactor) hide(h Hidden) bool {
	r.hidden = append(r.hidden, h)
	return r.limit < 0 || len(r.hidden) <= r.limit
}
