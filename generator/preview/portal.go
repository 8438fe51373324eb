package preview

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"mentorbook/generator/diag"
)

// portal is what one audience is shown, and the browsers that show it. The
// server's lock guards it; pages and everything in them never change.
type portal struct {
	audience string
	revision int           // of the files that it was built from; 0 when it never was
	built    chan struct{} // closed by the next build
	waiting  int           // requests for it to be built
	changed  []string      // files that changed since it was built
	tabs     map[chan []byte]bool

	pages
	message []byte // what browsers are told of it
}

// pages are what a portal shows. A page that the newest build could not make is
// shown as it was before, with the problems over it.
type pages struct {
	version  int64
	files    map[string]Render
	more     func(path string) Render // may be nil
	earlier  map[string]Render        // of earlier builds: what the newest lacks because of an error
	sources  map[string]string
	edited   string // the page made of the one file that changed last
	failure  string // why there is no new build at all
	problems diag.List
}

func newPortal(audience string) *portal {
	return &portal{audience: audience, built: make(chan struct{}), tabs: map[chan []byte]bool{}}
}

// page returns how to render an output file, nil if there is none.
func (p *pages) page(path string) Render {
	if render := p.files[path]; render != nil {
		return render
	}
	if render := p.earlier[path]; render != nil || p.more == nil {
		return render
	}
	return p.more(path)
}

// show replaces what is shown. A build that made nothing leaves the pages as
// they are.
func (p *portal) show(snapshot *Snapshot, failed error, version int64) {
	next := pages{version: version, files: p.files, more: p.more, earlier: p.earlier, sources: p.sources}
	switch {
	case failed != nil:
		next.failure = failed.Error()
	case snapshot.Files == nil:
		next.problems = snapshot.Problems
	default:
		next.files, next.more = snapshot.Files, snapshot.More
		next.sources, next.problems = snapshot.Sources, snapshot.Problems
		next.earlier = nil
		if snapshot.Problems.HasErrors() {
			next.retain(p.pages)
		}
	}
	next.edited = only(p.changed, next.sources)
	p.pages, p.changed = next, nil
}

// retain keeps the pages of before that are missing now, and those of which the
// newest build has a translation only, because the original is wrong.
func (p *pages) retain(before pages) {
	for path, page := range before.sources {
		if p.sources[path] == "" && before.page(page) != nil && p.isWrong(path) {
			delete(p.files, page)
		}
	}
	p.earlier = map[string]Render{}
	maps.Copy(p.earlier, before.earlier)
	maps.Copy(p.earlier, before.files)
	maps.DeleteFunc(p.earlier, func(path string, _ Render) bool { return p.files[path] != nil })
	sources := maps.Clone(p.sources)
	for path, page := range before.sources {
		if sources[path] == "" && p.earlier[page] != nil {
			sources[path] = page
		}
	}
	p.sources = sources
}

// isWrong reports whether there is an error in a file of the project.
func (p *pages) isWrong(path string) bool {
	return slices.ContainsFunc(p.problems, func(d diag.Diagnostic) bool {
		return d.Severity == diag.Error && d.Span.File != nil && d.Span.File.Path == path
	})
}

// only returns the page of the files that changed, if it is one page: after a
// checkout there is none to go to.
func only(changed []string, pages map[string]string) string {
	var found string
	for _, path := range changed {
		page := pages[path]
		if page != "" && found != "" && page != found {
			return ""
		}
		if page != "" {
			found = page
		}
	}
	return found
}

// add takes up what rendering a page has found wrong, if it is news and the page
// is of the build that is shown.
func (p *portal) add(found diag.List, version int64) {
	all := slices.Concat(p.problems, found)
	all.Sort()
	if version == p.version && len(all) > len(p.problems) {
		p.problems = all
		p.tell()
	}
}

// message is what browsers are told of a build.
type message struct {
	Version  int64     `json:"version"`
	Edited   string    `json:"edited"` // the page to go to; empty when it is not known
	Errors   int       `json:"errors"`
	Warnings int       `json:"warnings"`
	Problems []problem `json:"problems"`
	More     int       `json:"more"` // problems that are not shown
}

type problem struct {
	Severity string `json:"severity"`
	Page     string `json:"page"` // that the file is made into; may be empty
	Text     string `json:"text"` // as a terminal shows it: place, line, marker, hint
}

// shownProblems keeps the list, and the message to every tab, small.
const shownProblems = 100

// tell sends the state to every browser. One that is slow gets the newest and
// misses what is out of date.
func (p *portal) tell() {
	m := message{Version: p.version, Edited: p.edited, Problems: []problem{}}
	m.Errors, m.Warnings = p.problems.Count(diag.Error), p.problems.Count(diag.Warning)
	if p.failure != "" {
		m.Errors++
		m.Problems = append(m.Problems, problem{Severity: diag.Error.String(), Text: p.failure})
	}
	for _, severity := range []diag.Severity{diag.Error, diag.Warning} {
		for i := range p.problems {
			if p.problems[i].Severity != severity {
				continue
			}
			if len(m.Problems) == shownProblems {
				m.More++
				continue
			}
			var b strings.Builder
			diag.Print(&b, p.problems[i:i+1], diag.Text, diag.PrintOptions{})
			shown := problem{Severity: severity.String(), Text: b.String()}
			if file := p.problems[i].Span.File; file != nil {
				shown.Page = p.sources[file.Path]
			}
			m.Problems = append(m.Problems, shown)
		}
	}
	data, err := json.Marshal(m)
	if err != nil { // strings and numbers only
		panic(err)
	}
	p.message = data
	for tab := range p.tabs {
		select {
		case <-tab:
		default:
		}
		tab <- data
	}
}

// join adds a browser, which gets the newest state at once if there is any.
func (p *portal) join() chan []byte {
	tab := make(chan []byte, 1)
	p.tabs[tab] = true
	if p.message != nil {
		tab <- p.message
	}
	return tab
}
