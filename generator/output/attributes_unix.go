//go:build linux || darwin || freebsd || netbsd

package output

import (
	"errors"
	"io/fs"
	"os"
	"strings"

	"golang.org/x/sys/unix"
)

// theSystems are the beginnings of the names of attributes that a system gives
// to files itself, and may not let anybody copy.
var theSystems = []string{"security.", "trusted.", "system.nfs4", "com.apple."}

// copyAttributes gives f the extended attributes of a file, access control lists
// on Linux among them.
func copyAttributes(f, original *os.File) error {
	names, err := readAttribute(func(into []byte) (int, error) { return unix.Flistxattr(int(original.Fd()), into) })
	if errors.Is(err, unix.ENOTSUP) || errors.Is(err, unix.EPERM) {
		return nil // the file system has none
	}
	if err != nil {
		return &fs.PathError{Op: "list the attributes of", Path: original.Name(), Err: err}
	}
	for name := range strings.SplitSeq(strings.TrimSuffix(string(names), "\x00"), "\x00") {
		if name == "" {
			continue
		}
		value, err := readAttribute(func(into []byte) (int, error) { return unix.Fgetxattr(int(original.Fd()), name, into) })
		if err == nil {
			err = unix.Fsetxattr(int(f.Fd()), name, value, 0)
		}
		if err != nil && !isTheSystems(name) {
			return &fs.PathError{Op: "copy the attribute " + name + " of", Path: original.Name(), Err: err}
		}
	}
	return nil
}

func isTheSystems(name string) bool {
	for _, prefix := range theSystems {
		if strings.HasPrefix(name, prefix) {
			return true
		}
	}
	return false
}

// readAttribute calls read with a buffer that is long enough.
func readAttribute(read func(into []byte) (int, error)) ([]byte, error) {
	for {
		size, err := read(nil)
		if err != nil || size == 0 {
			return nil, err
		}
		buffer := make([]byte, size)
		size, err = read(buffer)
		if !errors.Is(err, unix.ERANGE) { // it grew in between
			return buffer[:max(size, 0)], err
		}
	}
}
