package site

import (
	"cmp"
	"slices"
	"strings"

	"mentorbook/generator/diag"
	"mentorbook/generator/source"
)

// filter decides what this audience sees. Nothing that it leaves out is
// reachable from the Site.
func (a *assembler) filter() {
	o := a.options
	if o.Pair != "" {
		a.checkPair()
	}
	a.site = &Site{
		Audience:  o.Audience,
		Pair:      source.ID(o.Pair),
		Now:       a.now,
		BaseURL:   cmp.Or(o.BaseURL, a.config.Site.BaseURL),
		Languages: a.config.Site.Languages,
		Settings:  restrict(a.config.Site, o.Audience, Public),
		documents: map[string]*Document{},
	}
	if a.site.BaseURL != "" && !strings.HasSuffix(a.site.BaseURL, "/") {
		a.site.BaseURL += "/"
	}
	for _, d := range a.documents {
		for _, v := range d.versions {
			if v == nil {
				continue
			}
			v.visible = v.audience <= o.Audience && (o.Drafts || !v.Draft) && v.onTime
		}
	}
	inPortions(a.ctx, len(a.keys), func(from, to int) {
		for _, key := range a.keys[from:to] {
			for _, v := range a.documents[key].versions {
				if v != nil && v.visible {
					a.unlink(&v.links)
				}
			}
		}
	})
}

// unlink takes out the links to documents of which this build shows no version.
func (a *assembler) unlink(l *links) {
	for i, v := range l.documents {
		if v != nil && !v.visible && !a.documents[v.Key].visible() {
			l.targets[i] = Target{}
		}
	}
	for i := range l.inner {
		a.unlink(&l.inner[i])
	}
}

// visible reports whether this audience sees any version.
func (d *document) visible() bool {
	return slices.ContainsFunc(d.versions, func(v *version) bool { return v != nil && v.visible })
}

// checkPair reports a pair's portal that nobody could be meant by.
func (a *assembler) checkPair() {
	ids := make([]string, 0, len(a.pairs))
	for _, r := range a.pairs {
		if string(r.ID) == a.options.Pair {
			return
		}
		ids = append(ids, string(r.ID))
	}
	a.list.Errorf(diag.Span{}, "unknown-pair", diag.DidYouMean(a.options.Pair, ids, "pairings have ids, under the cohorts in "+source.ConfigPath), "there is no pair %q", a.options.Pair)
}

// seesPair reports whether a pairing is in this build, and the level that
// holds for its fields.
func (a *assembler) seesPair(r *pairRecord) (floor Audience, ok bool) {
	switch {
	case a.options.Pair != "":
		return Public, string(r.ID) == a.options.Pair
	case a.options.Audience >= Organizers:
		return Public, true
	case r.sensitive || r.program.PairsVisible == "pair":
		return Organizers, false
	}
	return Public, a.options.Audience >= Participants && r.Status != "proposed"
}

// listed reports whether a person is in the mentor directory of this build.
// A sensitive program hides who takes part in it from everyone but organizers,
// so its people are in no directory.
func (a *assembler) listed(p *source.Person) bool {
	if p.Directory == nil || len(p.Offers) == 0 {
		return false
	}
	agreed, _ := ParseAudience(p.Directory.Audience)
	if agreed > a.options.Audience {
		return false
	}
	return !slices.ContainsFunc(a.pairs, func(r *pairRecord) bool {
		return r.sensitive && (r.Mentor == p.ID || r.Mentee == p.ID)
	})
}
