//go:build unix

package output

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"golang.org/x/sys/unix"
)

func TestLockOnAReplacedDirectoryDoesNotCount(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "public")
	if err := os.Mkdir(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	opened, err := os.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer opened.Close()
	if err := errors.Join(os.Rename(dir, dir+".old"), os.Mkdir(dir, 0o755)); err != nil {
		t.Fatal(err)
	}
	if current, err := lockFile(opened, dir); current || err != nil {
		t.Errorf("lockFile returns %t, %v", current, err)
	}
}

func TestLockEndsWithTheBuildEvenIfItsDescriptorWasCopied(t *testing.T) {
	dir := t.TempDir()
	lock, _, err := lockDirectory(dir)
	if err != nil {
		t.Fatal(err)
	}
	inherited, err := unix.Dup(int(lock.Fd()))
	if err != nil {
		t.Fatal(err)
	}
	defer unix.Close(inherited)
	if _, _, err := lockDirectory(dir); !errors.Is(err, errBusy) {
		t.Errorf("a second lock: %v", err)
	}
	unlock(lock)
	again, _, err := lockDirectory(dir)
	if err != nil {
		t.Fatalf("a lock after the first: %v", err)
	}
	unlock(again)
}
