package generator

import (
	"bytes"
	"compress/gzip"
	"path"
	"slices"
)

// compressible are the endings of files that shrink when they are compressed.
var compressible = []string{".css", ".csv", ".html", ".ics", ".js", ".json", ".svg", ".txt", ".xml"}

const compressedEnding = ".gz"

// withCompressed adds a gzip copy of every text file, for hosts that send it to
// browsers instead of compressing each time.
func withCompressed(artifacts []Artifact) []Artifact {
	out := artifacts
	for _, a := range artifacts {
		if slices.Contains(compressible, path.Ext(a.Path)) {
			out = append(out, Artifact{Path: a.Path + compressedEnding, Render: compressed(a.Render)})
		}
	}
	return out
}

func compressed(render func(*bytes.Buffer) error) func(*bytes.Buffer) error {
	return func(w *bytes.Buffer) error {
		var original bytes.Buffer
		if err := render(&original); err != nil {
			return err
		}
		z, err := gzip.NewWriterLevel(w, gzip.BestCompression)
		if err != nil {
			return err
		}
		if _, err := z.Write(original.Bytes()); err != nil {
			return err
		}
		return z.Close()
	}
}
