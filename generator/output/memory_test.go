package output

import (
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"testing"
)

func nothing(io.Writer, bool) error { return nil }

// TestMemoryIsNotWrittenThroughALink: where the parent folder is everybody's, somebody
// may have put a link in its place.
func TestMemoryIsNotWrittenThroughALink(t *testing.T) {
	dir, elsewhere := t.TempDir(), t.TempDir()
	public := filepath.Join(dir, "public")
	if err := os.MkdirAll(public, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(elsewhere, filepath.Join(dir, ".public.mentorbook")); err != nil {
		t.Skip("links cannot be made here")
	}
	Remember(public, Result{}, []byte("a memory"), Bulk{Name: "bulk", Write: nothing})
	if entries, err := os.ReadDir(elsewhere); err != nil || len(entries) > 0 {
		t.Errorf("the folder behind the link has %v (%v)", entries, err)
	}
}

// TestWhatIsAsBeforeIsNotMade: a file that is as it was is not rendered, in the
// directory that was remembered and in no other.
func TestWhatIsAsBeforeIsNotMade(t *testing.T) {
	public := filepath.Join(t.TempDir(), "public")
	var made []string
	publish := func(opts PublishOptions, names ...string) (Result, []string) {
		t.Helper()
		made = nil
		var artifacts []Artifact
		for _, name := range names {
			artifacts = append(artifacts, Artifact{name, func(b *bytes.Buffer) error {
				made = append(made, name)
				b.WriteString("text of " + name)
				return nil
			}})
		}
		opts.Workers = 1
		result, err := Publish(t.Context(), public, artifacts, opts)
		if err != nil {
			t.Fatal(err)
		}
		return result, made
	}
	remember := func(r Result) *Memory {
		t.Helper()
		err := Remember(public, r, []byte("data"), Bulk{Name: "bulk", Write: func(w io.Writer, _ bool) error {
			_, err := io.WriteString(w, "bulk")
			return err
		}})
		m := Recall(public)
		if err != nil || m == nil || string(m.Data) != "data" || string(m.Bulk("bulk")) != "bulk" {
			t.Fatalf("%v was remembered as %+v (%v)", r, m, err)
		}
		return m
	}
	expect := func(made []string, want ...string) {
		t.Helper()
		if !slices.Equal(made, want) {
			t.Errorf("%q were made, not %q", made, want)
		}
	}
	first, made := publish(PublishOptions{}, "a.html", "b.html")
	expect(made, "a.html", "b.html")
	opts := PublishOptions{Before: remember(first), AsBefore: func(path string) bool { return path != "b.html" }}
	second, made := publish(opts, "a.html", "b.html", "c.html")
	expect(made, "b.html", "c.html") // c.html was not there
	if len(second.Changed) != 1 || second.Files != 3 {
		t.Errorf("the second publish is %+v", second)
	}
	_, made = publish(opts, "a.html", "b.html") // the directory is another one by now
	expect(made, "a.html", "b.html")

	third, _ := publish(PublishOptions{}, "a.html", "b.html")
	opts.Before = remember(third)
	if err := os.WriteFile(filepath.Join(public, "a.html"), []byte("mine"), 0o644); err != nil {
		t.Fatal(err)
	}
	_, made = publish(opts, "a.html", "b.html")
	expect(made, "a.html", "b.html")
}

// TestBulkGrows: what is new comes behind what is there, if that is what it is to come
// behind.
func TestBulkGrows(t *testing.T) {
	public := filepath.Join(t.TempDir(), "public")
	r, err := Publish(t.Context(), public, []Artifact{{"a.html", func(*bytes.Buffer) error { return nil }}}, PublishOptions{})
	if err != nil {
		t.Fatal(err)
	}
	remember := func(before *Memory, what string, fail error) *Memory {
		t.Helper()
		err := Remember(public, r, nil, Bulk{Name: "bulk", Before: before, Write: func(w io.Writer, onlyNew bool) error {
			if !onlyNew {
				what = "all " + what
			}
			_, err := io.WriteString(w, what)
			return errors.Join(err, fail)
		}})
		if !errors.Is(err, fail) {
			t.Fatal(err)
		}
		return Recall(public)
	}
	is := func(m *Memory, want string) {
		t.Helper()
		if m == nil || string(m.Bulk("bulk")) != want {
			t.Errorf("there is %q, want %q", m.Bulk("bulk"), want)
		}
	}
	first := remember(nil, "one", nil)
	is(first, "all one")
	is(remember(first, " two", errors.New("the disk is full")), "all one")
	second := remember(first, " three", nil)
	is(second, "all one three")
	is(remember(first, "four", nil), "all four") // another build was quicker
	third := Recall(public)
	if err := os.WriteFile(filepath.Join(third.folder, "bulk"), []byte("half"), 0o600); err != nil || third.Bulk("bulk") != nil {
		t.Errorf("what is too short is read as %q (%v)", third.Bulk("bulk"), err)
	}
}

// TestMemoryIsNeverInTheDirectory, however that is named: what is in it is published.
func TestMemoryIsNeverInTheDirectory(t *testing.T) {
	for _, c := range []struct{ from, name string }{{"public", "."}, {"public/guides", ".."}, {".", "public/"}, {"public", "../public"}} {
		t.Run(c.name, func(t *testing.T) {
			root := t.TempDir()
			artifacts := []Artifact{{"guides/a.html", func(*bytes.Buffer) error { return nil }}}
			r, err := Publish(t.Context(), filepath.Join(root, "public"), artifacts, PublishOptions{})
			if err != nil {
				t.Fatal(err)
			}
			t.Chdir(filepath.Join(root, c.from))
			if err := Remember(c.name, r, nil, Bulk{Name: "bulk", Write: nothing}); err != nil || Recall(c.name) == nil {
				t.Errorf("it is not remembered (%v)", err)
			}
			if _, err := os.Stat(filepath.Join(root, ".public.mentorbook")); err != nil {
				t.Error(err)
			}
		})
	}
}

// TestMemoryOfOthersIsNotBelieved: in a folder that is everybody's, somebody else could
// have made it first.
func TestMemoryOfOthersIsNotBelieved(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("rights are those of the folder around it")
	}
	public := filepath.Join(t.TempDir(), "public")
	r, err := Publish(t.Context(), public, []Artifact{{"a.html", func(*bytes.Buffer) error { return nil }}}, PublishOptions{})
	if err != nil {
		t.Fatal(err)
	}
	remember := func() { Remember(public, r, nil, Bulk{Name: "bulk", Write: nothing}) }
	remember()
	if Recall(public) == nil {
		t.Fatal("it is not remembered")
	}
	folder := filepath.Join(filepath.Dir(public), ".public.mentorbook")
	if err := os.Chmod(folder, 0o777); err != nil {
		t.Fatal(err)
	}
	if Recall(public) != nil {
		t.Error("a memory that everybody may write is believed")
	}
	if err := os.Remove(filepath.Join(folder, memoryName)); err != nil {
		t.Fatal(err)
	}
	if remember(); Recall(public) != nil {
		t.Error("it is written where everybody may write")
	}
	if entries, _ := os.ReadDir(folder); len(entries) != 2 {
		t.Errorf("there are %v", entries)
	}
	if err := os.Chmod(public, 0o777); err != nil { // as where a file system knows no rights
		t.Fatal(err)
	}
	if remember(); Recall(public) == nil {
		t.Error("it is not believed by those who may change the directory")
	}
}
