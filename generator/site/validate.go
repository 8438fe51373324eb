package site

import (
	"context"

	"mentorbook/generator/diag"
	"mentorbook/generator/schedule"
	"mentorbook/generator/source"
)

// findings are what validation learned about the documents, by the number of a
// version.
type findings struct {
	links  []links         // where the slots of the body lead
	covers []*source.Asset // the pictures at the top; nil where there is none

	records []*record // by the place of a document in index.keys; of those with versions nothing else is here
}

// checker checks everything there is, whatever the audience of this build: a
// mistake must not wait for the build in which it shows.
type checker struct {
	*index
	findings
	list         diag.List
	references   []reference
	fitting      *Fitting
	planProblems map[*source.Cohort][]schedule.Problem // what is wrong with the plans, and so with every pair's
}

// validate reports what is wrong, and keeps what it found. What is known of
// documents already is not looked for again.
func validate(ctx context.Context, x *index, known []*record) (findings, diag.List) {
	c := &checker{
		index:        x,
		findings:     findings{make([]links, x.versions), make([]*source.Asset, x.versions), known},
		fitting:      NewFitting(x.config),
		planProblems: map[*source.Cohort][]schedule.Problem{},
	}
	c.validateSite()
	c.validateNotSecret()
	c.validatePeople()
	for i := range c.config.Programs {
		c.validateProgram(&c.config.Programs[i])
	}
	pairChecker{c}.validatePairings()
	c.validateDocuments(ctx)
	c.validateLetters()
	c.validateExample()
	c.validateMoves()
	c.validateTitles()
	c.validateAssets()
	return c.findings, c.list
}

// validateDocuments checks all documents that are not known. Each has a checker with
// a list and references of its own; what is found is filed under different numbers.
func (c *checker) validateDocuments(ctx context.Context) {
	inPortions(ctx, len(c.keys), func(from, to int) {
		for i := from; i < to; i++ {
			if c.records[i] != nil {
				continue
			}
			d := c.documents[c.keys[i]]
			one := checker{index: c.index, findings: c.findings}
			one.validateVersions(d)
			c.records[i] = &record{texts: textsOf(d), list: one.list, references: one.references}
		}
	})
	for _, r := range c.records {
		if r != nil { // not where ctx has ended
			c.list = append(c.list, r.list...)
			c.references = append(c.references, r.references...)
		}
	}
}

// refer notes that a text leads to a file.
func (c *checker) refer(asset *source.Asset, at func() diag.Span) {
	c.references = append(c.references, reference{asset, at})
}

// validateAssets reports the files that no document uses, and those that must
// not be published.
func (c *checker) validateAssets() {
	first := map[*source.Asset]func() diag.Span{} // the first place that leads to a file
	for _, r := range c.references {
		if first[r.asset] == nil {
			first[r.asset] = r.at
		}
	}
	for _, asset := range c.sources.Assets {
		at := first[asset]
		if at != nil {
			c.validatePositions(asset, at)
		} else {
			file := &diag.File{Path: asset.Path}
			c.list.Warnf(file.Whole(), "unused-file", "link to it, or remove it", "no page shows this file or links to it; it is not published")
		}
	}
}
