package preview

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"strings"
	"testing"
	"time"

	"mentorbook/generator/diag"
)

// shown is a server that shows a few files and follows nothing.
func shown(t testing.TB) *Server {
	files := map[string]Render{}
	for _, name := range []string{"index.html", "404.html", "guides/index.html", "guides/a.html", "assets/a.svg"} {
		files[name] = func(w *bytes.Buffer) diag.List {
			w.WriteString("<!doctype html><head></head>built " + name)
			return nil
		}
	}
	s := New(Settings{Audiences: []string{"public", "organizers"}, Audience: "organizers"})
	for _, p := range s.portals {
		s.publish(p, &Snapshot{Files: files}, nil)
	}
	return s
}

func answer(s *Server, method, target, host string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, "/", nil)
	r.URL, r.Host = &url.URL{Path: target}, host
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	return w
}

func TestOnlyThisMachineIsAnswered(t *testing.T) {
	s := shown(t)
	for host, want := range map[string]int{
		"127.0.0.1": 200, "127.0.0.1:4000": 200, "127.8.8.8:4000": 200, "localhost": 200, "LOCALHOST:4000": 200, "localhost.": 200,
		"[::1]": 200, "[::1]:4000": 200, "::1": 200,
		"": 403, "example.com": 403, "example.com:4000": 403, "192.168.1.2:4000": 403, "[fe80::1]:4000": 403, "[::]:4000": 403, "0.0.0.0:4000": 403,
		"localhost.example.com": 403, "127.0.0.1.example.com": 403, "127.0.0.1@example.com": 403, "[::1].example.com": 403,
		"example.com:127.0.0.1": 403, "[::1%25lo]:4000": 403, "2130706433": 403, "0x7f000001": 403,
	} {
		for _, path := range []string{"/", "/@public/", ownPrefix + "reload.js"} {
			if got := answer(s, "GET", path, host).Code; got != want {
				t.Errorf("Host: %s gets %s with status %d, want %d", host, path, got, want)
			}
		}
	}
	s.settings.Expose = true
	if got := answer(s, "GET", "/", "laptop.example").Code; got != 200 {
		t.Errorf("an exposed server answers with %d", got)
	}
}

func TestOnlyItsOwnPortIsAnswered(t *testing.T) {
	s := shown(t)
	s.port = "4000"
	for host, want := range map[string]int{"127.0.0.1:4000": 200, "localhost:4000": 200, "[::1]:4000": 200, "localhost": 403, "localhost:4001": 403, "localhost:": 403, "[::1]": 403, "[::1]:80": 403} {
		if got := answer(s, "GET", "/", host).Code; got != want {
			t.Errorf("Host: %s is answered with %d, want %d", host, got, want)
		}
	}
	s.port = "80"
	if got := answer(s, "GET", "/", "localhost").Code; got != 200 {
		t.Errorf("at the port of the web, a host without one is answered with %d", got)
	}
}

// TestStreamOutlivesTheTimeToWrite: the limit is for one event, not for the
// stream.
func TestStreamOutlivesTheTimeToWrite(t *testing.T) {
	s := shown(t)
	server := httptest.NewUnstartedServer(s)
	server.Config.WriteTimeout = 20 * time.Millisecond
	server.Start()
	defer server.Close()
	response, err := server.Client().Get(server.URL + ownPrefix + "events?audience=organizers")
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	lines := bufio.NewScanner(response.Body)
	for events := 0; lines.Scan(); {
		if !strings.HasPrefix(lines.Text(), "data: ") {
			continue
		}
		if events++; events == 3 {
			return
		}
		time.Sleep(60 * time.Millisecond)
		s.publish(s.portal("organizers"), &Snapshot{}, nil)
	}
	t.Errorf("the stream ends with %v", lines.Err())
}

// hurried serves a page that does not fit into what systems keep for a reader,
// and has little patience.
func hurried(t *testing.T) (s *Server, addr string) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	large := bytes.Repeat([]byte("0123456789abcdef"), 4<<20)
	s = New(Settings{
		Build: func(context.Context, string, func(string) bool) (*Snapshot, error) {
			return &Snapshot{Files: map[string]Render{"large.txt": func(w *bytes.Buffer) diag.List { w.Write(large); return nil }}}, nil
		},
		Audiences: []string{"organizers"}, Audience: "organizers", Folders: []string{t.TempDir()},
	})
	s.timeouts = timeouts{read: 100 * time.Millisecond, write: 200 * time.Millisecond, idle: 100 * time.Millisecond}
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error)
	go func() { ended <- s.Serve(ctx, l, func() {}) }()
	t.Cleanup(func() {
		cancel()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
	return s, l.Addr().String()
}

// Whoever does not ask, or does not read on, is let go, and what they held on to
// is free.
func TestSlowBrowsersAreLetGo(t *testing.T) {
	_, addr := hurried(t)
	for name, asks := range map[string]string{
		"who asks for nothing":         "",
		"who stops while asking":       "GET /large.txt HTTP/1.1\r\nHost: " + addr + "\r\nAccept: ",
		"who reads no further":         "GET /large.txt HTTP/1.1\r\nHost: " + addr + "\r\n\r\n",
		"who asks once and stays idle": "GET /none.txt HTTP/1.1\r\nHost: " + addr + "\r\n\r\n",
	} {
		t.Run(name, func(t *testing.T) {
			c, err := net.Dial("tcp", addr)
			if err != nil {
				t.Fatal(err)
			}
			defer c.Close()
			if _, err := c.Write([]byte(asks)); err != nil {
				t.Fatal(err)
			}
			time.Sleep(time.Second) // several times what the server has patience for
			c.SetReadDeadline(time.Now().Add(patience))
			n, err := io.Copy(io.Discard, c)
			if errors.Is(err, os.ErrDeadlineExceeded) {
				t.Errorf("the server still waits, after %d bytes", n)
			}
			if n >= 64<<20 {
				t.Error("it got all of a page that it did not read in time")
			}
		})
	}
}

// A browser that stops to read its events is no longer told of any.
func TestSlowStreamIsLetGo(t *testing.T) {
	s, addr := hurried(t)
	c, err := net.Dial("tcp", addr)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	fmt.Fprintf(c, "GET %sevents?audience=organizers HTTP/1.1\r\nHost: %s\r\n\r\n", ownPrefix, addr)
	p := s.portal("organizers")
	tabs := func() int {
		s.mu.Lock()
		defer s.mu.Unlock()
		return len(p.tabs)
	}
	eventually(t, "a tab listens", func() bool { return tabs() == 1 })
	var many diag.List
	for range 2000 {
		many.Errorf(diag.Span{}, "mistake", strings.Repeat("hint ", 100), "%s", strings.Repeat("message ", 100))
	}
	eventually(t, "it is let go", func() bool {
		s.publish(p, &Snapshot{Problems: many}, nil)
		return tabs() == 0
	})
}

func TestNothingCanBeWritten(t *testing.T) {
	s := shown(t)
	for _, method := range []string{"POST", "PUT", "DELETE", "PATCH", "OPTIONS", "CONNECT", "TRACE", "PROPFIND", "get"} {
		for _, path := range []string{"/", "/@public/", ownPrefix + "reload.js", ownPrefix + "events"} {
			if w := answer(s, method, path, "localhost"); w.Code != http.StatusMethodNotAllowed || w.Header().Get("Allow") != "GET, HEAD" {
				t.Errorf("%s %s is answered with %d", method, path, w.Code)
			}
		}
	}
	if w := answer(s, "HEAD", "/", "localhost"); w.Code != http.StatusOK {
		t.Errorf("HEAD is answered with %d", w.Code)
	}
	if w := answer(s, "HEAD", ownPrefix+"events", "localhost"); w.Code != http.StatusNotFound {
		t.Errorf("HEAD of the stream is answered with %d", w.Code)
	}
}

// FuzzRequest asks for any path: what is answered is a built file, one of the
// server's own, or an error.
func FuzzRequest(f *testing.F) {
	for _, path := range []string{
		"/", "/guides/", "/guides/a.html", "/@public/guides/a.html", "/@organizers/", "/@/", "/@nobody/", "/@public/@public/",
		"/../preview.go", "/..%2f..%2fetc/passwd", `/..\..\etc\passwd`, "//etc/passwd", "/guides/../index.html", "/./index.html",
		"/_mentorbook/", "/_mentorbook/reload.js", "/_mentorbook/../preview.go", "/_mentorbook/./reload.js", "/_mentorbook//reload.js",
		"/\x00", "/index.html\x00.svg", "*", "", "guides/a.html",
	} {
		f.Add(path)
	}
	s := shown(f)
	ctx, cancel := context.WithCancel(context.Background())
	cancel() // a stream that is asked for ends at once
	f.Fuzz(func(t *testing.T, path string) {
		r := httptest.NewRequest("GET", "/", nil).WithContext(ctx)
		r.URL, r.Host = &url.URL{Path: path}, "localhost"
		w := httptest.NewRecorder()
		s.ServeHTTP(w, r)
		body := w.Body.String()
		switch {
		case w.Code == http.StatusNotFound && !strings.Contains(body, "built "):
		case strings.HasPrefix(path, ownPrefix):
			own, err := client.ReadFile("client/" + strings.TrimPrefix(path, ownPrefix))
			if w.Code != http.StatusOK || err != nil || body != string(own) {
				t.Errorf("%q is answered with %d and %.80q", path, w.Code, body)
			}
		case w.Code == http.StatusNotFound && strings.HasSuffix(body, "built 404.html"):
		case w.Code == http.StatusOK && answers(path, body[strings.LastIndex(body, "built ")+len("built "):]):
		default:
			t.Errorf("%q is answered with %d and %.300q", path, w.Code, body)
		}
	})
}

// answers reports whether a file of the portal is what a path asks for: the
// file of that name below the root, or below an audience, or a folder's index.
func answers(path, file string) bool {
	name := strings.TrimPrefix(path, "/")
	if strings.HasPrefix(path, audiencePrefix) {
		_, name, _ = strings.Cut(name, "/")
	}
	return name == file || (name == "" || strings.HasSuffix(name, "/")) && name+"index.html" == file
}
