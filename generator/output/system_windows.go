package output

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"golang.org/x/sys/windows"
)

func exchange(a, b string) error { return errors.ErrUnsupported }

func flushFileSystem(string) error { return nil }

// isMountPoint says no: a volume mounted on a folder is a reparse point, which
// the os package does not show as a directory, so it is never entered.
func isMountPoint(string) (bool, error) { return false, nil }

func setOwner(string, fs.FileInfo) error { return nil }

// lockDirectory opens a file nobody else may open, which the system removes
// when the handle is closed, even by a crash.
func lockDirectory(dir string) (f *os.File, reason string, err error) {
	path := filepath.Join(dir, lockName)
	name, err := windows.UTF16PtrFromString(path)
	if err != nil {
		return nil, "", &fs.PathError{Op: "lock", Path: path, Err: err}
	}
	handle, err := windows.CreateFile(name, windows.GENERIC_WRITE|windows.DELETE, 0, nil, windows.OPEN_ALWAYS,
		windows.FILE_ATTRIBUTE_HIDDEN|windows.FILE_FLAG_DELETE_ON_CLOSE, 0)
	switch {
	case errors.Is(err, windows.ERROR_SHARING_VIOLATION):
		return nil, "", errBusy
	case err != nil:
		return nil, "", &fs.PathError{Op: "lock", Path: path, Err: err}
	}
	return os.NewFile(uintptr(handle), path), "Windows cannot exchange directories", nil
}

func unlock(f *os.File) { f.Close() }

func isDiskFull(err error) bool {
	return errors.Is(err, windows.ERROR_DISK_FULL) || errors.Is(err, windows.ERROR_HANDLE_DISK_FULL)
}

// isOwnedLike says yes: a folder has the rights of the one that it is in.
func isOwnedLike(info, other fs.FileInfo) bool { return true }
