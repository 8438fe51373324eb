package generator

import (
	"context"
	"strings"

	"mentorbook/generator/diag"
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

	Files []NewFile `json:"-"` // without what is to go, in the order in which to write them
}

// KeptPerson is somebody whose pairings are all past their time, and whom other
// people name as their manager. Without the manager the rule that keeps pairs
// out of reporting lines would no longer hold for them.
type KeptPerson struct {
	ID        source.ID   `json:"id"`
	ManagerOf []source.ID `json:"manager_of"`
}

// PurgeOf works out what is past its time on the day of o. Nobody is removed
// while a list is missing that may have them in a pair: Files is nil then.
//
// The list of diagnostics is for a project whose people and pairs cannot all be
// read, and the purge is nil then. The error is for a file from which nothing
// can be taken, too.
func PurgeOf(ctx context.Context, p Project, o Options) (*Purge, diag.List, error) {
	s, list, err := newStatus(ctx, p, o)
	if s == nil {
		return nil, list, err
	}
	if !s.sources.Config.Sound {
		return nil, list, nil
	}
	s.lists()
	s.retention()
	out := &Purge{Date: s.Date, NotRead: orEmpty(s.NotRead), Pairings: orEmpty(s.PairingsPastRetention), Paths: []string{}}
	out.People, out.Kept = s.withoutManagers()
	if len(s.NotRead) == 0 {
		if err := out.edit(s.sources.Config); err != nil {
			return nil, nil, err
		}
	}
	return out, nil, nil
}

// withoutManagers parts the people past their time: those whom somebody who
// stays names as manager stay, and so do their managers in turn.
func (s *status) withoutManagers() (gone []PastPerson, kept []KeptPerson) {
	going := map[source.ID]bool{}
	for _, p := range s.PeoplePastRetention {
		going[p.ID] = true
	}
	managers := map[source.ID]source.ID{}
	for _, p := range s.sources.Config.People.Items {
		managers[p.ID] = p.Manager
	}
	for _, p := range s.sources.Config.People.Items {
		for at := p.ID; !going[at] && going[managers[at]]; at = managers[at] {
			delete(going, managers[at])
		}
	}
	gone, kept = []PastPerson{}, []KeptPerson{}
	for _, p := range s.PeoplePastRetention {
		if going[p.ID] {
			gone = append(gone, p)
			continue
		}
		k := KeptPerson{ID: p.ID}
		for _, report := range s.sources.Config.People.Items {
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
	people, pairings := map[source.ID]bool{}, map[Pair]bool{}
	for _, p := range out.People {
		people[p.ID] = true
	}
	for _, p := range out.Pairings {
		pairings[p.Pair] = true
	}
	var items []source.Node
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
	files, err := yamledit.Remove(items)
	for _, f := range files {
		path, private := strings.CutPrefix(f.Path, source.PrivatePrefix)
		out.Files = append(out.Files, NewFile{Path: path, Data: f.Data, Replaces: true, Private: private})
		out.Paths = append(out.Paths, f.Path)
	}
	return err
}
