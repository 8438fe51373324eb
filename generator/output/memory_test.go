package output

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"slices"
	"testing"
)

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
	Remember(public, Result{}, []byte("a memory"), func(w io.Writer) error { return nil })
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
		err := Remember(public, r, []byte("data"), func(w io.Writer) error {
			_, err := io.WriteString(w, "bulk")
			return err
		})
		m := Recall(public)
		if err != nil || m == nil || string(m.Data) != "data" || string(m.Bulk()) != "bulk" {
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
