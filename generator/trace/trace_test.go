package trace_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"sync/atomic"
	"testing"
	"testing/fstest"
	"time"

	"mentorbook/generator/trace"
)

// project is read by read in every way that a build has.
func project() fstest.MapFS {
	return fstest.MapFS{
		"programs.yaml":      {Data: []byte("site: {}")},
		"content/en/a.md":    {Data: []byte("one")},
		"content/en/big.bin": {Data: []byte("never read, only looked at")},
		"other/unread.md":    {Data: []byte("nobody asks for it")},
	}
}

func read(fsys fs.FS) error {
	_, err1 := fs.ReadFile(fsys, "programs.yaml")
	entries, err2 := fs.ReadDir(fsys, "content/en")
	for _, entry := range entries {
		if _, err := entry.Info(); err != nil {
			return err
		}
	}
	_, err3 := fs.ReadFile(fsys, "content/en/a.md")
	if _, err := fs.ReadFile(fsys, "people.yaml"); !errors.Is(err, fs.ErrNotExist) {
		return errors.New("people.yaml is there")
	}
	if _, err := fs.Stat(fsys, "themes/mine"); !errors.Is(err, fs.ErrNotExist) {
		return errors.New("the theme is there")
	}
	return errors.Join(err1, err2, err3)
}

func TestWhatIsAskedAgain(t *testing.T) {
	var r trace.Recorder
	if err := read(r.Watch(0, project())); err != nil {
		t.Fatal(err)
	}
	questions, sum, ok := r.Trace()
	if !ok || len(questions) == 0 {
		t.Fatalf("a whole reading is lost: %v", questions)
	}
	for _, c := range []struct {
		name   string
		change func(fstest.MapFS)
		same   bool
	}{
		{"nothing", func(fstest.MapFS) {}, true},
		{"times", func(p fstest.MapFS) { p["content/en/a.md"].ModTime = time.Unix(99, 0) }, true},
		{"what nobody read", func(p fstest.MapFS) { p["other/unread.md"].Data = []byte("two") }, true},
		{"a text of the same length", func(p fstest.MapFS) { p["content/en/a.md"].Data = []byte("two") }, false},
		{"the length of what was only looked at", func(p fstest.MapFS) { p["content/en/big.bin"].Data = nil }, false},
		{"a new file", func(p fstest.MapFS) { p["content/en/b.md"] = &fstest.MapFile{} }, false},
		{"a file in the place of a folder", func(p fstest.MapFS) {
			maps.DeleteFunc(p, func(name string, _ *fstest.MapFile) bool { return name != "programs.yaml" })
			p["content/en"] = &fstest.MapFile{}
		}, false},
		{"a file that is gone", func(p fstest.MapFS) { delete(p, "content/en/a.md") }, false},
		{"a file that was missing", func(p fstest.MapFS) { p["people.yaml"] = &fstest.MapFile{} }, false},
		{"a folder that was missing", func(p fstest.MapFS) { p["themes/mine/i18n/en.json"] = &fstest.MapFile{} }, false},
		{"a link in the place of a file", func(p fstest.MapFS) {
			p["content/en/a.md"] = &fstest.MapFile{Data: []byte("../../other/unread.md"), Mode: fs.ModeSymlink}
		}, false},
	} {
		p := project()
		c.change(p)
		again, ok, err := trace.Again(context.Background(), map[int]fs.FS{0: p}, questions)
		if err != nil || (ok && again == sum) != c.same {
			t.Errorf("%s: the same is %v (%v), want %v", c.name, ok && again == sum, err, c.same)
		}
	}
	if _, ok, _ := trace.Again(context.Background(), nil, questions); ok {
		t.Error("a file system that is gone is as good as before")
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, _, err := trace.Again(ctx, map[int]fs.FS{0: project()}, questions); !errors.Is(err, context.Canceled) {
		t.Errorf("a cancelled reading ends with %v", err)
	}
}

// TestWhatLooksOtherIsAskedFirst: of a file with another time, nothing else has to be
// read to know that it is another one.
func TestWhatLooksOtherIsAskedFirst(t *testing.T) {
	many := fstest.MapFS{}
	for i := range 1000 {
		many[fmt.Sprint(i)] = &fstest.MapFile{Data: []byte("text"), ModTime: time.Unix(int64(i+1), 0)}
	}
	var r trace.Recorder
	watched := r.Watch(0, many)
	for name := range many {
		fs.ReadFile(watched, name)
	}
	asked, sum, _ := r.Trace()
	for _, c := range []struct {
		text string
		same bool
		read int64 // at most
	}{{"another", false, 1}, {"text", true, 1000}} {
		many["77"] = &fstest.MapFile{Data: []byte(c.text), ModTime: time.Unix(5000, 0)}
		counted := &counting{FS: many}
		again, ok, err := trace.Again(t.Context(), map[int]fs.FS{0: counted}, asked)
		if same := ok && again == sum; same != c.same || err != nil || counted.opened.Load() > c.read {
			t.Errorf("a file that now has the text %q: the same is %v after %d files (%v)", c.text, same, counted.opened.Load(), err)
		}
	}
}

// counting counts the files that are opened.
type counting struct {
	fs.FS
	opened atomic.Int64
}

func (c *counting) Open(name string) (fs.File, error) {
	c.opened.Add(1)
	return c.FS.Open(name)
}

func (c *counting) Stat(name string) (fs.FileInfo, error) { return fs.Stat(c.FS, name) }

func TestWhatCannotBeFollowedIsLost(t *testing.T) {
	changing := project()
	denied := errors.New("permission denied")
	for name, read := range map[string]func(r *trace.Recorder){
		"half a file": func(r *trace.Recorder) {
			f, _ := r.Watch(0, project()).Open("programs.yaml")
			f.Read(make([]byte, 2))
			f.Close()
		},
		"half a folder": func(r *trace.Recorder) {
			f, _ := r.Watch(0, project()).Open("content/en")
			f.(fs.ReadDirFile).ReadDir(1)
			f.Close()
		},
		"another content each time": func(r *trace.Recorder) {
			fsys := r.Watch(0, changing)
			fs.ReadFile(fsys, "programs.yaml")
			changing["programs.yaml"] = &fstest.MapFile{Data: []byte("other")}
			fs.ReadFile(fsys, "programs.yaml")
		},
		"an error": func(r *trace.Recorder) {
			r.Watch(0, failing{denied}).Open("programs.yaml")
		},
		"an error in the middle": func(r *trace.Recorder) {
			fs.ReadFile(r.Watch(0, failing{}), "programs.yaml")
		},
	} {
		var r trace.Recorder
		read(&r)
		if questions, _, ok := r.Trace(); ok {
			t.Errorf("%s counts: %v", name, questions)
		}
	}
}

// failing is a file system whose files cannot be opened, or not be read.
type failing struct{ opening error }

func (f failing) Open(name string) (fs.File, error) {
	if f.opening != nil {
		return nil, f.opening
	}
	file, err := project().Open(name)
	return broken{file}, err
}

type broken struct{ fs.File }

func (broken) Read([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }
