// Package floor is what builds are measured against: the least that any
// generator does with a folder of Markdown. It reads every document, converts it
// with goldmark and writes the result, on all cores, and does nothing else.
package floor

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
	"golang.org/x/sync/errgroup"
)

// Build converts every document below dir into a file below target.
func Build(dir, target string) error {
	md := goldmark.New(goldmark.WithExtensions(extension.GFM, extension.Footnote, extension.DefinitionList))
	paths := make(chan string)
	var g errgroup.Group
	for range runtime.GOMAXPROCS(0) {
		g.Go(func() (err error) {
			var b bytes.Buffer
			for path := range paths {
				if err == nil { // else the others are waiting to hand out theirs
					err = convert(md, &b, filepath.Join(dir, path), filepath.Join(target, strings.TrimSuffix(path, ".md")+".html"))
				}
			}
			return err
		})
	}
	g.Go(func() error {
		defer close(paths)
		return fs.WalkDir(os.DirFS(dir), ".", func(path string, entry fs.DirEntry, err error) error {
			if err == nil && filepath.Ext(path) == ".md" {
				paths <- filepath.FromSlash(path)
			}
			return err
		})
	})
	return g.Wait()
}

func convert(md goldmark.Markdown, b *bytes.Buffer, from, to string) error {
	data, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	b.Reset()
	if err := md.Convert(data, b); err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(to), 0o777); err != nil {
		return err
	}
	return os.WriteFile(to, b.Bytes(), 0o666)
}
