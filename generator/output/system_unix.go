//go:build unix

package output

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"

	"golang.org/x/sys/unix"
)

// lockDirectory takes an advisory lock on the directory itself: it leaves no
// file behind, and it holds wherever the directory is moved or mounted. Where
// that is not possible (NFS locks no directories) it locks a file in it, and
// returns why the directory cannot be exchanged.
func lockDirectory(dir string) (f *os.File, reason string, err error) {
	f, err = lockPath(dir, os.O_RDONLY)
	if err == nil || errors.Is(err, errBusy) || errors.Is(err, fs.ErrNotExist) || errors.Is(err, fs.ErrPermission) {
		return f, "", err
	}
	f, err = lockPath(filepath.Join(dir, lockName), os.O_RDWR|os.O_CREATE)
	return f, "the file system cannot lock directories", err
}

// lockPath opens and locks a path and makes sure that what it locked is what
// the path still names: the holder before may have exchanged or removed it.
func lockPath(path string, flag int) (*os.File, error) {
	for {
		f, err := os.OpenFile(path, flag, 0o600)
		if err != nil {
			return nil, err
		}
		current, err := lockFile(f, path)
		if err == nil && current {
			return f, nil
		}
		unlock(f)
		if err != nil {
			return nil, err
		}
	}
}

func lockFile(f *os.File, path string) (current bool, err error) {
	if err := flock(f); err != nil {
		return false, err
	}
	locked, err := f.Stat()
	if err != nil {
		return false, err
	}
	named, err := os.Stat(path)
	if err != nil {
		return false, err
	}
	return os.SameFile(locked, named), nil
}

func flock(f *os.File) error {
	for {
		err := unix.Flock(int(f.Fd()), unix.LOCK_EX|unix.LOCK_NB)
		switch {
		case err == unix.EINTR:
		case err == unix.EWOULDBLOCK:
			return errBusy
		case err != nil:
			return &fs.PathError{Op: "lock", Path: f.Name(), Err: err}
		default:
			return nil
		}
	}
}

// unlock releases the lock by name: a process that is being started elsewhere in
// the program may hold a copy of the descriptor for a moment longer.
func unlock(f *os.File) {
	unix.Flock(int(f.Fd()), unix.LOCK_UN)
	f.Close()
}

// setOwner gives path the owner and group of another file.
func setOwner(path string, original fs.FileInfo) error {
	info, err := os.Lstat(path)
	if err != nil {
		return err
	}
	have, want := info.Sys().(*syscall.Stat_t), original.Sys().(*syscall.Stat_t)
	if have.Uid == want.Uid && have.Gid == want.Gid {
		return nil
	}
	return os.Lchown(path, int(want.Uid), int(want.Gid))
}

// onOtherDevice reports whether path is on another device than the directory
// it is in.
func onOtherDevice(path string) (bool, error) {
	var here, above unix.Stat_t
	if err := unix.Lstat(path, &here); err != nil {
		return false, &fs.PathError{Op: "stat", Path: path, Err: err}
	}
	parent := filepath.Join(path, "..")
	if err := unix.Lstat(parent, &above); err != nil {
		return false, &fs.PathError{Op: "stat", Path: parent, Err: err}
	}
	return here.Dev != above.Dev, nil
}

func isDiskFull(err error) bool {
	return errors.Is(err, unix.ENOSPC) || errors.Is(err, unix.EDQUOT)
}

// isOwnedLike reports whether a file is of this user, or of whoever has the other one.
func isOwnedLike(info, other fs.FileInfo) bool {
	mine, ok := info.Sys().(*syscall.Stat_t)
	theirs, ok2 := other.Sys().(*syscall.Stat_t)
	return ok && (int(mine.Uid) == os.Geteuid() || ok2 && mine.Uid == theirs.Uid)
}
