package source

import (
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"time"

	"gopkg.in/yaml.v3"

	"mentorbook/generator/diag"
	"mentorbook/generator/yamledit"
)

// Memo keeps what was read from the files of a project, for the next Load of the same
// project. An entry follows from the path and the bytes of one file and is
// never changed, so there is nothing to invalidate. The zero Memo is empty and
// compares bytes; one Load at a time may use it.
type Memo struct {
	// Clock allows a file to be taken for unchanged without reading it, by its
	// metadata. It tells the time by which the file system dates its files.
	Clock func() time.Time
	// Identity returns what else the system knows of a file that changes with
	// it, such as its inode. May be nil.
	Identity func(fs.FileInfo) Identity
	// Unchanged reports whether a folder below content/, by its path, holds the files
	// and folders that it held when the last Load without an error began, as one can
	// say who watches it. It is not listed again then. May be nil.
	Unchanged func(folder string) bool
	// Texts spare a Load the documents that another run of this program has read. May
	// be nil.
	Texts *Texts

	files   map[string]*loaded       // by path, below content/
	data    map[string]*parsed       // by path as it is shown: programs.yaml and the lists it names
	last    *Config                  // that was made of data
	folders map[string][]fs.DirEntry // what is in them, by path, sorted; those of the last Load without an error
}

// Identity is metadata that differs where a file was replaced or written to.
type Identity struct{ Device, Inode, Changed uint64 }

// loaded is a file below content/ and what was read from it.
type loaded struct {
	stamp  stamp
	sum    [32]byte // SHA-256 of the bytes; zero when they were not read
	result result
}

// parsed is a data file and what was read from it.
type parsed struct {
	sum   [32]byte
	block *yamledit.Block
	root  *yaml.Node // nil when it cannot be read
	list  diag.List
}

// stamp is the metadata by which a file is recognised. The zero stamp is that
// of no file.
type stamp struct {
	size     int64
	modified int64 // nanoseconds
	identity Identity
}

// granule is the coarsest time that file systems date files by (FAT's).
const granule = 2 * time.Second

// stampOf returns the stamp of a file, or the zero stamp where its bytes have to
// be compared: a file that was written within the last granule can be written
// again and get the same stamp.
func (m *Memo) stampOf(info fs.FileInfo) stamp {
	modified := info.ModTime()
	if m.Clock == nil || modified.IsZero() || m.Clock().Sub(modified) <= granule {
		return stamp{}
	}
	s := stamp{size: info.Size(), modified: modified.UnixNano()}
	if m.Identity != nil {
		s.identity = m.Identity(info)
	}
	return s
}

// find returns what was read from a file with this stamp, or nil.
func (m *Memo) find(path string, s stamp) *loaded {
	if before := m.files[path]; before != nil && s != (stamp{}) && before.stamp == s {
		return before
	}
	return nil
}

// same returns what was read from a file with these bytes, or nil.
func (m *Memo) same(path string, sum [32]byte) *loaded {
	if before := m.files[path]; before != nil && before.sum == sum {
		return before
	}
	return nil
}

// listed returns what a folder holds, if it need not be listed again. A link leads to
// a file that changes without its folder.
func (m *Memo) listed(folder string) ([]fs.DirEntry, bool) {
	entries, ok := m.folders[folder]
	isLink := func(entry fs.DirEntry) bool { return entry.Type()&fs.ModeSymlink != 0 }
	return entries, ok && m.Unchanged != nil && m.Unchanged(folder) && !slices.ContainsFunc(entries, isLink)
}

// config returns the Config of the Load before where this one, made of data, is the
// same, so that it can be told from another by its address.
func (m *Memo) config(made *Config, data map[string]*parsed) *Config {
	if made == nil || m.last == nil || made.Sound != m.last.Sound || !maps.Equal(data, m.data) || !slices.Equal(made.lists(), m.last.lists()) {
		m.last = made
	}
	return m.last
}

// lists tells which of the lists are there.
func (c *Config) lists() []string {
	var out []string
	tell := func(path string, private, missing, broken bool) {
		out = append(out, fmt.Sprint(path, private, missing, broken))
	}
	tell(c.People.Path, c.People.Private, c.People.Missing, c.People.Broken)
	for i := range c.Programs {
		for _, cohort := range c.Programs[i].Cohorts {
			tell(cohort.Signups.Path, cohort.Signups.Private, cohort.Signups.Missing, cohort.Signups.Broken)
			tell(cohort.Pairings.Path, cohort.Pairings.Private, cohort.Pairings.Missing, cohort.Pairings.Broken)
		}
	}
	return out
}

// keep takes over what a Load made of files; a result may be missing where it
// was cancelled. A Load that was whole saw every file there is, and entries of
// others are dropped.
func (m *Memo) keep(files []contentFile, results []*loaded, whole bool) {
	if m.files == nil {
		m.files = make(map[string]*loaded, len(files))
	}
	m.add(files, results)
	if whole && len(m.files) > len(files) {
		clear(m.files)
		m.add(files, results)
	}
}

func (m *Memo) add(files []contentFile, results []*loaded) {
	for i, f := range files {
		if r := results[i]; r != nil && m.files[f.path] != r {
			m.files[f.path] = r
		}
	}
}
