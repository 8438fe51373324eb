// Package output publishes a set of artifacts as a directory, all or nothing, and
// replaces a file of a project in the same manner ([Replace]).
//
// In goes a list of [Artifact]: a path and a function that renders its bytes.
// Out comes a directory that holds exactly those files and a manifest of them,
// .mentorbook.json, or the directory as it was before.
//
// There are two ways to get there. The usual one stages the whole site beside
// the directory and exchanges the two in one step of the file system, so that
// a reader, or a crash, meets the old site or the new one and never a mixture.
// Where that is impossible (a mount point, a file system without the
// operation, Windows) the new files are staged inside the directory and moved
// into place under a journal: a publish that was interrupted is completed by
// the next one. See [PublishOptions.InPlace].
//
// A file is unchanged when the manifest has its hash and the file on disk still
// has its size and is no younger than the manifest; where the clock was set back
// in between, or a copy made the file younger, its bytes are compared. Unchanged
// files are not written: they keep their inode and modification time, so that
// rsync and web caches see only what changed. Publishing the same site twice
// touches nothing. What somebody put in the place of a file, as long as that and
// dated before the last publish, is taken for ours; publishing to an empty
// directory writes everything anew.
//
// What a publish leaves for the next one lies beside the directory ([Remember]).
//
// While it works, a directory .NAME.mentorbook-N beside the directory NAME, or
// .mentorbook-staging in it, holds what is not published yet.
//
// What survives what:
//
//   - The process is killed: exchanged, the site is whole. In place, the site is
//     whole until the journal is written and completed by the next publish after
//     that. What a dead build staged is removed by the next one; a first publish
//     may leave an empty directory.
//   - The disk is full, a write is refused, the context is cancelled, an artifact
//     cannot be rendered or inspected: the directory is as it was. Only moving
//     files into place under the journal can fail half way; it needs hardly any
//     space, and the next publish completes it.
//   - The power fails: on Linux the same as a kill, because the file system is
//     flushed once before the step that publishes. Elsewhere files may lose their
//     last bytes; building again notices by their sizes and writes them anew.
//
// The package refuses to write to a directory that holds files and no manifest,
// to replace or remove a file the manifest does not list (such files are kept),
// to publish paths that some common file system cannot hold, and to work beside
// another build. It never follows a symbolic link inside the directory.
package output

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
)

// Artifact is one file to publish.
type Artifact struct {
	// Path is relative, slash-separated and clean.
	Path string
	// Render appends the file's bytes to an empty buffer. It is called at most
	// once, on any goroutine, and must depend on nothing that changes.
	Render func(*bytes.Buffer) error
}

// PublishOptions tune a publish. The zero value publishes with all processors.
type PublishOptions struct {
	// Workers is how many artifacts are rendered at a time; 0 is GOMAXPROCS.
	// It does not change what is written.
	Workers int

	// InPlace keeps the directory itself and moves files into it under a
	// journal, for a directory that others have mounted or hold open. It is
	// chosen without asking where an exchange is impossible.
	InPlace bool

	// Edition is recorded in the manifest.
	Edition Edition

	// Unshared keeps the directory out of version control: a .gitignore that
	// names everything is published with the artifacts, unless somebody else's is
	// there.
	Unshared bool

	// Accept may refuse to replace what is there, given the edition that is
	// recorded for it. It is called before anything is rendered, while no other
	// build can change the directory, and not for a first publish. May be nil.
	Accept func(previous Edition) error

	// Inspect sees the bytes of every artifact before anything is published, on
	// any goroutine; it must not keep data. One error and nothing is published;
	// the other files are inspected all the same. May be nil.
	Inspect func(path string, data []byte) error

	// AsBefore reports whether the artifact with a path would be what it was when
	// Before was kept: where its file is still there, it is neither rendered nor
	// inspected. Where the directory is another one by now, that counts for nothing.
	// Both may be nil.
	Before   *Memory
	AsBefore func(path string) bool

	// Later returns further artifacts, those whose paths take work to know: it is
	// called once, while the others are rendered. Its error ends the publish and
	// is returned as it is. May be nil.
	Later func(context.Context) ([]Artifact, error)

	// Progress is told how many of the artifacts that are known by then are
	// rendered, from one goroutine at a time. May be nil.
	Progress func(done, total int)
}

// Edition says whom a published directory is for and what it is made of, in words
// of the caller. Its readers can read it.
type Edition struct {
	Audience string `json:"audience"`
	Only     string `json:"only,omitempty"` // whose edition it is, where the audience has others; empty for that of the whole audience
	Project  string `json:"project,omitempty"`
	Drafts   bool   `json:"drafts,omitempty"` // it shows what is not ready to be read
}

// Result says what a publish did.
type Result struct {
	Files   int      // artifacts; the manifest is not counted
	Bytes   int64    // their sizes added up
	Changed []string // paths written, sorted: new, or other than what was there
	Removed []string // paths published before and no longer, sorted
	InPlace bool     // files were moved into the directory, one by one
	Reason  string   // why InPlace was chosen unasked: "it is a mount point"; it is the directory

	sum digest // of the manifest
}

// Error is a reason not to publish that lies outside the artifacts: the
// directory is not ours, another build holds it, the disk is full. Its message
// ends with what to do.
type Error struct {
	what, next string
	cause      error
}

func (e *Error) Error() string { return e.what + "; " + e.next }

// Unwrap returns the operating system's error, if there is one.
func (e *Error) Unwrap() error { return e.cause }

// refusal is an Error that no other caused.
func refusal(next, format string, args ...any) *Error {
	return &Error{fmt.Sprintf(format, args...), next, nil}
}

// during says what err, which is an Error or becomes one, means for the
// publish. The next step is that of err unless another is given.
func during(err error, next, format string, args ...any) *Error {
	var cause *Error
	if !errors.As(err, &cause) {
		cause = &Error{err.Error(), "build again", err}
	}
	return &Error{fmt.Sprintf(format, args...) + ": " + cause.what, cmp.Or(next, cause.next), cause.cause}
}

// Publish makes dir hold the artifacts and nothing else of ours. Missing parent
// directories are created; a dir that is a symbolic link is published where the
// link points.
//
// It returns ctx.Err() when cancelled, what Render and Accept return as it is,
// what Inspect returns joined in the order of the artifacts, and an [*Error] for
// trouble with dir. Except where such an Error says otherwise, dir is then as it
// was.
func Publish(ctx context.Context, dir string, artifacts []Artifact, opts PublishOptions) (Result, error) {
	return publish(ctx, disk{}, dir, artifacts, opts)
}

// Verify renders and inspects the artifacts as [Publish] does and writes
// nothing. It returns how many there are and their sizes added up.
func Verify(ctx context.Context, artifacts []Artifact, opts PublishOptions) (files int, bytes int64, err error) {
	paths := NewPaths(len(artifacts))
	if err := paths.addAll(artifacts); err != nil {
		return 0, 0, err
	}
	sizes := make([]int64, len(artifacts))
	err = renderAll(ctx, artifacts, opts, func(later []Artifact) error {
		sizes = append(sizes, make([]int64, len(later))...)
		return paths.addAll(later)
	}, func(int) bool { return false }, func(i int, data []byte) error {
		sizes[i] = int64(len(data))
		return nil
	})
	if err != nil {
		return 0, 0, err
	}
	for _, size := range sizes {
		bytes += size
	}
	return len(sizes), bytes, nil
}
