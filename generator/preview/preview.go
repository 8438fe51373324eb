// Package preview is the writers' server: it shows a project while it is being
// written, and follows every change.
//
// In goes a function that builds the project; what it returns is served from
// memory, each page rendered when it is asked for. File events carry no meaning
// beyond "look again": every change runs the same build, a newer one cancels it,
// and the browsers that look on are told when it is done. The pages are the
// bytes that a build would write; the reload script is added on the way out.
//
// The package serves nothing but built files, has no endpoint that writes, and
// answers only to the names of this machine unless it is exposed on purpose.
package preview

import (
	"bytes"
	"context"
	"errors"
	"log"
	"net"
	"net/http"
	"sync"
	"time"

	"mentorbook/generator/diag"
)

// Snapshot is one build of the project.
type Snapshot struct {
	Files    map[string]func(*bytes.Buffer) error        // by output path; nil when nothing could be made
	More     func(path string) func(*bytes.Buffer) error // further files, whose names show when they are made; may be nil
	Sources  map[string]string                           // page by the path of the file that it is made of
	Problems diag.List
	Audience string
}

// Project is what a server shows.
type Project struct {
	// Build makes a snapshot. Content that is wrong is in its problems; an error
	// is shown in the same place.
	Build func(context.Context) (*Snapshot, error)
	// Folders are watched, with everything below them.
	Folders []string
	// Poll is how often the folders are looked at instead of waiting for events,
	// for network drives that send none; 0 waits for events.
	Poll time.Duration
	// Expose answers to any host name.
	Expose bool
}

// Server shows one project. Make it with New.
type Server struct {
	project Project
	events  broker

	mu      sync.RWMutex
	current state
	ready   chan struct{} // closed after the first build
}

// state is what the server shows. A page that the newest build could not make
// is shown as it was before, with the problems over it.
type state struct {
	version  int
	snapshot *Snapshot
	last     map[string]func(*bytes.Buffer) error // every page of earlier builds that the newest lacks because of an error
	failure  string                               // why there is no build at all
	changed  string                               // the page made of the file that changed last
}

// New returns a server that has built nothing yet.
func New(p Project) *Server {
	return &Server{project: p, ready: make(chan struct{})}
}

// Serve builds, answers on l, and follows changes until ctx is done. Ready, when
// not nil, is called once, after the first build.
func (s *Server) Serve(ctx context.Context, l net.Listener, ready func()) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	server := &http.Server{
		Handler:           s,
		ReadHeaderTimeout: 10 * time.Second,
		BaseContext:       func(net.Listener) context.Context { return ctx },
		ErrorLog:          log.New(discard{}, "", 0), // a closed tab is no news
	}
	served := make(chan error, 1)
	go func() { served <- server.Serve(l) }()
	watched := make(chan error, 1)
	go func() { watched <- s.follow(ctx) }()
	if ready != nil {
		select {
		case <-s.ready:
			ready()
		case <-ctx.Done():
		}
	}
	var err error
	select {
	case <-ctx.Done():
	case err = <-served:
	case err = <-watched:
	}
	cancel()
	server.Close() // event streams never end by themselves
	if errors.Is(err, context.Canceled) {
		return nil
	}
	return err
}

type discard struct{}

func (discard) Write(p []byte) (int, error) { return len(p), nil }

// follow builds once, and again after every change. A change during a build
// cancels it.
func (s *Server) follow(ctx context.Context) error {
	w, err := watch(ctx, s.project.Folders, s.project.Poll)
	if err != nil {
		return err
	}
	var changed []string
	for {
		building, cancel := context.WithCancel(ctx)
		done := make(chan struct{})
		var snapshot *Snapshot
		var failed error
		go func() {
			defer close(done)
			snapshot, failed = s.project.Build(building)
		}()
		select {
		case more := <-w.changes:
			cancel()
			<-done
			changed = append(changed, more...)
			continue
		case <-done:
		}
		cancel()
		if ctx.Err() != nil {
			return ctx.Err()
		}
		s.publish(snapshot, failed, changed)
		w.rescan()
		changed = nil
		select {
		case changed = <-w.changes:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// publish shows a new build and tells the browsers.
func (s *Server) publish(snapshot *Snapshot, failed error, changed []string) {
	s.mu.Lock()
	next := state{version: s.current.version + 1, snapshot: s.current.snapshot, last: s.current.last}
	switch {
	case failed != nil:
		next.failure = failed.Error()
	case snapshot.Files == nil: // nothing could be made: the last good pages stay
		next.snapshot = &Snapshot{Problems: snapshot.Problems, Audience: snapshot.Audience}
		if before := s.current.snapshot; before != nil {
			next.snapshot.Files, next.snapshot.More, next.snapshot.Sources = before.Files, before.More, before.Sources
		}
	default:
		next.last = nil
		if snapshot.Problems.HasErrors() {
			next.last = missing(s.current, snapshot)
		}
		next.snapshot = snapshot
	}
	if next.snapshot != nil {
		for _, path := range changed {
			if page := next.snapshot.Sources[path]; page != "" {
				next.changed = page
			}
		}
	}
	first := s.current.version == 0
	s.current = next
	s.mu.Unlock()
	if first {
		close(s.ready)
	}
	s.events.send(next.message())
}

// missing returns the pages of before that the new build lacks.
func missing(before state, now *Snapshot) map[string]func(*bytes.Buffer) error {
	out := map[string]func(*bytes.Buffer) error{}
	keep := func(files map[string]func(*bytes.Buffer) error) {
		for path, render := range files {
			if now.Files[path] == nil {
				out[path] = render
			}
		}
	}
	keep(before.last)
	if before.snapshot != nil {
		keep(before.snapshot.Files)
	}
	return out
}

func (s *Server) now() state {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.current
}

// page returns how to render an output file, if there is one.
func (st state) page(path string) func(*bytes.Buffer) error {
	if st.snapshot == nil {
		return nil
	}
	if render := st.snapshot.Files[path]; render != nil {
		return render
	}
	if render := st.last[path]; render != nil || st.snapshot.More == nil {
		return render
	}
	return st.snapshot.More(path)
}
