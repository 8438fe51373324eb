package main

import (
	"os"
	"path/filepath"
	"testing"
	"time"
)

// TestRewrittenFileHasAnotherIdentity: size and date can be put back, as some
// tools that copy files do, and the preview has to notice all the same.
func TestRewrittenFileHasAnotherIdentity(t *testing.T) {
	name := filepath.Join(t.TempDir(), "page.md")
	dated := time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
	write := func(text string) os.FileInfo {
		if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
		if err := os.Chtimes(name, dated, dated); err != nil {
			t.Fatal(err)
		}
		info, err := os.Stat(name)
		if err != nil {
			t.Fatal(err)
		}
		return info
	}
	before, after := write("A"), write("B")
	for deadline := time.Now().Add(5 * time.Second); identity(after) == identity(before) && time.Now().Before(deadline); { // the system's own clock is coarse
		after = write("B")
	}
	if before.Size() != after.Size() || !before.ModTime().Equal(after.ModTime()) {
		t.Fatal("the test changed size or date")
	}
	if identity(before) == identity(after) {
		t.Error("the file was written again and looks the same")
	}
	unread, err := os.Stat(name)
	if err != nil {
		t.Fatal(err)
	}
	if identity(unread) != identity(after) {
		t.Error("the file was left alone and looks different")
	}
}
