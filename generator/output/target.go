package output

import (
	"cmp"
	"context"
	"errors"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"
)

// target is the directory that is published to, locked.
type target struct {
	disk
	name  string      // the directory as the caller wrote it, for messages
	dir   string      // the same without symbolic links
	info  fs.FileInfo // of dir
	first bool        // nothing was published here before

	lock     []*os.File // held until unlock; nil without the lock
	byFile   bool       // the lock is a file in dir, which has to go
	made     []string   // directories that did not exist, the outermost first
	obstacle string     // why dir cannot be exchanged, as far as is known

	old       manifest
	encoded   []byte    // old, as it was read
	published time.Time // when old was written, by the clock of then
	opened    time.Time // when this publish began, by the clock of now
	survey
}

var errBusy = errors.New("locked by another build")

// openTarget makes, resolves and locks a directory.
func openTarget(d disk, name string) (*target, error) {
	t := &target{disk: d, name: filepath.Clean(name), opened: time.Now()}
	err := t.open()
	for range maxReopen {
		if !errors.Is(err, fs.ErrNotExist) {
			break
		}
		// The build that made the directory failed and removed it just now.
		t.unlock()
		err = t.open()
	}
	switch {
	case err == nil:
		return t, nil
	case errors.Is(err, errBusy):
		err = refusal("wait until it ends", "another build is writing to %s", t.name)
	}
	t.close(false)
	return nil, explain(err)
}

// maxReopen is how often a directory may vanish between making and locking it
// before that is no longer a coincidence.
const maxReopen = 10

func (t *target) open() error {
	if err := t.make(t.name); err != nil {
		return err
	}
	dir, err := filepath.EvalSymlinks(t.name)
	if err != nil {
		return err
	}
	info, err := os.Stat(dir)
	if err != nil {
		return err
	}
	if !info.IsDir() {
		return refusal("choose another --output", "%s is not a directory", t.name)
	}
	lock, reason, err := lockDirectory(dir)
	if err != nil {
		return err
	}
	t.dir, t.info, t.lock = dir, info, []*os.File{lock}
	t.byFile, t.obstacle = reason != "", reason
	if t.obstacle == "" {
		t.obstacle, err = obstacle(dir, info)
	}
	return err
}

// make creates a directory and those it is in, and remembers which.
func (t *target) make(dir string) error {
	_, err := os.Stat(dir)
	if !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if info, err := os.Lstat(dir); err == nil && info.Mode().Type() == fs.ModeSymlink {
		return refusal("create what it points to or remove it", "%s is a symbolic link to nothing", dir)
	}
	if err := t.make(filepath.Dir(dir)); err != nil {
		return err
	}
	err = t.mkdir(dir, 0o755)
	if errors.Is(err, fs.ErrExist) {
		return nil
	}
	if err == nil {
		t.made = append(t.made, dir)
	}
	return err
}

// obstacle says why a directory cannot be exchanged with one beside it.
func obstacle(dir string, info fs.FileInfo) (string, error) {
	mounted, err := isMountPoint(dir)
	if err != nil {
		return "", err
	}
	if mounted {
		return "it is a mount point", nil
	}
	if isProtected(info) {
		return "it is write-protected", nil
	}
	current, err := os.Getwd()
	if err == nil {
		current, err = filepath.EvalSymlinks(current)
	}
	if err != nil {
		return "", nil //nolint:nilerr // it was removed, so it is not in dir
	}
	for path := current; ; path = filepath.Dir(path) {
		if here, err := os.Stat(path); err == nil && os.SameFile(here, info) {
			return "the current directory is in it", nil
		}
		if path == filepath.Dir(path) {
			return "", nil
		}
	}
}

// isProtected reports whether a directory's own permissions keep it from being
// filled or emptied: its owner meant it to stay.
func isProtected(info fs.FileInfo) bool { return info.Mode().Perm()&0o700 != 0o700 }

// close unlocks the directory. Unless something was published, it removes what
// open made. Without the lock it must not: the directory may be in use by now.
func (t *target) close(published bool) {
	if t.lock == nil {
		return
	}
	// A lock on the directory outlives its removal, so that nobody can lock it
	// in between; a lock file would keep the directory from being removed, but
	// so would that of the next build.
	if t.byFile {
		t.remove(filepath.Join(t.dir, lockName))
		t.unlock()
	}
	if !published {
		for _, dir := range slices.Backward(t.made) {
			t.remove(dir) // only when it is empty
		}
	}
	t.unlock()
}

func (t *target) unlock() {
	for _, f := range t.lock {
		unlock(f)
	}
	t.lock = nil
}

// read takes in what is published so far, and refuses a directory that holds
// anything else.
func (t *target) read() error {
	name := filepath.Join(t.dir, ManifestName)
	info, err := os.Lstat(name)
	if errors.Is(err, fs.ErrNotExist) {
		t.first = true
		return t.refuseFiles()
	}
	if err != nil {
		return explain(err)
	}
	if !info.Mode().IsRegular() {
		return t.refuseFiles()
	}
	t.published = info.ModTime()
	if t.encoded, err = os.ReadFile(name); err != nil {
		return explain(err)
	}
	if t.old, err = parseManifest(t.encoded); err != nil {
		return during(err, "choose another --output or empty "+t.name, "cannot read %s", t.shown(ManifestName))
	}
	t.survey, err = takeSurvey(t.dir, t.old)
	return err
}

func (t *target) refuseFiles() error {
	entries, err := os.ReadDir(t.dir)
	if err != nil {
		return explain(err)
	}
	for _, entry := range entries {
		if entry.Name() != lockName {
			return refusal("choose another --output or empty it", "%s is not empty and was not written by mentorbook", t.name)
		}
	}
	return nil
}

// path is where a published file is.
func (t *target) path(name string) string { return filepath.Join(t.dir, filepath.FromSlash(name)) }

// shown is the same for a message.
func (t *target) shown(name string) string { return filepath.ToSlash(filepath.Join(t.name, name)) }

// survey is what a published directory really holds.
type survey struct {
	live    map[string]stamp // of the files the manifest lists, by path
	foreign []foreignEntry   // what it does not list, folders before their contents
	pinned  string           // why the folders below cannot be exchanged
}

type stamp struct {
	size     int64
	modified time.Time
}

type foreignEntry struct {
	path string // slash-separated, relative
	info fs.FileInfo
}

// takeSurvey looks at every entry below dir, in several folders at a time.
func takeSurvey(dir string, listed manifest) (survey, error) {
	w := &surveyor{dir: dir, files: map[string]bool{}, folders: map[string]bool{}}
	for _, file := range listed.Files {
		w.files[file.Path] = true
		for folder := range parents(file.Path) {
			w.folders[folder] = true
		}
	}
	w.live = make(map[string]stamp, len(w.files))
	w.group.SetLimit(runtime.GOMAXPROCS(0))
	err := w.folder("")
	if below := w.group.Wait(); err == nil {
		err = below
	}
	slices.SortFunc(w.foreign, func(a, b foreignEntry) int { return strings.Compare(a.path, b.path) })
	return w.survey, explain(err)
}

// surveyor takes a survey.
type surveyor struct {
	dir            string
	files, folders map[string]bool // that the manifest lists, by path
	group          errgroup.Group

	mu sync.Mutex
	survey
}

// folder looks at the entries of a folder and at all below them.
func (w *surveyor) folder(path string) error {
	name := filepath.Join(w.dir, filepath.FromSlash(path))
	entries, err := os.ReadDir(name)
	if errors.Is(err, fs.ErrPermission) && path != "" && !w.folders[path] {
		w.mu.Lock()
		defer w.mu.Unlock()
		w.pinned = path + " in it cannot be read"
		return nil
	}
	if err != nil {
		return err
	}
	var here survey
	here.live = make(map[string]stamp, len(entries))
	for _, entry := range entries {
		if err := w.entry(&here, name, path, entry); err != nil {
			return err
		}
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	maps.Copy(w.live, here.live)
	w.foreign = append(w.foreign, here.foreign...)
	w.pinned = cmp.Or(w.pinned, here.pinned)
	return nil
}

func (w *surveyor) entry(here *survey, name, path string, entry fs.DirEntry) error {
	name, path = filepath.Join(name, entry.Name()), strings.TrimPrefix(path+"/"+entry.Name(), "/")
	if path == ManifestName || path == lockName {
		return nil
	}
	info, err := entry.Info()
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil // somebody removed it just now
	case err != nil:
		return err
	case entry.IsDir():
		if err := here.pin(name, path, info); err != nil {
			return err
		}
		if !w.folders[path] {
			here.foreign = append(here.foreign, foreignEntry{path, info})
		}
		if below := func() error { return w.folder(path) }; !w.group.TryGo(below) {
			return below()
		}
	case !w.files[path]:
		here.foreign = append(here.foreign, foreignEntry{path, info})
	case info.Mode().IsRegular():
		here.live[path] = stamp{info.Size(), info.ModTime()}
	}
	return nil
}

// pin notes a folder that has to stay where it is. An exchange would leave a
// mount point in the old tree, and removing that would empty what is mounted.
func (s *survey) pin(name, path string, info fs.FileInfo) error {
	mounted, err := isMountPoint(name)
	switch {
	case mounted:
		s.pinned = path + " in it is a mount point"
	case isProtected(info):
		s.pinned = path + " in it is write-protected"
	}
	return err
}

// conflict refuses to publish over files that are not ours.
func (t *target) conflict(artifacts []Artifact) error {
	files, folders := map[string]bool{}, map[string]bool{}
	for _, a := range artifacts {
		files[pathKey(a.Path)] = true
		for folder := range parents(a.Path) {
			folders[pathKey(folder)] = true
		}
	}
	for _, entry := range t.foreign {
		key := pathKey(entry.path)
		inTheWay := files[key] || folders[key] && !entry.info.IsDir()
		for folder := range parents(key) {
			inTheWay = inTheWay || files[folder]
		}
		if inTheWay {
			return refusal("move it out of "+t.name, "%s was not written by mentorbook and is in the way of the site", t.shown(entry.path))
		}
	}
	return nil
}

// hasForeign reports whether somebody else's file is at a path.
func (t *target) hasForeign(path string) bool {
	return slices.ContainsFunc(t.foreign, func(entry foreignEntry) bool { return entry.path == path })
}

// carry makes foreign entries of one directory part of another as well. It
// leaves alone what is there already.
func (t *target) carry(ctx context.Context, entries []foreignEntry, from, to string) error {
	for _, entry := range entries {
		if err := ctx.Err(); err != nil {
			return err
		}
		name := filepath.FromSlash(entry.path)
		err := t.carryEntry(entry.info, filepath.Join(from, name), filepath.Join(to, name))
		if err != nil && !errors.Is(err, fs.ErrExist) && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return nil
}

func (t *target) carryEntry(info fs.FileInfo, from, to string) error {
	if err := t.mkdirAll(filepath.Dir(to), 0o755); err != nil {
		return err
	}
	switch info.Mode().Type() {
	case fs.ModeDir:
		if err := t.mkdir(to, 0o700); err != nil {
			return err
		}
		return t.imitate(to, info)
	case fs.ModeSymlink: // a hard link would follow it on some systems
		pointsTo, err := os.Readlink(from)
		if err != nil {
			return explain(err)
		}
		return t.symlink(pointsTo, to)
	}
	return t.disk.link(from, to)
}
