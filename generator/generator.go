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
	"slices"
	"strings"
	"sync"

	"mentorbook/generator/diag"
	"mentorbook/generator/hosts"
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

// Portal is a site that is ready to be rendered. It is not changed.
type Portal struct {
	Site  *site.Site
	Pages []Artifact // every file but those of the search index

	origin  origin
	secrets site.Secrets
	index   searchIndex

	redirects []hosts.Redirect
}

// Edition says whom the portal is for, and of which project.
func (p *Portal) Edition() output.Edition {
	return EditionOf(p.origin.sources.Config, p.origin.options)
}

// EditionOf says what the portal that the options ask for is recorded as: its
// audience and, where it is not for all of it, "pair ID" or "program ID, ID".
// Nothing of it is hidden from anybody.
func EditionOf(config *source.Config, o Options) output.Edition {
	e := output.Edition{Audience: o.Audience.String(), Project: config.Site.Title.In(config.Site.Languages...), Drafts: o.Drafts}
	if o.Pair != "" {
		e.Only = "pair " + o.Pair
	}
	included := slices.DeleteFunc(site.SensitivePrograms(config), func(id string) bool { return !slices.Contains(o.IncludeSensitive, id) })
	if len(included) > 0 {
		e.Only = "program " + strings.Join(included, ", ")
	}
	return e
}

// Index returns the files of the search index, which are made when they are
// asked for first. They stand alone because their names are made of their
// content: who shows one page at a time need not wait for them. The error is
// ctx's.
func (p *Portal) Index(ctx context.Context) ([]Artifact, error) { return p.index.get(ctx) }

// Found returns what was found in the texts for the index, if Publish was to keep it.
func (p *Portal) Found() []byte {
	p.index.mu.Lock()
	defer p.index.mu.Unlock()
	return p.index.found
}

// searchIndex is made once, by the first who asks for it and waits.
type searchIndex struct {
	build  indexPlan
	before *Before // set before the index is asked for, or never, as keep is
	keep   bool

	mu    sync.Mutex
	made  []Artifact
	names []string // their paths
	found []byte
}

func (i *searchIndex) get(ctx context.Context) (_ []Artifact, err error) {
	i.mu.Lock()
	defer i.mu.Unlock()
	if i.made == nil {
		i.made, i.found, err = i.build(ctx, i.before, i.keep)
		i.names = slices.Collect(pathsOf(i.made))
	}
	return i.made, err
}

// shown returns what every file of an index that is made may show: the texts, and
// the names of the others.
func (i *searchIndex) shown() (texts []*site.Version, names []string) {
	i.mu.Lock()
	defer i.mu.Unlock()
	if len(i.made) == 0 {
		return nil, nil
	}
	return i.made[0].versions, i.names
}

// SearchFile returns a file of the search index, or nil.
func (p *Portal) SearchFile(path string) *Artifact {
	if !strings.HasPrefix(path, search.Folder+"/") {
		return nil
	}
	index, _ := p.Index(context.Background()) // has no other error than that of its context
	if i := slices.IndexFunc(index, func(a Artifact) bool { return a.Path == path }); i >= 0 {
		return &index[i]
	}
	return nil
}

// Artifact is one file of the output. Render is pure and may be called on any
// goroutine.
type Artifact struct {
	Path   string // slash-separated, relative to the output directory
	Render func(*bytes.Buffer) error

	asBefore bool            // it is a file of an index, and was in that of before
	versions []*site.Version // that it shows: what their writers typed is theirs to answer for, and other texts cannot change it (AsBefore)
	place    diag.Span       // what asked for it, for messages
}

// Check finds every problem of a project at every audience, and writes nothing.
func Check(ctx context.Context, p Project, o Options) (diag.List, error) {
	return (&Builder{Project: p}).Check(ctx, o)
}

// PublishOptions say how a portal is written.
type PublishOptions struct {
	output.PublishOptions         // Edition, Unshared, Inspect and AsBefore are set by Publish
	Keep                  bool    // Found will be asked for
	Same                  *Before // what PublishOptions.Before remembers, where it has the same surroundings
	Precompress           bool    // compressed copies lie beside every text file
	Headers               string  // the host whose rules are written, of hosts.Names; may be empty
	Prove                 bool    // Prove, however many documents there are
}

// Publish writes the portal to dir, all or nothing. A portal of few documents is
// proved first. The leak check looks at every file before any is published; what
// they or a layout have to say is in the list, and nothing was written then.
func (p *Portal) Publish(ctx context.Context, dir string, o PublishOptions) (output.Result, diag.List, error) {
	if p.Proves(o) {
		if list, err := p.Prove(ctx); err != nil || len(list) > 0 {
			return output.Result{}, list, err
		}
	}
	return p.publish(ctx, dir, o)
}

// sideBySide is how many documents a project may have for its search index to be made
// while its pages are. Of more, the one after the other needs less memory, which saves
// more time in collecting garbage than the other does in waiting.
const sideBySide = 20_000

// publish writes the portal as Publish does, but does not prove it.
func (p *Portal) publish(ctx context.Context, dir string, o PublishOptions) (output.Result, diag.List, error) {
	pages := p.Pages
	if o.Headers != "" {
		var err error
		if pages, err = p.withRules(pages, o); err != nil {
			list, err := problemsIn(err)
			return output.Result{}, list, err
		}
	}
	p.index.before, p.index.keep = o.Same, o.Keep
	if len(p.origin.sources.Documents) > sideBySide {
		if _, err := p.Index(ctx); err != nil {
			return output.Result{}, nil, err
		}
	}
	finish := outputs
	if o.Precompress {
		finish = func(artifacts []Artifact) []output.Artifact { return outputs(withCompressed(artifacts)) }
	}
	o.Edition, o.Inspect, o.Later = p.Edition(), p.inspect(), p.later(finish)
	if o.Same != nil {
		o.AsBefore = p.AsBefore(o.Same.Text)
	}
	o.Unshared = p.Site.Audience > site.Public
	result, err := output.Publish(ctx, dir, finish(pages), o.PublishOptions)
	list, err := problemsIn(err)
	return result, list, err
}

// Verify renders and inspects everything and writes nothing.
func (p *Portal) Verify(ctx context.Context) (diag.List, error) {
	_, _, err := output.Verify(ctx, outputs(p.Pages), output.PublishOptions{Inspect: p.inspect(), Later: p.later(outputs)})
	return problemsIn(err)
}

// later returns the files of the search index, finished, when they are wanted:
// they are made while the pages are rendered.
func (p *Portal) later(finish func([]Artifact) []output.Artifact) func(context.Context) ([]output.Artifact, error) {
	return func(ctx context.Context) ([]output.Artifact, error) {
		index, err := p.Index(ctx)
		return finish(index), err
	}
}

func outputs(artifacts []Artifact) []output.Artifact {
	out := make([]output.Artifact, len(artifacts))
	for i, a := range artifacts {
		out[i] = output.Artifact{Path: a.Path, Render: a.Render}
	}
	return out
}

// inspect returns the leak check for the files.
func (p *Portal) inspect() func(path string, data []byte) error {
	if p.secrets.Empty() {
		return nil
	}
	pages := make(map[string]*Artifact, len(p.Pages))
	for i := range p.Pages {
		pages[p.Pages[i].Path] = &p.Pages[i]
	}
	return func(path string, data []byte) error {
		if isCompressed(path) { // a copy of what is inspected itself
			return nil
		}
		file := site.Output{Path: path, Data: data}
		if page := pages[path]; page != nil {
			file.Texts = page.versions
		} else if strings.HasPrefix(path, search.Folder+"/") {
			file.Texts, file.Names = p.index.shown() // made by now
		}
		leaks := p.secrets.Leaks(file)
		if len(leaks) == 0 {
			return nil
		}
		var list diag.List
		for _, l := range leaks {
			hint := "take it out of what the page is made of: a layout or a text of the theme, or the data"
			if l.Word {
				hint += "; if the word means something else there, write it under site.not_secret in " + source.ConfigPath
			}
			list.Errorf(l.Origin, "leak", hint, "%s would show %s to %s readers", path, l.What, p.Site.Audience)
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
	pages := make(map[string]string, len(p.Pages))
	for i := range p.Pages {
		a := &p.Pages[i]
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
