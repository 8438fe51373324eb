package output

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
)

// disk is every operation that changes the file system, so that a test can
// stop a publish at any of them. Its errors are of type [*Error].
type disk struct {
	// fault is asked before each operation and may fail it. It is nil outside
	// tests.
	fault func(operation, path string) error
}

func (d disk) do(operation, path string, action func() error) error {
	if d.fault != nil {
		if err := d.fault(operation, path); err != nil {
			return explain(&fs.PathError{Op: operation, Path: path, Err: err})
		}
	}
	return explain(action())
}

func (d disk) mkdir(path string, mode fs.FileMode) error {
	return d.do("mkdir", path, func() error { return os.Mkdir(path, mode) })
}

func (d disk) mkdirAll(path string, mode fs.FileMode) error {
	return d.do("mkdir", path, func() error { return os.MkdirAll(path, mode) })
}

// create writes a file that does not exist.
func (d disk) create(path string, data []byte, mode fs.FileMode, flush bool) error {
	var f *os.File
	err := d.do("create", path, func() (err error) {
		f, err = os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode)
		return err
	})
	if err != nil {
		return err
	}
	err = d.do("write", path, func() error {
		_, err := f.Write(data)
		if flush && err == nil {
			err = f.Sync()
		}
		return err
	})
	// Some file systems report a full disk only now.
	return errors.Join(err, explain(f.Close()))
}

func (d disk) link(from, to string) error {
	return d.do("link", to, func() error { return os.Link(from, to) })
}

func (d disk) symlink(target, path string) error {
	return d.do("link", path, func() error { return os.Symlink(target, path) })
}

func (d disk) rename(from, to string) error {
	return d.do("rename", to, func() error { return os.Rename(from, to) })
}

// exchange swaps two directories in one step.
func (d disk) exchange(a, b string) error {
	return d.do("exchange", b, func() error {
		if err := exchange(a, b); err != nil {
			return &fs.PathError{Op: "exchange", Path: b, Err: err}
		}
		return nil
	})
}

func (d disk) remove(path string) error {
	return d.do("remove", path, func() error { return os.Remove(path) })
}

func (d disk) removeAll(path string) error {
	return d.do("remove", path, func() error { return os.RemoveAll(path) })
}

// imitate gives a directory the permissions and the owner of another.
func (d disk) imitate(path string, original fs.FileInfo) error {
	return d.do("chmod", path, func() error {
		if err := setOwner(path, original); err != nil {
			return err
		}
		// After the owner: changing that clears set-group-ID.
		return os.Chmod(path, original.Mode()&(fs.ModePerm|fs.ModeSetgid|fs.ModeSticky))
	})
}

// flush makes what was written to the file system of path survive a loss of
// power, where the system can do that for all of it at once. Because that
// includes what other programs wrote, it may take long; a cancelled context
// does not wait for it.
func (d disk) flush(ctx context.Context, path string) error {
	flushed := make(chan error, 1)
	go func() {
		flushed <- d.do("flush", path, func() error { return flushFileSystem(path) })
	}()
	select {
	case err := <-flushed:
		return err
	case <-ctx.Done():
		return ctx.Err()
	}
}

// explain turns an error of the operating system into one that says what to do
// about it.
func explain(err error) error {
	var done *Error
	if err == nil || errors.As(err, &done) {
		return err
	}
	what, where := err.Error(), "the output folder"
	var path *fs.PathError
	var link *os.LinkError
	switch {
	case errors.As(err, &path):
		where = barred(path.Op, path.Path)
		what = fmt.Sprintf("cannot %s %s: %v", verb(path.Op), filepath.ToSlash(path.Path), path.Err)
	case errors.As(err, &link):
		where = barred(link.Op, link.New)
		what = fmt.Sprintf("cannot %s %s to %s: %v", link.Op, filepath.ToSlash(link.Old), filepath.ToSlash(link.New), link.Err)
	}
	return &Error{what, nextStep(err, where), err}
}

// verb is what an operation of the system is called among people.
func verb(operation string) string {
	switch operation {
	case "mkdir", "mkdirat":
		return "create"
	case "unlinkat", "rmdir":
		return "remove"
	case "stat", "lstat", "fstatat", "statx":
		return "look at"
	case "readdirent", "fdopendir", "openat":
		return "open"
	case "lchown", "chmod":
		return "set the owner and mode of"
	}
	return operation
}

// barred names what has the permissions that an operation failed for: what is
// opened, or else the folder in which something would come or go.
func barred(operation, path string) string {
	if verb(operation) == "open" {
		if _, err := os.Lstat(path); err == nil {
			return filepath.ToSlash(path)
		}
	}
	return filepath.ToSlash(filepath.Dir(path))
}

func nextStep(err error, where string) string {
	switch {
	case isDiskFull(err):
		return "free some space and build again"
	case errors.Is(err, syscall.EFBIG):
		return "raise the limit on the size of files (ulimit -f) and build again"
	case errors.Is(err, syscall.EROFS):
		return "choose another --output, this file system is read-only"
	case errors.Is(err, fs.ErrPermission):
		return "change the permissions of " + where + " or choose another --output"
	case errors.Is(err, syscall.ENAMETOOLONG):
		return "shorten the name or choose an --output nearer to the root"
	case errors.Is(err, fs.ErrExist):
		return "move what is there away and build again"
	case errors.Is(err, syscall.ENOTDIR):
		return "a file is where a directory should be; move it or choose another --output"
	}
	return "check the disk and build again"
}

// cannotExchange reports whether err means that this file system, rather than
// its state at the moment, rules out hard links or an exchange.
func cannotExchange(err error) bool {
	if errors.Is(err, errors.ErrUnsupported) {
		return true
	}
	for _, errno := range []syscall.Errno{
		syscall.EXDEV, syscall.EINVAL, syscall.EPERM, syscall.EBUSY, syscall.EMLINK,
	} {
		if errors.Is(err, errno) {
			return true
		}
	}
	return false
}
