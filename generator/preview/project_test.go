package preview

import (
	"bytes"
	"context"
	"maps"
	"net"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"mentorbook/generator/diag"
)

// patience is how long a test waits for what has to happen.
const patience = 30 * time.Second

// folder is a project as small as one can be: its files are the files of the
// site. Words in them are mistakes,
//
//	MISTAKE   an error, the page is made
//	DOUBT     a warning
//	BROKEN    an error, the page is not made
//	RUIN      nothing at all is made
//	CRASH     the page cannot be rendered
//
// and a file whose name begins with "secret" is for organizers.
//
// As the real one, it looks at no folder again of which it is said to be unchanged.
type folder struct {
	t      testing.TB
	dir    string
	builds atomic.Int64
	before map[string]listing // by path, of the last build without an error
}

// listing is what a folder holds.
type listing struct {
	files   map[string][]byte
	folders []string
}

// list returns what all folders hold, from a folder on.
func (f *folder) list(at string, unchanged func(string) bool, out map[string]listing) {
	l, known := f.before[at]
	if !known || !unchanged(at) {
		l = listing{files: map[string][]byte{}}
		entries, _ := os.ReadDir(f.path(at)) // it may be gone
		for _, entry := range entries {
			name := path.Join(at, entry.Name())
			if hidden(name) {
				continue
			}
			if entry.IsDir() {
				l.folders = append(l.folders, name)
			} else if data, err := os.ReadFile(f.path(name)); err == nil {
				l.files[name] = data
			}
		}
	}
	out[at] = l
	for _, below := range l.folders {
		f.list(below, unchanged, out)
	}
}

func newFolder(t testing.TB, files map[string]string) *folder {
	f := &folder{t: t, dir: t.TempDir()}
	for name, text := range files {
		f.write(name, text)
	}
	return f
}

func (f *folder) path(name string) string { return filepath.Join(f.dir, filepath.FromSlash(name)) }

func (f *folder) check(err error) {
	f.t.Helper()
	if err != nil {
		f.t.Fatal(err)
	}
}

// write replaces a file as careful editors do: beside it, then by renaming.
func (f *folder) write(name, text string) {
	f.t.Helper()
	f.check(os.MkdirAll(filepath.Dir(f.path(name)), 0o777))
	beside := f.path(filepath.Dir(name) + "/.beside")
	f.check(os.WriteFile(beside, []byte(text), 0o666))
	f.check(os.Rename(beside, f.path(name)))
}

func (f *folder) project() Settings {
	return Settings{Build: f.build, Audiences: []string{"public", "organizers"}, Audience: "organizers", Folders: []string{f.dir}}
}

var mistake = regexp.MustCompile(`MISTAKE|DOUBT|BROKEN|RUIN`)

func (f *folder) build(ctx context.Context, audience string, unchanged func(string) bool) (*Snapshot, error) {
	f.builds.Add(1)
	out := &Snapshot{Files: map[string]Render{}, Sources: map[string]string{}}
	ruined := false
	now, files := map[string]listing{}, map[string][]byte{}
	f.list(".", unchanged, now)
	for _, l := range now {
		maps.Copy(files, l.files)
	}
	for name, data := range files {
		file := &diag.File{Path: name, Data: data}
		if strings.HasPrefix(name, "secret") && audience != "organizers" {
			continue
		}
		made := true
		for _, at := range mistake.FindAllIndex(data, -1) {
			span := file.Span(at[0], at[1])
			switch word := string(data[at[0]:at[1]]); word {
			case "DOUBT":
				out.Problems.Warnf(span, "doubt", "be sure", "this is doubtful")
			default:
				out.Problems.Errorf(span, "mistake", "write something else", "this is wrong")
				made = made && word == "MISTAKE"
				ruined = ruined || word == "RUIN"
			}
		}
		if made {
			if ext := filepath.Ext(name); ext != ".css" && ext != ".js" {
				out.Sources[file.Path] = file.Path
			}
			out.Files[file.Path] = func(w *bytes.Buffer) diag.List {
				w.Write(data)
				var list diag.List
				if i := bytes.Index(data, []byte("CRASH")); i >= 0 {
					list.Errorf(file.Span(i, i+5), "crash", "", "this cannot be rendered")
				}
				return list
			}
		}
	}
	if ctx.Err() == nil {
		f.before = now
	}
	out.Problems.Sort()
	if ruined {
		out.Files = nil
	}
	return out, ctx.Err()
}

// running is a server that a test has started.
type running struct {
	*Server
	t    testing.TB
	url  string // without a slash at its end
	stop func() // and wait until it has ended
}

// start serves a project, at a free port or at the address given.
func start(t testing.TB, p Settings, addr ...string) *running {
	t.Helper()
	l, err := net.Listen("tcp", append(addr, "127.0.0.1:0")[0])
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	r := &running{Server: New(p), t: t, url: "http://" + l.Addr().String()}
	ready, ended := make(chan struct{}), make(chan error, 1)
	go func() { ended <- r.Serve(ctx, l, func() { close(ready) }) }()
	stopped := false
	r.stop = func() {
		if stopped {
			return
		}
		stopped = true
		cancel()
		if err := <-ended; err != nil {
			t.Errorf("the server ended with %v", err)
		}
	}
	t.Cleanup(r.stop)
	select {
	case <-ready:
	case err := <-ended:
		t.Fatalf("the server did not start: %v", err)
	case <-time.After(patience):
		t.Fatal("the server does not get ready")
	}
	return r
}

// eventually waits until a condition holds.
func eventually(t testing.TB, what string, holds func() bool) {
	t.Helper()
	look, giveUp := time.NewTicker(2*time.Millisecond), time.After(patience)
	defer look.Stop()
	for !holds() {
		select {
		case <-look.C:
		case <-giveUp:
			t.Fatalf("waited in vain: %s", what)
		}
	}
}
