package main

import (
	"bufio"
	"errors"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"mentorbook/internal/chromium"
)

// served is a running "mentorbook serve".
type served struct {
	t   testing.TB
	dir string // of the project
	url string // with a slash at the end
	cmd *exec.Cmd
}

// command is the real command: the test binary, under its name.
func command(t testing.TB, args ...string) *exec.Cmd {
	t.Helper()
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	return &exec.Cmd{Path: program, Args: append([]string{"mentorbook"}, args...)}
}

// startPreview previews the project in dir, at a free port unless the arguments say
// otherwise, until the test ends.
func startPreview(t testing.TB, dir string, args ...string) *served {
	t.Helper()
	p := &served{t: t, dir: dir}
	p.cmd = command(t, append([]string{"serve", "--source", dir, "--now", now.Format(time.RFC3339), "--addr", "127.0.0.1:0"}, args...)...)
	stderr, err := p.cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := p.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(p.kill)
	giveUp := time.AfterFunc(3*patience, func() { p.cmd.Process.Kill() })
	defer giveUp.Stop()
	lines := bufio.NewReader(stderr)
	line, err := lines.ReadString('\n')
	var ok bool
	if p.url, ok = strings.CutPrefix(strings.TrimSpace(line), "serving "); !ok {
		t.Fatalf("serve said %q (%v)", line, err)
	}
	go io.Copy(io.Discard, lines)
	return p
}

// kill ends the server without a chance to clean up.
func (p *served) kill() {
	p.cmd.Process.Kill()
	p.cmd.Wait()
}

// get asks for a file of the site.
func (p *served) get(name string) (status int, body string) {
	p.t.Helper()
	response, err := http.Get(p.url + name)
	if err != nil {
		p.t.Fatal(err)
	}
	defer response.Body.Close()
	data, err := io.ReadAll(response.Body)
	if err != nil {
		p.t.Fatal(err)
	}
	return response.StatusCode, string(data)
}

// edit replaces the one place where a file says before.
func (p *served) edit(name, before, after string) {
	p.t.Helper()
	name = filepath.Join(p.dir, filepath.FromSlash(name))
	text, err := os.ReadFile(name)
	if err != nil || strings.Count(string(text), before) != 1 {
		p.t.Fatalf("%s does not say %q once (%v)", name, before, err)
	}
	// In one step: half of a file would be one more change.
	beside := filepath.Join(filepath.Dir(name), ".beside")
	if err := errors.Join(os.WriteFile(beside, []byte(strings.Replace(string(text), before, after, 1)), 0o666), os.Rename(beside, name)); err != nil {
		p.t.Fatal(err)
	}
}

// write writes a file anew.
func (p *served) write(name, text string) {
	p.t.Helper()
	name = filepath.Join(p.dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
		p.t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
		p.t.Fatal(err)
	}
}

var script = regexp.MustCompile(`<script src="/_mentorbook/[^>]*></script>`)

// testProject copies testdata/project.
func testProject(t testing.TB) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS(filepath.Join("testdata", "project"))); err != nil {
		t.Fatal(err)
	}
	return dir
}

// TestServedIsBuilt: every file of every audience is served with the bytes that a
// build for it writes; pages get a script on the way.
func TestServedIsBuilt(t *testing.T) {
	dir := testProject(t)
	p := startPreview(t, dir)
	for _, audience := range []string{"public", "participants", "organizers"} {
		out := filepath.Join(t.TempDir(), "public")
		build := command(t, "build", "--source", dir, "--output", out, "--audience", audience, "--drafts", "--now", now.Format(time.RFC3339))
		if said, err := build.CombinedOutput(); err != nil {
			t.Fatalf("build: %v\n%s", err, said)
		}
		files, err := readTree(out)
		if err != nil {
			t.Fatal(err)
		}
		pages := 0
		for name, file := range files {
			if file.info.IsDir() || strings.HasPrefix(name, ".") {
				continue
			}
			status, body := p.get("@" + audience + "/" + filepath.ToSlash(name))
			if n := len(script.FindAllStringIndex(body, -1)); (n == 1) != strings.HasSuffix(name, ".html") {
				t.Errorf("%s has the script %d times", name, n)
			}
			if status != http.StatusOK || script.ReplaceAllString(body, "") != string(file.data) {
				t.Errorf("for %s, %s is not served as it is built (status %d)", audience, name, status)
			}
			pages++
		}
		if pages < 10 {
			t.Errorf("for %s there are %d files only", audience, pages)
		}
	}
}

// TestServeFollowsPrivateLists changes a list outside the project, with events
// and without.
func TestServeFollowsPrivateLists(t *testing.T) {
	for _, poll := range []string{"0", "10ms"} {
		t.Run("poll "+poll, func(t *testing.T) {
			dir, private := testProject(t), t.TempDir()
			if err := os.Rename(filepath.Join(dir, "people.yaml"), filepath.Join(private, "people.yaml")); err != nil {
				t.Fatal(err)
			}
			p := startPreview(t, dir, "--private", private, "--poll", poll)
			shows := func(page, text string) {
				t.Helper()
				for giveUp := time.Now().Add(patience); ; {
					_, body := p.get(page)
					if strings.Contains(body, text) {
						return
					}
					if time.Now().After(giveUp) {
						t.Fatalf("%s does not show %q:\n%s", page, text, body)
					}
				}
			}
			const pair = "programs/social/pairs/pair-7k.html"
			p.edit("programs.yaml", "people: people.yaml", "people: private:people.yaml")
			shows(pair, "Ani Melati")
			p.dir = private
			p.edit("people.yaml", "Ani Melati", "Ani Anggrek")
			shows(pair, "Ani Anggrek")
			shows("mentors.html", "Ani Anggrek")
		})
	}
}

// TestServeExposed answers to every name, and only when that is asked for.
func TestServeExposed(t *testing.T) {
	for _, test := range []struct {
		args []string
		want int
	}{
		{[]string{"--addr", "127.0.0.1:0"}, http.StatusForbidden},
		{[]string{"--addr", "0.0.0.0:0", "--expose"}, http.StatusOK},
	} {
		p := startPreview(t, testProject(t), test.args...)
		request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, p.url, nil)
		if err != nil {
			t.Fatal(err)
		}
		request.Host = "laptop.example"
		response, err := http.DefaultClient.Do(request)
		if err != nil {
			t.Fatal(err)
		}
		response.Body.Close()
		if response.StatusCode != test.want {
			t.Errorf("serve %s answers to another name with %d, want %d", strings.Join(test.args, " "), response.StatusCode, test.want)
		}
	}
}

func TestServeRefuses(t *testing.T) {
	dir := testProject(t)
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	for _, test := range []struct {
		args []string
		want string
	}{
		{[]string{"--addr", taken.Addr().String()}, `^error: ` + taken.Addr().String() + ` is in use, perhaps by another preview; this one is free: --addr 127\.0\.0\.1:\d+\n$`},
		{[]string{"--addr", "0.0.0.0:0"}, `can be reached by other machines, and the preview shows everything; use 127\.0\.0\.1, or allow it with --expose`},
		{[]string{"--addr", ":0"}, `allow it with --expose`},
		{[]string{"--addr", "[::]:0"}, `allow it with --expose`},
		{[]string{"--addr", "example.com:0"}, `allow it with --expose`},
		{[]string{"--addr", "4000"}, `--addr "4000" is not an address; write 127\.0\.0\.1:4000`},
		{[]string{"--audience", "nobody"}, `there is no audience "nobody"`},
		{[]string{"--poll", "-1s"}, `--poll -1s is no length of time to wait`},
	} {
		said, err := command(t, append([]string{"serve", "--source", dir}, test.args...)...).CombinedOutput()
		var exit *exec.ExitError
		if !errors.As(err, &exit) || exit.ExitCode() != exitEnvironment || !regexp.MustCompile(test.want).Match(said) {
			t.Errorf("serve %s ends with %v and says\n%s", strings.Join(test.args, " "), err, said)
		}
	}
}

// TestWriting follows a writer through the real thing: the command, the theme,
// the browser.
func TestWriting(t *testing.T) {
	browser := chromium.Start(t, chromium.Pages)
	p := startPreview(t, testProject(t))
	tab := browser.Open(t, p.url+"guides/start.html")
	tab.Pardon("500 (Internal Server Error)", "net::ERR_") // a layout is broken, and the server is killed
	const guide, session = "content/en/guides/start.md", "content/en/sessions/first.md"
	says := func(text string) string {
		return `document.querySelector("#mentorbook-preview")?.shadowRoot.querySelector("[role=status]").textContent === ` + chromium.Quote(text)
	}
	lists := func(text string) string {
		return `document.querySelector("#mentorbook-preview").shadowRoot.querySelector(".list").textContent.includes(` + chromium.Quote(text) + `)`
	}
	shows := func(text string) string { return `document.body.innerText.includes(` + chromium.Quote(text) + `)` }
	tab.Wait(says("no problems"))
	tab.Do(`window.marked = true`)

	p.edit(guide, "Agree with", "Agree soon with")
	tab.Wait(shows("Agree soon with"))
	p.edit(guide, "(session:first)", "(session:last)")
	tab.Wait(says("1 error") + ` && ` + lists(guide+":10:53: error: link to unknown session") + ` && ` + lists("[first session](session:last)") + ` && ` + lists("hint: ") +
		` && document.querySelector("main .dead-end").textContent === "first session"`)
	p.edit(guide, "kind: article", "kind: [")
	tab.Wait(lists(guide + ":4:"))
	if _, page := p.get("guides/start.html"); !strings.Contains(page, "Agree soon with") { // its translation is no stand-in
		t.Errorf("a page with a mistake is shown as\n%s", page)
	}
	p.edit(guide, "kind: [", "kind: article")
	p.edit(guide, "(session:last)", "(session:first)")
	tab.Wait(says("no problems") + ` && !document.querySelector("main .dead-end")`)
	p.edit("programs.yaml", "{en: Small playbook", "{en: Grand playbook")
	tab.Wait(`document.querySelector(".brand").textContent.trim() === "Grand playbook"`)

	p.write("themes/mine/assets/brand.css", ":root { --paper: rgb(1, 2, 3) }")
	p.edit("programs.yaml", "  contact: ", "  theme: mine\n  contact: ")
	tab.Wait(`getComputedStyle(document.documentElement).backgroundColor === "rgb(1, 2, 3)"`)
	p.write("themes/mine/assets/brand.css", ":root { --paper: rgb(4, 5, 6) }")
	tab.Wait(`getComputedStyle(document.documentElement).backgroundColor === "rgb(4, 5, 6)"`)
	p.write("themes/mine/i18n/en.json", `{"strings": {"nav.sessions": "Meetings"}}`)
	tab.Wait(`document.querySelector("nav.parts").textContent.includes("Meetings")`)
	p.write("themes/mine/layouts/guide.html", `{{define "main"}}{{.Titel}}{{end}}`)
	tab.Wait(says("1 error") + ` && ` + lists("themes/mine/layouts/guide.html:1:") + ` && ` + shows("Agree soon with"))
	p.write("themes/mine/layouts/guide.html", `{{define "main"}}<h1>My {{.Title}}</h1>{{end}}`)
	tab.Wait(says("no problems") + ` && document.querySelector("h1").textContent === "My Getting started"`)
	if err := os.RemoveAll(filepath.Join(p.dir, "themes/mine/layouts")); err != nil {
		t.Fatal(err)
	}
	tab.Wait(shows("Agree soon with"))
	if !chromium.Eval[bool](tab, `window.marked`) {
		t.Error("the page was loaded again")
	}

	// The search, once it was used, finds what was written since.
	search := func(word, found string) {
		tab.Do(`document.querySelector("a[data-search]").click()`)
		tab.Wait(`document.querySelector("dialog.search .search-status") !== null`)
		tab.Do(`const field = document.querySelector("dialog.search input"); field.value = "` + word + `"; field.dispatchEvent(new Event("input"))`)
		tab.Wait(found)
	}
	search("zebra", `document.querySelector("dialog.search .search-status").textContent.includes("zebra")`)
	p.edit(guide, "Agree soon with", "Agree on a zebra with")
	tab.Wait(`!window.marked && ` + shows("Agree on a zebra with") + ` && ` + says("no problems"))
	search("zebra", `document.querySelector("dialog.search .search-found").textContent.includes("zebra")`)

	p.edit(session, "{minutes: 20, lead: both, step: Stories}", "{minutes: 5, lead: both, step: Stories}\n  - {minutes: 15, lead: mentee, step: Questions}")
	tab.Wait(`location.pathname === "/sessions/first.html" && document.querySelectorAll(".agenda > li").length === 3`)
	// The page is changed in place first, and then loaded again for its scripts.
	tab.Do(`window.marked = true`)
	p.edit(session, "step: Questions}", "step: Answers}\n  - {minutes: 5, lead: both, step: Goodbye}")
	tab.Wait(`!window.marked && ` + says("1 error") + ` && ` + lists("agenda adds up to 35 minutes"))
	tab.Do(`window.marked = true`)
	p.edit(session, "minutes: 15,", "minutes: 10,")
	tab.Wait(`!window.marked && ` + says("no problems") + ` && document.querySelectorAll(".agenda > li").length === 4`)
	tab.Do(`document.querySelector(".run-button").click()`)
	tab.Wait(`document.querySelector("dialog.runner").open && document.querySelector("[data-part=count]").textContent.includes("4")`)

	p.kill()
	tab.Wait(says("the preview has stopped; waiting for it"))
	p.edit(session, "Goodbye", "Farewell")
	startPreview(t, p.dir, "--addr", strings.TrimSuffix(strings.TrimPrefix(p.url, "http://"), "/"))
	tab.Wait(`document.querySelector(".agenda").textContent.includes("Farewell") && ` + says("no problems"))
}
