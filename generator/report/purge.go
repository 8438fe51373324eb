package report

import (
	"context"
	"slices"

	"mentorbook/generator/diag"
	"mentorbook/generator/patch"
	"mentorbook/generator/site"
	"mentorbook/generator/source"
	"mentorbook/generator/yamledit"
)

// Purge is what a project may no longer keep, and its files without it. Like
// [Status] it names pairs and people by id only.
type Purge struct {
	Date     Day           `json:"date"`     // in the site's time zone
	NotRead  []string      `json:"not_read"` // lists that are missing: who is in them is not known
	Pairings []PastPairing `json:"pairings"`
	Signups  []PastSignup  `json:"signups"`
	People   []PastPerson  `json:"people"`
	Kept     []KeptPerson  `json:"kept"`
	// Forgotten are whose addresses and staff numbers the import map has, and who are
	// among the people above or in the list no more.
	Forgotten []source.ID `json:"forgotten"`
	Paths     []string    `json:"files"` // that change

	// Files are all that hold people and pairs, without those that are to go, in
	// the order in which to write them. That some stay as they are is what the
	// others depend on: a pair that somebody adds meanwhile may keep a person.
	Files []patch.File `json:"-"`
}

// KeptPerson is somebody whose signups and pairings are all past their time, and whom other
// people name as their manager. Without the manager the rule that keeps pairs
// out of reporting lines would no longer hold for them.
type KeptPerson struct {
	ID        source.ID   `json:"id"`
	ManagerOf []source.ID `json:"manager_of"`
}

// NewPurge works out what is past its time on the day of o. Nobody is removed
// while a list is missing that may have them in a pair: Files is nil then.
//
// The list of diagnostics is for a project with mistakes in programs.yaml or in
// the lists of people and pairs, and the purge is nil then: where two people have
// one id, for one, nobody can say who is meant. The error is for a file from which
// nothing can be taken, too.
func NewPurge(ctx context.Context, p source.Project, o site.Options) (*Purge, diag.List, error) {
	loaded, list, err := load(ctx, p, o)
	if loaded == nil {
		return nil, list, err
	}
	config := loaded.sources.Config
	if !config.Sound {
		return nil, list, nil
	}
	files := loaded.files()
	out := &Purge{Date: Day{loaded.now}, NotRead: loaded.unreadLists(), Paths: []string{}}
	past := loaded.pastRetention()
	out.Pairings, out.Signups = past.pairings, past.signups
	out.People, out.Kept = withoutManagers(config.People.Items, past.people)
	mistakes := out.mistakes(config, files, loaded.across)
	remembered, list, err := source.LoadImportMap(p, config)
	if err != nil {
		return nil, nil, err
	}
	mistakes = append(mistakes, list...)
	if len(mistakes) > 0 && len(out.NotRead) == 0 { // that a list is missing is no mistake of who has it elsewhere
		return nil, mistakes, nil
	}
	out.Forgotten = []source.ID{}
	if len(out.NotRead) == 0 {
		forgotten := out.forgotten(config, remembered)
		if len(forgotten) > 0 {
			files = append(files, remembered.File())
		}
		if err := out.edit(config, forgotten, files); err != nil {
			return nil, nil, err
		}
	}
	return out, nil, nil
}

// forgotten returns the entries of the import map that are to go. Those of people
// who are in no list are what is left of a purge that was killed, or of somebody
// who was taken out by hand.
func (out *Purge) forgotten(config *source.Config, m *source.ImportMap) (items []source.Node) {
	stays := map[source.ID]bool{}
	for _, p := range config.People.Items {
		stays[p.ID] = true
	}
	for _, p := range out.People {
		stays[p.ID] = false
	}
	for _, p := range m.People {
		if !stays[p.ID] {
			out.Forgotten = append(out.Forgotten, p.ID)
			items = append(items, p.Node)
		}
	}
	return items
}

// withoutManagers parts the people past their time: those whom somebody who
// stays names as manager stay, and so do their managers in turn.
func withoutManagers(people []source.Person, past []PastPerson) (gone []PastPerson, kept []KeptPerson) {
	going := map[source.ID]bool{}
	for _, p := range past {
		going[p.ID] = true
	}
	managers := map[source.ID]source.ID{}
	for _, p := range people {
		managers[p.ID] = p.Manager
	}
	for _, p := range people {
		for at := p.ID; !going[at] && going[managers[at]]; at = managers[at] {
			delete(going, managers[at])
		}
	}
	gone, kept = []PastPerson{}, []KeptPerson{}
	for _, p := range past {
		if going[p.ID] {
			gone = append(gone, p)
			continue
		}
		k := KeptPerson{ID: p.ID}
		for _, report := range people {
			if report.Manager == p.ID && !going[report.ID] {
				k.ManagerOf = append(k.ManagerOf, report.ID)
			}
		}
		kept = append(kept, k)
	}
	return gone, kept
}

// files returns the files that hold people and pairs: first that of the people,
// and programs.yaml, which names the others, at least as the second.
func (p *project) files() []*diag.File {
	var out []*diag.File
	add := func(f *diag.File) {
		if !slices.Contains(out, f) && !slices.ContainsFunc(out, func(o *diag.File) bool { return o.Path == f.Path }) {
			out = append(out, f)
		}
	}
	p.lists(func(list source.Node, path string, _, unread bool) {
		if !unread && !list.IsZero() {
			add(list.File())
		}
		add(p.sources.Config.File())
	})
	return out
}

// mistakes returns the errors of a list that are in one of the files, sorted.
// That a pair or a signup which is to go names nobody is none: a purge that was killed after
// the people and before the pairs leaves it so, and this one ends its work.
func (out *Purge) mistakes(config *source.Config, files []*diag.File, list diag.List) (found diag.List) {
	gone := map[diag.Span]bool{}
	out.pairings(config, func(p source.Pairing) { gone[p.At("mentor")], gone[p.At("mentee")] = true, true })
	out.signups(config, func(s source.Signup, past bool) {
		gone[s.At("person")] = past
		for i := range s.Choices {
			gone[s.In("choices", i).Span()] = past
		}
	})
	for _, d := range list {
		in := func(f *diag.File) bool { return d.Span.File != nil && f.Path == d.Span.File.Path }
		if d.Severity == diag.Error && slices.ContainsFunc(files, in) && !(d.Code == "unknown-person" && gone[d.Span]) {
			found = append(found, d)
		}
	}
	found.Sort()
	return found
}

// pairings calls do with each pairing that is to go.
func (out *Purge) pairings(config *source.Config, do func(source.Pairing)) {
	past := map[Pair]bool{}
	for _, p := range out.Pairings {
		past[p.Pair] = true
	}
	for _, program := range config.Programs {
		for _, cohort := range program.Cohorts {
			for _, pairing := range cohort.Pairings.Items {
				if past[Pair{pairing.ID, program.ID, cohort.ID}] {
					do(pairing)
				}
			}
		}
	}
}

// signups calls do with each signup, and says whether it is to go.
func (out *Purge) signups(config *source.Config, do func(s source.Signup, past bool)) {
	type cohortID struct{ program, cohort source.ID }
	past := map[cohortID]bool{}
	for _, s := range out.Signups {
		past[cohortID{s.Program, s.Cohort}] = true
	}
	for _, program := range config.Programs {
		for _, cohort := range program.Cohorts {
			for _, s := range cohort.Signups.Items {
				do(s, past[cohortID{program.ID, cohort.ID}])
			}
		}
	}
}

// edit takes what is to go out of its files.
//
// The choices of those who stay come first: what would be left of them would name
// nobody, and no purge could tell that from a slip of the pen. Then comes the
// file of the people: should the next file not be written, the signups and the
// pairings that are left name nobody, which check reports and the next purge
// removes. The other way round nobody would find the people again.
func (out *Purge) edit(config *source.Config, forgotten []source.Node, files []*diag.File) error {
	choices, items := out.items(config)
	items = append(items, forgotten...)
	first, err := yamledit.Remove(choices)
	if err != nil {
		return err
	}
	all, err := yamledit.Remove(append(items, choices...))
	if err != nil {
		return err
	}
	people := config.People.Node.File() // holds its choices and its people, or loses both at once
	was := map[string][]byte{}
	for _, f := range first {
		if original := fileAt(files, f.Path); people.Path != f.Path {
			out.Files = append(out.Files, patch.File{Path: f.Path, Was: original.Data, Data: f.Data})
			was[f.Path] = f.Data
		}
	}
	for _, f := range files {
		file := patch.File{Path: f.Path, Was: f.Data, Data: f.Data}
		if changed := fileAt(all, f.Path); changed != nil {
			file.Data = changed.Data
			out.Paths = append(out.Paths, f.Path)
		}
		if before := was[f.Path]; before != nil {
			file.Was = before
		}
		out.Files = append(out.Files, file)
	}
	return nil
}

func fileAt(files []*diag.File, path string) *diag.File {
	i := slices.IndexFunc(files, func(f *diag.File) bool { return f.Path == path })
	if i < 0 {
		return nil
	}
	return files[i]
}

// items returns what is to go from the lists: the people among the choices of
// others who signed up, and all else.
func (out *Purge) items(config *source.Config) (choices, items []source.Node) {
	people := map[source.ID]bool{}
	for _, p := range out.People {
		people[p.ID] = true
	}
	wishes := func(of source.Node, key string, ids []source.ID) (gone []source.Node) {
		for i, id := range ids {
			if people[id] {
				gone = append(gone, of.In(key, i))
			}
		}
		return gone
	}
	for _, p := range config.People.Items {
		if people[p.ID] {
			items = append(items, p.Node)
			continue
		}
		items = append(items, wishes(p.Node, "avoid", p.Avoid)...)
		items = append(items, wishes(p.Node, "prefer", p.Prefer)...)
	}
	out.signups(config, func(s source.Signup, past bool) {
		if past {
			items = append(items, s.Node)
		} else {
			choices = append(choices, wishes(s.Node, "choices", s.Choices)...)
		}
	})
	out.pairings(config, func(p source.Pairing) { items = append(items, p.Node) })
	return choices, items
}
