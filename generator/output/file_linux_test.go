package output

import (
	"errors"
	"os"
	"testing"

	"golang.org/x/sys/unix"
)

func TestReplaceKeepsModeOwnerAndAttributes(t *testing.T) {
	for system, lacks := range systems {
		t.Run(system, func(t *testing.T) {
			d := newDoorway(t, []byte("- old\n"))
			d.step = func(what string) error { return lacks[what] }
			name := d.path(listName)
			if err := os.Chmod(name, 0o640); err != nil {
				t.Fatal(err)
			}
			owned := os.Getuid() == 0
			if owned {
				if err := os.Chown(name, 1234, 4321); err != nil {
					t.Fatal(err)
				}
			}
			attributes := map[string]string{
				"user.note": "by hand",
				// user::rw- user:5678:r-- group::r-- mask::r-- other::---
				"system.posix_acl_access": "\x02\x00\x00\x00\x01\x00\x06\x00\xff\xff\xff\xff\x02\x00\x04\x00\x2e\x16\x00\x00\x04\x00\x04\x00\xff\xff\xff\xff\x10\x00\x04\x00\xff\xff\xff\xff\x20\x00\x00\x00\xff\xff\xff\xff",
			}
			for key, value := range attributes {
				if err := unix.Setxattr(name, key, []byte(value), 0); err != nil {
					t.Skipf("no attributes here: %v", err)
				}
			}
			if err := d.replace([]byte("- old\n"), []byte("- new\n")); err != nil {
				t.Fatal(err)
			}
			d.holds("- new\n")
			var stat unix.Stat_t
			if err := unix.Stat(name, &stat); err != nil {
				t.Fatal(err)
			}
			if stat.Mode&0o777 != 0o640 || owned && (stat.Uid != 1234 || stat.Gid != 4321) {
				t.Errorf("the file belongs to %d:%d, mode %o", stat.Uid, stat.Gid, stat.Mode)
			}
			for key, value := range attributes {
				got := make([]byte, 100)
				if n, err := unix.Getxattr(name, key, got); err != nil || string(got[:n]) != value {
					t.Errorf("%s is %q (%v)", key, got[:max(n, 0)], err)
				}
			}
		})
	}
}

func TestReplaceRefusesAFileThatSomebodyWrites(t *testing.T) {
	d := newDoorway(t, []byte("- old\n"))
	f, err := os.OpenFile(d.path(listName), os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if err := d.replace([]byte("- old\n"), []byte("- new\n")); !errors.Is(err, errOpen) {
		t.Errorf("the error is %v", err)
	}
	d.holds("- old\n")
	d.alone()
}

func TestReplaceRefusesAPipe(t *testing.T) {
	d := newDoorway(t, []byte("- old\n"))
	if err := errors.Join(os.Remove(d.path(listName)), unix.Mkfifo(d.path(listName), 0o600)); err != nil {
		t.Fatal(err)
	}
	if err := d.replace([]byte("- old\n"), []byte("- new\n")); !errors.Is(err, errNoFile) {
		t.Errorf("the error is %v", err)
	}
}

// What a killed replacement left is in nobody's way, but a folder of that name
// is not ours.
func TestReplaceLeavesAFolderBesideAlone(t *testing.T) {
	d := newDoorway(t, []byte("- old\n"))
	if err := os.Mkdir(d.path(besideName), 0o755); err != nil {
		t.Fatal(err)
	}
	err := d.replace([]byte("- old\n"), []byte("- new\n"))
	if err == nil || err.Error() != besideName+" is in the way; remove it" {
		t.Errorf("the error is %v", err)
	}
	d.holds("- old\n")
}
