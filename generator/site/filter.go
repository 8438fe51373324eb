package site

import (
	"context"
	"fmt"
	"path"
	"slices"
	"strings"

	"mentorbook/generator/diag"
	"mentorbook/generator/markdown"
	"mentorbook/generator/source"
)

// view is what an audience may see of a project. Only it decides that; what is
// derived from it holds nothing else.
type view struct {
	*index
	findings        // links lead only to what this audience may follow
	visible  []bool // by the number of a version

	folders map[string]bool // that have a visible document in them, however deep
}

// filter decides what this audience sees. It takes the findings over.
func filter(ctx context.Context, x *index, found findings) (*view, diag.List) {
	v := &view{index: x, findings: found, visible: make([]bool, x.versions), folders: map[string]bool{}}
	for _, d := range v.documents {
		for _, version := range d.versions {
			if version != nil {
				v.visible[version.number] = version.audience <= v.options.Audience && (v.options.Drafts || !version.draft) && version.onTime
			}
		}
		if v.shows(d) {
			v.noteFolders(d.key)
		}
	}
	inPortions(ctx, len(v.keys), func(from, to int) {
		for i := from; i < to; i++ {
			if v.records[i].versions != nil {
				continue
			}
			for _, version := range v.documents[v.keys[i]].versions {
				if version != nil && v.visible[version.number] {
					v.unlink(version, version.Body, &v.links[version.number])
				}
			}
		}
	})
	list := v.missingLists()
	if v.options.Pair != "" && !list.HasErrors() { // else the pair may be in a list that is missing
		v.checkPair(&list)
	}
	v.checkEdition(&list)
	return v, list
}

// missingLists reports the private lists that are not there. A build that would
// show what is in one cannot be made. Any other can, and says what it could not
// look at: neither a directory nor a warning disappears because a flag was
// forgotten.
func (v *view) missingLists() diag.List {
	var list diag.List
	if people := &v.config.People; people.Missing && people.Private {
		missingList(&list, people.Span(), v.options.Audience > Public, people.Path,
			"so nobody can be listed, and neither pairs nor names in texts are checked")
	}
	for i := range v.config.Programs {
		program := &v.config.Programs[i]
		for j := range program.Cohorts {
			cohort := &program.Cohorts[j]
			if signups := &cohort.Signups; signups.Missing && signups.Private {
				missingList(&list, signups.Span(), false, signups.Path,
					fmt.Sprintf("so nobody can be matched for %s/%s", program.ID, cohort.ID))
			}
			if pairings := &cohort.Pairings; pairings.Missing && pairings.Private {
				missingList(&list, pairings.Span(), v.showsPairsOf(program), pairings.Path,
					fmt.Sprintf("so the pairs of %s/%s are not checked", program.ID, cohort.ID))
			}
		}
	}
	return list
}

func missingList(list *diag.List, span diag.Span, needed bool, path, consequence string) {
	report := list.Warnf
	if needed {
		report = list.Errorf
	}
	report(span, "missing-file", "name the folder that holds it with --private DIR, or correct the path", "there is no %q in the private folder, %s", path, consequence)
}

// showsPairsOf reports whether this build shows anything of the pairs of a
// program, be it how many there are.
func (v *view) showsPairsOf(program *source.Program) bool {
	switch {
	case v.options.Pair != "": // it may be any list that has the pair
		return !slices.ContainsFunc(v.pairs, func(r *pairRecord) bool { return string(r.ID) == v.options.Pair })
	case v.options.Audience >= Organizers:
		return true
	}
	return v.options.Audience >= Participants && !isSensitive(program) && program.PairsVisible != "pair"
}

// noteFolders notes the folders that a visible document is in.
func (v *view) noteFolders(key string) {
	for folder := path.Dir(key); folder != "." && !v.folders[folder]; folder = path.Dir(folder) {
		v.folders[folder] = true
	}
}

// unlink takes out the links to documents of which this build shows no version,
// and leads the others to what it does show.
func (v *view) unlink(reader *version, body *markdown.Document, l *links) {
	inner := l.inner
	for i := range l.targets {
		switch to, target := &l.targets[i], l.documents[i]; {
		case target == nil:
			switch {
			case to.Snippet != nil:
				v.unlink(reader, to.Snippet.Body, &inner[0])
				inner = inner[1:]
			case v.isHiddenSection(to.Key):
				*to = Target{}
			}
		case v.visible[target.number]:
		case v.shows(v.documents[target.Key]):
			v.relink(reader, to, body.Slots[i].Dest)
		case path.Base(to.Key) == "index" && v.folders[path.Dir(to.Key)]: // the section has a page all the same
			*to = Target{Key: to.Key, Lang: to.Lang}
		default:
			*to = Target{}
		}
	}
}

// isHiddenSection reports whether a key is that of a page that a folder would
// have, if this audience saw anything in it.
func (v *view) isHiddenSection(key string) bool {
	folder, ok := strings.CutSuffix(key, "/index")
	return ok && !v.folders[folder] && v.hasSection(folder)
}

// relink leads a link to a version that this audience does not see to the one
// that it gets instead, which need not have the same headings.
func (v *view) relink(reader *version, to *Target, dest string) {
	_, fragment, _ := strings.Cut(dest, "#")
	if fragment == "" {
		return
	}
	d := v.documents[to.Key]
	shown := d.versions[reader.language]
	if to.Lang != "" {
		shown = v.in(d, to.Lang)
	}
	if shown == nil || !v.visible[shown.number] {
		shown = v.seenOriginal(d)
	}
	id, found := v.place(shown, fragment)
	to.Fragment, to.Astray = id, !found
}

// shows reports whether this audience sees any version of a document.
func (v *view) shows(d *document) bool {
	return slices.ContainsFunc(d.versions, func(version *version) bool { return version != nil && v.visible[version.number] })
}

// seenOriginal returns the version that the others follow of those that this
// audience sees. What one says that it does not see must change nothing: a
// translation alone is no translation.
func (v *view) seenOriginal(d *document) *version {
	if v.visible[d.original.number] {
		return d.original
	}
	seen := make([]*source.Document, len(d.versions))
	for i, version := range d.versions {
		if version != nil && v.visible[version.number] {
			seen[i] = version.Document
		}
	}
	return v.versionOf(original(seen))
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

// checkEdition reports programs that have no edition of their own.
func (v *view) checkEdition(list *diag.List) {
	ids := SensitivePrograms(v.config)
	for _, id := range v.options.IncludeSensitive {
		if !slices.Contains(ids, id) {
			list.Errorf(diag.Span{}, "unknown-edition", diag.DidYouMean(id, ids, "only a sensitive program has an edition of its own"), "there is no sensitive program %q", id)
		}
	}
}

// SensitivePrograms lists the programs that have an edition of their own, by id.
// The config may be nil.
func SensitivePrograms(config *source.Config) []string {
	if config == nil {
		return nil
	}
	var ids []string
	for i := range config.Programs {
		if p := &config.Programs[i]; isSensitive(p) && p.ID != "" {
			ids = append(ids, string(p.ID))
		}
	}
	return ids
}

// seesPair reports whether a pairing is in this build, what its readers may see
// of it, and the least level of its fields.
func (v *view) seesPair(r *pairRecord) (reader, floor level, ok bool) {
	if r.sensitive {
		floor = own
	}
	switch {
	case v.options.Pair != "":
		return own, floor, string(r.ID) == v.options.Pair
	case v.options.Audience >= Organizers:
		return office, floor, !v.withholds(r.program)
	case r.sensitive || r.program.PairsVisible == "pair":
		return open, floor, false
	}
	return shared, floor, v.options.Audience >= Participants && r.Status != "proposed" && r.Status != "declined"
}

// withholds reports whether organizers learn no more of a program's pairs here
// than how many there are: the rest is in the edition of who runs it.
func (v *view) withholds(p *source.Program) bool {
	return v.options.Audience >= Organizers && isSensitive(p) && !slices.Contains(v.options.IncludeSensitive, string(p.ID))
}

// listed reports whether a person is in the mentor directory of this build. That
// depends on their entry alone: a name that vanished as somebody joined a
// sensitive program would tell as much as one that appeared.
func (v *view) listed(p *source.Person) bool {
	if p.Directory == nil || len(p.Offers) == 0 {
		return false
	}
	agreed, _ := ParseAudience(p.Directory.Audience)
	return agreed <= v.options.Audience
}
