package output

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"syscall"

	"golang.org/x/sync/errgroup"
)

func publish(ctx context.Context, d disk, dir string, artifacts []Artifact, opts PublishOptions) (result Result, err error) {
	paths := NewPaths(len(artifacts))
	if err := paths.addAll(artifacts); err != nil {
		return Result{}, err
	}
	t, err := openTarget(d, dir)
	if err != nil {
		return Result{}, err
	}
	defer func() { t.close(err == nil) }()
	if err := t.recover(); err != nil {
		return Result{}, err
	}
	if err := t.read(); err != nil {
		return Result{}, err
	}
	if opts.Unshared && !t.hasForeign(gitIgnore.Path) {
		artifacts = append(slices.Clip(artifacts), gitIgnore)
	}
	if err := t.conflict(artifacts); err != nil {
		return Result{}, err
	}
	if opts.Accept != nil && !t.first {
		if err := opts.Accept(t.old.Edition); err != nil {
			return Result{}, err
		}
	}
	return newPublication(t, artifacts, paths, opts).run(ctx)
}

// gitIgnore keeps the directory that it is in out of version control, with
// itself.
var gitIgnore = Artifact{".gitignore", func(b *bytes.Buffer) error {
	b.WriteString("*\n")
	return nil
}}

// publication is one publish of artifacts to a target that is ready for it.
type publication struct {
	*target
	artifacts []Artifact
	paths     *Paths // of the artifacts
	opts      PublishOptions
	listed    map[string]manifestFile // in the old manifest, by path
	files     []manifestFile          // by artifact, once rendered
	changed   []bool                  // by artifact
	stage     func() (*staging, error)
	staged    *staging // nil until something changed
	known     bool     // the directory is that of opts.Before

	// The staging area has to stay: its journal is not carried out, or it holds
	// files of somebody else.
	needed bool

	sum digest // of the manifest
}

func newPublication(t *target, artifacts []Artifact, paths *Paths, opts PublishOptions) *publication {
	p := &publication{
		target:    t,
		artifacts: artifacts,
		paths:     paths,
		opts:      opts,
		listed:    make(map[string]manifestFile, len(t.old.Files)),
		files:     make([]manifestFile, len(artifacts)),
		changed:   make([]bool, len(artifacts)),
		known:     opts.Before != nil && opts.AsBefore != nil && !t.first && sha256.Sum256(t.encoded) == opts.Before.manifest,
	}
	for _, file := range t.old.Files {
		p.listed[file.Path] = file
	}
	p.stage = sync.OnceValues(func() (s *staging, err error) {
		p.staged, err = t.stage(opts.InPlace)
		return p.staged, err
	})
	return p
}

func (p *publication) run(ctx context.Context) (Result, error) {
	err := renderAll(ctx, p.artifacts, p.opts, p.add, p.spare, p.keep)
	if err == nil {
		err = p.commit(ctx)
	}
	if p.staged != nil && !p.needed {
		// After an error this is a courtesy: the next build would do it too.
		cleanup := p.staged.discard()
		if err == nil && cleanup != nil {
			err = during(cleanup, "", "%s is published, but what it replaced is left over", p.name)
		}
	}
	if err != nil {
		return Result{}, err
	}
	return p.result(), nil
}

// add takes further artifacts in.
func (p *publication) add(later []Artifact) error {
	if err := p.paths.addAll(later); err != nil {
		return err
	}
	p.artifacts = slices.Concat(p.artifacts, later)
	p.files = append(p.files, make([]manifestFile, len(later))...)
	p.changed = append(p.changed, make([]bool, len(later))...)
	return p.conflict(later)
}

// spare reports whether the file of an artifact stays as it is, whatever it is.
func (p *publication) spare(i int) bool {
	path := p.artifacts[i].Path
	if !p.known || !p.opts.AsBefore(path) {
		return false
	}
	file, ok := p.listed[path]
	if !ok || !p.isUnchanged(file) {
		return false
	}
	p.files[i] = file
	return true
}

// keep stages an artifact that differs from what is published.
func (p *publication) keep(i int, data []byte) error {
	file := manifestFile{p.artifacts[i].Path, int64(len(data)), sha256.Sum256(data)}
	p.files[i] = file
	if p.isUnchanged(file) {
		return nil
	}
	p.changed[i] = true
	s, err := p.stage()
	if err != nil {
		return err
	}
	return s.put(file.Path, data)
}

// isUnchanged trusts times only where they can tell: a file that is younger than
// the manifest may be another one or merely a copy, and a manifest from the
// future, written before the clock was set back, is older than nothing. There
// the bytes decide.
func (p *publication) isUnchanged(file manifestFile) bool {
	live, ok := p.live[file.Path]
	if !ok || p.listed[file.Path] != file || live.size != file.Size {
		return false
	}
	if !live.modified.After(p.published) && !p.published.After(p.opened) {
		return true
	}
	data, err := os.ReadFile(p.path(file.Path))
	return err == nil && sha256.Sum256(data) == file.Hash
}

// commit publishes what is staged. What it returns nil for has happened.
func (p *publication) commit(ctx context.Context) error {
	encoded, err := p.manifest().encode()
	if err != nil {
		return err
	}
	p.sum = sha256.Sum256(encoded)
	if string(encoded) == string(p.encoded) && !slices.Contains(p.changed, true) {
		return nil
	}
	s, err := p.stage()
	if err != nil {
		return err
	}
	if err := s.put(ManifestName, encoded); err != nil {
		return err
	}
	if !s.inside {
		err := p.publishByExchange(ctx, s)
		if p.needed || !cannotExchange(err) {
			return err
		}
		if err := p.moveStaging(s, err); err != nil {
			return err
		}
	}
	return p.publishInPlace(ctx, p.staged)
}

// publishByExchange completes the staged tree to a whole site and swaps it with
// the published one.
func (p *publication) publishByExchange(ctx context.Context, s *staging) error {
	if err := p.linkUnchanged(ctx, s); err != nil {
		return err
	}
	if err := p.carry(ctx, p.foreign, p.dir, s.tree); err != nil {
		return err
	}
	if err := p.flush(ctx, s.tree); err != nil {
		return err
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	if err := p.exchange(s.tree, p.dir); err != nil {
		return err
	}
	return p.carryLate(s)
}

// linkUnchanged stages what stays as it is, on all processors.
func (p *publication) linkUnchanged(ctx context.Context, s *staging) error {
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(runtime.GOMAXPROCS(0))
	const portion = 256 // mostly of one folder
	for from := 0; from < len(p.files); from += portion {
		g.Go(func() error {
			for i := from; i < min(from+portion, len(p.files)); i++ {
				if err := ctx.Err(); err != nil {
					return err
				}
				if p.changed[i] {
					continue
				}
				if err := s.link(p.path(p.files[i].Path), p.files[i].Path); err != nil {
					return err
				}
			}
			return nil
		})
	}
	return g.Wait()
}

// carryLate brings over what others put into the directory while it was being
// replaced. The new site is public by now, so that a cancelled context comes too
// late. What cannot be brought over stays where it is, as no build's.
func (p *publication) carryLate(s *staging) error {
	late, err := takeSurvey(s.tree, p.old)
	if err == nil && late.pinned != "" {
		err = errors.New(late.pinned)
	}
	if err == nil {
		err = p.carry(context.Background(), late.foreign, s.tree, p.dir)
	}
	if err == nil {
		return nil
	}
	p.needed = true
	p.remove(filepath.Join(s.root, markName))
	return during(err, "move that over from "+filepath.ToSlash(s.tree),
		"%s is published, but not all that was added to it meanwhile", p.name)
}

// moveStaging continues in place after the file system refused an exchange.
// What is staged is on the same mount as the directory, so it moves as one.
func (p *publication) moveStaging(from *staging, cause error) error {
	reason := "the file system refuses to exchange directories"
	var errno syscall.Errno
	if errors.As(cause, &errno) {
		reason += ": " + errno.Error()
	}
	to, err := p.stageInside(reason)
	if err != nil {
		return err
	}
	p.staged = to
	if err = p.remove(to.tree); err == nil {
		err = p.rename(from.tree, to.tree)
	}
	return errors.Join(err, from.discard())
}

// publishInPlace writes the journal, from which moment the new site is as good
// as published, and carries it out.
func (p *publication) publishInPlace(ctx context.Context, s *staging) error {
	if err := p.flush(ctx, s.tree); err != nil {
		return err
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	j := newJournal(p.written(), p.removed())
	if err := s.writeJournal(ctx, j); err != nil {
		return err
	}
	err := p.complete(s, j)
	p.needed = err != nil
	return err
}

func (p *publication) manifest() manifest {
	files := slices.Clone(p.files)
	slices.SortFunc(files, func(a, b manifestFile) int { return strings.Compare(a.Path, b.Path) })
	return manifest{formatVersion, p.opts.Edition, files}
}

// written lists what is new or changed, in order.
func (p *publication) written() []string {
	var written []string
	for i, file := range p.files {
		if p.changed[i] {
			written = append(written, file.Path)
		}
	}
	slices.Sort(written)
	return written
}

// removed lists what was published and no longer is, in order.
func (p *publication) removed() []string {
	kept := make(map[string]bool, len(p.artifacts))
	for _, a := range p.artifacts {
		kept[a.Path] = true
	}
	var removed []string
	for _, file := range p.old.Files {
		if !kept[file.Path] {
			removed = append(removed, file.Path)
		}
	}
	return removed
}

func (p *publication) result() Result {
	r := Result{Files: len(p.files), Changed: p.written(), Removed: p.removed(), sum: p.sum}
	for _, file := range p.files {
		r.Bytes += file.Size
	}
	if p.staged != nil {
		r.InPlace, r.Reason = p.staged.inside, p.staged.reason
	}
	return r
}
