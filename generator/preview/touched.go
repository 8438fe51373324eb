package preview

import "path"

// touched are files that changed, and with them the folders that are not as they
// were. The zero touched are none. Paths are slash-separated and relative to the
// folder that is watched.
type touched struct {
	all     bool            // nobody knows which
	folders map[string]bool // in which something came, went or changed
	names   map[string]bool // what came, went or changed: it may be a folder, and another one than before
}

// most is how many files are told apart: after a checkout, all folders are looked at.
const most = 1000

// add takes in paths as a watcher tells them: empty where it missed something.
func (t *touched) add(paths []string) {
	if t.folders == nil {
		t.folders, t.names = map[string]bool{}, map[string]bool{}
	}
	for _, name := range paths {
		if name == "" || len(t.names) == most {
			t.all = true
			return
		}
		t.folders[path.Dir(name)], t.names[name] = true, true
	}
}

// has reports whether a folder may hold something else than before.
func (t *touched) has(folder string) bool {
	if t.all || t.folders[folder] {
		return true
	}
	for ; folder != "."; folder = path.Dir(folder) {
		if t.names[folder] {
			return true
		}
	}
	return false
}
