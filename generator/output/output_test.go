package output

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"
)

// site is what a directory holds or is to hold: contents by path.
type site map[string]string

func (s site) artifacts() []Artifact {
	var list []Artifact
	for _, path := range slices.Sorted(maps.Keys(s)) {
		list = append(list, Artifact{path, func(b *bytes.Buffer) error {
			b.WriteString(s[path])
			return nil
		}})
	}
	return list
}

// read returns every file below dir, without the manifest. Symbolic links
// read as "-> target", empty folders as a path that ends with a slash.
func read(t testing.TB, dir string) site {
	t.Helper()
	found := site{}
	err := filepath.WalkDir(dir, func(name string, entry fs.DirEntry, err error) error {
		if err != nil || name == dir {
			return err
		}
		path, _ := filepath.Rel(dir, name)
		path = filepath.ToSlash(path)
		switch {
		case path == ManifestName:
		case entry.Type() == fs.ModeSymlink:
			to, err := os.Readlink(name)
			found[path] = "-> " + to
			return err
		case entry.IsDir():
			below, err := os.ReadDir(name)
			if len(below) == 0 {
				found[path+"/"] = ""
			}
			return err
		default:
			data, err := os.ReadFile(name)
			found[path] = string(data)
			return err
		}
		return nil
	})
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		t.Fatal(err)
	}
	return found
}

func write(t testing.TB, dir string, files site) {
	t.Helper()
	for path, data := range files {
		name := filepath.Join(dir, path)
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(data), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

func mustPublish(t testing.TB, dir string, s site, opts PublishOptions) Result {
	t.Helper()
	result, err := Publish(context.Background(), dir, s.artifacts(), opts)
	if err != nil {
		t.Fatal(err)
	}
	return result
}

func wantFiles(t testing.TB, dir string, want site) {
	t.Helper()
	got := read(t, dir)
	if maps.Equal(got, want) {
		return
	}
	for _, path := range slices.Sorted(maps.Keys(got)) {
		if w, ok := want[path]; !ok || w != got[path] {
			t.Errorf("%s holds %s: %q, want %q (%t)", dir, path, got[path], w, ok)
		}
	}
	for _, path := range slices.Sorted(maps.Keys(want)) {
		if _, ok := got[path]; !ok {
			t.Errorf("%s lacks %s", dir, path)
		}
	}
	t.FailNow()
}

// wantAlone checks that nothing was left beside the directory.
func wantAlone(t testing.TB, dir string) {
	t.Helper()
	entries, err := os.ReadDir(filepath.Dir(dir))
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range entries {
		if entry.Name() != filepath.Base(dir) {
			t.Errorf("%s is left beside %s", entry.Name(), filepath.Base(dir))
		}
	}
}

func wantError(t testing.TB, err error, parts ...string) {
	t.Helper()
	var typed *Error
	if !errors.As(err, &typed) {
		t.Fatalf("error is %v, want an *Error", err)
	}
	for _, part := range parts {
		if !strings.Contains(err.Error(), part) {
			t.Errorf("error is %q, want it to say %q", err, part)
		}
	}
}

func stat(t testing.TB, name string) fs.FileInfo {
	t.Helper()
	info, err := os.Lstat(name)
	if err != nil {
		t.Fatal(err)
	}
	return info
}

// eachMode runs a test for both ways to publish.
func eachMode(t *testing.T, run func(t *testing.T, dir string, opts PublishOptions)) {
	for name, inPlace := range map[string]bool{"exchange": false, "in place": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			run(t, filepath.Join(t.TempDir(), "public"), PublishOptions{InPlace: inPlace, Edition: Edition{Audience: "public"}})
		})
	}
}

var (
	before = site{
		"index.html":           "home",
		"guides/first.html":    "first",
		"guides/second.html":   "second",
		"assets/app.123.css":   "old style",
		"topics/trust.html":    "trust",
		"programs/alpha":       "a file that becomes a folder",
		"forms/goals/one.html": "a folder that becomes a file",
	}
	after = site{
		"index.html":          "home, changed",
		"guides/first.html":   "first",
		"guides/third.html":   "third",
		"assets/app.456.css":  "new style",
		"Topics/Trust.html":   "trust, renamed",
		"programs/alpha/pack": "in the folder",
		"forms/goals":         "the file",
	}
)

func TestPublishMakesTheDirectoryHoldTheSite(t *testing.T) {
	eachMode(t, func(t *testing.T, dir string, opts PublishOptions) {
		dir = filepath.Join(dir, "below", "public")
		first := mustPublish(t, dir, before, opts)
		wantFiles(t, dir, before)
		if want := slices.Sorted(maps.Keys(before)); !slices.Equal(first.Changed, want) || len(first.Removed) != 0 {
			t.Errorf("first publish changed %q and removed %q", first.Changed, first.Removed)
		}
		second := mustPublish(t, dir, after, opts)
		wantFiles(t, dir, after)
		wantAlone(t, dir)
		want := Result{
			Files: 7, Bytes: 67, InPlace: opts.InPlace,
			Changed: []string{"Topics/Trust.html", "assets/app.456.css", "forms/goals", "guides/third.html", "index.html", "programs/alpha/pack"},
			Removed: []string{"assets/app.123.css", "forms/goals/one.html", "guides/second.html", "programs/alpha", "topics/trust.html"},
			sum:     second.sum,
		}
		if fmt.Sprint(second) != fmt.Sprint(want) {
			t.Errorf("result is\n%+v, want\n%+v", second, want)
		}
	})
}

func TestUnchangedFilesKeepInodeAndTime(t *testing.T) {
	eachMode(t, func(t *testing.T, dir string, opts PublishOptions) {
		mustPublish(t, dir, before, opts)
		kept := filepath.Join(dir, "guides", "first.html")
		was := stat(t, kept)
		mustPublish(t, dir, after, opts)
		if is := stat(t, kept); !os.SameFile(was, is) || !was.ModTime().Equal(is.ModTime()) {
			t.Error("an unchanged file was written anew")
		}
	})
}

func TestPublishingTheSameSiteTouchesNothing(t *testing.T) {
	eachMode(t, func(t *testing.T, dir string, opts PublishOptions) {
		mustPublish(t, dir, before, opts)
		was, manifest, above := stat(t, dir), stat(t, filepath.Join(dir, ManifestName)), stat(t, filepath.Dir(dir))
		result, err := publish(context.Background(), disk{fault: func(operation, path string) error {
			t.Errorf("%s %s", operation, path)
			return nil
		}}, dir, before.artifacts(), opts)
		if err != nil || len(result.Changed)+len(result.Removed) > 0 || result.InPlace {
			t.Errorf("result is %+v, %v", result, err)
		}
		for _, want := range []fs.FileInfo{was, manifest, above} {
			name := map[string]string{was.Name(): dir, manifest.Name(): filepath.Join(dir, ManifestName), above.Name(): filepath.Dir(dir)}[want.Name()]
			if is := stat(t, name); !os.SameFile(is, want) || !is.ModTime().Equal(want.ModTime()) {
				t.Errorf("%s was touched", name)
			}
		}
	})
}

func TestFileEditedByHandIsRestored(t *testing.T) {
	later, earlier := time.Now().Add(time.Hour), time.Now().Add(-time.Hour)
	edits := map[string]func(name string) error{
		"same size": func(name string) error {
			return errors.Join(os.WriteFile(name, []byte("hxme"), 0o644), os.Chtimes(name, later, later))
		},
		"other size, old time": func(name string) error {
			return errors.Join(os.WriteFile(name, []byte("home!"), 0o644), os.Chtimes(name, earlier, earlier))
		},
		"removed": os.Remove,
		"a link":  func(name string) error { return errors.Join(os.Remove(name), os.Symlink("guides/first.html", name)) },
	}
	for name, edit := range edits {
		t.Run(name, func(t *testing.T) {
			eachMode(t, func(t *testing.T, dir string, opts PublishOptions) {
				mustPublish(t, dir, before, opts)
				if err := edit(filepath.Join(dir, "index.html")); err != nil {
					t.Fatal(err)
				}
				result := mustPublish(t, dir, before, opts)
				wantFiles(t, dir, before)
				if !slices.Equal(result.Changed, []string{"index.html"}) {
					t.Errorf("changed %q", result.Changed)
				}
			})
		})
	}
}

func TestSameSiteIsTheSameBytesForAnyNumberOfWorkers(t *testing.T) {
	large := site{}
	for i := range 200 {
		large[fmt.Sprintf("guides/%d/page-%d.html", i%7, i)] = strings.Repeat(fmt.Sprint(i), i)
	}
	var want []byte
	for _, workers := range []int{1, 2, 16} {
		for _, inPlace := range []bool{false, true} {
			dir := filepath.Join(t.TempDir(), "public")
			list := large.artifacts()
			if workers == 2 {
				slices.Reverse(list)
			}
			if _, err := Publish(context.Background(), dir, list, PublishOptions{Workers: workers, InPlace: inPlace}); err != nil {
				t.Fatal(err)
			}
			wantFiles(t, dir, large)
			got, err := os.ReadFile(filepath.Join(dir, ManifestName))
			if err != nil {
				t.Fatal(err)
			}
			if want == nil {
				want = got
			}
			if !bytes.Equal(got, want) {
				t.Errorf("the manifest differs with %d workers", workers)
			}
		}
	}
}

func TestFailingArtifactPublishesNothing(t *testing.T) {
	broken := errors.New("template is broken")
	fail := func(*bytes.Buffer) error { return broken }
	eachMode(t, func(t *testing.T, dir string, opts PublishOptions) {
		list := append(before.artifacts(), Artifact{"zz.html", fail})
		for _, old := range []site{{}, before} {
			if len(old) > 0 {
				mustPublish(t, dir, old, opts)
				list = append(after.artifacts(), Artifact{"zz.html", fail})
			}
			if _, err := Publish(context.Background(), dir, list, opts); !errors.Is(err, broken) {
				t.Errorf("error is %v", err)
			}
			wantFiles(t, dir, old)
			if _, err := os.Lstat(dir); len(old) == 0 && !errors.Is(err, fs.ErrNotExist) {
				t.Error("the directory of a failed first publish is left")
			}
		}
		wantAlone(t, dir)
	})
}

func TestTheFirstFailingArtifactIsReported(t *testing.T) {
	for range 50 {
		later := make(chan struct{})
		list := []Artifact{
			{"a.html", func(*bytes.Buffer) error { return nil }},
			{"b.html", func(*bytes.Buffer) error {
				<-later
				for range 100 {
					runtime.Gosched() // let the other failure be noticed first
				}
				return errors.New("page b is broken")
			}},
			{"c.html", func(*bytes.Buffer) error {
				close(later)
				return errors.New("page c is broken")
			}},
		}
		if _, _, err := Verify(context.Background(), list, PublishOptions{Workers: 2}); err == nil || err.Error() != "page b is broken" {
			t.Fatalf("error is %v", err)
		}
	}
}

func TestFailedInspectionPublishesNothingAndSeesEveryFile(t *testing.T) {
	eachMode(t, func(t *testing.T, dir string, opts PublishOptions) {
		mustPublish(t, dir, before, opts)
		opts.Inspect = func(path string, data []byte) error {
			if string(data) != after[path] {
				t.Errorf("%s was inspected as %q", path, data)
			}
			if strings.HasPrefix(path, "guides/") {
				return errors.New("a name leaks into " + path)
			}
			return nil
		}
		const want = "a name leaks into guides/first.html\na name leaks into guides/third.html"
		if _, err := Publish(context.Background(), dir, after.artifacts(), opts); err == nil || err.Error() != want {
			t.Errorf("error is %v", err)
		}
		if _, _, err := Verify(context.Background(), after.artifacts(), opts); err == nil || err.Error() != want {
			t.Errorf("Verify's error is %v", err)
		}
		wantFiles(t, dir, before)
		wantAlone(t, dir)
	})
}

func TestNothingIsStagedAfterAFailedInspection(t *testing.T) {
	refuse := errors.New("refused")
	opts := PublishOptions{Workers: 1, Inspect: func(path string, _ []byte) error {
		if path == "a.html" {
			return refuse
		}
		return nil
	}}
	d := disk{fault: func(operation, path string) error {
		if operation == "create" {
			t.Errorf("%s was written", path)
		}
		return nil
	}}
	list := site{"a.html": "", "b.html": "", "c.html": ""}.artifacts()
	if _, err := publish(context.Background(), d, filepath.Join(t.TempDir(), "public"), list, opts); !errors.Is(err, refuse) {
		t.Errorf("error is %v", err)
	}
}

// What is found later is published and refused as if it had been known.
func TestArtifactsAreFoundLater(t *testing.T) {
	files := site{"a.html": "A", "b/c.html": "C"}
	tests := []struct {
		name  string
		later site
		err   error // of the search
		want  string
	}{
		{"two more", site{"d.html": "D", "e.html": "E"}, nil, ""},
		{"one that is there twice", site{"a.html": "A"}, nil, `cannot publish "a.html" twice; rename one of its sources`},
		{"a file in the place of a folder", site{"b": "B"}, nil, `cannot publish both "b/c.html" and "b": a file cannot be a folder as well; rename one`},
		{"somebody's file in the way", site{"theirs.html": "ours"}, nil, `theirs.html was not written by mentorbook and is in the way of the site`},
		{"a search that fails", nil, errors.New("lost"), "lost"},
		{"one that is refused", site{"d.html": "bad"}, nil, "d.html is bad"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			eachMode(t, func(t *testing.T, dir string, opts PublishOptions) {
				theirs := site{"theirs.html": "theirs"}
				mustPublish(t, dir, before, opts)
				write(t, dir, theirs)
				opts.Later = func(context.Context) ([]Artifact, error) { return test.later.artifacts(), test.err }
				opts.Inspect = func(path string, data []byte) error {
					if string(data) == "bad" {
						return errors.New(path + " is bad")
					}
					return nil
				}
				want := maps.Clone(files)
				_, err := Publish(context.Background(), dir, files.artifacts(), opts)
				if maps.Copy(want, test.later); test.want != "" {
					want = maps.Clone(before)
				}
				if got := fmt.Sprint(err); test.want == "" && err != nil || !strings.Contains(got, test.want) {
					t.Errorf("error is %v", err)
				}
				maps.Copy(want, theirs)
				wantFiles(t, dir, want)
				wantAlone(t, dir)
			})
		})
	}
}

// Nobody waits for a search whose artifacts will not be published.
func TestASearchForArtifactsEndsWithTheFirstFailure(t *testing.T) {
	failed := errors.New("failed")
	list := []Artifact{{"a.html", func(*bytes.Buffer) error { return failed }}}
	_, _, err := Verify(context.Background(), list, PublishOptions{Later: func(ctx context.Context) ([]Artifact, error) {
		<-ctx.Done()
		return nil, ctx.Err()
	}})
	if !errors.Is(err, failed) {
		t.Errorf("error is %v", err)
	}
}

func TestVerifyCountsAndWritesNothing(t *testing.T) {
	files, size, err := Verify(context.Background(), after.artifacts(), PublishOptions{})
	if files != 7 || size != 67 || err != nil {
		t.Errorf("Verify returns %d, %d, %v", files, size, err)
	}
}

func TestCancelledPublishLeavesTheDirectoryAlone(t *testing.T) {
	eachMode(t, func(t *testing.T, dir string, opts PublishOptions) {
		mustPublish(t, dir, before, opts)
		for n := range len(after) {
			ctx, cancel := context.WithCancel(context.Background())
			opts.Workers = 1
			opts.Progress = func(done, total int) {
				if done > n+1 {
					t.Error("artifacts are rendered after the cancellation")
				}
				if done > n {
					cancel()
				}
			}
			if _, err := Publish(ctx, dir, after.artifacts(), opts); !errors.Is(err, context.Canceled) {
				t.Errorf("error is %v", err)
			}
			wantFiles(t, dir, before)
			wantAlone(t, dir)
		}
	})
}

func TestProgressCountsEveryArtifactOnce(t *testing.T) {
	var seen []int
	_, _, err := Verify(context.Background(), before.artifacts(), PublishOptions{Workers: 4, Progress: func(done, total int) {
		if total != len(before) {
			t.Errorf("total is %d", total)
		}
		seen = append(seen, done) // the race detector watches this
	}})
	if err != nil || !slices.Equal(seen, []int{1, 2, 3, 4, 5, 6, 7}) {
		t.Errorf("progress was %v, %v", seen, err)
	}
}

func TestAcceptMayRefuseToReplaceAnotherAudience(t *testing.T) {
	eachMode(t, func(t *testing.T, dir string, opts PublishOptions) {
		refuse := errors.New("more private than what is there")
		var asked []Edition
		opts.Accept = func(previous Edition) error {
			asked = append(asked, previous)
			if previous != opts.Edition {
				return refuse
			}
			return nil
		}
		mustPublish(t, dir, before, opts)
		opts.Edition = Edition{Audience: "organizers", Only: "program voices"}
		if _, err := Publish(context.Background(), dir, after.artifacts(), opts); !errors.Is(err, refuse) {
			t.Errorf("error is %v", err)
		}
		wantFiles(t, dir, before)
		opts.Accept = nil
		mustPublish(t, dir, before, opts) // the same files, yet another site
		opts.Accept = func(previous Edition) error { asked = append(asked, previous); return nil }
		mustPublish(t, dir, before, opts)
		if !slices.Equal(asked, []Edition{{Audience: "public"}, {Audience: "organizers", Only: "program voices"}}) {
			t.Errorf("asked about %v", asked)
		}
	})
}

// A portal that is not for everybody stays out of version control, however it is
// published, and one for everybody does not.
func TestUnsharedDirectoryIgnoresItself(t *testing.T) {
	for name, inPlace := range map[string]bool{"exchange": false, "in place": true} {
		t.Run(name, func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), "public")
			opts := PublishOptions{InPlace: inPlace, Unshared: true}
			with := func(s site) site {
				s = maps.Clone(s)
				s[".gitignore"] = "*\n"
				return s
			}
			mustPublish(t, dir, before, opts)
			wantFiles(t, dir, with(before))
			mustPublish(t, dir, after, opts)
			wantFiles(t, dir, with(after))
			if result := mustPublish(t, dir, after, opts); len(result.Changed) > 0 {
				t.Errorf("%q changed", result.Changed)
			}
			mustPublish(t, dir, after, PublishOptions{InPlace: inPlace})
			wantFiles(t, dir, after)

			write(t, dir, site{".gitignore": "theirs\n"})
			mustPublish(t, dir, before, opts)
			if got := read(t, dir)[".gitignore"]; got != "theirs\n" {
				t.Errorf("somebody's .gitignore became %q", got)
			}
		})
	}
}
