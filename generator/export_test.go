package generator

import (
	"context"

	"mentorbook/generator/redact"
	"mentorbook/generator/render"
	"mentorbook/generator/site"
	"mentorbook/generator/source"
)

// For the benchmarks, which measure each phase on its own.
var Plan = plan

func (b *Builder) Load(ctx context.Context) (*source.Sources, *render.Theme, error) {
	sources, theme, _, err := b.load(ctx)
	return sources, theme, err
}

// Bare makes the site of a portal's sources without what is hidden.
func (p *Portal) Bare(ctx context.Context) (*site.Site, error) {
	bare, _ := redact.Sources(p.origin.sources, p.origin.redaction())
	return site.Make(ctx, bare, p.origin.options)
}
