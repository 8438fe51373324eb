package generator

import (
	"context"

	"mentorbook/generator/render"
	"mentorbook/generator/source"
)

// For the benchmarks, which measure each phase on its own.
var Plan = plan

func (b *Builder) Load(ctx context.Context) (*source.Sources, *render.Theme, error) {
	sources, theme, _, err := b.load(ctx)
	return sources, theme, err
}
