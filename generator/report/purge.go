package report

import (
	"context"

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
	People   []PastPerson  `json:"people"`
	Kept     []KeptPerson  `json:"kept"`
	Paths    []string      `json:"files"` // that change

	Files []patch.File `json:"-"` // without what is to go, in the order in which to write them
}

// KeptPerson is somebody whose pairings are all past their time, and whom other
// people name as their manager. Without the manager the rule that keeps pairs
// out of reporting lines would no longer hold for them.
type KeptPerson struct {
	ID        source.ID   `json:"id"`
	ManagerOf []source.ID `json:"manager_of"`
}

// NewPurge works out what is past its time on the day of o. Nobody is removed
// while a list is missing that may have them in a pair: Files is nil then.
//
// The list of diagnostics is for a project whose people and pairs cannot all be
// read, and the purge is nil then. The error is for a file from which nothing
// can be taken, too.
func NewPurge(ctx context.Context, p source.Project, o site.Options) (*Purge, diag.List, error) {
	loaded, list, err := load(ctx, p, o)
	if loaded == nil {
		return nil, list, err
	}
	config := loaded.sources.Config
	if !config.Sound {
		return nil, list, nil
	}
	out := &Purge{Date: Day{loaded.now}, NotRead: loaded.unreadLists(), Paths: []string{}}
	pairings, people := loaded.pastRetention()
	out.Pairings = pairings
	out.People, out.Kept = withoutManagers(config.People.Items, people)
	if len(out.NotRead) == 0 {
		if err := out.edit(config); err != nil {
			return nil, nil, err
		}
	}
	return out, nil, nil
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

// edit takes the pairings and people out of their files, and the people out of
// the wishes of others.
//
// The file of the people comes first: should the second file not be written,
// the pairings that are left name nobody, which check reports and the next
// purge removes. The other way round nobody would find the people again.
func (out *Purge) edit(config *source.Config) error {
	items := out.items(config)
	was := map[string][]byte{}
	for _, item := range items {
		was[item.File().Path] = item.File().Data
	}
	files, err := yamledit.Remove(items)
	for _, f := range files {
		out.Files = append(out.Files, patch.File{Path: f.Path, Was: was[f.Path], Data: f.Data})
		out.Paths = append(out.Paths, f.Path)
	}
	return err
}

// items returns what is to go, people before pairings.
func (out *Purge) items(config *source.Config) (items []source.Node) {
	people, pairings := map[source.ID]bool{}, map[Pair]bool{}
	for _, p := range out.People {
		people[p.ID] = true
	}
	for _, p := range out.Pairings {
		pairings[p.Pair] = true
	}
	wishes := func(p source.Person, key string, ids []source.ID) {
		for i, id := range ids {
			if people[id] {
				items = append(items, p.In(key, i))
			}
		}
	}
	for _, p := range config.People.Items {
		if people[p.ID] {
			items = append(items, p.Node)
			continue
		}
		wishes(p, "avoid", p.Avoid)
		wishes(p, "prefer", p.Prefer)
	}
	for _, program := range config.Programs {
		for _, cohort := range program.Cohorts {
			for _, pairing := range cohort.Pairings.Items {
				if pairings[Pair{pairing.ID, program.ID, cohort.ID}] {
					items = append(items, pairing.Node)
				}
			}
		}
	}
	return items
}
