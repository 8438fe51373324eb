package output

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
)

// A staging area is a directory that nobody else reads:
//
//	mark       an empty file, first to come and last to go: this is ours
//	tree/      the files as they will be published
//	journal    in place only: the moves that remain, see journal.go
const (
	markName    = "mark"
	treeName    = "tree"
	journalName = "journal"
	draftName   = "journal.new"
)

type staging struct {
	disk
	root   string
	tree   string
	inside bool   // it is in the directory, whose files are replaced in place
	reason string // why, when nobody asked for that

	mu      sync.Mutex
	folders map[string]bool // those of tree that exist, by path on disk
}

// stage opens a staging area beside the directory, or inside it where an
// exchange is not wanted or not possible.
func (t *target) stage(inPlace bool) (*staging, error) {
	if inPlace {
		return t.stageInside("")
	}
	if t.pinned != "" && t.obstacle == "" {
		t.obstacle = t.pinned
	}
	if t.obstacle != "" {
		return t.stageInside(t.obstacle)
	}
	s, err := t.stageBeside()
	switch {
	case err == nil:
		return s, nil
	case errors.Is(err, errOwner):
		return t.stageInside("a replacement would not belong to its owner")
	case errors.Is(err, fs.ErrPermission), errors.Is(err, syscall.EROFS):
		return t.stageInside("the directory it is in cannot be written")
	}
	return nil, err
}

var errOwner = errors.New("cannot keep the owner")

func (t *target) stageBeside() (*staging, error) {
	var root string
	err := t.do("mkdir", t.besidePrefix(), func() (err error) {
		root, err = os.MkdirTemp(filepath.Dir(t.dir), t.besidePrefix()+"*")
		return err
	})
	if err != nil {
		return nil, err
	}
	s, err := t.newStaging(root)
	if err != nil {
		return nil, err
	}
	if err := t.imitate(s.tree, t.info); err != nil {
		s.discard()
		return nil, fmt.Errorf("%w: %w", errOwner, err)
	}
	// The lock has to be on what will be the directory after the exchange.
	lock, _, err := lockDirectory(s.tree)
	if err != nil {
		s.discard()
		return nil, explain(err)
	}
	t.lock = append(t.lock, lock)
	return s, nil
}

func (t *target) stageInside(reason string) (*staging, error) {
	root := filepath.Join(t.dir, stagingName)
	if err := t.mkdir(root, 0o700); err != nil {
		return nil, err
	}
	s, err := t.newStaging(root)
	if err != nil {
		return nil, err
	}
	s.inside, s.reason = true, reason
	return s, nil
}

// newStaging fits out an empty directory.
func (t *target) newStaging(root string) (*staging, error) {
	s := &staging{disk: t.disk, root: root, tree: filepath.Join(root, treeName)}
	s.folders = map[string]bool{s.tree: true}
	if err := s.create(filepath.Join(root, markName), nil, 0o600, false); err != nil {
		s.discard()
		return nil, err
	}
	if err := s.mkdir(s.tree, 0o755); err != nil {
		s.discard()
		return nil, err
	}
	return s, nil
}

// put stages a new file. It may be called from several goroutines.
func (s *staging) put(path string, data []byte) error {
	name, err := s.place(path)
	if err != nil {
		return err
	}
	return s.create(name, data, 0o644, false)
}

// link stages a file that is published already.
func (s *staging) link(from, path string) error {
	name, err := s.place(path)
	if err != nil {
		return err
	}
	return s.disk.link(from, name)
}

// place returns where path is staged, having made the folder it is in.
func (s *staging) place(path string) (string, error) {
	name := filepath.Join(s.tree, filepath.FromSlash(path))
	folder := filepath.Dir(name)
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.folders[folder] {
		return name, nil
	}
	if err := s.mkdirAll(folder, 0o755); err != nil {
		return "", err
	}
	s.folders[folder] = true
	return name, nil
}

// discard removes the staging area. The journal goes first: without it the
// rest is of no consequence.
func (s *staging) discard() error {
	for _, name := range []string{journalName, draftName, treeName, markName} {
		if err := s.removeAll(filepath.Join(s.root, name)); err != nil {
			return err
		}
	}
	return s.remove(s.root)
}

// recover ends what dead builds began: it completes a publish whose journal was
// written and removes any other staging area.
func (t *target) recover() error {
	inside := &staging{disk: t.disk, root: filepath.Join(t.dir, stagingName), inside: true}
	inside.tree = filepath.Join(inside.root, treeName)
	j, err := inside.readJournal()
	switch {
	case err == nil:
		if err := t.complete(inside, j); err != nil {
			return err
		}
	case !errors.Is(err, fs.ErrNotExist):
		return during(err, "empty "+t.name+" and build again", "cannot read the journal of an interrupted publish")
	}
	if err := t.discardLeftover(inside.root); err != nil {
		return err
	}
	for _, root := range t.leftovers() {
		if err := t.discardLeftover(root); err != nil {
			return err
		}
	}
	return nil
}

// leftovers are the paths of what may be staging areas beside the directory.
func (t *target) leftovers() (paths []string) {
	beside, err := os.ReadDir(filepath.Dir(t.dir))
	if err != nil {
		return nil // whoever cannot read the directory has left nothing there
	}
	for _, entry := range beside {
		suffix, ok := strings.CutPrefix(entry.Name(), t.besidePrefix())
		if ok && strings.Trim(suffix, "0123456789") == "" {
			paths = append(paths, filepath.Join(filepath.Dir(t.dir), entry.Name()))
		}
	}
	return paths
}

// besidePrefix begins the name of a staging area beside the directory; digits
// follow.
func (t *target) besidePrefix() string { return "." + filepath.Base(t.dir) + ".mentorbook-" }

// discardLeftover removes a staging area that carries our mark, or died before
// it did.
func (t *target) discardLeftover(root string) error {
	entries, err := os.ReadDir(root)
	if err != nil || len(entries) > 0 && !hasMark(root) {
		return nil //nolint:nilerr // it is gone, or not ours
	}
	return (&staging{disk: t.disk, root: root}).discard()
}

// hasMark reports whether a directory is a staging area of ours.
func hasMark(root string) bool {
	info, err := os.Lstat(root)
	if err != nil || !info.IsDir() {
		return false
	}
	mark, err := os.Lstat(filepath.Join(root, markName))
	return err == nil && mark.Mode().IsRegular()
}
