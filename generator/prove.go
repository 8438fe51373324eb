package generator

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"sort"
	"strings"
	"sync"

	"mentorbook/generator/diag"
	"mentorbook/generator/output"
	"mentorbook/generator/redact"
	"mentorbook/generator/render"
	"mentorbook/generator/search"
	"mentorbook/generator/site"
	"mentorbook/generator/source"
)

// ProvedUnasked is how many documents a project may have for Publish to prove
// its portal without being asked.
const ProvedUnasked = 1000

// Proves reports whether Publish proves the portal.
func (p *Portal) Proves(o PublishOptions) bool {
	return o.Prove || len(p.origin.sources.Documents) <= ProvedUnasked
}

// origin is all that a portal is made of.
type origin struct {
	sources *source.Sources
	theme   *render.Theme
	options Options
}

// Prove shows that nothing hidden has any influence on the portal: made of
// sources without it, the portal has the same files, byte for byte. Where it
// does not, the list says which hidden thing shows, and where. The list is empty
// where nothing does; the error is ctx's.
func (p *Portal) Prove(ctx context.Context) (diag.List, error) { return p.origin.prove(ctx, p.Site) }

// prove holds a site to the one that is made without what is hidden.
func (o origin) prove(ctx context.Context, full *site.Site) (diag.List, error) {
	bare, hidden := redact.Sources(o.sources, o.redaction())
	if len(hidden) == 0 {
		return nil, nil
	}
	s, err := site.Make(ctx, bare, o.options)
	// All files are made of the site and the theme alone. Of sites that are equal
	// they need not be made to be the same.
	if err != nil || reflect.DeepEqual(full, s) {
		return nil, err
	}
	d, err := o.difference(ctx, full, s)
	if d == nil || err != nil {
		return nil, err
	}
	culprit, err := o.culprit(ctx, full, d.path, hidden)
	if err != nil {
		return nil, err
	}
	var list diag.List
	list.Errorf(culprit.Span(), "interference", "this is a fault of mentorbook, not of what is written here; report it with this message, and leave this out until it is mended",
		"%s; nothing was published", d.because(culprit, full))
	return list, nil
}

func (o origin) redaction() redact.Options {
	return redact.Options{Audience: o.options.Audience.String(), Pair: o.options.Pair, Included: o.options.IncludeSensitive, Drafts: o.options.Drafts, Now: o.options.Now}
}

// difference is the first file, by path, that two portals do not share.
type difference struct {
	path    string
	line    int  // the first that differs; 0 where one of them has no such file
	removed bool // only the portal without what is hidden has the file
}

// because says what a hidden thing does to a portal.
func (d *difference) because(h redact.Hidden, s *site.Site) string {
	portal := "the portal for the audience " + s.Audience.String()
	if s.Pair != "" {
		portal = fmt.Sprintf("the portal of the pair %s", s.Pair)
	}
	switch {
	case d.line > 0:
		return fmt.Sprintf("line %d of %s, in %s, depends on %s, which its readers must not see", d.line, d.path, portal, nameOf(h))
	case d.removed:
		return fmt.Sprintf("%s is missing from %s because of %s, which its readers must not see", d.path, portal, nameOf(h))
	}
	return fmt.Sprintf("%s is in %s because of %s, which its readers must not see", d.path, portal, nameOf(h))
}

// nameOf names a hidden thing beside its place.
func nameOf(h redact.Hidden) string {
	switch h.What {
	case "document", "snippet", "file":
		return "this " + h.What
	case "pair", "person":
		return fmt.Sprintf("the %s %s", h.What, h.ID)
	}
	return "this value of " + h.What
}

// files plans all files of a site, with the rules for every host.
func (o origin) files(ctx context.Context, s *site.Site) ([]Artifact, error) {
	made := plan(s, o.theme)
	more, _, err := made.index(ctx, nil, false)
	return slices.Concat(made.pages, more, made.rules(s)), err
}

// difference makes all files of both sites. It returns nil where they are the
// same, and where a file cannot be made: that is reported when it is published.
func (o origin) difference(ctx context.Context, full, bare *site.Site) (*difference, error) {
	files, err := o.files(ctx, full)
	others, err2 := o.files(ctx, bare)
	if err := cmp.Or(err, err2); err != nil {
		return nil, err
	}
	c := comparison{others: make(map[string]Artifact, len(others))}
	for _, a := range others {
		c.others[a.Path] = a
	}
	var shared []Artifact
	for _, a := range files {
		if c.others[a.Path].Render == nil {
			c.note(difference{path: a.Path})
			continue
		}
		shared = append(shared, a)
	}
	if len(shared) < len(others) {
		c.noteMissing(shared)
	}
	_, _, err = output.Verify(ctx, outputs(shared), output.PublishOptions{Inspect: c.inspect})
	if _, err := problemsIn(err); err != nil && ctx.Err() != nil {
		return nil, err
	}
	return c.first, nil
}

// comparison finds the first difference between files that are made on several
// goroutines.
type comparison struct {
	others map[string]Artifact // by path

	mu    sync.Mutex
	first *difference
}

func (c *comparison) note(d difference) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.first == nil || d.path < c.first.path {
		c.first = &d
	}
}

// noteMissing notes the first of the others that is not among the shared.
func (c *comparison) noteMissing(shared []Artifact) {
	missing := maps.Clone(c.others)
	for _, a := range shared {
		delete(missing, a.Path)
	}
	c.note(difference{path: slices.Min(slices.Collect(maps.Keys(missing))), removed: true})
}

// inspect compares a file with that of the other portal.
func (c *comparison) inspect(path string, data []byte) error {
	var other bytes.Buffer
	if err := c.others[path].Render(&other); err != nil {
		return err
	}
	if line := firstDifference(data, other.Bytes()); line > 0 {
		c.note(difference{path: path, line: line})
	}
	return nil
}

// firstDifference returns the line from which on two texts differ, or 0.
func firstDifference(a, b []byte) int {
	if bytes.Equal(a, b) {
		return 0
	}
	i := 0
	for i < min(len(a), len(b)) && a[i] == b[i] {
		i++
	}
	return 1 + bytes.Count(a[:i], []byte("\n"))
}

// culprit returns the hidden thing without which a file is no longer what it is.
// It takes away ever more of what is hidden, or less, until one thing decides.
func (o origin) culprit(ctx context.Context, full *site.Site, path string, hidden []redact.Hidden) (redact.Hidden, error) {
	want, err := o.file(ctx, full, path)
	n := sort.Search(len(hidden), func(n int) bool {
		if err != nil {
			return true
		}
		var s *site.Site
		if s, err = site.Make(ctx, redact.First(o.sources, o.redaction(), n+1), o.options); err != nil {
			return true
		}
		var got []byte
		got, err = o.file(ctx, s, path)
		return !bytes.Equal(got, want) || (got == nil) != (want == nil)
	})
	return hidden[min(n, len(hidden)-1)], err
}

// file makes one file of a site; it is nil where the site has none of that path.
func (o origin) file(ctx context.Context, s *site.Site, path string) ([]byte, error) {
	made := plan(s, o.theme)
	files := made.pages
	if strings.HasPrefix(path, search.Folder+"/") {
		more, _, err := made.index(ctx, nil, false)
		if err != nil {
			return nil, err
		}
		files = append(files, more...)
	}
	for _, a := range append(files, made.rules(s)...) {
		if a.Path == path {
			out := bytes.NewBuffer([]byte{})
			_ = a.Render(out) // a layout that fails does so for every site
			return out.Bytes(), nil
		}
	}
	return nil, ctx.Err()
}

// provePairs proves the portals of pairs: of all, or of one in each program
// where there are so many that it would take long.
func (o origin) provePairs(ctx context.Context) (diag.List, error) {
	var list diag.List
	for _, id := range o.pairs() {
		o.options.Audience, o.options.Pair, o.options.IncludeSensitive = site.Participants, string(id), nil
		s, err := site.Make(ctx, o.sources, o.options)
		if err != nil {
			return nil, err
		}
		more, err := o.prove(ctx, s)
		if err != nil {
			return nil, err
		}
		list = append(list, more...)
	}
	return list, nil
}

// manyPortals is how many documents the portals of pairs have together that are
// proved without further thought.
const manyPortals = 20_000

// pairs are those whose portals are proved.
func (o origin) pairs() []source.ID {
	var all, one []source.ID
	for _, p := range o.sources.Config.Programs {
		found := false
		for _, c := range p.Cohorts {
			for _, pairing := range c.Pairings.Items {
				all = append(all, pairing.ID)
				if !found {
					one, found = append(one, pairing.ID), true
				}
			}
		}
	}
	if len(all)*len(o.sources.Documents) <= manyPortals {
		return all
	}
	return one
}
