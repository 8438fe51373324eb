package output

import (
	"os"
	"path/filepath"
	"testing"
)

// TestMemoryIsNotWrittenThroughALink: where the parent folder is everybody's, somebody
// may have put a link in its place.
func TestMemoryIsNotWrittenThroughALink(t *testing.T) {
	dir, elsewhere := t.TempDir(), t.TempDir()
	public := filepath.Join(dir, "public")
	if err := os.MkdirAll(public, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(elsewhere, filepath.Join(dir, ".public.mentorbook")); err != nil {
		t.Skip("links cannot be made here")
	}
	Remember(public, Result{}, []byte("a memory"))
	if entries, err := os.ReadDir(elsewhere); err != nil || len(entries) > 0 {
		t.Errorf("the folder behind the link has %v (%v)", entries, err)
	}
}
