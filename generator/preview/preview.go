// Package preview is the writers' server: it shows a project while it is being
// written, and follows every change.
//
// In goes a function that builds the project for an audience; what it returns is
// served from memory, each page rendered when it is asked for. File events carry
// no meaning beyond "look again": every change runs the same build, a newer one
// cancels it, and the browsers that look on are told when it is done. The pages
// are the bytes that a build would write; the script that keeps them up to date
// is added on the way out.
//
// The project's own audience is shown at /, each of them at /@AUDIENCE/: links
// are relative, so a tab stays with its audience and nothing has to remember it.
//
// The package serves nothing but built files, has no endpoint that writes, and
// answers only to the names of this machine, at its own port, unless it is exposed
// on purpose. Whoever is slow to ask or to take in an answer is let go.
//
//	preview.go  the server and its loop: changes → builds
//	portal.go   what one audience is shown, and who is told
//	handler.go  HTTP
//	watch.go    files → changes
//	touched.go  changes → which folders have to be looked at again
//	client/     the part in the browser
package preview

import (
	"bytes"
	"context"
	"errors"
	"io"
	"log"
	"net"
	"net/http"
	"slices"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"mentorbook/generator/diag"
)

// Render writes a file of the output. What it finds wrong is shown over the page
// that asked for it.
type Render func(*bytes.Buffer) diag.List

// Snapshot is one build of the project.
type Snapshot struct {
	Files    map[string]Render        // by output path; nil when nothing could be made
	More     func(path string) Render // further files, whose names show only when they are made; may be nil
	Sources  map[string]string        // page by the path of the file that it is made of
	Problems diag.List
}

// Settings is what a server shows.
type Settings struct {
	// Build makes a snapshot of what an audience gets. Content that is wrong is in
	// its problems; an error is shown in the same place. It runs once at a time.
	//
	// Unchanged reports whether a folder of the project, by its slash-separated path,
	// holds what it held when the last Build without an error began, so that it need
	// not be looked at again. What is in folders below it is a question of its own.
	Build func(ctx context.Context, audience string, unchanged func(folder string) bool) (*Snapshot, error)
	// Audiences can be chosen in the browser. They are names of lower-case letters.
	Audiences []string
	// Audience is the one of them that is shown at /.
	Audience string
	// Folders are watched, with everything below them. The first is the project.
	Folders []string
	// Poll is how often the folders are looked at instead of waiting for events,
	// for network drives that send none; 0 waits for events.
	Poll time.Duration
	// Expose answers to any host name.
	Expose bool
}

// Server shows one project. Make it with New.
type Server struct {
	settings Settings
	timeouts timeouts
	wake     chan struct{} // tells the loop that a portal is wanted
	port     string        // at which it answers; empty before Serve
	watches  func(folder string) bool
	touched  touched // since the last build without an error; of the loop

	mu       sync.Mutex
	portals  []*portal // one for each audience
	asked    *portal   // the one that a browser asked for last
	revision int       // of the project's files: how often they have changed, from 1
	version  int64     // of the last build, different in every run of the server
}

// New returns a server that has built nothing yet.
func New(p Settings) *Server {
	s := &Server{settings: p, timeouts: generous, wake: make(chan struct{}, 1), revision: 1, version: time.Now().UnixMilli(), touched: touched{all: true}}
	s.watches = func(string) bool { return false }
	for _, audience := range p.Audiences {
		s.portals = append(s.portals, newPortal(audience))
	}
	return s
}

// portal returns the portal of an audience, nil when there is no such audience.
func (s *Server) portal(audience string) *portal {
	i := slices.IndexFunc(s.portals, func(p *portal) bool { return p.audience == audience })
	if i < 0 {
		return nil
	}
	return s.portals[i]
}

// timeouts are how long a browser may take to ask, to take in what it gets, and to
// ask for more. One that stops in the middle must not hold on to a page for ever.
// Reading has no other limit: it would end the event streams.
type timeouts struct{ read, write, idle time.Duration }

var generous = timeouts{read: 10 * time.Second, write: 30 * time.Second, idle: 2 * time.Minute}

// Serve builds, answers on l, and follows changes until ctx is done. Ready is
// called once, after the first build.
func (s *Server) Serve(ctx context.Context, l net.Listener, ready func()) error {
	defer l.Close()
	_, s.port, _ = net.SplitHostPort(l.Addr().String())
	group, running := errgroup.WithContext(ctx)
	w, err := watch(s.settings.Folders, s.settings.Poll)
	if err != nil {
		return err
	}
	s.watches = w.watches
	server := &http.Server{
		Handler:           s,
		ReadHeaderTimeout: s.timeouts.read,
		WriteTimeout:      s.timeouts.write,
		IdleTimeout:       s.timeouts.idle,
		BaseContext:       func(net.Listener) context.Context { return running },
		ErrorLog:          log.New(io.Discard, "", 0), // a closed tab is no news
	}
	changes := make(chan []string)
	group.Go(func() error { return w.follow(running, s.settings.Poll, changes) })
	group.Go(func() error { return s.follow(running, changes) })
	group.Go(func() error { return server.Serve(l) })
	group.Go(func() error {
		if s.upToDate(running, s.portal(s.settings.Audience)) == nil {
			ready()
		}
		<-running.Done()
		return server.Close() // event streams never end by themselves
	})
	if err := group.Wait(); ctx.Err() == nil && !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}

// follow brings portals up to date: those that are looked at, whenever the files
// change, the others when they are asked for. A change during a build cancels it.
func (s *Server) follow(ctx context.Context, changes <-chan []string) error {
	for ctx.Err() == nil {
		if p := s.stale(); p != nil {
			s.build(ctx, p, changes)
			continue
		}
		select {
		case paths := <-changes:
			s.changed(paths)
		case <-s.wake:
		case <-ctx.Done():
		}
	}
	return ctx.Err()
}

func (s *Server) build(ctx context.Context, p *portal, changes <-chan []string) {
	building, cancel := context.WithCancel(ctx)
	defer cancel()
	var snapshot *Snapshot
	var err error
	done := make(chan struct{})
	go func() {
		defer close(done)
		snapshot, err = s.settings.Build(building, p.audience, s.unchanged)
	}()
	select {
	case paths := <-changes:
		cancel()
		<-done
		s.changed(paths)
	case <-done:
		if ctx.Err() == nil {
			s.publish(p, snapshot, err)
		}
		if err == nil {
			s.touched = touched{}
		}
	}
}

// unchanged is what Build asks. While one runs, what it is told stays the same.
func (s *Server) unchanged(folder string) bool {
	return s.watches(folder) && !s.touched.has(folder)
}

// changed notes that files are not as they were.
func (s *Server) changed(paths []string) {
	s.touched.add(paths)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.revision++
	for _, p := range s.portals {
		p.changed = append(p.changed, paths...)
		if !s.wanted(p) {
			p.changed = nil // nobody is there to be told
		}
	}
}

// stale returns a portal that has to be built, the one asked for last before the
// others.
func (s *Server) stale() *portal {
	s.mu.Lock()
	defer s.mu.Unlock()
	var found *portal
	for _, p := range s.portals {
		if p.revision < s.revision && s.wanted(p) && (found == nil || p == s.asked) {
			found = p
		}
	}
	return found
}

// wanted reports whether a portal is to be kept up to date. A browser in the
// background does not listen, but it will be back: the portal that was asked for
// last is ready for it.
func (s *Server) wanted(p *portal) bool {
	return p == s.asked || p.waiting > 0 || len(p.tabs) > 0
}

// publish shows a new build and tells the browsers. Only the loop changes the
// revision, so it is still the one that was built.
func (s *Server) publish(p *portal, snapshot *Snapshot, failed error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.version++
	p.show(snapshot, failed, s.version)
	p.revision = s.revision
	p.tell()
	close(p.built)
	p.built = make(chan struct{})
}

// upToDate waits until a portal is as new as the files are now. The error is
// ctx's.
func (s *Server) upToDate(ctx context.Context, p *portal) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.want(p)
	p.waiting++
	defer func() { p.waiting-- }()
	for target := s.revision; p.revision < target; {
		built := p.built
		s.mu.Unlock()
		select {
		case <-built:
		case <-ctx.Done():
		}
		s.mu.Lock()
		if ctx.Err() != nil {
			return ctx.Err()
		}
	}
	return nil
}

// want makes the loop look at a portal that somebody asks for.
func (s *Server) want(p *portal) {
	s.asked = p
	select {
	case s.wake <- struct{}{}:
	default: // it will look anyway
	}
}
