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
	"slices"
	"strings"
	"syscall"
	"testing"
)

func TestForeignDirectoryIsRefused(t *testing.T) {
	for name, files := range map[string]site{
		"a file":                 {"thesis.txt": "irreplaceable"},
		"a folder":               {".git/HEAD": "ref"},
		"something like staging": {stagingName + "/thesis.txt": "irreplaceable"},
	} {
		t.Run(name, func(t *testing.T) {
			eachMode(t, func(t *testing.T, dir string, opts PublishOptions) {
				write(t, dir, files)
				_, err := Publish(context.Background(), dir, before.artifacts(), opts)
				wantError(t, err, "public is not empty and was not written by mentorbook; choose another --output or empty it")
				wantFiles(t, dir, files)
				wantAlone(t, dir)
			})
		})
	}
}

func TestEmptyDirectoryIsFilled(t *testing.T) {
	eachMode(t, func(t *testing.T, dir string, opts PublishOptions) {
		if err := os.Mkdir(dir, 0o750); err != nil {
			t.Fatal(err)
		}
		mustPublish(t, dir, before, opts)
		wantFiles(t, dir, before)
		if mode := stat(t, dir).Mode().Perm(); mode != 0o750 {
			t.Errorf("the directory's mode became %o", mode)
		}
	})
}

func TestForeignFilesInAPublishedDirectoryAreKept(t *testing.T) {
	eachMode(t, func(t *testing.T, dir string, opts PublishOptions) {
		mustPublish(t, dir, before, opts)
		write(t, dir, foreign)
		uploads := filepath.Join(dir, "uploads")
		if err := errors.Join(os.Mkdir(uploads, 0o755), os.Chmod(uploads, 0o770)); err != nil {
			t.Fatal(err)
		}
		if err := os.Symlink("../elsewhere", filepath.Join(dir, "link")); err != nil {
			t.Fatal(err)
		}
		cname := stat(t, filepath.Join(dir, "CNAME"))
		mustPublish(t, dir, after, opts)
		want := expected(after)
		want["uploads/"], want["link"] = "", "-> ../elsewhere"
		wantFiles(t, dir, want)
		if !os.SameFile(cname, stat(t, filepath.Join(dir, "CNAME"))) {
			t.Error("a foreign file was copied")
		}
		if mode := stat(t, uploads).Mode().Perm(); mode != 0o770 {
			t.Errorf("the mode of a foreign folder became %o", mode)
		}
	})
}

func TestFileAddedDuringThePublishIsKept(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "public")
	mustPublish(t, dir, before, PublishOptions{})
	d := disk{fault: func(operation, path string) error {
		if operation == "exchange" {
			write(t, dir, site{".well-known/acme/token": "late"})
		}
		return nil
	}}
	if _, err := publish(context.Background(), d, dir, after.artifacts(), PublishOptions{Workers: 1}); err != nil {
		t.Fatal(err)
	}
	if got := read(t, dir)[".well-known/acme/token"]; got != "late" {
		t.Error("the file was lost with the old directory")
	}
}

func TestFileAddedDuringThePublishIsNeverLost(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "public")
	mustPublish(t, dir, before, PublishOptions{})
	exchanged := false
	d := disk{fault: func(operation, path string) error {
		if operation == "exchange" {
			exchanged = true
			write(t, dir, site{"late.txt": "late"})
		}
		if operation == "link" && exchanged {
			return syscall.EMLINK
		}
		return nil
	}}
	_, err := publish(context.Background(), d, dir, after.artifacts(), PublishOptions{Workers: 1})
	wantError(t, err, "public is published, but not all that was added to it meanwhile", "; move that over from ")
	wantFiles(t, dir, after)
	_, old, _ := strings.Cut(err.Error(), "; move that over from ")
	mustPublish(t, dir, before, PublishOptions{})
	if got := read(t, old)["late.txt"]; got != "late" {
		t.Errorf("%s holds %q", old, got)
	}
}

func TestWriteProtectedFolderIsLeftAlone(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "public")
	mustPublish(t, dir, before, PublishOptions{})
	write(t, dir, site{"archive/theirs.txt": "kept"})
	archive := filepath.Join(dir, "archive")
	if err := os.Chmod(archive, 0o555); err != nil {
		t.Fatal(err)
	}
	defer os.Chmod(archive, 0o755)
	was := stat(t, archive)
	result := mustPublish(t, dir, after, PublishOptions{})
	if !result.InPlace || result.Reason != "archive in it is write-protected" {
		t.Errorf("result is in place: %t, %q", result.InPlace, result.Reason)
	}
	if !os.SameFile(was, stat(t, archive)) {
		t.Error("the folder was replaced")
	}
}

func TestForeignFileInTheWayIsAnError(t *testing.T) {
	for _, c := range []struct{ foreign, artifact, named string }{
		{"CNAME", "CNAME", "CNAME"},
		{"cname", "CNAME", "cname"},
		{"CNAME", "CNAME/x", "CNAME"},
		{"downloads/a.pdf", "downloads", "downloads"},
		{"guides/notes.txt", "guides", "guides/notes.txt"},
	} {
		t.Run(c.foreign+" "+c.artifact, func(t *testing.T) {
			eachMode(t, func(t *testing.T, dir string, opts PublishOptions) {
				mustPublish(t, dir, before, opts)
				write(t, dir, site{c.foreign: "theirs"})
				want := read(t, dir)
				_, err := Publish(context.Background(), dir, site{c.artifact: "ours"}.artifacts(), opts)
				wantError(t, err, "public/"+c.named+" was not written by mentorbook", "; move it out of ")
				wantFiles(t, dir, want)
			})
		})
	}
}

func TestSymbolicLinkInsideTheDirectoryIsNotFollowed(t *testing.T) {
	eachMode(t, func(t *testing.T, dir string, opts PublishOptions) {
		mustPublish(t, dir, before, opts)
		outside := t.TempDir()
		write(t, outside, site{"first.html": "theirs", "second.html": "theirs"})
		if err := errors.Join(os.RemoveAll(filepath.Join(dir, "guides")), os.Symlink(outside, filepath.Join(dir, "guides"))); err != nil {
			t.Fatal(err)
		}
		_, err := Publish(context.Background(), dir, after.artifacts(), opts)
		wantError(t, err, "guides was not written by mentorbook")
		mustPublish(t, dir, site{"index.html": "guides are gone"}, opts)
		wantFiles(t, outside, site{"first.html": "theirs", "second.html": "theirs"})
		wantFiles(t, dir, site{"index.html": "guides are gone", "guides": "-> " + outside})
	})
}

func TestDirectoryThatIsASymbolicLinkStaysOne(t *testing.T) {
	eachMode(t, func(t *testing.T, dir string, opts PublishOptions) {
		real := filepath.Join(t.TempDir(), "releases")
		if err := errors.Join(os.Mkdir(real, 0o755), os.Symlink(real, dir)); err != nil {
			t.Fatal(err)
		}
		mustPublish(t, dir, before, opts)
		mustPublish(t, dir, after, opts)
		if stat(t, dir).Mode().Type() != fs.ModeSymlink {
			t.Error("the link was replaced")
		}
		wantFiles(t, real, after)
		wantAlone(t, real)
	})
}

func TestDirectoryThatCannotBeOneIsAnError(t *testing.T) {
	parent := t.TempDir()
	write(t, parent, site{"file": ""})
	if err := os.Symlink("nowhere", filepath.Join(parent, "link")); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{
		"file":     "file is not a directory; choose another --output",
		"file/sub": "; a file is where a directory should be",
		"link":     "link is a symbolic link to nothing; create what it points to or remove it",
	} {
		_, err := Publish(context.Background(), filepath.Join(parent, name), before.artifacts(), PublishOptions{})
		wantError(t, err, want)
	}
}

func TestSecondBuildIsRefusedAtOnce(t *testing.T) {
	eachMode(t, func(t *testing.T, dir string, opts PublishOptions) {
		list := append(before.artifacts(), Artifact{"nested.html", func(*bytes.Buffer) error {
			_, err := Publish(context.Background(), dir, after.artifacts(), opts)
			wantError(t, err, "another build is writing to ", "; wait until it ends")
			return nil
		}})
		want := maps.Clone(before)
		want["nested.html"] = ""
		for range 2 { // with and without a directory to begin with
			if _, err := Publish(context.Background(), dir, list, opts); err != nil {
				t.Fatal(err)
			}
			wantFiles(t, dir, want)
		}
	})
}

func TestLockSurvivesTheExchange(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "public")
	mustPublish(t, dir, before, PublishOptions{})
	exchanged, tried := false, false
	d := disk{fault: func(operation, path string) error {
		if exchanged && !tried {
			tried = true
			_, err := Publish(context.Background(), dir, site{"x": ""}.artifacts(), PublishOptions{})
			wantError(t, err, "another build is writing to ")
		}
		exchanged = exchanged || operation == "exchange"
		return nil
	}}
	if _, err := publish(context.Background(), d, dir, after.artifacts(), PublishOptions{Workers: 1}); err != nil {
		t.Fatal(err)
	}
	if !tried {
		t.Error("nothing happened after the exchange")
	}
	wantFiles(t, dir, after)
}

func TestManyBuildsAtOnceLeaveOneWholeSite(t *testing.T) {
	eachMode(t, func(t *testing.T, dir string, opts PublishOptions) {
		for round := range 8 { // each begins without a directory
			manyBuilds(t, filepath.Join(dir, fmt.Sprint(round), "public"), opts)
		}
	})
}

func manyBuilds(t *testing.T, dir string, opts PublishOptions) {
	results := make(chan error)
	for i := range 12 {
		go func() {
			s := site{"index.html": fmt.Sprint(i), fmt.Sprintf("%d.html", i): fmt.Sprint(i)}
			_, err := Publish(context.Background(), dir, s.artifacts(), opts)
			results <- err
		}()
	}
	published := 0
	for range 12 {
		err := <-results
		if err == nil {
			published++
		} else {
			wantError(t, err, "another build is writing to ")
		}
	}
	got := read(t, dir)
	if i := got["index.html"]; published == 0 || len(got) != 2 || got[i+".html"] != i {
		t.Errorf("%d builds left %q", published, got)
	}
	wantAlone(t, dir)
}

func TestInPlaceIsChosenWhereAnExchangeIsImpossible(t *testing.T) {
	refuse := func(operation, where string, err error) func(string, string) error {
		return func(op, path string) error {
			if op == operation && strings.Contains(path, where) {
				return err
			}
			return nil
		}
	}
	for name, c := range map[string]struct {
		fault  func(operation, path string) error
		reason string
	}{
		"no exchange":           {refuse("exchange", "", syscall.EINVAL), "the file system refuses to exchange directories: invalid argument"},
		"no links":              {refuse("link", "", syscall.EPERM), "the file system refuses to exchange directories: operation not permitted"},
		"mounted file":          {refuse("link", "CNAME", syscall.EXDEV), "the file system refuses to exchange directories: invalid cross-device link"},
		"parent not writable":   {refuse("mkdir", ".mentorbook-", syscall.EACCES), ""},
		"parent is read-only":   {refuse("mkdir", ".public.mentorbook-", syscall.EROFS), "the directory it is in cannot be written"},
		"owner cannot be given": {refuse("chmod", treeName, syscall.EPERM), "a replacement would not belong to its owner"},
	} {
		t.Run(name, func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), "public")
			mustPublish(t, dir, before, PublishOptions{})
			write(t, dir, foreign)
			was := stat(t, dir)
			result, err := publish(context.Background(), disk{c.fault}, dir, after.artifacts(), PublishOptions{})
			if c.reason == "" { // nor can the directory be written
				wantError(t, err, "permission denied; change the permissions of "+filepath.ToSlash(dir)+" or choose another --output")
				wantFiles(t, dir, expected(before))
				return
			}
			if err != nil || !result.InPlace || result.Reason != c.reason {
				t.Errorf("result is in place: %t, %q, %v", result.InPlace, result.Reason, err)
			}
			wantFiles(t, dir, expected(after))
			wantAlone(t, dir)
			if !os.SameFile(was, stat(t, dir)) {
				t.Error("the directory was replaced")
			}
		})
	}
}

func TestCurrentDirectoryIsNotExchanged(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "public")
	mustPublish(t, dir, before, PublishOptions{})
	t.Chdir(filepath.Join(dir, "guides"))
	for i, s := range []site{after, before} {
		result := mustPublish(t, []string{"..", dir}[i], s, PublishOptions{})
		if !result.InPlace || result.Reason != "the current directory is in it" {
			t.Errorf("result is in place: %t, %q", result.InPlace, result.Reason)
		}
		wantFiles(t, dir, s)
	}
	t.Chdir(dir)
	if result := mustPublish(t, ".", after, PublishOptions{}); !result.InPlace {
		t.Error("the current directory was exchanged")
	}
	wantAlone(t, dir)
}

func TestLeftoversAreRemovedOnlyIfTheyAreOurs(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "public")
	parent := filepath.Dir(dir)
	write(t, parent, site{
		".public.mentorbook-17/mark":                      "",
		".public.mentorbook-17/tree/index.html":           "of a killed build",
		".public.mentorbook-18/thesis.txt":                "no mark",
		".public.mentorbook-1.mentorbook-19/mark":         "of public.mentorbook-1",
		".public.mentorbook-old/mark":                     "not a name we make",
		".other.mentorbook-20/mark":                       "of other",
		"public/.mentorbook-staging/mark":                 "",
		"public/.mentorbook-staging/tree/index.html":      "of a killed build in place",
		"public/.mentorbook-staging/journal.new":          "{",
		"public/.mentorbook-staging/tree/guides/one.html": "",
	})
	if err := os.Mkdir(filepath.Join(parent, ".public.mentorbook-21"), 0o700); err != nil {
		t.Fatal(err)
	}
	mustPublish(t, dir, before, PublishOptions{})
	wantFiles(t, dir, before)
	left, err := os.ReadDir(parent)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, entry := range left {
		names = append(names, entry.Name())
	}
	want := []string{".other.mentorbook-20", ".public.mentorbook-1.mentorbook-19", ".public.mentorbook-18", ".public.mentorbook-old", "public"}
	if !slices.Equal(names, want) {
		t.Errorf("left are %q", names)
	}
}

func TestDamagedRecordsAreRefused(t *testing.T) {
	for name, files := range map[string]site{
		"manifest": {ManifestName: `{"version":1,"files":[{"path":"../../etc/passwd"}]}`},
		"version":  {ManifestName: `{"version":2}`},
		"journal":  {stagingName + "/mark": "", stagingName + "/journal": `{"version":1,"remove":["../../etc/passwd"]}`},
	} {
		t.Run(name, func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), "public")
			mustPublish(t, dir, before, PublishOptions{})
			write(t, dir, files)
			_, err := Publish(context.Background(), dir, after.artifacts(), PublishOptions{})
			wantError(t, err, "cannot read ", "; ", "empty ")
		})
	}
}
