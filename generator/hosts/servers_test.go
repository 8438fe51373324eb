package hosts_test

import (
	"bytes"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"testing/fstest"
	"time"

	"github.com/chromedp/cdproto/network"

	playbook "mentorbook"
	"mentorbook/generator"
	"mentorbook/generator/site"
	"mentorbook/internal/chromium"
)

var servers = flag.Bool("servers", false, "start nginx, Caddy and Apache, which have to be installed")

// The servers of these tests are Debian's. They read what is written for them, and
// the lines of the organizers' guide that say how to set them up.

// recipe returns the code blocks of a section of the guide.
func recipe(t *testing.T, section string) []string {
	t.Helper()
	text, err := fs.ReadFile(playbook.Starter, "content/en/guides/put-the-portal-online.md")
	if err != nil {
		t.Fatal(err)
	}
	_, rest, found := strings.Cut(string(text), "{#"+section+"}\n")
	rest, _, _ = strings.Cut(rest, "\n## ")
	var blocks []string
	for _, m := range regexp.MustCompile("(?s)```[a-z]+\n(.*?)```").FindAllStringSubmatch(rest, -1) {
		blocks = append(blocks, m[1])
	}
	if !found || len(blocks) == 0 {
		t.Fatalf("the guide has no recipe %q", section)
	}
	return blocks
}

// portal is the starter with an earlier address, published for a host.
type portal struct {
	root    string // of the server
	dir     string // where the portal lies in it
	rules   string // what lies beside it
	address string // of the portal, on the host of base
}

func publish(t *testing.T, host, base string, audience site.Audience) portal {
	t.Helper()
	project := fstest.MapFS{}
	fs.WalkDir(playbook.Starter, ".", func(name string, e fs.DirEntry, err error) error {
		if err == nil && !e.IsDir() {
			data, _ := fs.ReadFile(playbook.Starter, name)
			project[name] = &fstest.MapFile{Data: data}
		}
		return err
	})
	for name, alias := range map[string]string{"en/guides/benefits.md": "guides/why.html, old/page.aspx", "id/guides/benefits.md": "guides/why.html", "en/guides/kick-off.md": "guides/start-day.html"} {
		file := project["content/"+name]
		file.Data = bytes.Replace(file.Data, []byte("\ntitle:"), []byte("\naliases: ["+alias+"]\ntitle:"), 1)
	}
	u, err := url.Parse(base)
	if err != nil {
		t.Fatal(err)
	}
	now, _ := time.Parse(time.DateOnly, playbook.StarterDate)
	built, list, err := (&generator.Builder{Project: generator.Project{Root: project}}).Build(t.Context(), generator.Options{Audience: audience, BaseURL: base, Now: now})
	if err != nil || list.HasErrors() {
		t.Fatal(err, list)
	}
	p := portal{root: t.TempDir(), address: u.Path}
	p.dir = filepath.Join(p.root, filepath.FromSlash(u.Path))
	o := generator.PublishOptions{Precompress: *servers, Headers: host}
	files, list, err := built.RulesBeside(o)
	if err != nil || len(list) > 0 {
		t.Fatal(err, list)
	}
	if _, list, err := built.Publish(t.Context(), p.dir, o); err != nil || len(list) > 0 {
		t.Fatal(err, list)
	}
	for _, file := range files {
		if file.Path == ".server.conf" { // as the guide has it
			continue
		}
		p.rules = filepath.Join(t.TempDir(), "rules"+file.Path)
		write(t, p.rules, file.Data)
	}
	return p
}

func write(t *testing.T, name, text string) {
	t.Helper()
	if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

func read(t *testing.T, name string) string {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// installed finds a server, or skips the test.
func installed(t *testing.T, name, packages string) string {
	t.Helper()
	if !*servers {
		t.Skip("no server is started without -servers")
	}
	for _, folder := range []string{"", "/usr/sbin/"} {
		if found, err := exec.LookPath(folder + name); err == nil {
			return found
		}
	}
	t.Fatalf("%s is not installed; apt-get install %s", name, packages)
	return ""
}

// start runs a server until the test ends, and waits until it answers.
func start(t *testing.T, address string, command ...string) {
	t.Helper()
	var log bytes.Buffer
	cmd := exec.Command(command[0], command[1:]...)
	cmd.Stdout, cmd.Stderr = &log, &log
	cmd.Env = append(os.Environ(), "HOME="+t.TempDir(), "XDG_DATA_HOME="+t.TempDir(), "XDG_CONFIG_HOME="+t.TempDir())
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	t.Cleanup(func() {
		cmd.Process.Signal(syscall.SIGTERM)
		select {
		case <-ended:
		case <-time.After(20 * time.Second):
			cmd.Process.Kill()
			<-ended
		}
	})
	for range 600 {
		select {
		case err := <-ended:
			ended <- err
			t.Fatalf("the server ended: %v\n%s", err, log.String())
		default:
		}
		if c, err := net.Dial("tcp", address); err == nil {
			c.Close()
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	t.Fatalf("the server does not answer\n%s", log.String())
}

// freeAddress is one at which nobody listens.
func freeAddress(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

// replaced is text with each of the pairs replaced, each of which has to be there.
func replaced(t *testing.T, text string, pairs ...string) string {
	t.Helper()
	for i := 0; i < len(pairs); i += 2 {
		if !strings.Contains(text, pairs[i]) {
			t.Fatalf("the recipe has no %q:\n%s", pairs[i], text)
		}
		text = strings.ReplaceAll(text, pairs[i], pairs[i+1])
	}
	return text
}

func startNginx(t *testing.T, address string, servers string) {
	t.Helper()
	program, dir := installed(t, "nginx", "nginx libnginx-mod-http-brotli-static"), t.TempDir()
	user := ""
	if os.Getuid() == 0 {
		user = "user root;\n"
	}
	temps := ""
	for _, kind := range []string{"client_body", "proxy", "fastcgi", "uwsgi", "scgi"} {
		temps += fmt.Sprintf("%s_temp_path %s/%s;\n", kind, dir, kind)
	}
	write(t, dir+"/nginx.conf", user+"include /etc/nginx/modules-enabled/*.conf;\ndaemon off;\npid "+dir+"/pid;\nerror_log stderr warn;\nworker_processes 1;\n"+
		"events { }\nhttp {\ninclude /etc/nginx/mime.types;\ndefault_type application/octet-stream;\naccess_log off;\n"+temps+servers+"}\n")
	start(t, address, program, "-c", dir+"/nginx.conf", "-e", "stderr")
}

func TestNginxServesThePortal(t *testing.T) {
	installed(t, "nginx", "nginx libnginx-mod-http-brotli-static")
	t.Parallel()
	p, address := publish(t, "nginx", "https://portal.example/hr/playbook/", site.Public), freeAddress(t)
	startNginx(t, address, replaced(t, recipe(t, "nginx")[1], "listen 80;", "listen "+address+";", "/srv/www", p.root, "/etc/nginx/playbook.conf", p.rules))
	servesThePortal(t, "http://"+address, p)
}

func TestCaddyServesThePortal(t *testing.T) {
	program := installed(t, "caddy", "caddy")
	t.Parallel()
	p, address := publish(t, "caddy", "https://portal.example/hr/playbook/", site.Public), freeAddress(t)
	name := filepath.Join(t.TempDir(), "Caddyfile")
	write(t, name, "{\n\tadmin off\n\tauto_https off\n}\n"+
		replaced(t, recipe(t, "caddy")[0], "portal.example", "http://"+address, "/srv/www", p.root, "/etc/caddy/playbook.caddy", p.rules))
	start(t, address, program, "run", "--config", name, "--adapter", "caddyfile")
	servesThePortal(t, "http://"+address, p)
}

func TestApacheServesThePortal(t *testing.T) {
	program := installed(t, "apache2", "apache2")
	t.Parallel()
	p, address, dir := publish(t, "apache", "https://portal.example/hr/playbook/", site.Public), freeAddress(t), t.TempDir()
	text := "ServerName localhost\nServerRoot " + dir + "\nListen " + address + "\nPidFile " + dir + "/pid\nErrorLog /dev/stderr\nDefaultRuntimeDir " + dir + "\n"
	for _, module := range []string{"mpm_event", "authz_core", "dir", "mime", "headers", "rewrite", "filter", "deflate"} {
		text += "LoadModule " + module + "_module /usr/lib/apache2/modules/mod_" + module + ".so\n"
	}
	if os.Getuid() == 0 {
		text += "User www-data\nGroup www-data\n"
	}
	text += "TypesConfig /etc/mime.types\n"
	if _, err := os.Stat("/etc/mime.types"); err != nil {
		text = strings.Replace(text, "/etc/mime.types", "/etc/apache2/magic", 1)
	}
	text += "AddType text/html .html\nAddType text/css .css\nAddType application/javascript .js\nAddType image/svg+xml .svg\nAddLanguage br .br\nAddType application/x-gzip .gz\n" +
		"AddOutputFilterByType DEFLATE text/html text/css application/javascript\n"
	text += replaced(t, recipe(t, "apache")[0], "*:80", address, "/srv/www", p.root)
	readable(t, p.root)
	write(t, dir+"/apache2.conf", text)
	start(t, address, program, "-f", dir+"/apache2.conf", "-DFOREGROUND")
	servesThePortal(t, "http://"+address, p)
}

// readable lets any user into the folders above a folder of this test.
func readable(t *testing.T, dir string) {
	t.Helper()
	for at := dir; strings.HasPrefix(at, os.TempDir()) && at != path.Clean(os.TempDir()); at = filepath.Dir(at) {
		os.Chmod(at, 0o755)
	}
}

// answer is what a server says.
type answer struct {
	status int
	header http.Header
	body   string
}

var client = http.Client{
	CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	Transport:     &http.Transport{DisableCompression: true, DisableKeepAlives: true},
}

func ask(t *testing.T, address string, headers ...string) answer {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address, nil)
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
		if headers[i] == "Host" {
			r.Host = headers[i+1]
		}
	}
	response, err := client.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer{response.StatusCode, response.Header, string(body)}
}

// servesThePortal looks at all that the rules promise.
func servesThePortal(t *testing.T, host string, p portal) {
	t.Helper()
	at := host + p.address
	file := func(name string) string { return read(t, filepath.Join(p.dir, filepath.FromSlash(name))) }
	asset := strings.TrimPrefix(filepath.ToSlash(first(t, p.dir, "assets/style.*.css")), filepath.ToSlash(p.dir)+"/")
	index := strings.TrimPrefix(filepath.ToSlash(first(t, p.dir, "search/*.js")), filepath.ToSlash(p.dir)+"/")
	picture := strings.TrimPrefix(filepath.ToSlash(first(t, p.dir, "assets/*.svg")), filepath.ToSlash(p.dir)+"/")

	for _, c := range []struct {
		path, file  string // the file whose bytes come
		status      int
		contentType string
	}{
		{"", "index.html", 200, "text/html; charset=utf-8"},
		{"index.html", "index.html", 200, "text/html; charset=utf-8"},
		{"guides/", "guides/index.html", 200, "text/html; charset=utf-8"},
		{"sessions/first-session.html?x=y", "sessions/first-session.html", 200, "text/html; charset=utf-8"},
		{"id/sessions/first-session.html", "id/sessions/first-session.html", 200, "text/html; charset=utf-8"},
		{"robots.txt", "robots.txt", 200, "text/plain; charset=utf-8"},
		{"missing", "404.html", 404, "text/html; charset=utf-8"},
		{"guides/missing.html", "404.html", 404, "text/html; charset=utf-8"},
		{"id/missing.html", "id/404.html", 404, "text/html; charset=utf-8"},
		{"id/guides/deep/", "id/404.html", 404, "text/html; charset=utf-8"},
	} {
		a := ask(t, at+c.path)
		if a.status != c.status || a.body != file(c.file) || !strings.EqualFold(a.header.Get("Content-Type"), c.contentType) {
			t.Errorf("%s is answered with %d, %s, %d bytes", c.path, a.status, a.header.Get("Content-Type"), len(a.body))
		}
		common(t, c.path, a)
		if policy := a.header.Values("Content-Security-Policy"); len(policy) != 1 || !strings.Contains(policy[0], "frame-ancestors 'none'") {
			t.Errorf("%s comes with the policies %q", c.path, policy)
		}
		if keep := a.header.Values("Cache-Control"); len(keep) != 1 || keep[0] != "no-cache" {
			t.Errorf("%s comes with Cache-Control %q", c.path, keep)
		}
	}
	for _, name := range []string{asset, index, picture} {
		a := ask(t, at+name)
		if a.status != 200 || a.body != file(name) {
			t.Errorf("%s is answered with %d, %d bytes", name, a.status, len(a.body))
		}
		common(t, name, a)
		if keep := a.header.Values("Cache-Control"); len(keep) != 1 || keep[0] != "public, max-age=31536000, immutable" {
			t.Errorf("%s comes with Cache-Control %q", name, keep)
		}
		if a.header.Get("Content-Security-Policy") != "" {
			t.Errorf("%s comes with a policy", name)
		}
	}
	for _, name := range []string{"assets/missing.css", "assets/", ".mentorbook.json", ".htaccess", "id/.htaccess", "guides/.git/config"} {
		if a := ask(t, at+name); a.status != 404 && (a.status != 403 || !strings.HasSuffix(name, ".htaccess")) || strings.Contains(a.body, "sha256\"") {
			t.Errorf("%s is answered with %d", name, a.status)
		}
	}
	redirects(t, host, p)
	compresses(t, at, asset)
	spares(t, at, asset)
	looksRight(t, at)
}

// common looks for the headers of every answer, each once.
func common(t *testing.T, name string, a answer) {
	t.Helper()
	for header, want := range map[string]string{"X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer", "Permissions-Policy": "accelerometer=()"} {
		if values := a.header.Values(header); len(values) != 1 || !strings.HasPrefix(values[0], want) {
			t.Errorf("%s comes with %s %q", name, header, values)
		}
	}
}

func redirects(t *testing.T, host string, p portal) {
	t.Helper()
	if p.rules != "" && !strings.Contains(read(t, p.rules), "/guides/benefits.html") || p.rules == "" && !strings.Contains(read(t, p.dir+"/.htaccess"), "/guides/benefits.html") {
		t.Error("the rules have no redirect")
	}
	for from, to := range map[string]string{
		"guides/why.html": "guides/benefits.html", "id/guides/why.html": "id/guides/benefits.html",
		"old/page.aspx": "guides/benefits.html", "old/page.aspx/": "guides/benefits.html", "guides": "guides/",
	} {
		a := ask(t, host+p.address+from)
		target, err := url.Parse(a.header.Get("Location"))
		if err != nil || (a.status != 301 && from != "guides" || a.status/100 != 3) || target.Path != p.address+to && target.Path != path.Base(to)+"/" {
			t.Errorf("%s is answered with %d to %s", from, a.status, a.header.Get("Location"))
		}
		if target.Host != "" && target.Host != strings.TrimPrefix(host, "http://") {
			t.Errorf("%s leads to the host %s", from, target.Host)
		}
	}
	if a := ask(t, host+strings.TrimSuffix(p.address, "/")); a.status/100 != 3 || !strings.HasSuffix(a.header.Get("Location"), p.address) {
		t.Errorf("without the slash, the portal is answered with %d to %s", a.status, a.header.Get("Location"))
	}
}

func compresses(t *testing.T, at, asset string) {
	t.Helper()
	for _, name := range []string{"", "guides/", "sessions/first-session.html", asset} {
		whole := ask(t, at+name)
		for _, encoding := range []string{"br", "gzip"} {
			a := ask(t, at+name, "Accept-Encoding", encoding)
			if a.status != 200 || a.header.Get("Content-Encoding") != encoding || len(a.body) >= len(whole.body)*2/3 {
				t.Errorf("%q in %s is answered with %d, %q, %d of %d bytes", name, encoding, a.status, a.header.Get("Content-Encoding"), len(a.body), len(whole.body))
			}
			if a.header.Get("Content-Type") != whole.header.Get("Content-Type") || !strings.Contains(strings.Join(a.header.Values("Vary"), ","), "Accept-Encoding") {
				t.Errorf("%q in %s comes as %s, Vary %q", name, encoding, a.header.Get("Content-Type"), a.header.Values("Vary"))
			}
			if lang := a.header.Get("Content-Language"); lang != "" {
				t.Errorf("%q in %s is said to be in the language %s", name, encoding, lang)
			}
			common(t, name, a)
		}
	}
}

// spares asks again for what did not change.
func spares(t *testing.T, at, asset string) {
	t.Helper()
	for _, name := range []string{"", "sessions/first-session.html", asset} {
		a := ask(t, at+name, "Accept-Encoding", "br")
		again := ask(t, at+name, "Accept-Encoding", "br", "If-None-Match", a.header.Get("ETag"))
		if a.header.Get("ETag") == "" || again.status != 304 || again.body != "" {
			t.Errorf("%q with ETag %s is answered again with %d", name, a.header.Get("ETag"), again.status)
		}
	}
}

// looksRight goes through the portal in a browser, which logs nothing.
func looksRight(t *testing.T, at string) {
	t.Helper()
	tab := chromium.Start(t, chromium.Pages).New(t, at)
	encodings := make(chan string, 1000)
	tab.Listen(func(event any) {
		if e, ok := event.(*network.EventResponseReceived); ok && strings.HasPrefix(e.Response.URL, at) {
			for name, value := range e.Response.Headers {
				if strings.EqualFold(name, "content-encoding") {
					select {
					case encodings <- fmt.Sprint(value):
					default:
					}
				}
			}
		}
	})
	tab.Load(at)
	tab.Load(at + "search.html?q=feedback")
	tab.Wait(`document.querySelectorAll("main a[href*='sessions/'], main a[href*='guides/']").length > 2`)
	tab.Load(at + "sessions/first-session.html")
	tab.Load(at + "id/sessions/first-session.html")
	tab.Load(at + "guides/why.html#limits")
	tab.Wait(`location.pathname.endsWith("/guides/benefits.html") && location.hash === "#limits"`)
	tab.Pardon("404")
	tab.Load(at + "id/missing.html")
	tab.Wait(`document.documentElement.lang === "id" && getComputedStyle(document.querySelector("button")).borderTopWidth === "2px"`)
	n := len(encodings)
	for range n {
		if encoding := <-encodings; encoding != "br" {
			t.Errorf("the browser got something in %s", encoding)
		}
	}
	if n < 10 {
		t.Errorf("the browser got %d files in brotli", n)
	}
}

func first(t *testing.T, dir, pattern string) string {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(dir, pattern))
	if err != nil || len(names) == 0 {
		t.Fatal(err, pattern)
	}
	return names[0]
}

// TestPasswordOfAGroupKeepsOthersOut writes the password of the recipe into its
// server, in the place of the sign-in.
func TestPasswordOfAGroupKeepsOthersOut(t *testing.T) {
	installed(t, "nginx", "nginx libnginx-mod-http-brotli-static")
	t.Parallel()
	p, address := publish(t, "nginx", "https://participants.portal.example/", site.Participants), freeAddress(t)
	users := filepath.Join(t.TempDir(), "users")
	write(t, users, "participants:{PLAIN}a password\n")
	signIn := regexp.MustCompile(`(?s)    auth_request .*?\n    }\n`)
	server := signIn.ReplaceAllString(recipe(t, "groups")[1], recipe(t, "groups")[3])
	startNginx(t, address, replaced(t, server, "listen 80;", "listen "+address+";", "/srv/www-participants", p.root, "/etc/nginx/participants.conf", p.rules, "/etc/nginx/participants.users", users))
	for password, want := range map[string]int{"": http.StatusUnauthorized, "another": http.StatusUnauthorized, "a password": http.StatusOK} {
		for _, path := range []string{"/", "/index.html", "/feed.xml"} {
			request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "http://"+address+path, nil)
			if err != nil {
				t.Fatal(err)
			}
			if password != "" {
				request.SetBasicAuth("participants", password)
			}
			answer, err := http.DefaultClient.Do(request)
			if err != nil {
				t.Fatal(err)
			}
			answer.Body.Close()
			if answer.StatusCode != want {
				t.Errorf("%s with the password %q: %s", path, password, answer.Status)
			}
		}
	}
}

// TestGroupsGetTheirOwnPortalOnly stands between three portals and their readers as
// the recipe says, with a sign-in service that knows a reader's group by a cookie.
func TestGroupsGetTheirOwnPortalOnly(t *testing.T) {
	installed(t, "nginx", "nginx libnginx-mod-http-brotli-static")
	t.Parallel()
	signIn := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		group, err := r.Cookie("group")
		switch {
		case err != nil:
			w.WriteHeader(http.StatusUnauthorized)
		case group.Value != r.URL.Query().Get("allowed_groups"):
			w.WriteHeader(http.StatusForbidden)
		}
	}))
	t.Cleanup(signIn.Close)
	address, servers := freeAddress(t), ""
	portals := map[string]portal{}
	for _, audience := range site.Audiences() {
		name := audience.String()
		portals[name] = publish(t, "nginx", "https://"+name+".portal.example/", audience)
		servers += replaced(t, recipe(t, "groups")[1], "listen 80;", "listen "+address+";", "/srv/www-participants", portals[name].root,
			"/etc/nginx/participants.conf", portals[name].rules, "participants", name, "http://127.0.0.1:4180", signIn.URL)
	}
	startNginx(t, address, servers)
	for owner, p := range portals {
		addresses := addressesOf(t, p)
		if len(addresses) < 200 {
			t.Fatalf("the portal for %s has %d addresses", owner, len(addresses))
		}
		if owner != "organizers" && strings.Contains(read(t, p.rules), "start-day") {
			t.Errorf("the rules for %s say where a page of organizers was", owner)
		}
		for _, reader := range []string{"", "public", "participants", "organizers"} {
			for _, name := range addresses[:200] {
				a := ask(t, "http://"+address+"/"+name, "Host", owner+".portal.example", "Cookie", "group="+reader)
				switch {
				case reader == owner:
					if a.status >= 400 && name != "missing.html" && (name != "guides/start-day.html" || owner == "organizers") {
						t.Errorf("%s gets %d at %s of %s", reader, a.status, name, owner)
					}
				case a.status != 401 && a.status != 403 && (a.status != 404 || !strings.HasPrefix(path.Base(name), ".")),
					a.header.Get("Location") != "", strings.Contains(a.body, "mentor"), len(a.body) > 400:
					t.Errorf("%q gets %d, %d bytes, at %s of %s", reader, a.status, len(a.body), name, owner)
				}
			}
		}
	}
}

// addressesOf are those of a portal that say most first: earlier ones, folders,
// pages, and what is missing.
func addressesOf(t *testing.T, p portal) []string {
	t.Helper()
	out := []string{"", "missing.html", "guides", "guides/", "guides/why.html", "old/page.aspx", "id/guides/why.html", "guides/start-day.html", "id/"}
	for _, pattern := range []string{"*.html", "programs/*/*.html", "programs/*/pairs/*", "guides/*.html", "sessions/*.html", "search/*.js", "id/*/*.html", "assets/*"} {
		names, _ := filepath.Glob(filepath.Join(p.dir, pattern))
		for _, name := range names {
			rel, _ := filepath.Rel(p.dir, name)
			out = append(out, filepath.ToSlash(rel))
		}
	}
	return out
}
