package source

import (
	"context"
	"io/fs"
	"slices"
	"sync"
	"testing"
	"testing/fstest"
	"time"
)

// counted counts the files that are read.
type counted struct {
	fstest.MapFS
	reads map[string]int
	mu    *sync.Mutex // of reads
}

func (c counted) ReadFile(name string) ([]byte, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.reads[name]++
	return c.MapFS.ReadFile(name)
}

// TestUnchangedFilesAreNotReadAgain: a file is recognised by its metadata, but
// not while it is so young that it can change and keep them.
func TestUnchangedFilesAreNotReadAgain(t *testing.T) {
	written := time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
	const name = "content/en/index.md"
	files := counted{project(nil), map[string]int{}, new(sync.Mutex)}
	write := func(title string) {
		files.MapFS[name] = &fstest.MapFile{Data: []byte("---\ntitle: " + title + "\nsummary: S\n---\nX.\n"), ModTime: written}
	}
	clock, identity := written, uint64(0)
	memo := &Memo{Clock: func() time.Time { return clock }, Identity: func(fs.FileInfo) Identity { return Identity{Changed: identity} }}
	for _, step := range []struct {
		what     string
		title    string
		age      time.Duration
		identity uint64
		want     string
		read     bool
	}{
		{"first", "A", 0, 0, "A", true},
		{"changed within the granule", "B", time.Second, 0, "B", true},
		{"still young", "B", granule, 0, "B", true},
		{"old enough to be remembered from now on", "B", granule + 1, 0, "B", true},
		{"unchanged", "B", time.Hour, 0, "B", false},
		{"dated back after a change", "C", time.Hour, 1, "C", true},
		{"unchanged again", "C", 2 * time.Hour, 1, "C", false},
	} {
		write(step.title)
		clock, identity = written.Add(step.age), step.identity
		clear(files.reads)
		src, _, err := Load(context.Background(), Project{Root: files}, memo)
		if err != nil {
			t.Fatal(err)
		}
		if got := src.Documents[0].Title; got != step.want || files.reads[name] > 0 != step.read {
			t.Errorf("%s: the title is %q and the file was read %d times; want %q, read: %v", step.what, got, files.reads[name], step.want, step.read)
		}
	}
}

func (c counted) ReadDir(name string) ([]fs.DirEntry, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.reads[name]++
	return c.MapFS.ReadDir(name)
}

// TestUnchangedFoldersAreNotListedAgain: who watches a folder is believed, but for a
// folder with a link, behind which a file changes elsewhere.
func TestUnchangedFoldersAreNotListedAgain(t *testing.T) {
	text := func(title string) *fstest.MapFile {
		return &fstest.MapFile{Data: []byte("---\ntitle: " + title + "\nsummary: S\n---\nX.\n")}
	}
	files := counted{project(nil), map[string]int{}, new(sync.Mutex)}
	files.MapFS["content/en/plain/a.md"] = text("A")
	files.MapFS["content/en/linked/b.md"] = &fstest.MapFile{Data: []byte("../../../elsewhere/b.md"), Mode: fs.ModeSymlink}
	files.MapFS["elsewhere/b.md"] = text("B")
	touched := map[string]bool{}
	memo := &Memo{Unchanged: func(folder string) bool { return !touched[folder] }}
	titles := func() (out []string) {
		clear(files.reads)
		src, _, err := Load(context.Background(), Project{Root: files}, memo)
		if err != nil {
			t.Fatal(err)
		}
		for _, doc := range src.Documents {
			out = append(out, doc.Title)
		}
		return out
	}
	listed := func(what string, want ...string) {
		t.Helper()
		for _, folder := range []string{"content", "content/en", "content/en/plain", "content/en/linked"} {
			if got := files.reads[folder] > 0; got != slices.Contains(want, folder) {
				t.Errorf("%s: %s is listed: %v", what, folder, got)
			}
		}
	}
	titles()
	listed("first", "content", "content/en", "content/en/plain", "content/en/linked")
	files.MapFS["elsewhere/b.md"] = text("C")
	if got := titles(); !slices.Equal(got, []string{"T", "C", "A"}) {
		t.Errorf("behind a link that led to another text, the titles are %q", got)
	}
	listed("nothing is told", "content/en/linked")
	files.MapFS["content/en/plain/new.md"] = text("N")
	touched["content/en/plain"] = true
	if got := titles(); !slices.Equal(got, []string{"T", "C", "A", "N"}) {
		t.Errorf("with a new file, the titles are %q", got)
	}
	listed("a file came", "content/en/plain", "content/en/linked")
	clear(touched)
	titles()
	memo.Unchanged = nil
	titles()
	listed("nobody watches", "content", "content/en", "content/en/plain", "content/en/linked")
}

// TestMemoForgetsFilesThatAreGone: a server that runs for months must not grow.
func TestMemoForgetsFilesThatAreGone(t *testing.T) {
	memo := new(Memo)
	for _, name := range []string{"content/en/a.md", "content/en/b.md", "content/en/c.md"} { // renamed, and renamed again
		files := project(map[string]string{name: "---\ntitle: A\nsummary: S\n---\nX.\n"})
		if _, _, err := Load(context.Background(), Project{Root: files}, memo); err != nil {
			t.Fatal(err)
		}
		if len(memo.files) != 2 || memo.files[name] == nil {
			t.Errorf("with %s the memo holds %d files", name, len(memo.files))
		}
	}
}

// TestHeadingIDs: an id is found as a whole, never as a piece of another.
func TestHeadingIDs(t *testing.T) {
	src, _ := load(t, Project{Root: project(map[string]string{
		"content/en/a.md": "---\ntitle: A\nsummary: S\n---\n## A {#part-10}\n\n## B {#last}\n",
		"content/en/b.md": "---\ntitle: B\nsummary: S\n---\nNo heading.\n",
	})})
	for _, doc := range src.Documents {
		for _, id := range []string{"part-10", "last", "part-1", "art-10", "0", "", "\n", "part-10\nlast"} {
			want := doc.Key == "a" && (id == "part-10" || id == "last")
			if doc.IDs.Has(id) != want {
				t.Errorf("%s is said to have a heading %q: %v", doc.Key, id, !want)
			}
		}
	}
}
