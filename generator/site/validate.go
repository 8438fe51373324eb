package site

import (
	"context"
	"maps"

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
	referenced   map[*source.Asset]bool
	fitting      *Fitting
	planProblems map[*source.Cohort][]schedule.Problem // what is wrong with the plans, and so with every pair's
}

// validate reports what is wrong, and keeps what it found.
func validate(ctx context.Context, x *index) (findings, diag.List) {
	c := &checker{
		index:        x,
		findings:     findings{make([]links, x.versions), make([]*source.Asset, x.versions)},
		referenced:   map[*source.Asset]bool{},
		fitting:      NewFitting(x.config),
		planProblems: map[*source.Cohort][]schedule.Problem{},
	}
	c.validateSite()
	c.validateNotSecret()
	c.validatePeople()
	for i := range c.config.Programs {
		c.validateProgram(&c.config.Programs[i])
	}
	c.validatePairings()
	c.validateDocuments(ctx)
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
		*part = checker{index: c.index, findings: c.findings, referenced: map[*source.Asset]bool{}}
		for _, key := range c.keys[from:to] {
			part.validateVersions(c.documents[key])
		}
	})
	for i := range parts {
		c.list = append(c.list, parts[i].list...)
		maps.Copy(c.referenced, parts[i].referenced)
	}
}

// validateAssets reports the files that no document uses.
func (c *checker) validateAssets() {
	for _, asset := range c.sources.Assets {
		if !c.referenced[asset] {
			file := &diag.File{Path: asset.Path}
			c.list.Warnf(file.Whole(), "unused-file", "link to it, or remove it", "no page shows this file or links to it; it is not published")
		}
	}
}
