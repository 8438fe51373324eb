package output

import (
	"errors"
	"fmt"
	"io/fs"
	"os"

	"golang.org/x/sys/unix"
)

// createUnnamed makes a file that is gone when nobody has it open any more,
// unless it was given a name. The umask applies to its mode.
func createUnnamed(dir *os.File, mode fs.FileMode) (*os.File, error) {
	if _, err := os.Stat("/proc/self/fd"); err != nil { // giveName needs it
		return nil, errors.ErrUnsupported
	}
	fd, err := unix.Openat(int(dir.Fd()), ".", unix.O_TMPFILE|unix.O_RDWR|unix.O_CLOEXEC, uint32(mode))
	switch err {
	case nil:
		return os.NewFile(uintptr(fd), "the new content"), nil
	case unix.EOPNOTSUPP, unix.EISDIR, unix.ENOENT, unix.EINVAL: // by file system and age of the system
		return nil, errors.ErrUnsupported
	}
	return nil, &fs.PathError{Op: "create a file in", Path: dir.Name(), Err: err}
}

// giveName gives an unnamed file a name that nothing has.
func giveName(f, dir *os.File, name string) error {
	err := unix.Linkat(unix.AT_FDCWD, fmt.Sprintf("/proc/self/fd/%d", f.Fd()), int(dir.Fd()), name, unix.AT_SYMLINK_FOLLOW)
	if err != nil {
		return &fs.PathError{Op: "create", Path: name, Err: err}
	}
	return nil
}

// exchangeIn lets two files in a folder change places in one step.
func exchangeIn(dir *os.File, a, b string) error {
	return unix.Renameat2(int(dir.Fd()), a, int(dir.Fd()), b, unix.RENAME_EXCHANGE)
}

// refuseWriters refuses a file that somebody has open to write to it, and lets
// whoever opens it so from now on wait until it is closed here (a lease, see
// fcntl(2)). It watches over nothing where a file system has no leases, or the
// file is somebody else's.
func refuseWriters(f *os.File) (watches bool, err error) {
	_, err = unix.FcntlInt(f.Fd(), unix.F_SETLEASE, unix.F_RDLCK)
	if err == unix.EAGAIN {
		return false, errOpen
	}
	return err == nil, nil
}

// writerWaits reports whether somebody waits to write to a file that
// refuseWriters watches over.
func writerWaits(f *os.File) bool {
	lease, err := unix.FcntlInt(f.Fd(), unix.F_GETLEASE, 0)
	return err == nil && lease == unix.F_UNLCK
}
