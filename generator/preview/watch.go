package preview

import (
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/fsnotify/fsnotify"
)

// settle is how long files have to be quiet before a change counts: an editor
// that saves by renaming, or a checkout of a thousand files, is one change.
const settle = 15 * time.Millisecond

// watcher tells that something below its folders has changed.
type watcher struct {
	changes chan []string // paths that changed, slash-separated, relative to their folder
	folders []string
	events  *fsnotify.Watcher // nil when polling
}

// watch follows the folders until ctx is done.
func watch(ctx context.Context, folders []string, poll time.Duration) (*watcher, error) {
	w := &watcher{changes: make(chan []string), folders: folders}
	if poll > 0 {
		go w.poll(ctx, poll)
		return w, nil
	}
	var err error
	if w.events, err = fsnotify.NewWatcher(); err != nil {
		return nil, err
	}
	w.rescan()
	go w.collect(ctx)
	return w, nil
}

// rescan watches folders that are new. It is called after each build, because a
// folder may have been filled before it was watched.
func (w *watcher) rescan() {
	if w.events == nil {
		return
	}
	known := w.events.WatchList()
	slices.Sort(known)
	w.walk(func(path string, entry fs.DirEntry) {
		if _, watched := slices.BinarySearch(known, path); entry.IsDir() && !watched {
			w.events.Add(path) // one that vanished meanwhile is no loss
		}
	})
}

// walk visits everything below the folders that can be part of a project.
func (w *watcher) walk(visit func(path string, entry fs.DirEntry)) {
	for _, folder := range w.folders {
		filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
			if err != nil {
				return nil // gone while we looked
			}
			if path != folder && skipped(folder, path, entry) {
				if entry.IsDir() {
					return fs.SkipDir
				}
				return nil
			}
			visit(path, entry)
			return nil
		})
	}
}

// skipped are hidden files, and in the project's own folder everything that is
// no part of it: its output above all, which would never let it rest.
func skipped(folder, path string, entry fs.DirEntry) bool {
	if strings.HasPrefix(entry.Name(), ".") {
		return true
	}
	rel, err := filepath.Rel(folder, path)
	if err != nil || strings.ContainsRune(rel, filepath.Separator) || !entry.IsDir() {
		return false
	}
	_, err = os.Stat(filepath.Join(path, ".mentorbook.json"))
	return err == nil || rel == "node_modules"
}

// collect gathers events until the files are quiet, and passes them on.
func (w *watcher) collect(ctx context.Context) {
	defer w.events.Close()
	var pending []string
	quiet := time.NewTimer(time.Hour)
	quiet.Stop()
	var out chan []string
	for {
		select {
		case <-ctx.Done():
			return
		case event := <-w.events.Events:
			if event.Op == fsnotify.Chmod {
				continue
			}
			pending = append(pending, w.relative(event.Name))
			quiet.Reset(settle)
		case <-w.events.Errors: // events were lost: look at everything again
			pending = append(pending, "")
			quiet.Reset(settle)
		case <-quiet.C:
			out = w.changes
		case out <- pending:
			pending, out = nil, nil
		}
	}
}

func (w *watcher) relative(name string) string {
	for _, folder := range w.folders {
		if rel, err := filepath.Rel(folder, name); err == nil && !strings.HasPrefix(rel, "..") {
			return filepath.ToSlash(rel)
		}
	}
	return ""
}

// fingerprint is what changes when a file does.
type fingerprint struct {
	size int64
	time time.Time
	mode fs.FileMode
}

// poll compares the folders with what they were.
func (w *watcher) poll(ctx context.Context, every time.Duration) {
	before := w.fingerprints()
	tick := time.NewTicker(every)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		now := w.fingerprints()
		var changed []string
		for path, print := range now {
			if before[path] != print {
				changed = append(changed, w.relative(path))
			}
		}
		for path := range before {
			if _, still := now[path]; !still {
				changed = append(changed, w.relative(path))
			}
		}
		before = now
		if len(changed) == 0 {
			continue
		}
		slices.Sort(changed)
		select {
		case w.changes <- changed:
		case <-ctx.Done():
			return
		}
	}
}

func (w *watcher) fingerprints() map[string]fingerprint {
	out := map[string]fingerprint{}
	w.walk(func(path string, entry fs.DirEntry) {
		if info, err := entry.Info(); err == nil && !entry.IsDir() {
			out[path] = fingerprint{info.Size(), info.ModTime(), info.Mode()}
		}
	})
	return out
}
