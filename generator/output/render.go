package output

import (
	"bytes"
	"context"
	"errors"
	"runtime"
	"sync"
)

// renderAll renders and inspects every artifact on opts.Workers goroutines and
// hands its bytes to keep, which must not hold on to them. As many artifacts are
// in memory as there are workers.
//
// Artifacts are handed out in order. So when one fails, all before it have been
// tried, and the error returned, that of the first artifact that fails, does not
// depend on the number of workers. After a failed inspection the remaining
// artifacts are rendered and inspected, but no longer kept.
func renderAll(ctx context.Context, artifacts []Artifact, opts PublishOptions, keep func(i int, data []byte) error) error {
	r := rendering{artifacts: artifacts, opts: opts, keep: keep, refusals: make([]error, len(artifacts))}
	workers := opts.Workers
	if workers <= 0 {
		workers = runtime.GOMAXPROCS(0)
	}
	var wait sync.WaitGroup
	for range min(workers, len(artifacts)) {
		wait.Go(func() { r.work(ctx) })
	}
	wait.Wait()
	if err := ctx.Err(); err != nil {
		return err
	}
	if r.failure != nil {
		return r.failure
	}
	return errors.Join(r.refusals...)
}

type rendering struct {
	artifacts []Artifact
	opts      PublishOptions
	keep      func(i int, data []byte) error
	refusals  []error // by artifact, what Inspect returned

	mu       sync.Mutex
	next     int   // the artifact to hand out
	done     int   // how many are rendered
	refused  bool  // an inspection failed
	failure  error // of the first artifact that failed
	failedAt int
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
