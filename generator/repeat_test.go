package generator_test

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"maps"
	"math/rand/v2"
	"net"
	"net/http"
	"net/http/httptest"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"mentorbook/generator"
	"mentorbook/generator/diag"
	"mentorbook/generator/preview"
	"mentorbook/generator/site"
)

var sequences = flag.Int("sequences", 4, "how many random sequences of edits TestRepeatedBuildsAreFreshBuilds makes")

// TestRepeatedBuildsAreFreshBuilds edits a project at random and builds it with
// one Builder after each edit: what it makes is what a new Builder makes, byte
// for byte, the diagnostics too. Files are dated by a clock as coarse as FAT's,
// so many edits keep size and date.
func TestRepeatedBuildsAreFreshBuilds(t *testing.T) {
	for seed := range *sequences {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			d := newDesk(t, uint64(seed))
			b := &generator.Builder{Project: generator.Project{Root: d.root, Private: d.private}}
			if seed%2 == 0 { // as serve does; otherwise bytes are compared
				b.Memo.Clock = func() time.Time { return d.clock }
			}
			if seed%4 < 2 { // as serve does; otherwise every folder is listed
				b.Memo.Unchanged = func(folder string) bool { return !d.touched[folder] }
			}
			o := options(site.Organizers)
			for range 25 {
				edit := d.edit()
				if d.random.IntN(3) == 0 { // else what is known of the site can be of use
					o = options(site.Audiences()[d.random.IntN(3)])
					o.Drafts = d.random.IntN(2) == 0
				}
				if d.random.IntN(8) == 0 { // a change during a build cancels it
					cancelled, cancel := context.WithCancel(t.Context())
					cancel()
					if _, _, err := b.Build(cancelled, o); !errors.Is(err, context.Canceled) {
						t.Fatalf("a cancelled build returned %v", err)
					}
				}
				d.sample = d.random.IntN(samples)
				got, want := d.outcomeOf(b, o), d.outcomeOf(&generator.Builder{Project: b.Project}, o)
				if got.err == nil {
					clear(d.touched)
				}
				d.compare(edit, got, want)
				if d.random.IntN(6) == 0 {
					d.compareServed(got)
				}
			}
		})
	}
}

// outcome is everything that a build says and makes.
type outcome struct {
	portal   *generator.Portal
	files    map[string]string
	problems string
	err      error
}

// samples is how many builds it takes to compare every file.
const samples = 2

func (d *desk) outcomeOf(b *generator.Builder, o generator.Options) outcome {
	portal, list, err := b.Build(context.Background(), o)
	out := outcome{portal: portal, err: err, files: map[string]string{}}
	var text strings.Builder
	diag.Print(&text, list, diag.Text, diag.PrintOptions{})
	out.problems = text.String()
	if portal != nil {
		for i, a := range portal.Pages {
			var page bytes.Buffer
			if i%samples != d.sample {
				out.files[a.Path] = "" // there is one
				continue
			}
			if err := a.Render(&page); err != nil {
				page.WriteString(err.Error())
			}
			out.files[a.Path] = page.String()
		}
	}
	return out
}

// desk is where somebody edits a project.
type desk struct {
	*testing.T
	root, private fstest.MapFS
	random        *rand.Rand
	clock         time.Time
	last          string            // the file that was edited
	sample        int               // which files are rendered: every samples-th, from this one
	broken        map[string][]byte // files as they were before they were broken
	touched       map[string]bool   // folders in which something changed since the last build
}

func newDesk(t *testing.T, seed uint64) *desk {
	d := &desk{T: t, random: rand.New(rand.NewPCG(seed, 2)), clock: now, broken: map[string][]byte{}, touched: map[string]bool{},
		private: fstest.MapFS{}, root: fstest.MapFS{}}
	files := with(map[string]string{
		"content/en/_snippets/tip.md":        "Ask [early](../guides/start.md#how).\n",
		"content/en/guides/img/a.svg":        `<svg xmlns="http://www.w3.org/2000/svg" width="4" height="3"/>`,
		"content/en/guides/more.md":          "---\ntitle: More\nsummary: And more.\nkind: article\nimage: {src: img/a.svg, alt: A}\nversion: 2\n---\n## How {#how}\n\n{{include tip.md}}\n\n![A](img/a.svg)\n",
		"content/en/guides/deep/far/away.md": "---\ntitle: Away\nsummary: Far away.\nkind: article\n---\nFar from [here](../../start.md).\n",
		"themes/own/layouts/page.html":       `{{define "main"}}<p>own {{.Title}}</p>{{end}}`,
		"themes/own/assets/brand.css":        ":root { --accent: #123456 }\n",
		"themes/own/i18n/en.json":            `{"strings": {"nav.home": "Start"}}`,
	})
	config := files["programs.yaml"]
	people, programs := strings.Index(config, "people:\n"), strings.Index(config, "programs:\n")
	files["programs.yaml"] = config[:people] + "people: private:people.yaml\n" + config[programs:]
	for name, text := range files {
		d.write(d.root, name, []byte(text))
	}
	d.write(d.private, "people.yaml", []byte(config[people+len("people:\n"):programs]))
	return d
}

// write dates a file as FAT would. Sometimes no time passes at all.
func (d *desk) write(fsys fstest.MapFS, name string, data []byte) {
	d.touch(fsys, name)
	d.clock = d.clock.Add(time.Duration(d.random.IntN(3)) * 900 * time.Millisecond)
	fsys[name] = &fstest.MapFile{Data: data, ModTime: d.clock.Truncate(2 * time.Second), Mode: 0o644}
}

// touch notes that a file changes, and with it the folder that it is in, and those
// that come or go with it.
func (d *desk) touch(fsys fstest.MapFS, name string) {
	for folder := path.Dir(name); folder != "."; folder = path.Dir(folder) {
		d.touched[folder] = true
		for other := range fsys {
			if other != name && strings.HasPrefix(other, folder+"/") {
				return
			}
		}
	}
}

// edit changes one thing and says which.
func (d *desk) edit() string {
	if d.random.IntN(4) == 0 { // a break, in which dates become old enough to be trusted
		d.clock = d.clock.Add(time.Minute)
	}
	fsys, where := d.root, ""
	if d.random.IntN(8) == 0 {
		fsys, where = d.private, "private:"
	}
	names := slices.Sorted(maps.Keys(fsys))
	name, what := names[d.random.IntN(len(names))], d.random.IntN(9)
	switch again := d.random.IntN(3) == 0 && where == "" && fsys[d.last] != nil; {
	case again: // the same size, and often the same date
		name, what = d.last, 6
	case where == "" && d.random.IntN(6) == 0:
		name = "programs.yaml"
	}
	data := fsys[name].Data
	d.last = name
	switch {
	case name == "programs.yaml" && what < 6:
		d.write(fsys, name, d.settings(string(data)))
		return "settings"
	case what == 0 && len(names) > 1 && name != "programs.yaml":
		d.touch(fsys, name)
		delete(fsys, name)
		return "delete " + where + name
	case what == 1 && name != "programs.yaml":
		to := strings.Replace(name, "content/en/", "content/id/", 1)
		if to == name {
			to = strings.Replace(name, "start", "begin", 1)
		}
		d.touch(fsys, name)
		d.touch(fsys, to)
		fsys[to] = fsys[name] // with its date, as renaming does
		if to != name {
			delete(fsys, name)
		}
		return "rename " + where + name
	case what == 2:
		d.write(fsys, strings.Replace(name, ".md", fmt.Sprintf("-%d.md", d.random.IntN(3)), 1), data)
		return "copy " + where + name
	case what == 3 && d.broken[where+name] == nil:
		d.broken[where+name] = data
		broken := slices.Clone(data)
		for range 3 {
			if len(broken) > 0 {
				broken[d.random.IntN(len(broken))] = "{}[]:#\x00-"[d.random.IntN(8)]
			}
		}
		d.write(fsys, name, broken)
		return "break " + where + name
	case d.broken[where+name] != nil:
		d.write(fsys, name, d.broken[where+name])
		delete(d.broken, where+name)
		return "mend " + where + name
	case what < 7: // the same size
		d.write(fsys, name, bytes.Map(func(r rune) rune {
			if i := strings.IndexRune("eo", r); i >= 0 && d.random.IntN(3) == 0 {
				return rune("oe"[i])
			}
			return r
		}, data))
		return "respell " + where + name
	}
	d.write(fsys, name, append(slices.Clone(data), "\nMore of it.\n"...))
	return "append to " + where + name
}

// settings changes what every page depends on.
func (d *desk) settings(text string) []byte {
	changes := [][2]string{
		{"languages: [en, id]", "languages: [id, en]"}, {"languages: [id, en]", "languages: [en, id]"},
		{"  contact: m", "  theme: own\n  contact: m"}, {"  theme: own\n", ""},
		{"Short video", "Brief video"}, {"Brief video", "Short video"},
		{"P0W", "P1W"}, {"cohort: {term: {en: Cohort", "cohort: {term: {en: Intake"},
		{"people: private:people.yaml", "people: []"}, {"people: []", "people: private:people.yaml"},
	}
	c := changes[d.random.IntN(len(changes))]
	return []byte(strings.Replace(text, c[0], c[1], 1))
}

func (d *desk) compare(edit string, got, want outcome) {
	d.Helper()
	if fmt.Sprint(got.err) != fmt.Sprint(want.err) {
		d.Fatalf("after %s the error is %v, a fresh build's %v", edit, got.err, want.err)
	}
	if got.problems != want.problems {
		d.Fatalf("after %s the problems are\n%s\na fresh build's\n%s", edit, got.problems, want.problems)
	}
	for name := range want.files {
		if got.files[name] != want.files[name] {
			d.Fatalf("after %s %s is\n%s\na fresh build's\n%s", edit, name, got.files[name], want.files[name])
		}
	}
	if len(got.files) != len(want.files) {
		d.Fatalf("after %s there are %d files, in a fresh build %d", edit, len(got.files), len(want.files))
	}
}

var ownScript = regexp.MustCompile(`<script src="/_mentorbook/[^>]*></script>`)

// compareServed asks a preview of the build for every file: what it serves is
// what is built, but for its own script.
func (d *desk) compareServed(b outcome) {
	d.Helper()
	if b.portal == nil {
		return
	}
	server := preview.New(preview.Settings{Audience: "any", Audiences: []string{"any"}, Build: func(context.Context, string, func(string) bool) (*preview.Snapshot, error) {
		snapshot := &preview.Snapshot{Files: map[string]preview.Render{}}
		for _, a := range b.portal.Pages {
			snapshot.Files[a.Path] = a.Show
		}
		return snapshot, nil
	}})
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		d.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- server.Serve(ctx, listener, func() {}) }()
	for name, want := range b.files {
		if want == "" {
			continue
		}
		answer := httptest.NewRecorder()
		request := httptest.NewRequest(http.MethodGet, "/"+name, nil)
		request.Host = "localhost"
		server.ServeHTTP(answer, request)
		if answer.Code != http.StatusOK {
			continue // a layout that fails; its message is the preview's to test
		}
		if got := ownScript.ReplaceAllString(answer.Body.String(), ""); got != want {
			d.Errorf("%s is served as\n%s\nand built as\n%s", name, got, want)
		}
	}
	stop()
	if err := <-done; err != nil {
		d.Error(err)
	}
}
