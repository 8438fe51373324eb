package output

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"testing"

	"golang.org/x/sys/unix"
)

// mount mounts an empty memory file system of one megabyte, or skips the test
// where that takes rights it does not have.
func mount(t *testing.T, dir string) {
	t.Helper()
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := unix.Mount("tmpfs", dir, "tmpfs", 0, "size=1m"); err != nil {
		t.Skipf("cannot mount a file system to test with: %v", err)
	}
	unmount(t, dir)
}

func bind(t *testing.T, from, to string) {
	t.Helper()
	if err := unix.Mount(from, to, "", unix.MS_BIND, ""); err != nil {
		t.Skipf("cannot bind a directory to test with: %v", err)
	}
	unmount(t, to)
}

func unmount(t *testing.T, dir string) {
	t.Cleanup(func() {
		if err := unix.Unmount(dir, unix.MNT_DETACH); err != nil {
			t.Errorf("cannot unmount %s: %v", dir, err)
		}
	})
}

func TestFullDiskLeavesTheDirectoryAlone(t *testing.T) {
	for name, inPlace := range map[string]bool{"exchange": false, "in place": true} {
		t.Run(name, func(t *testing.T) {
			disk := filepath.Join(t.TempDir(), "disk")
			mount(t, disk)
			dir := filepath.Join(disk, "public")
			opts := PublishOptions{InPlace: inPlace}
			mustPublish(t, dir, before, opts)
			list := append(after.artifacts(), Artifact{"assets/film.mp4", func(b *bytes.Buffer) error {
				b.Write(make([]byte, 2<<20))
				return nil
			}})
			_, err := Publish(context.Background(), dir, list, opts)
			wantError(t, err, ": no space left on device; free some space and build again")
			wantFiles(t, dir, before)
			wantAlone(t, dir)
			mustPublish(t, dir, after, opts)
			wantFiles(t, dir, after)
		})
	}
}

func TestMountedDirectoryIsPublishedInPlace(t *testing.T) {
	for name, prepare := range map[string]func(t *testing.T, dir string){
		"file system": mount,
		"bind": func(t *testing.T, dir string) {
			if err := os.Mkdir(dir, 0o755); err != nil {
				t.Fatal(err)
			}
			bind(t, t.TempDir(), dir)
		},
	} {
		t.Run(name, func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), "public")
			prepare(t, dir)
			for _, s := range []site{before, after} {
				result := mustPublish(t, dir, s, PublishOptions{})
				if !result.InPlace || result.Reason != "it is a mount point" {
					t.Errorf("result is in place: %t, %q", result.InPlace, result.Reason)
				}
				wantFiles(t, dir, s)
			}
		})
	}
}

func TestMountBelowTheDirectoryIsLeftAlone(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "public")
	mustPublish(t, dir, before, PublishOptions{})
	uploads := filepath.Join(dir, "uploads")
	mount(t, uploads)
	write(t, uploads, site{"theirs.txt": "kept"})
	result := mustPublish(t, dir, after, PublishOptions{})
	if !result.InPlace || result.Reason != "uploads in it is a mount point" {
		t.Errorf("result is in place: %t, %q", result.InPlace, result.Reason)
	}
	if read(t, dir)["uploads/theirs.txt"] != "kept" {
		t.Error("what is mounted lost a file")
	}
}

func TestDirectoryKeepsItsOwner(t *testing.T) {
	if os.Getuid() != 0 {
		t.Skip("only root can give a directory away")
	}
	dir := filepath.Join(t.TempDir(), "public")
	if err := os.Mkdir(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.Chown(dir, 1234, 4321); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(dir, 0o755|os.ModeSetgid); err != nil {
		t.Fatal(err)
	}
	result := mustPublish(t, dir, before, PublishOptions{})
	var info unix.Stat_t
	if err := unix.Stat(dir, &info); err != nil {
		t.Fatal(err)
	}
	if result.InPlace || info.Uid != 1234 || info.Gid != 4321 || info.Mode&unix.S_ISGID == 0 {
		t.Errorf("the directory belongs to %d:%d, mode %o", info.Uid, info.Gid, info.Mode)
	}
}
