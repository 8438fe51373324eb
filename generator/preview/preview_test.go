package preview

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/fsnotify/fsnotify"

	"mentorbook/generator/diag"
)

// events opens the stream of an audience. Next returns the next message.
func (r *running) events(audience string) (next func() message) {
	r.t.Helper()
	response, err := http.Get(r.url + ownPrefix + "events?audience=" + audience)
	if err != nil {
		r.t.Fatal(err)
	}
	r.t.Cleanup(func() { response.Body.Close() })
	lines := bufio.NewReader(response.Body)
	return func() (m message) {
		r.t.Helper()
		for {
			line, err := lines.ReadString('\n')
			if err != nil {
				r.t.Fatalf("the stream has ended: %v", err)
			}
			if data, ok := strings.CutPrefix(line, "data: "); ok {
				if err := json.Unmarshal([]byte(data), &m); err != nil {
					r.t.Fatal(err)
				}
				return m
			}
		}
	}
}

// get returns a file of the site, without the script in pages.
func (r *running) get(path string) (status int, body string) {
	r.t.Helper()
	response, err := http.Get(r.url + path)
	if err != nil {
		r.t.Fatal(err)
	}
	defer response.Body.Close()
	data, err := io.ReadAll(response.Body)
	if err != nil {
		r.t.Fatal(err)
	}
	body = string(data)
	if i := strings.Index(body, `<script src="/_mentorbook/`); i >= 0 {
		body = body[:i] + body[i+strings.Index(body[i:], "</script>")+len("</script>"):]
	}
	return response.StatusCode, body
}

// TestChangesAreSeen changes a project in every way that editors, file managers
// and version control do, and waits for what is served to follow.
func TestChangesAreSeen(t *testing.T) {
	for _, mode := range []struct {
		name string
		poll time.Duration
	}{{"events", 0}, {"polling", 5 * time.Millisecond}} {
		t.Run(mode.name, func(t *testing.T) {
			f := newFolder(t, map[string]string{"a.txt": "first", "deep/er/b.txt": "deep"})
			p := f.project()
			p.Poll = mode.poll
			link := filepath.Join(t.TempDir(), "link") // as which some people know their project
			f.check(os.Symlink(f.dir, link))
			p.Folders = []string{link}
			server := start(t, p)
			serves := func(path, want string) {
				t.Helper()
				var got string
				eventually(t, path+" is "+want, func() bool {
					var status int
					if status, got = server.get("/" + path); status != http.StatusOK {
						got = ""
					}
					return got == want
				})
			}
			serves("deep/er/b.txt", "deep")

			f.write("a.txt", "renamed over")
			serves("a.txt", "renamed over")
			f.check(os.WriteFile(f.path("a.txt"), []byte("written in place"), 0o666))
			serves("a.txt", "written in place")
			f.check(os.Rename(f.path("a.txt"), f.path("a.txt~")))
			f.check(os.WriteFile(f.path("a.txt"), []byte("kept a copy"), 0o666))
			serves("a.txt", "kept a copy")

			f.write("new/folder/c.txt", "one")
			serves("new/folder/c.txt", "one")
			f.write("new/folder/c.txt", "two")
			serves("new/folder/c.txt", "two")

			f.check(os.Rename(f.path("deep"), f.path("moved")))
			serves("moved/er/b.txt", "deep")
			serves("deep/er/b.txt", "")
			f.write("moved/er/b.txt", "edited where it is now")
			serves("moved/er/b.txt", "edited where it is now")
			f.write("deep/er/b.txt", "again where it was")
			serves("deep/er/b.txt", "again where it was")
			f.write("deep/er/b.txt", "and edited")
			serves("deep/er/b.txt", "and edited")

			f.check(os.RemoveAll(f.path("moved")))
			serves("moved/er/b.txt", "")
			full := t.TempDir()
			f.check(os.MkdirAll(filepath.Join(full, "x/y"), 0o777))
			f.check(os.WriteFile(filepath.Join(full, "x/y/d.txt"), []byte("came full"), 0o666))
			f.check(os.Rename(filepath.Join(full, "x"), f.path("x")))
			serves("x/y/d.txt", "came full")
			f.write("x/y/d.txt", "and is watched")
			serves("x/y/d.txt", "and is watched")
		})
	}
}

// TestBurstIsOneRebuild: a checkout of a thousand files is one change, and every
// tab is told of it once.
func TestBurstIsOneRebuild(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		var builds atomic.Int64
		s := New(Settings{
			Audiences: []string{"public"}, Audience: "public",
			Build: func(context.Context, string, func(string) bool) (*Snapshot, error) {
				builds.Add(1)
				return &Snapshot{Files: map[string]Render{}}, nil
			},
		})
		events, changes := make(chan fsnotify.Event), make(chan []string)
		w := &watcher{folders: []string{"/project"}}
		go w.collect(ctx, events, nil, nil, changes)
		go s.follow(ctx, changes)
		if err := s.upToDate(ctx, s.portal("public")); err != nil {
			t.Fatal(err)
		}
		var tabs []chan []byte
		for range 50 {
			s.mu.Lock()
			tabs = append(tabs, s.portal("public").join())
			s.mu.Unlock()
		}
		told := func() (n int) {
			for _, tab := range tabs {
				n += len(tab)
				for len(tab) > 0 {
					<-tab
				}
			}
			return n
		}
		synctest.Wait()
		if n := told(); n != 50 {
			t.Errorf("%d of 50 tabs were told where they are", n)
		}
		for i := range 1000 {
			events <- fsnotify.Event{Name: fmt.Sprintf("/project/%d.md", i), Op: fsnotify.Write}
			time.Sleep(settle / 2) // of a clock that runs as fast as it can
		}
		synctest.Wait()
		if n := builds.Load(); n != 1 {
			t.Errorf("%d builds before the files were quiet, want the first only", n)
		}
		time.Sleep(settle)
		synctest.Wait()
		if b, n := builds.Load()-1, told(); b != 1 || n != 50 {
			t.Errorf("%d builds, %d messages to 50 tabs; want one build, one message to each", b, n)
		}
		events <- fsnotify.Event{Name: "/project/.1.md.swp", Op: fsnotify.Write}
		events <- fsnotify.Event{Name: "/project/1.md", Op: fsnotify.Chmod}
		time.Sleep(time.Second)
		synctest.Wait()
		if builds.Load() != 2 {
			t.Error("what changes nothing led to a build")
		}
		cancel()
		synctest.Wait()
	})
}

// TestFilesThatAreNeverQuietAreBuilt: a program that writes into the project all
// the time does not keep the preview from what was written.
func TestFilesThatAreNeverQuietAreBuilt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		events, changes := make(chan fsnotify.Event), make(chan []string)
		go (&watcher{folders: []string{"/project"}}).collect(ctx, events, nil, nil, changes)
		go func() {
			for ctx.Err() == nil {
				time.Sleep(settle / 2)
				select {
				case events <- fsnotify.Event{Name: "/project/log.txt", Op: fsnotify.Write}:
				case <-ctx.Done():
				}
			}
		}()
		for range 3 {
			select {
			case <-changes:
			case <-time.After(longest + settle):
				t.Error("nothing was passed on")
			}
		}
		cancel()
		time.Sleep(settle)
	})
}

// TestSavingIsNoNewFolder: looking for folders takes longer than anything else
// that follows an event, so it is left out where an editor only saves a file.
func TestSavingIsNoNewFolder(t *testing.T) {
	f := newFolder(t, map[string]string{"a.txt": "one", "deep/b.txt": "two"})
	w, err := watch([]string{f.dir}, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer w.events.Close()
	root := w.folders[0]
	for _, c := range []struct {
		op   fsnotify.Op
		name string
		want bool
	}{
		{fsnotify.Write, "a.txt", false}, {fsnotify.Create, "a.txt", false}, {fsnotify.Rename, "a.txt", false}, {fsnotify.Remove, "a.txt~", false},
		{fsnotify.Create, "deep", true}, {fsnotify.Rename, "deep", true}, {fsnotify.Remove, "deep", true}, {fsnotify.Create, "gone again", true},
	} {
		if got := w.isFolder(fsnotify.Event{Name: filepath.Join(root, c.name), Op: c.op}); got != c.want {
			t.Errorf("%v of %s: a folder: %v, want %v", c.op, c.name, got, c.want)
		}
	}
}

// TestLostEventsAreAChange: where a system has dropped events, nobody knows what
// has changed, and everything is looked at again.
func TestLostEventsAreAChange(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		lost, changes := make(chan error), make(chan []string)
		go (&watcher{folders: []string{"/project"}}).collect(ctx, nil, lost, nil, changes)
		lost <- fsnotify.ErrEventOverflow
		if got := <-changes; !slices.Equal(got, []string{""}) {
			t.Errorf("lost events are a change of %q", got)
		}
		cancel()
		synctest.Wait()
	})
}

// TestCheckout writes a thousand files over and over while fifty tabs look on
// and the server is started again: every tab ends at the newest build, and
// nothing is stuck.
func TestCheckout(t *testing.T) {
	f := newFolder(t, map[string]string{"index.txt": "0"})
	checkout := func(n int) {
		for i := range 1000 {
			f.write(fmt.Sprintf("part-%d/%d.txt", i%20, i), fmt.Sprint(n))
		}
		f.write("index.txt", fmt.Sprint(n))
	}
	checkout(0)
	server := start(t, f.project())
	for run := 1; run <= 2; run++ {
		var all sync.WaitGroup
		for range 50 {
			next := server.events("organizers")
			next()
			all.Go(func() {
				for {
					m := next()
					if _, body := server.get("/index.txt"); body == fmt.Sprint(run) {
						if m.Errors+m.Warnings > 0 {
							t.Errorf("a tab was told of problems: %+v", m)
						}
						return
					}
				}
			})
		}
		before := f.builds.Load()
		checkout(run)
		all.Wait()
		for _, file := range []string{"part-0/0.txt", "part-19/999.txt"} {
			if _, body := server.get("/" + file); body != fmt.Sprint(run) {
				t.Errorf("%s is %q after checkout %d", file, body, run)
			}
		}
		t.Logf("%d builds for a thousand files", f.builds.Load()-before) // one where nothing else keeps the machine busy
		server.stop()
		server = start(t, f.project(), strings.TrimPrefix(server.url, "http://"))
	}
}

// TestNewerChangeCancelsBuild: the build that runs is given up, and what is
// shown next is the newest.
func TestNewerChangeCancelsBuild(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		var begun, ended []int
		s := New(Settings{
			Audiences: []string{"public"}, Audience: "public",
			Build: func(ctx context.Context, _ string, _ func(string) bool) (*Snapshot, error) {
				n := len(begun)
				begun = append(begun, n)
				select {
				case <-ctx.Done():
					return nil, ctx.Err()
				case <-time.After(time.Second):
				}
				ended = append(ended, n)
				return &Snapshot{Files: map[string]Render{}, Sources: map[string]string{"a.md": "a.html", "b.md": "b.html"}}, nil
			},
		})
		changes := make(chan []string)
		go s.follow(ctx, changes)
		p := s.portal("public")
		s.upToDate(ctx, p)
		changes <- []string{"a.md"}
		time.Sleep(time.Second / 2)
		changes <- []string{""}
		time.Sleep(2 * time.Second)
		synctest.Wait()
		if !slices.Equal(begun, []int{0, 1, 2}) || !slices.Equal(ended, []int{0, 2}) {
			t.Errorf("builds %v began and %v ended, want the second given up", begun, ended)
		}
		if p.edited != "a.html" {
			t.Errorf("the page that was edited is %q, want a.html", p.edited)
		}
		changes <- []string{"a.md", "b.md"}
		time.Sleep(2 * time.Second)
		synctest.Wait()
		if p.edited != "" {
			t.Errorf("two pages changed, and %q is taken for the one that was edited", p.edited)
		}
		cancel()
		synctest.Wait()
	})
}

// TestPortalsAreMadeOnDemand: nothing is built for an audience that nobody looks
// at, and what is shown to one that somebody comes back to is not out of date.
func TestPortalsAreMadeOnDemand(t *testing.T) {
	f := newFolder(t, map[string]string{"a.txt": "one", "secret.txt": "hidden"})
	built := map[string]int{}
	p := f.project()
	p.Build = func(ctx context.Context, audience string, unchanged func(string) bool) (*Snapshot, error) {
		built[audience]++ // one at a time
		return f.build(ctx, audience, unchanged)
	}
	server := start(t, p)
	next := server.events("organizers")
	next()
	if built["public"] > 0 {
		t.Error("a portal was built that nobody asked for")
	}
	if status, _ := server.get("/@public/secret.txt"); status != http.StatusNotFound {
		t.Errorf("the public gets a secret with status %d", status)
	}
	if _, body := server.get("/secret.txt"); body != "hidden" {
		t.Errorf("organizers get %q", body)
	}
	f.write("a.txt", "two")
	next()
	if _, body := server.get("/@public/a.txt"); body != "two" {
		t.Errorf("the public gets %q after the change", body)
	}
	if status, _ := server.get("/@nobody/a.txt"); status != http.StatusNotFound {
		t.Errorf("an unknown audience gets status %d", status)
	}
	if status, body := server.get("/@public"); status != http.StatusNotFound || strings.Contains(body, "hidden") {
		t.Errorf("/@public has status %d", status)
	}
}

// TestLastGoodPageStays: a page that cannot be made any more is served as it was
// until the mistake is mended; one that was deleted is not.
func TestLastGoodPageStays(t *testing.T) {
	f := newFolder(t, map[string]string{"a.txt": "good", "b.txt": "good", "c.txt": "good"})
	server := start(t, f.project())
	next := server.events("organizers")
	first := next()
	steps := []struct {
		file, text string
		errors     int
		b          string
	}{
		{"b.txt", "BROKEN", 1, "good"},
		{"a.txt", "BROKEN", 2, "good"},
		{"c.txt", "RUIN", 3, "good"},
		{"c.txt", "well", 2, "good"},
		{"a.txt", "well", 1, "good"},
		{"b.txt", "mended", 0, "mended"},
	}
	for _, step := range steps {
		f.write(step.file, step.text)
		m := next()
		if m.Errors != step.errors || len(m.Problems) != step.errors || m.Version <= first.Version {
			t.Errorf("%s is %s: %+v, want %d errors", step.file, step.text, m, step.errors)
		}
		if m.Edited != step.file {
			t.Errorf("%s is %s: the browser is sent to %q", step.file, step.text, m.Edited)
		}
		if _, body := server.get("/b.txt"); body != step.b {
			t.Errorf("%s is %s: b.txt is served as %q, want %q", step.file, step.text, body, step.b)
		}
	}
	f.check(os.Remove(f.path("b.txt")))
	next()
	if status, _ := server.get("/b.txt"); status != http.StatusNotFound {
		t.Errorf("a deleted page has status %d", status)
	}
}

func TestTranslationDoesNotStandInForAMistake(t *testing.T) {
	says := func(text string) Render {
		return func(w *bytes.Buffer) diag.List { w.WriteString(text); return nil }
	}
	wrong := func(path string) diag.List {
		var list diag.List
		list.Errorf((&diag.File{Path: path}).Whole(), "bad-value", "", "this is wrong")
		return list
	}
	whole := Snapshot{
		Files:   map[string]Render{"start.html": says("English"), "id/start.html": says("Indonesia")},
		Sources: map[string]string{"en/start.md": "start.html", "id/start.md": "id/start.html"},
	}
	without := func(problems diag.List) *Snapshot {
		return &Snapshot{
			Files:    map[string]Render{"start.html": says("not yet in English"), "id/start.html": says("Indonesia")},
			Sources:  map[string]string{"id/start.md": "id/start.html"},
			Problems: problems,
		}
	}
	p := newPortal("public")
	p.show(&whole, nil, 1)
	for i, step := range []struct {
		snapshot *Snapshot
		want     string
	}{
		{without(wrong("en/start.md")), "English"},
		{without(wrong("en/start.md")), "English"},
		{without(wrong("id/start.md")), "not yet in English"}, // it was deleted
		{without(nil), "not yet in English"},
	} {
		p.show(step.snapshot, nil, int64(i)+2)
		var page bytes.Buffer
		p.page("start.html")(&page)
		if page.String() != step.want {
			t.Errorf("step %d: the page says %q, want %q", i, page.String(), step.want)
		}
	}
}

// TestEveryTabIsTold holds fifty streams at once over real connections.
func TestEveryTabIsTold(t *testing.T) {
	f := newFolder(t, map[string]string{"a.txt": "one"})
	server := start(t, f.project())
	var streams []func() message
	for range 50 {
		next := server.events("organizers")
		next()
		streams = append(streams, next)
	}
	before := f.builds.Load()
	f.write("a.txt", "two")
	versions := make([]int64, len(streams))
	var all sync.WaitGroup
	for i, next := range streams {
		all.Go(func() { versions[i] = next().Version })
	}
	all.Wait()
	slices.Sort(versions)
	if versions = slices.Compact(versions); len(versions) != 1 || f.builds.Load() != before+1 {
		t.Errorf("50 tabs were told of the builds %v, and %d were made; want one", versions, f.builds.Load()-before)
	}
}

// TestNothingIsLeft: a server that has ended leaves nothing running, with open
// streams and a build under way.
func TestNothingIsLeft(t *testing.T) {
	http.DefaultTransport.(*http.Transport).CloseIdleConnections()
	before := runtime.NumGoroutine()
	t.Run("", func(t *testing.T) {
		f := newFolder(t, map[string]string{"a.txt": "one"})
		p := f.project()
		building := make(chan bool, 1)
		p.Build = func(ctx context.Context, audience string, unchanged func(string) bool) (*Snapshot, error) {
			if audience == "public" {
				building <- true
				<-ctx.Done()
			}
			return f.build(ctx, audience, unchanged)
		}
		server := start(t, p)
		server.events("organizers")()
		go http.Get(server.url + "/@public/a.txt")
		<-building
		server.stop()
	})
	http.DefaultTransport.(*http.Transport).CloseIdleConnections()
	eventually(t, "everything ends", func() bool { return runtime.NumGoroutine() <= before })
}
