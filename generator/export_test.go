package generator

import (
	"context"
	"slices"

	"mentorbook/generator/diag"
	"mentorbook/generator/redact"
	"mentorbook/generator/render"
	"mentorbook/generator/site"
	"mentorbook/generator/source"
)

// For the benchmarks, which measure each phase on its own.
var Plan = plan

// Index plans the files of the search index.
func (p planned) Index(ctx context.Context) ([]Artifact, error) {
	index, _, err := p.index(ctx, nil, false)
	return index, err
}

func (b *Builder) Load(ctx context.Context) (*source.Sources, *render.Theme, error) {
	sources, theme, _, err := b.load(ctx)
	return sources, theme, err
}

// Artifacts returns every file of the portal.
func (p *Portal) Artifacts(ctx context.Context) ([]Artifact, error) {
	index, err := p.Index(ctx)
	return slices.Concat(p.Pages, index), err
}

// PublishUnproved, Difference and ProvePairs are for tests that do, or leave out,
// what the proof does.

func (p *Portal) PublishUnproved(ctx context.Context, dir string, o PublishOptions) error {
	_, _, err := p.publish(ctx, dir, o)
	return err
}

func (p *Portal) ProvePairs(ctx context.Context) (diag.List, error) { return p.origin.provePairs(ctx) }

// Difference makes all files of two sites of a portal, and names the first that
// differs.
func (p *Portal) Difference(ctx context.Context, bare *site.Site) (string, error) {
	d, err := p.origin.difference(ctx, p.Site, bare)
	if d == nil || err != nil {
		return "", err
	}
	return d.path, nil
}

// Bare makes the site of a portal's sources without what is hidden.
func (p *Portal) Bare(ctx context.Context) (*site.Site, error) {
	bare, _ := redact.Sources(p.origin.sources, p.origin.redaction())
	return site.Make(ctx, bare, p.origin.options)
}

// Build is what a new Builder builds.
func Build(ctx context.Context, p Project, o Options) (*Portal, diag.List, error) {
	return (&Builder{Project: p}).Build(ctx, o)
}

// Follow says what was before, as Publish does.
func (p *Portal) Follow(b *Before) { p.index.before, p.index.keep = b, true }
