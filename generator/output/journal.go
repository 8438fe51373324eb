package output

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
)

// journal lists the moves that turn the published site into the staged one. It
// is written when all of that is on disk; from then on the moves are carried
// out, by whoever comes next if need be. Each can be done again without harm.
//
// Assets come before the pages that need them, and what is no longer published
// goes last, when no page refers to it; the manifest follows.
type journal struct {
	Version int      `json:"version"`
	Moves   []move   `json:"moves"`
	Remove  []string `json:"remove"`
}

type move struct {
	Path string `json:"path"`
	// Clear lists old files that have to go first: where one of them is, the
	// new file or a folder of it will be.
	Clear []string `json:"clear,omitempty"`
}

// newJournal plans the moves. Both lists are of paths, and in order.
func newJournal(changed, removed []string) journal {
	j := journal{Version: formatVersion}
	for _, pages := range []bool{false, true} {
		for _, path := range changed {
			if strings.HasSuffix(path, ".html") == pages {
				j.Moves = append(j.Moves, move{Path: path})
			}
		}
	}
	files, occupied := map[string]int{}, map[string]int{} // key to the first move that needs it
	for i, m := range j.Moves {
		key := pathKey(m.Path)
		files[key], occupied[key] = i, i
		for folder := range parents(key) {
			if _, taken := occupied[folder]; !taken {
				occupied[folder] = i
			}
		}
	}
	for _, path := range removed {
		if i, inTheWay := obstructs(path, files, occupied); inTheWay {
			j.Moves[i].Clear = append(j.Moves[i].Clear, path)
		} else {
			j.Remove = append(j.Remove, path)
		}
	}
	return j
}

// obstructs finds the first move that an old file is in the way of: it has the
// name of the new file or of a folder of it, or lies in a folder that has the
// name of the new file.
func obstructs(path string, files, occupied map[string]int) (int, bool) {
	key := pathKey(path)
	if i, ok := occupied[key]; ok {
		return i, true
	}
	for folder := range parents(key) {
		if i, ok := files[folder]; ok {
			return i, true
		}
	}
	return 0, false
}

// writeJournal makes the journal appear whole or not at all.
func (s *staging) writeJournal(ctx context.Context, j journal) error {
	data, err := json.Marshal(j)
	if err != nil {
		return err
	}
	draft := filepath.Join(s.root, draftName)
	if err := s.create(draft, data, 0o600, true); err != nil {
		return err
	}
	if err := s.rename(draft, filepath.Join(s.root, journalName)); err != nil {
		return err
	}
	return s.flush(ctx, s.root)
}

// readJournal returns fs.ErrNotExist when nothing was interrupted.
func (s *staging) readJournal() (journal, error) {
	if !hasMark(s.root) {
		return journal{}, fs.ErrNotExist
	}
	data, err := os.ReadFile(filepath.Join(s.root, journalName))
	if err != nil {
		return journal{}, err
	}
	return parseJournal(data)
}

// parseJournal reads what writeJournal wrote. Its paths are written to and
// removed, so none may lead out of the directory.
func parseJournal(data []byte) (journal, error) {
	var j journal
	if err := json.Unmarshal(data, &j); err != nil {
		return journal{}, err
	}
	if j.Version != formatVersion {
		return journal{}, fmt.Errorf("its version is %d, this mentorbook writes version %d", j.Version, formatVersion)
	}
	paths := slices.Clone(j.Remove)
	for _, m := range j.Moves {
		paths = append(append(paths, m.Path), m.Clear...)
	}
	for _, path := range paths {
		if err := checkPath(path); err != nil {
			return journal{}, fmt.Errorf("%q: %w", path, err)
		}
	}
	return j, nil
}

// complete carries out what is left of a journal.
func (t *target) complete(s *staging, j journal) error {
	if err := t.carryOut(s, j); err != nil {
		return during(err, "build again to complete it", "%s is partly published", t.name)
	}
	return nil
}

func (t *target) carryOut(s *staging, j journal) error {
	for _, m := range j.Moves {
		if err := t.moveIn(s, m); err != nil {
			return err
		}
	}
	for _, path := range j.Remove {
		if err := t.removeFile(path); err != nil {
			return err
		}
	}
	if err := t.moveIn(s, move{Path: ManifestName}); err != nil {
		return err
	}
	return s.removeAll(filepath.Join(s.root, journalName))
}

func (t *target) moveIn(s *staging, m move) error {
	from, to := filepath.Join(s.tree, filepath.FromSlash(m.Path)), t.path(m.Path)
	if _, err := os.Lstat(from); errors.Is(err, fs.ErrNotExist) {
		return nil // it was moved before the interruption
	}
	for _, path := range m.Clear {
		if err := t.removeFile(path); err != nil {
			return err
		}
	}
	if err := t.mkdirAll(filepath.Dir(to), 0o755); err != nil {
		return err
	}
	return t.rename(from, to)
}

// removeFile removes an old file, and the folders that it leaves empty. It
// stays below folders that are what they were: whoever replaced one by a
// symbolic link has put something else there.
func (t *target) removeFile(path string) error {
	within := slices.Collect(parents(path))
	slices.Reverse(within)
	for i, folder := range within {
		if info, err := os.Lstat(t.path(folder)); err != nil || !info.IsDir() {
			return t.prune(within[:i])
		}
	}
	info, err := os.Lstat(t.path(path))
	switch {
	case err == nil && !info.IsDir():
		if err := t.remove(t.path(path)); err != nil {
			return err
		}
	case err != nil && !errors.Is(err, fs.ErrNotExist):
		return explain(err)
	}
	return t.prune(within)
}

// prune removes folders, given from the outermost to the innermost, as long as
// they are empty.
func (t *target) prune(folders []string) error {
	for _, folder := range slices.Backward(folders) {
		entries, err := os.ReadDir(t.path(folder))
		if err != nil {
			return explain(err)
		}
		if len(entries) > 0 {
			return nil
		}
		if err := t.remove(t.path(folder)); err != nil {
			if errors.Is(err, syscall.EBUSY) {
				return nil // something is mounted there
			}
			return err
		}
	}
	return nil
}
