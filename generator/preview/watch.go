package preview

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"syscall"
	"time"

	"github.com/fsnotify/fsnotify"
	"golang.org/x/sync/errgroup"
)

// settle is how long files have to be quiet before a change counts: an editor
// that saves by renaming, or a checkout of a thousand files, is one change.
const settle = 5 * time.Millisecond

// longest is how long they may go on not being quiet: some programs write all the
// time.
const longest = 5 * time.Second

// Events can be missed: a drive sends none of what other machines do, and none is
// sent for a file that was written under another of its names, or through memory.
// So everything is looked at again and again, as often as leaves the machine alone.
const (
	sweepEvery = 2 * time.Second
	sweepShare = 50              // of the time goes into it
	late       = sweepEvery / 20 // may an event be
)

// watcher tells that something below its folders has changed.
type watcher struct {
	folders []string
	events  *fsnotify.Watcher // nil when polling
	before  prints

	mu      sync.Mutex
	watched map[string]bool // every folder, by its path
	told    touched         // what events named since the last sweep began
}

// watch begins to look at the folders: every change from now on is seen.
func watch(folders []string, poll time.Duration) (*watcher, error) {
	w := &watcher{}
	for _, folder := range folders {
		whole, err := filepath.Abs(folder)
		if err != nil {
			return nil, err
		}
		if whole, err = filepath.EvalSymlinks(whole); err != nil { // a link is not walked
			return nil, err
		}
		w.folders = append(w.folders, whole)
	}
	if poll > 0 {
		w.before = w.fingerprints()
		return w, nil
	}
	var err error
	if w.events, err = fsnotify.NewWatcher(); err != nil {
		return nil, tooMany(err)
	}
	// What changes from now on is seen by a sweep, if not by an event.
	w.before = prints{}
	if err := w.rescan(w.before.add); err != nil {
		w.events.Close()
		return nil, err
	}
	return w, nil
}

// follow sends the paths of what changes, slash-separated and relative to their
// folder, until ctx is done.
func (w *watcher) follow(ctx context.Context, poll time.Duration, changes chan<- []string) error {
	if w.events == nil {
		return w.poll(ctx, poll, changes)
	}
	defer w.events.Close()
	missed := make(chan []string)
	group, running := errgroup.WithContext(ctx)
	group.Go(func() error { return w.sweep(running, missed) })
	group.Go(func() error { return w.collect(running, w.events.Events, w.events.Errors, missed, changes) })
	return group.Wait()
}

// collect gathers events, and what a sweep finds that they missed, until the files
// are quiet, and passes them on. An empty path says that not all is known.
func (w *watcher) collect(ctx context.Context, events <-chan fsnotify.Event, lost <-chan error, missed <-chan []string, changes chan<- []string) error {
	var pending []string
	var latest time.Time // when they are passed on, quiet or not
	folders := false     // may have come, gone or moved
	quiet := time.NewTimer(settle)
	quiet.Stop()
	var out chan<- []string
	note := func(paths ...string) {
		if pending == nil {
			latest = time.Now().Add(longest)
		}
		pending, out = append(pending, paths...), nil
		quiet.Reset(min(settle, time.Until(latest)))
	}
	for {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case event := <-events:
			if event.Op == fsnotify.Chmod || hidden(event.Name) {
				continue
			}
			folders = folders || w.isFolder(event)
			note(w.named(event)...)
		case paths := <-missed:
			folders = true
			note(paths...)
		case <-lost: // too many events: look at everything again
			folders = true
			note("")
		case <-quiet.C:
			// What is in a new folder is watched before it is read.
			if folders && w.events != nil {
				if err := w.rescan(nil); err != nil {
					return err
				}
			}
			out, folders = changes, false
		case out <- pending:
			pending, out = nil, nil
		}
	}
}

// isFolder reports whether an event can be about a folder. One that is gone
// cannot be asked any more; it was watched.
func (w *watcher) isFolder(event fsnotify.Event) bool {
	if !event.Has(fsnotify.Create) {
		return w.isWatched(event.Name)
	}
	info, err := os.Lstat(event.Name)
	return err != nil || info.IsDir()
}

// named returns the path that an event names. Where a system calls the folder by
// another name than we do, it cannot be told which one it is.
func (w *watcher) named(event fsnotify.Event) []string {
	paths := []string{w.relative(event.Name)}
	if !w.isWatched(event.Name) && !w.isWatched(filepath.Dir(event.Name)) {
		paths = append(paths, "")
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.told.add(paths)
	return paths
}

// watches reports whether every change in a folder of the project is told of, sooner
// or later. It is not where the system is not asked to, as with a link to a folder.
func (w *watcher) watches(folder string) bool {
	return w.isWatched(filepath.Join(w.folders[0], filepath.FromSlash(folder)))
}

func (w *watcher) isWatched(path string) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.watched[path]
}

// rescan watches the folders that there are now, and no others: one that was
// moved is known by its old name. A folder is watched before it is read, so that
// nothing that comes into it is missed. See is called with every file, unless it is
// nil.
func (w *watcher) rescan(see func(path string, entry fs.DirEntry)) error {
	known := map[string]bool{}
	for _, path := range w.events.WatchList() {
		known[path] = true
	}
	if len(known) > 0 {
		gone := maps.Clone(known)
		w.walk(func(path string, _ fs.DirEntry) { delete(gone, path) })
		for path := range gone {
			delete(known, path)
			w.events.Remove(path) // it may have gone by itself
		}
	}
	var err error
	w.walk(func(path string, entry fs.DirEntry) {
		switch {
		case err != nil:
		case !entry.IsDir():
			if see != nil {
				see(path, entry)
			}
		case !known[path]:
			known[path] = true
			if failed := w.events.Add(path); failed != nil && !errors.Is(failed, fs.ErrNotExist) {
				err = tooMany(failed)
			}
		}
	})
	w.mu.Lock()
	defer w.mu.Unlock()
	w.watched = known
	return err
}

// tooMany adds the next step to the error of a system that allows no more
// folders to be watched.
func tooMany(err error) error {
	if errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EMFILE) {
		return fmt.Errorf("this system lets no more folders be watched (%w); raise its limit (on Linux fs.inotify.max_user_watches and max_user_instances), or use --poll 1s", err)
	}
	return fmt.Errorf("the project cannot be watched: %w; try --poll 1s", err)
}

// walk visits everything below the folders that can be part of a project.
func (w *watcher) walk(visit func(path string, entry fs.DirEntry)) {
	for _, folder := range w.folders {
		filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
			if err != nil {
				return nil //nolint:nilerr // gone while we looked
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
	if hidden(path) {
		return true
	}
	rel, err := filepath.Rel(folder, path)
	if err != nil || strings.ContainsRune(rel, filepath.Separator) || !entry.IsDir() {
		return false
	}
	_, err = os.Stat(filepath.Join(path, ".mentorbook.json"))
	return err == nil || rel == "node_modules"
}

func hidden(path string) bool { return strings.HasPrefix(filepath.Base(path), ".") }

func (w *watcher) relative(name string) string {
	for _, folder := range w.folders {
		if rel, err := filepath.Rel(folder, name); err == nil && rel != "." && !strings.HasPrefix(rel, "..") {
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

// poll compares the folders with what they were. It does not see folders that are
// empty, and so does not know all.
func (w *watcher) poll(ctx context.Context, every time.Duration, changes chan<- []string) error {
	tick := time.NewTicker(every)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-tick.C:
		}
		changed := w.compare()
		if len(changed) == 0 {
			continue
		}
		select {
		case changes <- append(changed, ""):
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// sweep compares the folders with what they were, and passes on what no event has
// told of.
func (w *watcher) sweep(ctx context.Context, missed chan<- []string) error {
	pause := sweepEvery
	for wait(ctx, pause) == nil {
		told, begun := w.swap(touched{}), time.Now()
		changed := w.compare()
		pause = max(sweepEvery, sweepShare*time.Since(begun))
		if len(changed) == 0 || wait(ctx, late) != nil {
			continue
		}
		changed = slices.DeleteFunc(changed, func(path string) bool { return told.has(path) || w.isTold(path) })
		if len(changed) == 0 {
			continue
		}
		select {
		case missed <- append(changed, ""):
		case <-ctx.Done():
		}
	}
	return ctx.Err()
}

// wait returns ctx's error when that ends first.
func wait(ctx context.Context, d time.Duration) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(d):
		return nil
	}
}

// swap returns what events have told, which is to be something else from now on.
func (w *watcher) swap(told touched) touched {
	w.mu.Lock()
	defer w.mu.Unlock()
	told, w.told = w.told, told
	return told
}

func (w *watcher) isTold(path string) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.told.has(path)
}

// compare returns the paths of the files that are not what they were when it was
// called before.
func (w *watcher) compare() []string {
	now := w.fingerprints()
	var changed []string
	for path, print := range now {
		if w.before[path] != print {
			changed = append(changed, w.relative(path))
		}
	}
	for path := range w.before {
		if _, still := now[path]; !still {
			changed = append(changed, w.relative(path))
		}
	}
	w.before = now
	return changed
}

// prints are fingerprints of files, by path.
type prints map[string]fingerprint

func (p prints) add(path string, entry fs.DirEntry) {
	if info, err := entry.Info(); err == nil && !entry.IsDir() {
		p[path] = fingerprint{info.Size(), info.ModTime(), info.Mode()}
	}
}

func (w *watcher) fingerprints() prints {
	out := make(prints, len(w.before))
	w.walk(out.add)
	return out
}
