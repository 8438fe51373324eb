package output

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
)

// Beside a directory NAME that was published lies .NAME.mentorbook, which only its
// owner can read: what one publish leaves for the next. It is never in the
// directory, where readers are, and may be removed at any time.
const (
	memoryName = "last"
	bulkName   = "texts"
	noteMode   = 0o600
)

// The folder is where it is beside "." and "..", too.
func (t *target) memory() (folder string, err error) {
	dir, err := filepath.Abs(t.dir)
	return filepath.Join(filepath.Dir(dir), "."+filepath.Base(dir)+".mentorbook"), err
}

// isSafe reports whether a folder is one that nobody can change who cannot change the
// directory as well: somebody else could say what we remember, and a link could lead
// anywhere. Where a file system knows no rights, all have the same.
func (t *target) isSafe(folder string) bool {
	info, err := os.Lstat(folder)
	const othersWrite = 0o022
	return err == nil && info.IsDir() && info.Mode().Perm()&^t.info.Mode().Perm()&othersWrite == 0 && isOwnedLike(info, t.info)
}

// Remember keeps data for as long as dir is what the publish of a [Result] left, and
// beside it what bulk writes, which is read only where it is asked for. Each is kept
// whole or not at all.
func Remember(dir string, r Result, data []byte, bulk func(io.Writer) error) error {
	t, err := openTarget(disk{}, dir)
	if err != nil {
		return err
	}
	defer t.close(true)
	folder, err := t.memory()
	if err != nil {
		return explain(err)
	}
	err = os.Mkdir(folder, 0o700)
	if !t.isSafe(folder) {
		return explain(err)
	}
	if err == nil {
		if err := os.WriteFile(filepath.Join(folder, gitIgnore.Path), []byte("*\n"), noteMode); err != nil {
			return explain(err)
		}
	}
	sum := sha256.New()
	err = keepNote(filepath.Join(folder, bulkName), func(w io.Writer) error { return bulk(io.MultiWriter(w, sum)) })
	if err != nil {
		return err
	}
	kept := slices.Concat(r.sum[:], sum.Sum(nil), data)
	intact := sha256.Sum256(kept)
	return keepNote(filepath.Join(folder, memoryName), func(w io.Writer) error {
		_, err := w.Write(slices.Concat(intact[:], kept))
		return err
	})
}

// keepNote writes a file, all or nothing.
func keepNote(name string, write func(io.Writer) error) error {
	fresh := name + ".new"
	os.Remove(fresh) // of a build that was killed; it may have other rights, or be a link
	f, err := os.OpenFile(fresh, os.O_WRONLY|os.O_CREATE|os.O_EXCL, noteMode)
	if err != nil {
		return explain(err)
	}
	if err := errors.Join(write(f), f.Close()); err != nil {
		os.Remove(fresh)
		return explain(err)
	}
	return explain(os.Rename(fresh, name))
}

// Memory is what [Remember] kept of a directory, which was as it was then.
type Memory struct {
	Data []byte

	bulk     string // the file
	bulkSum  digest
	manifest digest // of the directory
}

// Bulk returns what was written beside Data, or nil where it is not whole any more.
func (m *Memory) Bulk() []byte {
	data, err := os.ReadFile(m.bulk)
	if err != nil || sha256.Sum256(data) != m.bulkSum {
		return nil
	}
	return data
}

// Recall returns what was kept for dir, or nil, unless dir is as it was then: every
// published file is there, by size and time, and no build left its work unfinished.
func Recall(dir string) *Memory {
	if _, err := os.Lstat(filepath.Join(dir, ManifestName)); err != nil {
		return nil // before a lock makes the directory
	}
	t, err := openTarget(disk{}, dir)
	if err != nil {
		return nil
	}
	defer t.close(true)
	folder, err := t.memory()
	if err != nil || !t.isSafe(folder) {
		return nil
	}
	data, err := os.ReadFile(filepath.Join(folder, memoryName))
	if err != nil || len(data) < 3*sha256.Size {
		return nil
	}
	intact, kept := data[:sha256.Size], data[sha256.Size:]
	if sum := sha256.Sum256(kept); !bytes.Equal(sum[:], intact) || t.unfinished() || t.read() != nil {
		return nil
	}
	m := &Memory{kept[2*sha256.Size:], filepath.Join(folder, bulkName), digest(kept[sha256.Size:]), digest(kept)}
	if sha256.Sum256(t.encoded) != m.manifest || !t.isWhole() {
		return nil
	}
	return m
}

// unfinished reports whether a dead build may have left a staging area.
func (t *target) unfinished() bool {
	_, err := os.Lstat(filepath.Join(t.dir, stagingName))
	return err == nil || len(t.leftovers()) > 0
}

// isWhole reports whether every published file is there, as far as sizes and times
// tell.
func (t *target) isWhole() bool {
	if t.published.After(t.opened) {
		return false
	}
	for _, file := range t.old.Files {
		live, ok := t.live[file.Path]
		if !ok || live.size != file.Size || live.modified.After(t.published) {
			return false
		}
	}
	return true
}
