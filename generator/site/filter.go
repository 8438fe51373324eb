package site

import (
	"context"
	"slices"

	"mentorbook/generator/diag"
	"mentorbook/generator/source"
)

// view is what an audience may see of a project. Only it decides that; what is
// derived from it holds nothing else.
type view struct {
	*index
	findings        // links lead only to what this audience may follow
	visible  []bool // by the number of a version
}

// filter decides what this audience sees. It takes the findings over.
func filter(ctx context.Context, x *index, found findings) (*view, diag.List) {
	v := &view{index: x, findings: found, visible: make([]bool, x.versions)}
	for _, d := range v.documents {
		for _, version := range d.versions {
			if version != nil {
				v.visible[version.number] = version.audience <= v.options.Audience && (v.options.Drafts || !version.draft) && version.onTime
			}
		}
	}
	inPortions(ctx, len(v.keys), func(from, to int) {
		for _, key := range v.keys[from:to] {
			for _, version := range v.documents[key].versions {
				if version != nil && v.visible[version.number] {
					v.unlink(&v.links[version.number])
				}
			}
		}
	})
	var list diag.List
	if v.options.Pair != "" {
		v.checkPair(&list)
	}
	return v, list
}

// unlink takes out the links to documents that this build shows no version of.
func (v *view) unlink(l *links) {
	for i, target := range l.documents {
		if target != nil && !v.visible[target.number] && !v.shows(v.documents[target.Key]) {
			l.targets[i] = Target{}
		}
	}
	for i := range l.inner {
		v.unlink(&l.inner[i])
	}
}

// shows reports whether this audience sees any version of a document.
func (v *view) shows(d *document) bool {
	return slices.ContainsFunc(d.versions, func(version *version) bool { return version != nil && v.visible[version.number] })
}

// checkPair reports a pair's portal that nobody could be meant by.
func (v *view) checkPair(list *diag.List) {
	ids := make([]string, 0, len(v.pairs))
	for _, r := range v.pairs {
		if string(r.ID) == v.options.Pair {
			return
		}
		ids = append(ids, string(r.ID))
	}
	list.Errorf(diag.Span{}, "unknown-pair", diag.DidYouMean(v.options.Pair, ids, "pairings have ids, under the cohorts in "+source.ConfigPath), "there is no pair %q", v.options.Pair)
}

// seesPair reports whether a pairing is in this build, and the level that
// holds for its fields.
func (v *view) seesPair(r *pairRecord) (floor Audience, ok bool) {
	switch {
	case v.options.Pair != "":
		return Public, string(r.ID) == v.options.Pair
	case v.options.Audience >= Organizers:
		return Public, true
	case r.sensitive || r.program.PairsVisible == "pair":
		return Organizers, false
	}
	return Public, v.options.Audience >= Participants && r.Status != "proposed"
}

// listed reports whether a person is in the mentor directory of this build.
// A sensitive program hides who takes part in it from everyone but organizers,
// so its people are in no directory.
func (v *view) listed(p *source.Person) bool {
	if p.Directory == nil || len(p.Offers) == 0 {
		return false
	}
	agreed, _ := ParseAudience(p.Directory.Audience)
	if agreed > v.options.Audience {
		return false
	}
	return !slices.ContainsFunc(v.pairs, func(r *pairRecord) bool {
		return r.sensitive && (r.Mentor == p.ID || r.Mentee == p.ID)
	})
}
