package preview

import (
	"bytes"
	"embed"
	"errors"
	"fmt"
	"html"
	"mime"
	"net"
	"net/http"
	"path"
	"strings"
	"time"
)

//go:embed client
var client embed.FS

// The names of what is not part of the site: no file of one begins with @ or _.
const (
	ownPrefix      = "/_mentorbook/" // the server's own files
	audiencePrefix = "/@"            // the portals of the audiences
)

// ServeHTTP answers with a built file, or with one of the server's own.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	header := w.Header()
	header.Set("Cache-Control", "no-store")
	header.Set("X-Content-Type-Options", "nosniff")
	header.Set("Referrer-Policy", "no-referrer")
	// Pages of other sites may not show what is here, nor run it as a script.
	header.Set("Cross-Origin-Resource-Policy", "same-origin")
	header.Set("X-Frame-Options", "SAMEORIGIN")
	switch {
	case !s.settings.Expose && !s.isOwn(r.Host):
		http.Error(w, "this preview answers to the names of its own machine and at its own port only, unless it is started with --expose", http.StatusForbidden)
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

// isOwn reports whether a Host header names this machine, and the port at which
// it answers: a page elsewhere could point a name of its own at 127.0.0.1 and read
// the preview (DNS rebinding).
func (s *Server) isOwn(host string) bool {
	name, port, err := net.SplitHostPort(host)
	if err != nil {
		name, port = host, "80"
	}
	if s.port != "" && port != s.port {
		return false
	}
	name = strings.TrimSuffix(strings.Trim(name, "[]"), ".")
	ip := net.ParseIP(name)
	return strings.EqualFold(name, "localhost") || ip != nil && ip.IsLoopback()
}

func (s *Server) own(w http.ResponseWriter, r *http.Request, name string) {
	data, err := client.ReadFile("client/" + name)
	if err != nil {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Content-Type", contentType(name))
	w.Write(data)
}

// built serves a file as a build would write it, with the client's script added
// to pages.
func (s *Server) built(w http.ResponseWriter, r *http.Request) {
	root, name, p := s.address(r.URL.Path)
	if p == nil {
		http.Error(w, "there is no such audience", http.StatusNotFound)
		return
	}
	if s.upToDate(r.Context(), p) != nil {
		return
	}
	s.mu.Lock()
	shown := p.pages
	s.mu.Unlock()
	var body bytes.Buffer
	status, render := http.StatusOK, shown.page(name)
	if render == nil {
		status, name, render = http.StatusNotFound, "404.html", shown.page("404.html")
	}
	if shown.files == nil { // nothing has been built yet that could be shown
		status = http.StatusServiceUnavailable
	}
	if render == nil {
		body.WriteString(emptyPage)
	} else if found := render(&body); len(found) > 0 {
		status = http.StatusInternalServerError
		body.Reset()
		body.WriteString(emptyPage)
		s.mu.Lock()
		p.add(found, shown.version)
		s.mu.Unlock()
	}
	http.NewResponseController(w).SetWriteDeadline(time.Now().Add(s.timeouts.write)) // making it took as long as it took
	w.Header().Set("Content-Type", contentType(name))
	w.WriteHeader(status)
	if path.Ext(name) != ".html" {
		w.Write(body.Bytes())
		return
	}
	head, rest := cut(body.Bytes())
	w.Write(head)
	fmt.Fprintf(w, `<script src="%sreload.js" defer data-version="%d" data-status="%d" data-root="%s" data-audience="%s" data-audiences="%s"></script>`,
		ownPrefix, shown.version, status, html.EscapeString(root), p.audience, strings.Join(s.settings.Audiences, " "))
	w.Write(rest)
}

// address splits a URL's path into the part before the site's own names, and the
// name of a file of the site. The portal is nil when there is no such audience.
func (s *Server) address(url string) (root, name string, p *portal) {
	root, name, p = "/", strings.TrimPrefix(url, "/"), s.portal(s.settings.Audience)
	if named, ok := strings.CutPrefix(url, audiencePrefix); ok {
		var audience string
		audience, name, _ = strings.Cut(named, "/")
		root, p = audiencePrefix+audience+"/", s.portal(audience)
	}
	if name == "" || strings.HasSuffix(name, "/") {
		name += "index.html"
	}
	return root, name, p
}

// emptyPage is shown where there is nothing to show; the problems appear over it.
const emptyPage = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>mentorbook</title></head><body></body></html>`

// cut returns a page in two parts; the script goes between them. It is the first
// one of the page, so that it sees the page before any other script changes it.
func cut(page []byte) (head, rest []byte) {
	const tag = "<head>"
	i := bytes.Index(page, []byte(tag))
	if i < 0 {
		return page, nil
	}
	return page[:i+len(tag)], page[i+len(tag):]
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

// stream sends the current state of a portal, and every later one (server-sent
// events).
func (s *Server) stream(w http.ResponseWriter, r *http.Request) {
	p := s.portal(r.URL.Query().Get("audience"))
	if p == nil || r.Method != http.MethodGet {
		http.NotFound(w, r)
		return
	}
	s.mu.Lock()
	tab := p.join()
	s.want(p)
	s.mu.Unlock()
	defer func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		delete(p.tabs, tab)
	}()
	control := http.NewResponseController(w)
	w.Header().Set("Content-Type", "text/event-stream")
	send := func(format string, args ...any) error {
		control.SetWriteDeadline(time.Now().Add(s.timeouts.write))
		_, err := fmt.Fprintf(w, format, args...)
		return errors.Join(err, control.Flush())
	}
	for err := send("retry: 500\n\n"); err == nil; {
		select {
		case data := <-tab:
			err = send("data: %s\n\n", data)
		case <-r.Context().Done():
			return
		}
	}
}
