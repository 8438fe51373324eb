package output

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
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

// Bulk is what is kept beside the data of a [Memory], and read only where it is asked
// for. Nobody looks whether all of it is as it was written.
type Bulk struct {
	Name string // of its file
	// Write writes it: all, or what comes behind that of Before.
	Write func(w io.Writer, onlyNew bool) error
	// Before is a memory of the same directory whose bulk of this name may stay, or nil.
	Before *Memory
}

// Remember keeps data for as long as dir is what the publish of a [Result] left, and
// bulks beside it.
func Remember(dir string, r Result, data []byte, bulks ...Bulk) error {
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
	h := header{Manifest: r.sum[:], Sizes: map[string]int64{}}
	for _, bulk := range bulks {
		if h.Sizes[bulk.Name], err = bulk.keep(folder); err != nil {
			return err
		}
	}
	encoded, err := json.Marshal(h)
	if err != nil {
		return err
	}
	kept := slices.Concat(encoded, []byte("\n"), data)
	intact := sha256.Sum256(kept)
	return keepNote(filepath.Join(folder, memoryName), func(w io.Writer) error {
		_, err := w.Write(slices.Concat(intact[:], kept))
		return err
	})
}

// header is a line of JSON before the data, behind a hash of both.
type header struct {
	Manifest []byte           `json:"manifest"` // its hash
	Sizes    map[string]int64 `json:"sizes"`    // of bulks
}

// keep writes the bulk and returns how long it is. What is written behind another
// counts once a memory says that it is so long.
func (b *Bulk) keep(folder string) (size int64, err error) {
	name := filepath.Join(folder, b.Name)
	if b.Before == nil || !b.Before.isLast(folder) {
		err := keepNote(name, func(w io.Writer) error { return b.Write(counted{w, &size}, false) })
		return size, err
	}
	f, err := os.OpenFile(name, os.O_WRONLY, noteMode)
	if err != nil {
		return 0, explain(err)
	}
	size = b.Before.sizes[b.Name]
	err = f.Truncate(size) // a build may have been killed behind it
	if err == nil {
		_, err = f.Seek(size, io.SeekStart)
	}
	if err == nil {
		err = b.Write(counted{f, &size}, true)
	}
	return size, explain(errors.Join(err, f.Close()))
}

// counted is a writer that adds up how much was written.
type counted struct {
	io.Writer
	size *int64
}

func (c counted) Write(p []byte) (int, error) {
	n, err := c.Writer.Write(p)
	*c.size += int64(n)
	return n, err
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

	folder   string
	sizes    map[string]int64 // of bulks
	manifest digest           // of the directory
	intact   digest           // of all of this
}

// Bulk returns what was written beside Data under a name, or nil where there is less.
func (m *Memory) Bulk(name string) []byte {
	f, err := os.Open(filepath.Join(m.folder, name))
	if err != nil {
		return nil
	}
	defer f.Close()
	info, err := f.Stat()
	if size, ok := m.sizes[name]; err != nil || !ok || info.Size() < size {
		return nil // before memory is taken for it
	}
	data := make([]byte, m.sizes[name])
	if _, err := io.ReadFull(f, data); err != nil {
		return nil
	}
	return data
}

// isLast reports whether the memory is still the one in its folder.
func (m *Memory) isLast(folder string) bool {
	data, err := os.ReadFile(filepath.Join(folder, memoryName))
	return err == nil && bytes.HasPrefix(data, m.intact[:])
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
	if err != nil || len(data) < sha256.Size {
		return nil
	}
	intact, kept := digest(data), data[sha256.Size:]
	var h header
	line, data, _ := bytes.Cut(kept, []byte("\n"))
	if sha256.Sum256(kept) != intact || json.Unmarshal(line, &h) != nil || len(h.Manifest) != sha256.Size || t.unfinished() || t.read() != nil {
		return nil
	}
	m := &Memory{data, folder, h.Sizes, digest(h.Manifest), intact}
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
