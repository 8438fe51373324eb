package generator

import (
	"bytes"
	"compress/gzip"
	"io"
	"path"
	"slices"

	"github.com/andybalholm/brotli"
)

// compressible are the endings of files that shrink when they are compressed.
var compressible = []string{".css", ".csv", ".html", ".ics", ".js", ".json", ".svg", ".txt", ".xml"}

// The endings of compressed copies.
const (
	gzipEnding   = ".gz"
	brotliEnding = ".br"
)

// isCompressed reports whether a file is a copy of another one.
func isCompressed(name string) bool {
	return path.Ext(name) == gzipEnding || path.Ext(name) == brotliEnding
}

// brotliLevel makes the pages, scripts and pictures of the starter 2.5 % smaller than
// gzip does at its best; level 9 takes five times as long for 0.2 % more, and level
// 11 eight times as long for 3 %.
const brotliLevel = 5

// withCompressed adds compressed copies of every text file, for hosts that send
// them to browsers instead of compressing each time: brotli is smaller, and every
// browser knows gzip.
func withCompressed(artifacts []Artifact) []Artifact {
	out := slices.Clip(artifacts)
	for _, a := range artifacts {
		if slices.Contains(compressible, path.Ext(a.Path)) {
			out = append(out,
				Artifact{Path: a.Path + gzipEnding, Render: compressed(a.Render, func(w io.Writer) io.WriteCloser {
					z, _ := gzip.NewWriterLevel(w, gzip.BestCompression) // a level that exists is no error
					return z
				})},
				Artifact{Path: a.Path + brotliEnding, Render: compressed(a.Render, func(w io.Writer) io.WriteCloser {
					return brotli.NewWriterLevel(w, brotliLevel)
				})})
		}
	}
	return out
}

func compressed(render func(*bytes.Buffer) error, compress func(io.Writer) io.WriteCloser) func(*bytes.Buffer) error {
	return func(w *bytes.Buffer) error {
		var original bytes.Buffer
		if err := render(&original); err != nil {
			return err
		}
		z := compress(w)
		if _, err := z.Write(original.Bytes()); err != nil {
			return err
		}
		return z.Close()
	}
}
