package roster

import (
	"bytes"
	"context"
	"fmt"
	"io/fs"
	"path"
	"strings"
	"time"

	"mentorbook/generator/diag"
	"mentorbook/generator/patch"
	"mentorbook/generator/site"
	"mentorbook/generator/source"
)

// project is what a table is compared with.
type project struct {
	source.Project
	options    site.Options
	memo       *source.Memo
	config     *source.Config
	remembered *source.ImportMap
	known      map[string]bool // mistakes in pages, that were there before

	site    *site.Site      // as organizers have it, with the pairs of sensitive programs
	program *source.Program // that is meant; may be nil
	cohort  *source.Cohort
}

// load reads a project. It is nil when the list says why nothing can be added to
// it: there are mistakes in programs.yaml, in a list or in the import map. Those
// of pages can wait.
func load(ctx context.Context, p source.Project, o site.Options) (*project, diag.List, error) {
	o.Audience, o.Pair, o.Drafts = site.Organizers, "", true
	out := &project{Project: p, options: o, memo: new(source.Memo), known: map[string]bool{}}
	config, list, err := out.problems(ctx, p)
	if err != nil || config == nil {
		return nil, list, err
	}
	var mistakes diag.List
	for _, d := range list {
		switch page := d.Span.File != nil && (strings.HasPrefix(d.Span.File.Path, source.ContentDir+"/") || strings.HasPrefix(d.Span.File.Path, "themes/")); {
		case d.Severity != diag.Error:
		case page || d.Code == "missing-file":
			out.known[name(d)] = true
		default:
			mistakes = append(mistakes, d)
		}
	}
	if mistakes.HasErrors() || !config.Sound {
		mistakes.Sort()
		return nil, mistakes, nil
	}
	out.config = config
	out.remembered, list, err = source.LoadImportMap(p, config)
	if out.remembered == nil {
		return nil, list, err
	}
	return out, nil, err
}

// problems returns everything that is wrong with a project, as organizers have it.
func (p *project) problems(ctx context.Context, files source.Project) (*source.Config, diag.List, error) {
	sources, list, err := source.Load(ctx, files, p.memo)
	if err != nil || sources.Config == nil {
		return nil, list, err
	}
	o := p.options
	o.IncludeSensitive = site.SensitivePrograms(sources.Config)
	out, _, across, err := site.Assemble(ctx, sources, o)
	if p.site == nil {
		p.site = out
	}
	return sources.Config, append(list, across...), err
}

func name(d diag.Diagnostic) string {
	start, _ := d.Span.Positions()
	file := ""
	if d.Span.File != nil {
		file = d.Span.File.Path
	}
	return fmt.Sprintf("%s:%d %s %s", file, start.Line, d.Code, d.Message)
}

// check returns the errors that a project would have with other files.
func (p *project) check(ctx context.Context, files []patch.File) (diag.List, error) {
	_, list, err := p.problems(ctx, source.Project{Root: overlay(p.Root, files, ""), Private: overlay(p.Private, files, source.PrivatePrefix)})
	var out diag.List
	for _, d := range list {
		if d.Severity == diag.Error && !p.known[name(d)] {
			out = append(out, d)
		}
	}
	out.Sort()
	return out, err
}

// findLists finds where what a table says is to go.
func (p *project) findLists(r Request) error {
	people := &p.config.People
	if people.Missing && people.Private && p.Private == nil {
		return fmt.Errorf("the list of people is %s%s; name the folder of private lists with --private DIR", source.PrivatePrefix, people.Path)
	}
	if r.Into != "" {
		if err := p.checkInto(r.Into); err != nil {
			return err
		}
	}
	if r.Kind == "people" || r.Kind == "sessions" && r.Cohort == "" {
		return nil
	}
	if err := p.findCohort(r); err != nil {
		return err
	}
	if pairs := &p.cohort.Pairings; kindOf(r.Kind).isReply() && pairs.Missing && pairs.Private && p.Private == nil {
		return fmt.Errorf("the pairs of %s/%s are in %s%s; name the folder of private lists with --private DIR", r.Program, r.Cohort, source.PrivatePrefix, pairs.Path)
	}
	signups := &p.cohort.Signups
	if signups.Missing && signups.Private && p.Private == nil {
		return fmt.Errorf("the signups of %s/%s are in %s%s; name the folder of private lists with --private DIR", r.Program, r.Cohort, source.PrivatePrefix, signups.Path)
	}
	return nil
}

func (p *project) findCohort(r Request) error {
	var names []string
	for i := range p.config.Programs {
		program := &p.config.Programs[i]
		for j := range program.Cohorts {
			cohort := &program.Cohorts[j]
			if string(program.ID) == r.Program && string(cohort.ID) == r.Cohort {
				p.program, p.cohort = program, cohort
				return nil
			}
			names = append(names, string(program.ID)+"/"+string(cohort.ID))
		}
	}
	if len(names) == 0 {
		return fmt.Errorf("%s has no cohort; add one to a program", source.ConfigPath)
	}
	name := r.Program + "/" + r.Cohort
	return fmt.Errorf("there is no cohort %q; %s", name, diag.DidYouMean(name, names, "there are "+strings.Join(names, ", ")))
}

// checkInto refuses a path that a list cannot have.
func (p *project) checkInto(into string) error {
	name, private := strings.CutPrefix(into, source.PrivatePrefix)
	switch {
	case !fs.ValidPath(name) || strings.ContainsAny(name, `\:`) || path.Ext(name) != ".yaml":
		return fmt.Errorf("--into %q is no place for a list; write a path such as people.yaml or private:people.yaml, with forward slashes", into)
	case private && p.Private == nil:
		return fmt.Errorf("--into %s is in the folder of private lists; name that with --private DIR", into)
	case !private && (strings.HasPrefix(name, source.ContentDir+"/") || strings.HasPrefix(name, "themes/")):
		return fmt.Errorf("--into %s lies in what portals are made of; choose a folder outside", into)
	}
	return nil
}

// ---- a project with other files ----

// layer is a file system in which some files are others.
type layer struct {
	fs.FS
	files map[string][]byte
}

// overlay returns a file system with the files that are in it, by the prefix of
// their paths. It is nil where there is no file system.
func overlay(fsys fs.FS, files []patch.File, prefix string) fs.FS {
	if fsys == nil {
		return nil
	}
	out := layer{fsys, map[string][]byte{}}
	for _, f := range files {
		name, private := strings.CutPrefix(f.Path, source.PrivatePrefix)
		if private == (prefix != "") {
			out.files[name] = f.Data
		}
	}
	return out
}

// Open opens a file, the new one where there is one.
func (l layer) Open(name string) (fs.File, error) {
	if data, ok := l.files[name]; ok {
		return &file{Reader: bytes.NewReader(data), info: info{path.Base(name), int64(len(data))}}, nil
	}
	return l.FS.Open(name)
}

// Stat looks at a file without opening it.
func (l layer) Stat(name string) (fs.FileInfo, error) {
	if data, ok := l.files[name]; ok {
		return info{path.Base(name), int64(len(data))}, nil
	}
	return fs.Stat(l.FS, name)
}

type file struct {
	*bytes.Reader
	info info
}

func (f *file) Stat() (fs.FileInfo, error) { return f.info, nil }
func (f *file) Close() error               { return nil }

type info struct {
	name string
	size int64
}

func (i info) Name() string       { return i.name }
func (i info) Size() int64        { return i.size }
func (i info) Mode() fs.FileMode  { return 0o600 }
func (i info) ModTime() time.Time { return time.Time{} }
func (i info) IsDir() bool        { return false }
func (i info) Sys() any           { return nil }
