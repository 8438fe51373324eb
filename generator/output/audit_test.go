package output_test

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"os"
	"testing"

	"mentorbook/generator/output"
)

// opened is a folder in which something happens as soon as a file is opened.
type opened struct {
	fs.FS
	name string
	then func()
}

func (o opened) Open(name string) (fs.File, error) {
	if name == o.name {
		o.then()
	}
	return o.FS.Open(name)
}

func publishPage(t *testing.T, dir, text string) {
	t.Helper()
	page := output.Artifact{Path: "index.html", Render: func(b *bytes.Buffer) error {
		b.WriteString(text)
		return nil
	}}
	if _, err := output.Publish(t.Context(), dir, []output.Artifact{page}, output.PublishOptions{}); err != nil {
		t.Fatal(err)
	}
}

func TestAuditOfAFolderThatIsBeingWritten(t *testing.T) {
	dir := t.TempDir() + "/site"
	publishPage(t, dir, "before")
	moving := opened{os.DirFS(dir), "index.html", func() { publishPage(t, dir, "after") }}
	if _, err := output.Audit(t.Context(), moving); !errors.Is(err, output.ErrInMotion) {
		t.Errorf("an audit during a publish returns %v", err)
	}
	if a, err := output.Audit(t.Context(), os.DirFS(dir)); err != nil || len(a.Findings) > 0 || a.Files != 1 || a.Bytes != 5 {
		t.Errorf("an audit after it returns %+v, %v", a, err)
	}
}

func TestAuditEndsWhenItIsCancelled(t *testing.T) {
	dir := t.TempDir() + "/site"
	publishPage(t, dir, "page")
	ctx, cancel := context.WithCancel(t.Context())
	if _, err := output.Audit(ctx, opened{os.DirFS(dir), ".", cancel}); !errors.Is(err, context.Canceled) {
		t.Errorf("a cancelled audit returns %v", err)
	}
}
