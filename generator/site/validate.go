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
}

// checker checks everything there is, whatever the audience of this build: a
// mistake must not wait for the build in which it shows.
type checker struct {
	*index
	findings
	list         diag.List
	referenced   map[*source.Asset]func() diag.Span // the first place that leads to a file
	fitting      *Fitting
	planProblems map[*source.Cohort][]schedule.Problem // what is wrong with the plans, and so with every pair's
}

// validate reports what is wrong, and keeps what it found.
func validate(ctx context.Context, x *index) (findings, diag.List) {
	c := &checker{
		index:        x,
		findings:     findings{make([]links, x.versions), make([]*source.Asset, x.versions)},
		referenced:   map[*source.Asset]func() diag.Span{},
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

// validateDocuments checks all documents. Each portion of them has a checker
// with a list and a record of used files of its own; what they find is filed
// under different numbers.
func (c *checker) validateDocuments(ctx context.Context) {
	parts := make([]checker, (len(c.keys)+portion-1)/portion)
	inPortions(ctx, len(c.keys), func(from, to int) {
		part := &parts[from/portion]
		*part = checker{index: c.index, findings: c.findings, referenced: map[*source.Asset]func() diag.Span{}}
		for _, key := range c.keys[from:to] {
			part.validateVersions(c.documents[key])
		}
	})
	for i := range parts {
		c.list = append(c.list, parts[i].list...)
		for asset, at := range parts[i].referenced {
			c.refer(asset, at)
		}
	}
}

// refer notes that a text leads to a file.
func (c *checker) refer(asset *source.Asset, at func() diag.Span) {
	if c.referenced[asset] == nil {
		c.referenced[asset] = at
	}
}

// validateAssets reports the files that no document uses, and those that must
// not be published.
func (c *checker) validateAssets() {
	for _, asset := range c.sources.Assets {
		at := c.referenced[asset]
		if at != nil {
			c.validatePositions(asset, at)
		} else {
			file := &diag.File{Path: asset.Path}
			c.list.Warnf(file.Whole(), "unused-file", "link to it, or remove it", "no page shows this file or links to it; it is not published")
		}
	}
}
