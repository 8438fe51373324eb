package generator_test

import (
	"context"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"mentorbook/generator"
	"mentorbook/generator/site"
)

// illustrated is a project with a picture.
func illustrated() fstest.MapFS {
	files := small()
	files["content/en/guides/start.md"] += "\n![two people](img/two.svg)\n"
	files["content/en/guides/img/two.svg"] = `<svg xmlns="http://www.w3.org/2000/svg" width="2" height="1"/>`
	files["themes/acme/layouts/form.html"] = `{{define "main"}}A form{{end}}`
	files["programs.yaml"] = strings.Replace(files["programs.yaml"], "  timezone:", "  theme: acme\n  timezone:", 1)
	return mapFS(files)
}

// readings counts how often each file is read.
type readings struct {
	files fstest.MapFS
	mu    sync.Mutex
	times map[string]int
}

func (r *readings) ReadFile(name string) ([]byte, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.times[name]++
	return r.files.ReadFile(name)
}

func (r *readings) Open(name string) (fs.File, error) {
	if info, err := fs.Stat(r.files, name); err == nil && !info.IsDir() {
		return nil, fmt.Errorf("%s is read in another way than as a whole", name)
	}
	return r.files.Open(name)
}

func (r *readings) Stat(name string) (fs.FileInfo, error) { return r.files.Stat(name) }

// A portal cannot show two states of a file when the file was read once.
// Pictures are read again when they are copied: one that is another by then
// ends the build, as the test below shows.
func TestBuildReadsEveryFileOnce(t *testing.T) {
	project := &readings{files: illustrated(), times: map[string]int{}}
	portal, list, err := generator.Build(context.Background(), generator.Project{Root: project}, options(site.Organizers))
	if err != nil || list.HasErrors() {
		t.Fatal(err, list)
	}
	if list, err := portal.Verify(context.Background()); err != nil || list.HasErrors() {
		t.Fatal(err, list)
	}
	for name := range project.files {
		want := 1
		if strings.HasSuffix(name, ".svg") {
			want = 2
		}
		if got := project.times[name]; got != want {
			t.Errorf("%s is read %d times, want %d", name, got, want)
		}
	}
}

func TestFilesThatVanishOrChangeDuringTheBuildAreNamed(t *testing.T) {
	const picture = "content/en/guides/img/two.svg"
	for name, c := range map[string]struct {
		change func(fstest.MapFS)
		want   string
	}{
		"removed": {func(files fstest.MapFS) { delete(files, picture) },
			picture + " cannot be read: file does not exist; run this again when nothing writes to it"},
		"changed": {func(files fstest.MapFS) { files[picture] = &fstest.MapFile{Data: []byte(`<svg onload="steal()"/>`)} },
			picture + " changed during the build; run this again when nothing writes to it"},
	} {
		t.Run(name, func(t *testing.T) {
			files := illustrated()
			dir := filepath.Join(t.TempDir(), "public")
			publish := func(between func(fstest.MapFS)) error {
				portal, list, err := generator.Build(context.Background(), generator.Project{Root: files}, options(site.Public))
				if err != nil || list.HasErrors() {
					t.Fatal(err, list)
				}
				between(files)
				_, list, err = portal.Publish(context.Background(), dir, generator.PublishOptions{})
				if list.HasErrors() {
					t.Fatal(list)
				}
				return err
			}
			if err := publish(func(fstest.MapFS) {}); err != nil {
				t.Fatal(err)
			}
			before := published(t, dir)
			files["content/en/guides/start.md"] = &fstest.MapFile{Data: append(files["content/en/guides/start.md"].Data, "More.\n"...)}
			if err := publish(c.change); err == nil || err.Error() != c.want {
				t.Errorf("error is %v, want %q", err, c.want)
			}
			if after := published(t, dir); after != before {
				t.Error("the portal that was there was touched")
			}
		})
	}
}

// published returns all that a folder holds, as text.
func published(t *testing.T, dir string) string {
	t.Helper()
	var all strings.Builder
	err := fs.WalkDir(os.DirFS(dir), ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		data, err := os.ReadFile(filepath.Join(dir, name))
		fmt.Fprintf(&all, "%s: %s\n", name, data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all.String()
}
