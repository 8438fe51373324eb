package generator

import (
	"bytes"
	"compress/gzip"
	"context"
	"path"
	"slices"
)

// compressible are the endings of files that shrink when they are compressed.
var compressible = []string{".css", ".csv", ".html", ".ics", ".js", ".json", ".svg", ".txt", ".xml"}

const compressedEnding = ".gz"

// Precompress adds a gzip copy of every text file, for hosts that send it to
// browsers instead of compressing each time. The leak check sees the originals.
// The error is ctx's.
func (p *Portal) Precompress(ctx context.Context) error {
	if err := p.Complete(ctx); err != nil {
		return err
	}
	for _, a := range slices.Clone(p.Artifacts) {
		if !slices.Contains(compressible, path.Ext(a.Path)) {
			continue
		}
		p.Artifacts = append(p.Artifacts, Artifact{
			Path: a.Path + compressedEnding, versions: a.versions, place: a.place,
			Render: func(w *bytes.Buffer) error {
				var original bytes.Buffer
				if err := a.Render(&original); err != nil {
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
			},
		})
	}
	return nil
}
