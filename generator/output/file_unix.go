//go:build unix

package output

import (
	"errors"
	"io/fs"
	"os"
	"syscall"
)

// lockNow takes a lock that ends with the process. Where a file system has none
// it takes none.
func lockNow(f *os.File) error {
	if err := flock(f); errors.Is(err, errBusy) {
		return errHeld
	}
	return nil
}

// names returns how many names a file has.
func names(info fs.FileInfo) uint64 { return uint64(info.Sys().(*syscall.Stat_t).Nlink) }

// imitateFile gives f the owner, mode and extended attributes of a file. The
// owner comes first, whose change would clear parts of the mode.
func imitateFile(f, original *os.File, info fs.FileInfo) error {
	stat := info.Sys().(*syscall.Stat_t)
	if err := f.Chown(int(stat.Uid), int(stat.Gid)); err != nil {
		return errNotOwner
	}
	if err := f.Chmod(info.Mode()); err != nil {
		return err
	}
	return copyAttributes(f, original)
}
