package generator

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"path"
	"runtime"
	"slices"
	"strings"

	"golang.org/x/sync/errgroup"

	"mentorbook/generator/diag"
	"mentorbook/generator/render"
	"mentorbook/generator/site"
	"mentorbook/generator/source"
	"mentorbook/themes"
)

// Builder builds one project, as often as it changes. What it makes is what a
// new Builder would make: it only remembers what single files became, and the
// theme. One build at a time may run. The Memo's settings say how it recognises
// a file.
type Builder struct {
	Project  Project
	Memo     source.Memo
	Searched *site.Searched // what another run of this program found in looking for secrets; may be nil

	theme parsedTheme
	sites map[string]*site.Memo // by edition
}

// Identity is what a system knows of a file beyond its size and time.
type Identity = source.Identity

// parsedTheme is a theme and all that it was made of.
type parsedTheme struct {
	files     *themes.Theme
	languages []string
	theme     *render.Theme // nil when it has mistakes
	list      diag.List
}

// Build reads the project and plans its portal. The list holds what is wrong with
// the content; the portal is nil when nothing could be made of it, and must not
// be published when the list has errors. The error is for an environment that
// cannot be read, or ctx's.
func (b *Builder) Build(ctx context.Context, o Options) (*Portal, diag.List, error) {
	sources, theme, list, err := b.load(ctx)
	if err != nil {
		return nil, nil, err
	}
	portal, more, err := assemble(ctx, b.siteMemo(o), sources, theme, o)
	if err != nil {
		return nil, nil, err
	}
	list = append(list, more...)
	list.Sort()
	return portal, list, nil
}

// siteMemo returns what is known of the site that the options ask for.
func (b *Builder) siteMemo(o Options) *site.Memo {
	edition := fmt.Sprint(o.Audience, o.Pair, o.IncludeSensitive, o.Drafts)
	if b.sites[edition] == nil {
		if b.sites == nil {
			b.sites = map[string]*site.Memo{}
		}
		b.sites[edition] = &site.Memo{Before: b.Searched}
	}
	return b.sites[edition]
}

// LastSearched tells what the last Build with these options found in looking for secrets,
// for Searched of a Builder in another run.
func (b *Builder) LastSearched(o Options) site.Searched { return b.siteMemo(o).Searched() }

// Check is like the function Check, but reuses what earlier builds parsed.
func (b *Builder) Check(ctx context.Context, o Options) (diag.List, error) {
	sources, theme, list, err := b.load(ctx)
	if err != nil {
		return nil, err
	}
	all := editions(sources, o)
	portals := make([]*Portal, len(all))
	more, err := each(sources, len(all), func(i int) (list diag.List, err error) {
		portals[i], list, err = assemble(ctx, new(site.Memo), sources, theme, all[i])
		return list, err
	})
	if err != nil {
		return nil, err
	}
	list = append(list, more...)
	if sources.Config != nil {
		list = append(list, site.TellingTopics(sources)...)
	}
	if !list.HasErrors() { // a page of broken content has nothing more to say
		more, err := verify(ctx, sources, portals)
		if err != nil {
			return nil, err
		}
		list = append(list, more...)
	}
	list.Sort()
	return list, nil
}

// verify looks for what is wrong with finished portals, and with those that pairs
// could have.
func verify(ctx context.Context, sources *source.Sources, portals []*Portal) (diag.List, error) {
	var looks []func(context.Context) (diag.List, error)
	for _, portal := range portals {
		looks = append(looks, portal.Verify, portal.Prove)
	}
	looks = append(looks, portals[0].origin.provePairs)
	return each(sources, len(looks), func(i int) (diag.List, error) { return looks[i](ctx) })
}

// each does something for the numbers below n, and returns all that is found, in
// their order. What is done for a large project needs all processors and much memory,
// and is done one after the other.
func each(sources *source.Sources, n int, do func(i int) (diag.List, error)) (diag.List, error) {
	found := make([]diag.List, n)
	var g errgroup.Group
	g.SetLimit(1)
	if len(sources.Documents) <= ProvedUnasked {
		g.SetLimit(runtime.GOMAXPROCS(0))
	}
	for i := range n {
		g.Go(func() (err error) {
			found[i], err = do(i)
			return err
		})
	}
	err := g.Wait()
	return slices.Concat(found...), err
}

// editions are the portals of a project that are for more than a pair: of the
// sensitive programs each alone, and all together.
func editions(sources *source.Sources, o Options) []Options {
	var out []Options
	for _, o.Audience = range site.Audiences() {
		out = append(out, o)
	}
	sensitive := site.SensitivePrograms(sources.Config)
	for _, id := range sensitive {
		o.IncludeSensitive = []string{id}
		out = append(out, o)
	}
	if len(sensitive) > 1 {
		o.IncludeSensitive = sensitive
		out = append(out, o)
	}
	return out
}

// load reads all that a portal is made of. The theme is nil when it cannot be
// used.
func (b *Builder) load(ctx context.Context) (*source.Sources, *render.Theme, diag.List, error) {
	var theme *render.Theme
	var problems diag.List
	var failure error
	sources, list, err := source.Load(ctx, b.Project, &b.Memo, func(config *source.Config) {
		theme, problems, failure = b.loadTheme(config)
	})
	return sources, theme, append(list, problems...), cmp.Or(err, failure)
}

func (b *Builder) loadTheme(config *source.Config) (*render.Theme, diag.List, error) {
	name := themes.Default
	if config.Site.Theme != "" {
		name = string(config.Site.Theme)
	}
	if !source.ID(name).Valid() { // already reported by source.Load
		return nil, nil, nil
	}
	files, err := themes.Open(b.Project.Root, name)
	if errors.Is(err, fs.ErrNotExist) {
		var list diag.List
		list.Errorf(config.Site.At("theme"), "unknown-theme", diag.DidYouMean(name, themes.Names(b.Project.Root), "make a folder themes/"+name), "there is no theme %q", name)
		return nil, list, nil
	}
	if err != nil {
		return nil, nil, err
	}
	if t := &b.theme; t.files == nil || !t.files.Equal(files) || !slices.Equal(t.languages, config.Site.Languages) {
		theme, list := render.LoadTheme(files, config.Site.Languages, config.Site.FallbacksOf)
		*t = parsedTheme{files, config.Site.Languages, theme, list}
	}
	return b.theme.theme, slices.Concat(b.theme.list, strayFolders(b.Project.Root, name)), nil
}

// exampleTheme begins the names of themes that are there to be copied.
const exampleTheme = "example-"

// strayFolders reports folders below themes/ whose files nothing uses: a theme that
// the settings do not name, and a misspelt part of the one that they name.
func strayFolders(project fs.FS, theme string) (list diag.List) {
	for folder, meant := range themes.Astray(project, theme) {
		list.Warnf((&diag.File{Path: folder}).Whole(), "stray-folder", fmt.Sprintf("did you mean %q?", meant), "a theme has no folder %q, so nothing in it is used", path.Base(folder))
	}
	for _, name := range themes.Names(project) {
		if name != theme && name != themes.Default && !strings.HasPrefix(name, exampleTheme) && themes.IsTheme(project, name) {
			list.Warnf((&diag.File{Path: "themes/" + name}).Whole(), "stray-folder", "write theme: "+name+" under site, or remove the folder", "no setting names the theme %q, so nothing in it is used", name)
		}
	}
	return list
}

// assemble makes one portal of sources that are loaded.
func assemble(ctx context.Context, m *site.Memo, sources *source.Sources, theme *render.Theme, o Options) (*Portal, diag.List, error) {
	if theme != nil {
		o.Words, o.ThemeAssets = theme.Words(), theme.Names()
		o.DefaultTheme, o.OwnTheme = theme.Layers()
	}
	s, secrets, list, err := m.Assemble(ctx, sources, o)
	if s == nil || theme == nil || err != nil {
		return nil, list, err
	}
	made := plan(s, theme)
	p := &Portal{Site: s, Pages: made.pages, index: searchIndex{build: made.index}, redirects: made.redirects, origin: origin{sources, theme, o}}
	p.secrets = secrets.Published(pathsOf(made.pages))
	return p, append(list, made.problems...), ctx.Err()
}

// pathsOf yields the paths of artifacts.
func pathsOf(artifacts []Artifact) iter.Seq[string] {
	return func(yield func(string) bool) {
		for i := 0; i < len(artifacts) && yield(artifacts[i].Path); i++ {
		}
	}
}
