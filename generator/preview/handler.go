package preview

import (
	"bytes"
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"mime"
	"net"
	"net/http"
	"path"
	"strings"
	"sync"

	"mentorbook/generator/diag"
)

//go:embed client
var client embed.FS

// ownPrefix is where the server's own files lie; no page of a site has a name
// that starts so.
const ownPrefix = "/_mentorbook/"

// ServeHTTP answers with a built file, or with the server's own script.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	header := w.Header()
	header.Set("Cache-Control", "no-store")
	header.Set("X-Content-Type-Options", "nosniff")
	header.Set("Referrer-Policy", "no-referrer")
	switch {
	case !s.project.Expose && !loopback(r.Host):
		http.Error(w, "this preview answers to the names of its own machine only", http.StatusForbidden)
	case r.Method != http.MethodGet && r.Method != http.MethodHead:
		header.Set("Allow", "GET, HEAD")
		http.Error(w, "this preview only shows pages", http.StatusMethodNotAllowed)
	case r.URL.Path == ownPrefix+"events":
		s.stream(w, r)
	case strings.HasPrefix(r.URL.Path, ownPrefix):
		s.own(w, r, strings.TrimPrefix(r.URL.Path, ownPrefix))
	default:
		s.built(w, r)
	}
}

// loopback reports whether a Host header names this machine: a page elsewhere
// could point a name of its own at 127.0.0.1 and read the preview (DNS
// rebinding).
func loopback(host string) bool {
	name, _, err := net.SplitHostPort(host)
	if err != nil {
		name = host
	}
	name = strings.TrimSuffix(strings.Trim(name, "[]"), ".")
	ip := net.ParseIP(name)
	return strings.EqualFold(name, "localhost") || ip != nil && ip.IsLoopback()
}

func (s *Server) own(w http.ResponseWriter, r *http.Request, name string) {
	data, err := client.ReadFile("client/" + path.Clean(name))
	if err != nil {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Content-Type", contentType(name))
	w.Write(data)
}

// built serves a file as a build would write it, with the reload script added
// to pages.
func (s *Server) built(w http.ResponseWriter, r *http.Request) {
	select {
	case <-s.ready:
	case <-r.Context().Done():
		return
	}
	now := s.now()
	name := strings.TrimPrefix(r.URL.Path, "/")
	if name == "" || strings.HasSuffix(name, "/") {
		name += "index.html"
	}
	status, render := http.StatusOK, now.page(name)
	if render == nil {
		status, name, render = http.StatusNotFound, "404.html", now.page("404.html")
	}
	var page bytes.Buffer
	switch {
	case render == nil: // nothing has been built yet that could be shown
		status = http.StatusServiceUnavailable
		page.WriteString(emptyPage)
	default:
		if err := render(&page); err != nil {
			status = http.StatusInternalServerError
			page.Reset()
			page.WriteString(emptyPage)
			fmt.Fprintf(&page, "<!-- %s -->", strings.ReplaceAll(err.Error(), "--", "- -"))
		}
	}
	w.Header().Set("Content-Type", contentType(name))
	w.WriteHeader(status)
	if r.Method == http.MethodHead {
		return
	}
	if strings.HasSuffix(name, ".html") {
		w.Write(withScript(page.Bytes()))
		return
	}
	w.Write(page.Bytes())
}

// emptyPage is shown until there is something to show; the problems appear over
// it.
const emptyPage = "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>mentorbook</title></head><body></body></html>"

const scriptTag = `<script src="` + ownPrefix + `reload.js" defer></script>`

// withScript puts the reload script at the end of a page.
func withScript(page []byte) []byte {
	i := bytes.LastIndex(page, []byte("</body>"))
	if i < 0 {
		i = len(page)
	}
	out := make([]byte, 0, len(page)+len(scriptTag))
	out = append(out, page[:i]...)
	out = append(out, scriptTag...)
	return append(out, page[i:]...)
}

// contentType does not ask the operating system, whose answer differs from one
// machine to the next.
func contentType(name string) string {
	switch ext := path.Ext(name); ext {
	case ".html":
		return "text/html; charset=utf-8"
	case ".css":
		return "text/css; charset=utf-8"
	case ".js":
		return "text/javascript; charset=utf-8"
	case ".svg":
		return "image/svg+xml"
	case ".txt", ".csv":
		return "text/plain; charset=utf-8"
	case ".xml":
		return "application/xml"
	case ".ics":
		return "text/calendar; charset=utf-8"
	default:
		if t := mime.TypeByExtension(ext); t != "" {
			return t
		}
	}
	return "application/octet-stream"
}

// message is what browsers are told of a build.
type message struct {
	Version  int       `json:"version"`
	Audience string    `json:"audience"`
	Changed  string    `json:"changed"` // the page that was edited; empty when unknown
	Failure  string    `json:"failure"`
	Errors   int       `json:"errors"`
	Warnings int       `json:"warnings"`
	Problems []problem `json:"problems"`
}

type problem struct {
	Severity string `json:"severity"`
	Text     string `json:"text"` // as a terminal shows it: place, line, marker, hint
}

// shownProblems keeps the overlay, and the message to every tab, small.
const shownProblems = 50

func (st state) message() []byte {
	m := message{Version: st.version, Changed: st.changed, Failure: st.failure, Problems: []problem{}}
	if st.snapshot != nil {
		list := st.snapshot.Problems
		m.Audience, m.Errors, m.Warnings = st.snapshot.Audience, list.Count(diag.Error), list.Count(diag.Warning)
		for _, severity := range []diag.Severity{diag.Error, diag.Warning} {
			for i := range list {
				if list[i].Severity == severity && len(m.Problems) < shownProblems {
					var b strings.Builder
					diag.Print(&b, list[i:i+1], diag.Text, diag.Options{})
					m.Problems = append(m.Problems, problem{severity.String(), b.String()})
				}
			}
		}
	}
	data, err := json.Marshal(m)
	if err != nil { // strings and numbers only
		panic(err)
	}
	return data
}

// stream sends the current state, and every later one (server-sent events).
func (s *Server) stream(w http.ResponseWriter, r *http.Request) {
	control := http.NewResponseController(w)
	w.Header().Set("Content-Type", "text/event-stream")
	messages, leave := s.events.join()
	defer leave()
	send := func(data []byte) error {
		_, err := fmt.Fprintf(w, "data: %s\n\n", data)
		return errors.Join(err, control.Flush())
	}
	if fmt.Fprint(w, "retry: 500\n\n"); s.now().version > 0 {
		if send(s.now().message()) != nil {
			return
		}
	}
	for {
		select {
		case data := <-messages:
			if send(data) != nil {
				return
			}
		case <-r.Context().Done():
			return
		}
	}
}

// broker hands every message to every browser. A browser that is slow gets the
// newest and misses what is out of date.
type broker struct {
	mu   sync.Mutex
	tabs map[chan []byte]bool
}

func (b *broker) join() (messages <-chan []byte, leave func()) {
	c := make(chan []byte, 1)
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.tabs == nil {
		b.tabs = map[chan []byte]bool{}
	}
	b.tabs[c] = true
	return c, func() {
		b.mu.Lock()
		defer b.mu.Unlock()
		delete(b.tabs, c)
	}
}

func (b *broker) send(data []byte) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for c := range b.tabs {
		select {
		case <-c: // out of date
		default:
		}
		c <- data
	}
}
