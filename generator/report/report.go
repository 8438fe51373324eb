// Package report says what a project's writers and organizers should know on a
// day: what is due ([Status]), and who may no longer be kept ([Purge]).
//
// A project and a day go in; values with stable JSON keys come out, which name
// pages by path, and programs, cohorts, pairs and people by id. The package
// refuses to name a person, and writes nothing: a Purge holds the files as they
// should become.
package report

import (
	"context"
	"slices"

	"mentorbook/generator/diag"
	"mentorbook/generator/schedule"
	"mentorbook/generator/site"
	"mentorbook/generator/source"
)

// Day is a date that prints as 2026-02-03.
type Day struct{ schedule.Date }

// MarshalText writes the day for JSON.
func (d Day) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// Pair says which pair is meant.
type Pair struct {
	ID      source.ID `json:"id"`
	Program source.ID `json:"program"`
	Cohort  source.ID `json:"cohort"`
}

// project is what reports are made of: the whole project, drafts and private
// lists included, as it is on a day.
type project struct {
	sources *source.Sources
	site    *site.Site
	now     schedule.Date // in the site's time zone
	across  diag.List     // mistakes that show between files
}

// load reads a project. The project is nil when nothing can be said about it,
// and the list says why; otherwise the list holds the mistakes in single files.
// Those across files are for check: a status can be given with them.
func load(ctx context.Context, p source.Project, o site.Options) (*project, diag.List, error) {
	sources, list, err := source.Load(ctx, p, nil)
	if err != nil {
		return nil, nil, err
	}
	// A report names nobody, so that it speaks of sensitive programs, too.
	o.Audience, o.Pair, o.Drafts, o.IncludeSensitive = site.Organizers, "", true, site.SensitivePrograms(sources.Config)
	assembled, _, across, err := site.Assemble(ctx, sources, o)
	if err != nil {
		return nil, nil, err
	}
	if assembled == nil {
		return nil, list, nil
	}
	return &project{sources: sources, site: assembled, now: assembled.Now, across: across}, list, nil
}

// lists calls do with every list of people, signups and pairs.
func (p *project) lists(do func(list source.Node, path string, private, unread bool)) {
	config := p.sources.Config
	people := &config.People
	do(people.Node, people.Path, people.Private, people.Missing || people.Broken)
	for _, program := range config.Programs {
		for _, cohort := range program.Cohorts {
			signups, pairings := &cohort.Signups, &cohort.Pairings
			do(signups.Node, signups.Path, signups.Private, signups.Missing || signups.Broken)
			do(pairings.Node, pairings.Path, pairings.Private, pairings.Missing || pairings.Broken)
		}
	}
}

// unreadLists names the lists of people, signups and pairs that stand in files
// of their own and were not read.
func (p *project) unreadLists() []string {
	paths := []string{}
	p.lists(func(_ source.Node, path string, private, unread bool) {
		if private {
			path = source.PrivatePrefix + path
		}
		if unread && !slices.Contains(paths, path) {
			paths = append(paths, path)
		}
	})
	return paths
}
