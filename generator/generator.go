// Package generator is the pipeline: a project goes in, the files of a portal
// come out.
//
//	Load      files → sources          package source
//	Assemble  sources → site           package site
//	Plan      site → artifacts         plan.go
//	Render    artifact → bytes         package render
//	Publish   bytes → directory        package output
//
// A Builder runs the first three and returns what the others need (builder.go);
// every command ends it in its own way. See README.md for the map and the rules.
package generator

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"

	"mentorbook/generator/diag"
	"mentorbook/generator/output"
	"mentorbook/generator/render"
	"mentorbook/generator/search"
	"mentorbook/generator/site"
	"mentorbook/generator/source"
)

// Project is what Build reads.
type Project = source.Project

// Options say which portal is made of a project.
type Options = site.Options

// Portal is a site that is ready to be rendered.
type Portal struct {
	Site      *site.Site
	Artifacts []Artifact // all but the search index; see Complete

	secrets site.Secrets
	index   func(context.Context) ([]Artifact, error) // makes the search index
	indexed bool                                      // the index is among the artifacts

	mu       sync.Mutex
	searched []Artifact // the search index, once it is made
}

// search returns the search index, which is made when it is asked for first.
func (p *Portal) search(ctx context.Context) (_ []Artifact, err error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.searched == nil {
		p.searched, err = p.index(ctx)
	}
	return p.searched, err
}

// Complete adds the search index to the artifacts. It stands alone because the
// names of its files are made of their content: who shows one page at a time
// need not wait for it. The error is ctx's.
func (p *Portal) Complete(ctx context.Context) error {
	if p.indexed {
		return nil
	}
	index, err := p.search(ctx)
	if err != nil {
		return err
	}
	p.Artifacts = append(p.Artifacts, index...)
	p.indexed = true
	return nil
}

// SearchFile returns a file of the search index, or nil. The index is made when
// the first one is asked for, which may be long after the build.
func (p *Portal) SearchFile(path string) *Artifact {
	if !strings.HasPrefix(path, search.Folder+"/") {
		return nil
	}
	index, _ := p.search(context.Background()) // has no other error than that of its context
	for _, a := range index {
		if a.Path == path {
			return &a
		}
	}
	return nil
}

// Artifact is one file of the output. Render is pure and may be called on any
// goroutine.
type Artifact struct {
	Path   string // slash-separated, relative to the output directory
	Render func(*bytes.Buffer) error

	versions []*site.Version // that it shows: what their writers typed is theirs to answer for
	place    diag.Span       // what asked for it, for messages
}

// Build reads a project and plans its portal. The list holds what is wrong with
// the content; the portal is nil when nothing could be made of it, and must not
// be published when the list has errors. The error is for an environment that
// cannot be read, or ctx's.
func Build(ctx context.Context, p Project, o Options) (*Portal, diag.List, error) {
	return (&Builder{Project: p}).Build(ctx, o)
}

// Check finds every problem of a project at every audience, and writes nothing.
func Check(ctx context.Context, p Project, o Options) (diag.List, error) {
	return (&Builder{Project: p}).Check(ctx, o)
}

// Publish writes the portal to dir, all or nothing. The leak check looks at
// every file before any is published; what it or a layout has to say is in the
// list, and nothing was written then.
func (p *Portal) Publish(ctx context.Context, dir string, o output.PublishOptions) (output.Result, diag.List, error) {
	if err := p.Complete(ctx); err != nil {
		return output.Result{}, nil, err
	}
	o.Audience = p.Site.Audience.String()
	o.Inspect = p.inspect()
	result, err := output.Publish(ctx, dir, p.outputs(), o)
	list, err := problemsIn(err)
	return result, list, err
}

// Verify renders and inspects everything and writes nothing.
func (p *Portal) Verify(ctx context.Context, o output.PublishOptions) (diag.List, error) {
	if err := p.Complete(ctx); err != nil {
		return nil, err
	}
	o.Inspect = p.inspect()
	_, _, err := output.Verify(ctx, p.outputs(), o)
	return problemsIn(err)
}

func (p *Portal) outputs() []output.Artifact {
	out := make([]output.Artifact, len(p.Artifacts))
	for i, a := range p.Artifacts {
		out[i] = output.Artifact{Path: a.Path, Render: a.Render}
	}
	return out
}

// inspect returns the leak check for this portal's files.
func (p *Portal) inspect() func(path string, data []byte) error {
	if p.secrets.Empty() {
		return nil
	}
	texts := make(map[string][]*site.Version, len(p.Artifacts))
	for _, a := range p.Artifacts {
		texts[a.Path] = a.versions
	}
	return func(path string, data []byte) error {
		if strings.HasSuffix(path, compressedEnding) { // a copy of what is inspected itself
			return nil
		}
		leaks := p.secrets.Leaks(path, data, texts[path]...)
		if len(leaks) == 0 {
			return nil
		}
		var list diag.List
		for _, what := range leaks {
			list.Errorf(diag.Span{}, "leak", "nothing was published; please report this with the message",
				"%s would show %s to %s readers", path, what, p.Site.Audience)
		}
		return &problems{list}
	}
}

// problems carries diagnostics through an error.
type problems struct{ list diag.List }

func (p *problems) Error() string { return fmt.Sprintf("%d problems", len(p.list)) }

// problemsIn takes the diagnostics out of a joined error. What is left is for
// the environment.
func problemsIn(err error) (diag.List, error) {
	var list diag.List
	var rest []error
	var visit func(error)
	visit = func(err error) {
		var carried *problems
		var layout *render.Error
		switch joined, isJoined := err.(interface{ Unwrap() []error }); {
		case err == nil:
		case isJoined:
			for _, e := range joined.Unwrap() {
				visit(e)
			}
		case errors.As(err, &carried):
			list = append(list, carried.list...)
		case errors.As(err, &layout):
			list = append(list, layout.Diagnostic)
		default:
			rest = append(rest, err)
		}
	}
	visit(err)
	list.Sort()
	return list, errors.Join(rest...)
}

// SourcePages returns the page that each document is made into, by the path of
// the document. One that is shown in several languages leads to its own.
func (p *Portal) SourcePages() map[string]string {
	pages := make(map[string]string, len(p.Artifacts))
	for i := range p.Artifacts {
		a := &p.Artifacts[i]
		for _, v := range a.versions {
			if a.Path == p.Site.Path(v.Lang, v.Key) {
				pages[v.Source.Path] = a.Path
			}
		}
	}
	return pages
}

// Show renders the artifact for somebody who is still writing: what is wrong
// with it is in the list.
func (a Artifact) Show(w *bytes.Buffer) diag.List {
	list, err := problemsIn(a.Render(w))
	if err != nil {
		list.Errorf(diag.Span{}, "render", "", "%s cannot be made: %v", a.Path, err)
	}
	return list
}
