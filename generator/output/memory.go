package output

import (
	"bytes"
	"crypto/sha256"
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

func (t *target) memory() string {
	return filepath.Join(filepath.Dir(t.dir), "."+filepath.Base(t.dir)+".mentorbook")
}

// Remember keeps data for as long as dir is what the publish of a [Result] left. It
// is kept whole or not at all.
func Remember(dir string, r Result, data []byte) error {
	t, err := openTarget(disk{}, dir)
	if err != nil {
		return err
	}
	defer t.close(true)
	folder := t.memory()
	err = os.Mkdir(folder, 0o700)
	if info, err := os.Lstat(folder); err != nil || !info.IsDir() { // a link could lead anywhere
		return explain(err)
	}
	if err == nil {
		if err := os.WriteFile(filepath.Join(folder, gitIgnore.Path), []byte("*\n"), noteMode); err != nil {
			return explain(err)
		}
	}
	kept := slices.Concat(r.sum[:], data)
	intact := sha256.Sum256(kept)
	fresh := filepath.Join(folder, memoryName+".new")
	if err := os.WriteFile(fresh, slices.Concat(intact[:], kept), noteMode); err != nil {
		return explain(err)
	}
	return explain(os.Rename(fresh, filepath.Join(folder, memoryName)))
}

// Recall returns what was kept for dir, if dir is as it was then: every published
// file is there, by size and time, and no build left its work unfinished.
func Recall(dir string) (data []byte, ok bool) {
	if _, err := os.Lstat(filepath.Join(dir, ManifestName)); err != nil {
		return nil, false // before a lock makes the directory
	}
	t, err := openTarget(disk{}, dir)
	if err != nil {
		return nil, false
	}
	defer t.close(true)
	data, err = os.ReadFile(filepath.Join(t.memory(), memoryName))
	if err != nil || len(data) < 2*sha256.Size {
		return nil, false
	}
	intact, kept := data[:sha256.Size], data[sha256.Size:]
	if sum := sha256.Sum256(kept); !bytes.Equal(sum[:], intact) || t.unfinished() || t.read() != nil {
		return nil, false
	}
	if sum := sha256.Sum256(t.encoded); !bytes.Equal(sum[:], kept[:sha256.Size]) || !t.isWhole() {
		return nil, false
	}
	return kept[sha256.Size:], true
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
