package output

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"errors"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"
)

// Fault is one way in which a directory is not what was published.
type Fault uint8

const (
	Unpublished Fault = iota // there is no manifest: nothing says what should be here
	Unreadable               // the manifest is damaged
	Unfinished               // what a build left behind that did not come to its end
	Missing                  // a published file is not there
	Changed                  // something else is in its place
	Foreign                  // a file that was not published
)

// Finding is a fault of a directory, and where it is.
type Finding struct {
	Path  string // slash-separated, relative to the directory
	Fault Fault
}

// Audited is what [Audit] found in a directory.
type Audited struct {
	Edition  Edition   // as it was published
	Files    int       // that the manifest lists
	Bytes    int64     // their sizes added up
	Findings []Finding // in order of path; empty where all is as it was published
}

// ErrInMotion says that a directory is being written to.
var ErrInMotion = errors.New("it changed while it was read")

// Audit holds a directory to its manifest: every file is there, each with its
// bytes, and no other. It reads all of them and takes no lock, so that a copy is as
// good as what was published, wherever it lies.
//
// The manifest is part of the directory: an audit finds what was lost or changed
// by mistake, not what somebody changed who changed the manifest as well.
//
// The error is that of a file that cannot be read, [ErrInMotion], or ctx's.
func Audit(ctx context.Context, dir fs.FS) (Audited, error) {
	a := audit{ctx: ctx, dir: dir}
	if err := a.run(); err != nil {
		return Audited{}, err
	}
	slices.SortStableFunc(a.out.Findings, func(a, b Finding) int { return strings.Compare(a.Path, b.Path) })
	return a.out, nil
}

type audit struct {
	ctx    context.Context
	dir    fs.FS
	listed map[string]manifestFile // that were not met yet, by path
	out    Audited
}

func (a *audit) run() error {
	encoded, err := fs.ReadFile(a.dir, ManifestName)
	if errors.Is(err, fs.ErrNotExist) {
		a.find(".", Unpublished)
		return nil
	}
	if err != nil {
		return err
	}
	m, err := parseManifest(encoded)
	if err != nil {
		a.find(ManifestName, Unreadable)
		return nil //nolint:nilerr // that is what was found
	}
	a.take(m)
	walked := fs.WalkDir(a.dir, ".", a.visit)
	for name := range a.listed {
		a.find(name, Missing)
	}
	if again, err := fs.ReadFile(a.dir, ManifestName); err != nil || !bytes.Equal(again, encoded) {
		return ErrInMotion
	}
	return walked
}

func (a *audit) find(path string, fault Fault) {
	a.out.Findings = append(a.out.Findings, Finding{path, fault})
}

func (a *audit) take(m manifest) {
	a.out.Edition, a.out.Files = m.Edition, len(m.Files)
	a.listed = make(map[string]manifestFile, len(m.Files))
	for _, file := range m.Files {
		a.listed[file.Path] = file
		a.out.Bytes += file.Size
	}
}

func (a *audit) visit(at string, entry fs.DirEntry, err error) error {
	if at == "." || err != nil || a.ctx.Err() != nil {
		return cmp.Or(a.ctx.Err(), err)
	}
	file, listed := a.listed[at]
	switch {
	case at == stagingName || at == lockName:
		a.find(at, Unfinished)
	case at == ManifestName && entry.Type().IsRegular(), isTolerated(at):
	case listed:
		delete(a.listed, at)
		same, err := a.holds(entry, file)
		if err != nil {
			return err
		}
		if !same {
			a.find(at, Changed)
		}
	case entry.IsDir():
		return nil // an empty folder publishes nothing
	default:
		a.find(at, Foreign)
	}
	if entry.IsDir() {
		return fs.SkipDir
	}
	return nil
}

// holds reports whether a directory entry has the bytes of a published file.
func (a *audit) holds(entry fs.DirEntry, want manifestFile) (bool, error) {
	if !entry.Type().IsRegular() {
		return false, nil
	}
	f, err := a.dir.Open(want.Path)
	if err != nil {
		return false, err
	}
	defer f.Close()
	sum := sha256.New()
	size, err := io.Copy(sum, f)
	return size == want.Size && digest(sum.Sum(nil)) == want.Hash, err
}

// isTolerated reports what hosts look for in a site and what systems leave in
// folders that people open, none of which a build writes.
func isTolerated(at string) bool {
	switch at {
	case ".well-known", ".nojekyll", "CNAME":
		return true
	}
	switch path.Base(at) {
	case ".DS_Store", "Thumbs.db", "desktop.ini":
		return true
	}
	return false
}
