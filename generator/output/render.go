package output

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"runtime"
	"slices"
	"sync"
)

// renderAll renders and inspects every artifact on opts.Workers goroutines and
// hands its bytes to keep, which must not hold on to them. As many artifacts are
// in memory as there are workers. Those of opts.Later follow, numbered on, after
// they are handed to found, which may refuse them; they are looked for while the
// others are rendered.
//
// An artifact that spare says yes to is neither rendered nor handed on.
//
// Artifacts are handed out in order. So when one fails, all before it have been
// tried, and the error returned, that of the first artifact that fails, does not
// depend on the number of workers. After a failed inspection the remaining
// artifacts are rendered and inspected, but no longer kept.
func renderAll(ctx context.Context, artifacts []Artifact, opts PublishOptions, found func([]Artifact) error, spare func(i int) bool, keep func(i int, data []byte) error) error {
	more := look(ctx, opts.Later)
	r := rendering{opts: opts, spare: spare, keep: keep}
	r.add(ctx, artifacts)
	later, err := more(r.failure != nil)
	if r.failure == nil && err == nil && len(later) > 0 {
		if err = found(later); err == nil {
			r.add(ctx, later)
		}
	}
	return cmp.Or(ctx.Err(), r.failure, err, errors.Join(r.refusals...))
}

// look begins to look for artifacts, and returns a function that waits for them, or
// for the end of a search that is in vain.
func look(ctx context.Context, later func(context.Context) ([]Artifact, error)) func(inVain bool) ([]Artifact, error) {
	if later == nil {
		return func(bool) ([]Artifact, error) { return nil, nil }
	}
	ctx, stop := context.WithCancel(ctx)
	var found []Artifact
	var err error
	var wait sync.WaitGroup
	wait.Go(func() { found, err = later(ctx) })
	return func(inVain bool) ([]Artifact, error) {
		if inVain {
			stop()
		}
		wait.Wait()
		stop()
		return found, err
	}
}

type rendering struct {
	artifacts []Artifact
	opts      PublishOptions
	spare     func(i int) bool
	keep      func(i int, data []byte) error
	refusals  []error // by artifact, what Inspect returned

	mu       sync.Mutex
	next     int   // the artifact to hand out
	done     int   // how many are rendered
	refused  bool  // an inspection failed
	failure  error // of the first artifact that failed
	failedAt int
}

// add renders further artifacts.
func (r *rendering) add(ctx context.Context, artifacts []Artifact) {
	r.artifacts = slices.Concat(r.artifacts, artifacts)
	r.refusals = append(r.refusals, make([]error, len(artifacts))...)
	workers := r.opts.Workers
	if workers <= 0 {
		workers = runtime.GOMAXPROCS(0)
	}
	var wait sync.WaitGroup
	for range min(workers, len(artifacts)) {
		wait.Go(func() { r.work(ctx) })
	}
	wait.Wait()
}

func (r *rendering) work(ctx context.Context) {
	var buffer bytes.Buffer
	for ctx.Err() == nil {
		i, ok := r.take()
		if !ok {
			return
		}
		buffer.Reset()
		if err := r.render(i, &buffer); err != nil {
			r.fail(i, err)
			return
		}
		r.finish()
	}
}

func (r *rendering) render(i int, buffer *bytes.Buffer) error {
	if r.spare(i) {
		return nil
	}
	a := r.artifacts[i]
	if err := a.Render(buffer); err != nil {
		return err
	}
	if r.opts.Inspect != nil {
		r.refusals[i] = r.opts.Inspect(a.Path, buffer.Bytes())
	}
	if r.mayKeep(r.refusals[i] == nil) {
		return r.keep(i, buffer.Bytes())
	}
	return nil
}

func (r *rendering) take() (i int, ok bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.failure != nil || r.next == len(r.artifacts) {
		return 0, false
	}
	r.next++
	return r.next - 1, true
}

func (r *rendering) mayKeep(passed bool) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.refused = r.refused || !passed
	return !r.refused
}

func (r *rendering) fail(i int, err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.failure == nil || i < r.failedAt {
		r.failure, r.failedAt = err, i
	}
}

func (r *rendering) finish() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.done++
	if r.opts.Progress != nil {
		r.opts.Progress(r.done, len(r.artifacts))
	}
}
