package site

import (
	"fmt"
	"path"
	"strings"

	"golang.org/x/text/unicode/norm"

	"mentorbook/generator/diag"
	"mentorbook/generator/source"
)

// written is a path as a writer types it: "é" is one character, however the
// file system of a Mac has stored it.
func written(path string) string { return norm.NFC.String(path) }

// indexFiles takes in snippets and assets by their paths below content/.
func (a *assembler) indexFiles() {
	a.snippets = make(map[string]*source.Snippet, len(a.sources.Snippets))
	a.assets = make(map[string]*source.Asset, len(a.sources.Assets))
	alike := make(map[string]string, len(a.sources.Snippets)+len(a.sources.Assets))
	for _, s := range a.sources.Snippets {
		a.snippets[written(s.Lang+"/"+s.Name)] = s
		a.checkAlike(alike, s.Source.Path)
	}
	for _, asset := range a.sources.Assets {
		a.assets[written(strings.TrimPrefix(asset.Path, source.ContentDir+"/"))] = asset
		a.checkAlike(alike, asset.Path)
	}
}

// checkAlike reports a file whose name is, on Windows and on a Mac, the name of
// another one, so that only one of them arrives there. The names of documents
// are too plain for that.
func (a *assembler) checkAlike(alike map[string]string, name string) {
	key := strings.ToLower(written(name))
	if other, taken := alike[key]; taken {
		a.list.Errorf((&diag.File{Path: name}).Whole(), "path-collision", "rename one of them",
			"this file and %s differ only in capital letters or in how accents are stored; on Windows and Macs they are one", other)
		return
	}
	alike[key] = name
}

// snippet returns the snippet in lang, or in the first language that has it.
func (a *assembler) snippet(lang, name string) *source.Snippet {
	if s := a.snippets[written(lang+"/"+name)]; s != nil {
		return s
	}
	for _, other := range a.config.Site.Languages {
		if s := a.snippets[written(other+"/"+name)]; s != nil {
			return s
		}
	}
	return nil
}

func (a *assembler) snippetNames() []string {
	var names []string
	for _, s := range a.sources.Snippets {
		names = append(names, s.Name)
	}
	return names
}

// asset follows a path to a file that is not Markdown.
func (c *linkContext) asset(dest string, span diag.Span, image bool) *source.Asset {
	return c.lookUpAsset(c.dir, c.reader.Lang, dest, func() diag.Span { return span }, image)
}

func (a *assembler) findAsset(v *version, dest string, at func() diag.Span, image bool) *source.Asset {
	return a.lookUpAsset(path.Dir(v.Lang+"/"+v.Key), v.Lang, dest, at, image)
}

// lookUpAsset finds a file beside the document or, for a translation, beside
// the same document in another language: pictures need not be copied.
func (a *assembler) lookUpAsset(dir, lang, dest string, at func() diag.Span, image bool) *source.Asset {
	full := written(path.Join(dir, dest))
	if dest == "" || strings.HasPrefix(dest, "/") || strings.Contains(dest, `\`) || full == ".." || strings.HasPrefix(full, "../") {
		a.list.Errorf(at(), "outside-project", "write the way from this file's folder, with forward slashes", "%q does not lead to a file below %s/", dest, source.ContentDir)
		return nil
	}
	asset := a.assets[full]
	if rest, own := strings.CutPrefix(full, lang+"/"); asset == nil && own {
		for _, other := range a.config.Site.Languages {
			if asset = a.assets[other+"/"+rest]; asset != nil {
				break
			}
		}
	}
	switch {
	case asset == nil && image:
		a.list.Errorf(at(), "missing-image", diag.DidYouMean(dest, a.assetsFrom(dir), "put the picture there, or correct the path"), "there is no picture %q", dest)
		return nil
	case asset == nil:
		hint := diag.DidYouMean(dest, append(a.assetsFrom(dir), a.documentsFrom(dir)...), "link to a Markdown file by its path: ../guides/how-it-works.md")
		if path.Ext(dest) == ".html" {
			hint = fmt.Sprintf("link to the Markdown file: %s.md", strings.TrimSuffix(dest, ".html"))
		}
		a.list.Errorf(at(), "broken-link", hint, "link to unknown file %q", dest)
		return nil
	case image && !asset.IsImage():
		a.list.Errorf(at(), "not-an-image", "link to it instead: [name](path)", "%q is not a picture", dest)
		return nil
	}
	a.referenced[asset] = true
	return asset
}

func (a *assembler) assetsFrom(dir string) []string {
	var out []string
	for p := range a.assets {
		out = append(out, Relative(dir+"/x", p, ""))
	}
	return out
}

func (a *assembler) documentsFrom(dir string) []string {
	return (&linkContext{assembler: a}).linksFrom(dir)
}
