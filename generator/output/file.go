package output

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path"
)

// The reasons for which Replace and Sweep leave a file as it is. Each says what
// to do.
var (
	errSaved    = errors.New("somebody changed it meanwhile; run this again")
	errOpen     = errors.New("another program has it open to write to it; close it there and run this again")
	errHeld     = errors.New("another command is changing it; wait until that ends and run this again")
	errLink     = errors.New("it is a link; change what it links to")
	errNoFile   = errors.New("it is not a file")
	errNames    = errors.New("it has a second name (a hard link), under which everything would stay as it is; put a copy in its place and run this again")
	errNotOwner = errors.New("it belongs to somebody else, and its replacement would not; run this as its owner")
)

// BesidePattern is what the names of the files look like that a Replace needs
// for a moment, as a line of .gitignore.
const BesidePattern = ".*.mentorbook"

// Replace gives a file in root new content if it holds exactly was, in one step:
// whoever reads it sees the old content or the new one. Mode, owner and extended
// attributes stay. A link, a file with a second name and one that somebody else
// has open to write to it are refused.
//
// What somebody saves meanwhile is never overwritten, where the system lets two
// files change places (Linux, macOS): what came out of the place is compared
// with was once more, and put back if it is anything else. Elsewhere a moment
// remains between the comparison and the replacement.
//
// Killed at any moment, it leaves the old file or the new one; a file beside it,
// of the name .NAME.mentorbook, may be left, which the next Replace or Sweep
// removes. A Replace that is at work is not disturbed by another.
func Replace(root *os.Root, name string, was, data []byte) error {
	return withReplacement(root, name, nil, func(r *replacement) error { return r.run(was, data) })
}

// Sweep removes what a killed Replace of a file left beside it, and refuses,
// with what to do, a file that Replace would refuse, such as one that does not
// hold was any more.
func Sweep(root *os.Root, name string, was []byte) error {
	return withReplacement(root, name, nil, func(r *replacement) error { return r.prepare(was) })
}

// Remove takes a file out of root if it holds exactly was, and refuses what Replace
// refuses. A moment remains between the comparison and the removal.
func Remove(root *os.Root, name string, was []byte) error {
	return withReplacement(root, name, nil, func(r *replacement) error {
		if err := r.prepare(was); err != nil {
			return err
		}
		r.close() // Windows removes no file that is open
		return r.root.Remove(r.name)
	})
}

// Create writes a file that does not exist, with a mode that the umask applies to,
// and the folders that it is in. Killed at any moment, on Linux it leaves the whole
// file or none.
func Create(root *os.Root, name string, data []byte, mode fs.FileMode) error {
	if err := root.MkdirAll(path.Dir(name), 0o777); err != nil {
		return err
	}
	return withReplacement(root, name, nil, func(r *replacement) error { return r.create(data, mode) })
}

// replacement is a file and the folder that it is in, open.
type replacement struct {
	root   *os.Root // the folder
	dir    *os.File // the same, for what os.Root cannot do
	name   string   // in the folder
	beside string   // likewise: the file that changes places with it
	old    *os.File // the file as it is
	new    *os.File // the file as it will be
	info   fs.FileInfo
	leased bool // refuseWriters watches over the old file

	// step is told what is done next, and may fail it. It is nil outside tests.
	step func(what string) error
}

func withReplacement(root *os.Root, name string, step func(string) error, do func(*replacement) error) error {
	folder, err := root.OpenRoot(path.Dir(name))
	if err != nil {
		return err
	}
	defer folder.Close()
	dir, err := folder.Open(".")
	if err != nil {
		return err
	}
	defer dir.Close()
	base := path.Base(name)
	r := &replacement{root: folder, dir: dir, name: base, beside: "." + base + ".mentorbook", step: step}
	defer r.close()
	return do(r)
}

// close gives up the locks, and the lease.
func (r *replacement) close() {
	for _, f := range []*os.File{r.old, r.new} {
		if f != nil {
			f.Close()
		}
	}
}

// next lets a test in before a step.
func (r *replacement) next(what string) error {
	if r.step == nil {
		return nil
	}
	return r.step(what)
}

// prepare opens the file, keeps others of us away from it, and removes what a
// dead one left.
func (r *replacement) prepare(was []byte) error {
	if err := r.open(); err != nil {
		return err
	}
	if err := lockNow(r.old); err != nil {
		return err
	}
	if err := r.sweep(); err != nil {
		return err
	}
	return r.compare(was)
}

func (r *replacement) open() (err error) {
	named, err := r.regular(r.name)
	if err != nil {
		return err
	}
	if r.old, err = r.root.Open(r.name); err != nil {
		return err
	}
	if r.info, err = r.old.Stat(); err != nil {
		return err
	}
	switch {
	case !os.SameFile(named, r.info):
		return errSaved
	case names(r.info) > 1:
		return errNames
	}
	return nil
}

// regular looks at a file by its name, without opening it: opening a pipe waits
// for somebody to write.
func (r *replacement) regular(name string) (fs.FileInfo, error) {
	info, err := r.root.Lstat(name)
	switch {
	case err != nil:
		return nil, err
	case info.Mode()&fs.ModeSymlink != 0:
		return nil, errLink
	case !info.Mode().IsRegular():
		return nil, errNoFile
	}
	return info, nil
}

// sweep removes the file beside, unless whoever made it is at work.
func (r *replacement) sweep() error {
	info, err := r.regular(r.beside)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return errors.New(r.beside + " is in the way; remove it")
	}
	f, err := r.root.Open(r.beside)
	if err != nil {
		return err
	}
	defer f.Close()
	if err := lockNow(f); err != nil {
		return err
	}
	if opened, err := f.Stat(); err != nil || !os.SameFile(opened, info) {
		return errHeld
	}
	f.Close() // Windows removes no file that is open
	return r.root.Remove(r.beside)
}

// compare reports a file that does not hold was any more.
func (r *replacement) compare(was []byte) error {
	now, err := r.read(r.name)
	if err != nil {
		return err
	}
	if !bytes.Equal(now, was) {
		return errSaved
	}
	return nil
}

func (r *replacement) read(name string) ([]byte, error) {
	if _, err := r.regular(name); err != nil {
		return nil, err
	}
	return r.root.ReadFile(name)
}

func (r *replacement) run(was, data []byte) error {
	if err := r.prepare(was); err != nil {
		return err
	}
	named, err := r.stage()
	if err != nil {
		return err
	}
	exchanged := false
	if err = r.fill(data); err == nil && !named {
		if err = r.next("link"); err == nil {
			err = giveName(r.new, r.dir, r.beside)
			named = err == nil
		}
	}
	if err == nil {
		exchanged, err = r.swap(was, data)
	}
	if err != nil && named && !exchanged {
		r.new.Close()
		r.root.Remove(r.beside)
	}
	return err
}

// stage makes the file that will take the place, which has no name yet where
// the system can make one without. It is locked before others can see it, or
// hardly later.
func (r *replacement) stage() (named bool, err error) {
	const mode = 0o600 // until it is that of the old file
	if err = r.next("stage"); err == nil {
		r.new, err = createUnnamed(r.dir, mode)
	}
	if errors.Is(err, errors.ErrUnsupported) {
		named = true
		r.new, err = r.root.OpenFile(r.beside, os.O_RDWR|os.O_CREATE|os.O_EXCL, mode)
	}
	if err != nil {
		return false, err
	}
	return named, lockNow(r.new)
}

// fill writes the new content and all that stays.
func (r *replacement) fill(data []byte) error {
	if _, err := r.new.Write(data); err != nil {
		return err
	}
	if err := imitateFile(r.new, r.old, r.info); err != nil {
		return err
	}
	return r.new.Sync()
}

// swap puts the file beside in the place. Exchanged tells that the two files
// changed places, and that the one beside is dealt with.
func (r *replacement) swap(was, data []byte) (exchanged bool, err error) {
	if r.leased, err = refuseWriters(r.old); err != nil {
		return false, err
	}
	if err := r.compare(was); err != nil {
		return false, err
	}
	if err = r.next("exchange"); err == nil {
		err = exchangeIn(r.dir, r.beside, r.name)
	}
	if cannotExchange(err) {
		if err := r.compare(was); err != nil { // as late as can be
			return false, err
		}
		if r.leased && writerWaits(r.old) {
			return false, errSaved
		}
		r.close() // Windows replaces no file that is open
		return false, r.root.Rename(r.beside, r.name)
	}
	if err != nil {
		return false, err
	}
	return true, r.settle(was, data)
}

// settle looks at what came out of the place. Anything but what was there is
// what somebody saved, and goes back; if by then there is another thing in the
// place than we put there, that was saved even later, and so on. At the end the
// last that was saved is in the place, and what it replaced can go.
func (r *replacement) settle(expected, put []byte) error {
	var refused error
	for isFile, putIsFile := true, true; ; {
		if err := r.next("look"); err != nil {
			return err
		}
		out, err := r.read(r.beside) // no content: a link or the like came out
		if bytes.Equal(out, expected) && (err == nil) == isFile && (refused != nil || !r.leased || !writerWaits(r.old)) {
			break
		}
		refused = errSaved
		if err := r.next("back"); err != nil {
			return err
		}
		if err := exchangeIn(r.dir, r.beside, r.name); err != nil {
			return errors.Join(errSaved, err)
		}
		expected, put, isFile, putIsFile = put, out, putIsFile, err == nil
	}
	if err := r.next("remove"); err != nil {
		return err
	}
	err := r.root.Remove(r.beside)
	r.dir.Sync() // a loss of power must not bring back what is gone; not every system can
	return errors.Join(refused, err)
}

func (r *replacement) create(data []byte, mode fs.FileMode) error {
	f, err := createUnnamed(r.dir, mode)
	unnamed := !errors.Is(err, errors.ErrUnsupported)
	if !unnamed {
		f, err = r.root.OpenFile(r.name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode)
	}
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	if err == nil && unnamed {
		err = giveName(f, r.dir, r.name)
	}
	if err := errors.Join(err, f.Close()); err != nil {
		if !unnamed {
			r.root.Remove(r.name)
		}
		return err
	}
	return nil
}
