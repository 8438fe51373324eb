package site

import (
	"context"
	"runtime"
	"time"

	"golang.org/x/sync/errgroup"

	"mentorbook/generator/diag"
	"mentorbook/generator/source"
)

// Options say which site is made of the sources.
type Options struct {
	Audience         Audience
	Pair             string            // the id of a pairing: its own portal, for Participants
	IncludeSensitive []string          // the ids of sensitive programs whose pairs are in the portal, for Organizers
	Drafts           bool              // drafts are shown
	Now              time.Time         // decides what is scheduled or expired, as a day in the site's time zone
	BaseURL          string            // instead of site.base_url
	Words            []string          // that pages have whatever is written: the theme's
	DefaultTheme     []string          // what the files of the default theme say
	OwnTheme         map[string]string // what those of the project's own theme say, by path
	ThemeAssets      []string          // the names of the theme's own files, which come before those of content/; nil where there is no theme
}

// Assemble makes the site. It returns nil without a Config. The diagnostics
// are those of the whole project at this audience, in no particular order; a
// site with errors among them must not be published. The error is ctx's.
//
// Each step takes what the one before it made, and changes nothing of it.
func Assemble(ctx context.Context, src *source.Sources, o Options) (*Site, Secrets, diag.List, error) {
	return new(Memo).Assemble(ctx, src, o)
}

// Assemble is like the function Assemble, but spares what the memo knows.
func (m *Memo) Assemble(ctx context.Context, src *source.Sources, o Options) (*Site, Secrets, diag.List, error) {
	if src.Config == nil {
		return nil, Secrets{}, nil, ctx.Err()
	}
	x, list := newIndex(src, o)
	found, problems := validate(ctx, x, m.recall(x))
	list = append(list, problems...)
	v, problems := filter(ctx, x, found)
	list = append(list, problems...)
	s := derive(ctx, v)
	secrets, problems := m.secretsOf(ctx, v, s)
	list = append(list, problems...)
	if err := ctx.Err(); err != nil { // the steps end early then, and are not whole
		return nil, Secrets{}, nil, err
	}
	m.keep(x, found.records)
	return s, secrets, list, nil
}

// Make makes the site alone, of sources that have been checked, or of what is
// left of them. The error is ctx's.
func Make(ctx context.Context, src *source.Sources, o Options) (*Site, error) {
	x, _ := newIndex(src, o)
	found, _ := validate(ctx, x, new(Memo).recall(x))
	v, _ := filter(ctx, x, found)
	return derive(ctx, v), ctx.Err()
}

// portion is the number of documents for which a goroutine is worth its while.
const portion = 128

// inPortions calls do with ranges of the numbers below n, on all cores. It ends
// early when ctx does.
func inPortions(ctx context.Context, n int, do func(from, to int)) {
	var g errgroup.Group
	g.SetLimit(runtime.GOMAXPROCS(0))
	for from := 0; from < n; from += portion {
		g.Go(func() error {
			if ctx.Err() == nil {
				do(from, min(from+portion, n))
			}
			return nil
		})
	}
	g.Wait() // none fails
}
