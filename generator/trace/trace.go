// Package trace tells whether what a build read would be read again just so, which
// spares a build whose inputs are as they were.
//
// In goes a file system; out comes one that answers as it does, and notes what was
// asked and, as a hash, what was answered. To ask again is to give the same
// questions to the file system as it is now: equal sums mean equal answers, and a
// build that depends on nothing else would be the same (a verifying trace: Mokhov,
// Mitchell and Peyton Jones, Build Systems à la Carte, 2018). So nobody has to know
// what a build reads, or to say so when it reads something else. The first other answer
// ends the asking, and what looks like another file by its time and size is asked
// first: times decide what is done first, and never what is true.
//
// It refuses to vouch for what it cannot follow: a file that was read in part, or
// that answered twice in different ways, and errors that may pass by themselves.
package trace

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"io/fs"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"

	"golang.org/x/sync/errgroup"
)

// Question is something that was asked of a file system.
type Question struct {
	Root int    `json:"root,omitempty"` // which file system, as it was numbered
	What What   `json:"what"`
	Path string `json:"path"` // slash-separated, in that file system
}

// Asked is a question and what tells soon that it has another answer now.
type Asked struct {
	Question

	Answer Hint  `json:"answer"`         // how it was answered
	Size   int64 `json:"size,omitempty"` // of the file that answered, in bytes
	Time   int64 `json:"time,omitempty"` // at which it was changed, in nanoseconds; 0 where there was none
}

// Hint is the beginning of a sum: enough to see that two of them differ.
type Hint [8]byte

// MarshalText writes the hint in hexadecimal digits.
func (h Hint) MarshalText() ([]byte, error) { return hex.AppendEncode(nil, h[:]), nil }

// UnmarshalText reads what MarshalText wrote.
func (h *Hint) UnmarshalText(text []byte) error {
	if len(text) != hex.EncodedLen(len(h)) {
		return errors.New("a hint has sixteen digits")
	}
	_, err := hex.Decode(h[:], text)
	return err
}

// What is a kind of question.
type What byte

const (
	Content What = 'c' // what are the bytes of this file?
	Folder  What = 'f' // what lies in this folder?
	Status  What = 's' // what is there, and how long is it?
)

func compare(a, b Question) int {
	return cmp.Or(cmp.Compare(a.Root, b.Root), strings.Compare(a.Path, b.Path), cmp.Compare(a.What, b.What))
}

// Sum is a SHA-256 hash of answers.
type Sum [sha256.Size]byte

// Recorder notes questions and answers. The zero Recorder is ready, and may be used
// by any number of goroutines.
type Recorder struct {
	mu      sync.Mutex
	answers map[Question]answer
	lost    bool
}

// answer is how a question was answered.
type answer struct {
	sum  Sum
	seen look // of the file that answered; zero where there was none
}

// look is what a file looks like from outside.
type look struct{ size, time int64 }

func lookOf(info fs.FileInfo) look { return look{info.Size(), info.ModTime().UnixNano()} }

// Watch returns fsys, from now on with its questions noted under a number.
func (r *Recorder) Watch(root int, fsys fs.FS) fs.FS { return watched{r, root, fsys} }

// Trace returns what was asked so far, in order, and the sum of what was answered.
// It reports false where another reading need not come to the same.
func (r *Recorder) Trace() (asked []Asked, sum Sum, ok bool) {
	return r.TraceBut(func(Question) bool { return false })
}

// TraceBut is Trace without some of the questions.
func (r *Recorder) TraceBut(without func(Question) bool) (asked []Asked, sum Sum, ok bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for q, a := range r.answers {
		_, known := r.answers[Question{q.Root, Content, q.Path}]
		if q.What == Status && known || without(q) { // its bytes tell as much
			continue
		}
		asked = append(asked, Asked{q, Hint(a.sum[:]), a.seen.size, a.seen.time})
	}
	slices.SortFunc(asked, func(a, b Asked) int { return compare(a.Question, b.Question) })
	answers := make([]Sum, len(asked))
	for i := range asked {
		answers[i] = r.answers[asked[i].Question].sum
	}
	return asked, total(asked, answers), !r.lost
}

// Again asks the questions once more, of the file systems by their number. It
// reports false where one has another answer now, or none to hold to; the others may
// not have been asked then. The error is ctx's.
func Again(ctx context.Context, roots map[int]fs.FS, asked []Asked) (sum Sum, ok bool, err error) {
	first, rest := suspects(ctx, roots, asked)
	answers := make([]Sum, len(asked))
	for _, these := range [][]int{first, rest} {
		ok, err := each(ctx, len(these), func(i int) (known bool) {
			q := asked[these[i]]
			answer, known := ask(roots[q.Root], q.Question)
			answers[these[i]] = answer
			return known && Hint(answer[:]) == q.Answer
		})
		if !ok || err != nil {
			return Sum{}, false, err
		}
	}
	return total(asked, answers), true, nil
}

// suspects are the questions about files that look other than they did, and the rest.
func suspects(ctx context.Context, roots map[int]fs.FS, asked []Asked) (first, rest []int) {
	other := make([]bool, len(asked))
	_, _ = each(ctx, len(asked), func(i int) bool {
		if q := &asked[i]; q.Time != 0 && roots[q.Root] != nil {
			info, err := fs.Stat(roots[q.Root], q.Path)
			other[i] = err != nil || lookOf(info) != look{q.Size, q.Time}
		}
		return true
	})
	for i := range asked {
		if other[i] {
			first = append(first, i)
		} else {
			rest = append(rest, i)
		}
	}
	return first, rest
}

// each does something for the numbers below n, on all processors, for as long as it
// reports true. The error is ctx's.
func each(ctx context.Context, n int, do func(i int) bool) (all bool, err error) {
	var failed atomic.Bool
	var g errgroup.Group
	g.SetLimit(runtime.GOMAXPROCS(0))
	const portion = 64 // for which a goroutine is worth its while
	for from := 0; from < n && !failed.Load(); from += portion {
		g.Go(func() error {
			for i := from; i < min(from+portion, n) && !failed.Load(); i++ {
				if err := ctx.Err(); err != nil {
					return err
				}
				if !do(i) {
					failed.Store(true)
				}
			}
			return nil
		})
	}
	err = g.Wait()
	return !failed.Load(), err
}

// total is the sum of answers to questions.
func total(asked []Asked, answers []Sum) Sum {
	var b []byte
	for i := range asked {
		q := &asked[i]
		b = append(strconv.AppendInt(b, int64(q.Root), 10), ' ', byte(q.What), ' ')
		b = append(strconv.AppendQuote(b, q.Path), '\n')
		b = append(b, answers[i][:]...)
	}
	return sha256.Sum256(b)
}

// ask gives a question to a file system, nil where there is none any more.
func ask(fsys fs.FS, q Question) (Sum, bool) {
	if fsys == nil {
		return Sum{}, false
	}
	var r Recorder
	of := watched{&r, q.Root, fsys}
	switch q.What {
	case Content:
		fs.ReadFile(of, q.Path)
	case Folder:
		fs.ReadDir(of, q.Path)
	case Status:
		fs.Stat(of, q.Path)
	}
	a, known := r.answers[q]
	return a.sum, known && !r.lost
}

func (r *Recorder) lose() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.lost = true
}

func (r *Recorder) note(q Question, sum Sum, seen look) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if before, known := r.answers[q]; known && before.sum != sum {
		r.lost = true
	}
	if r.answers == nil {
		r.answers = map[Question]answer{}
	}
	r.answers[q] = answer{sum, seen}
}

// failed notes that there was no answer, where that is one.
func (r *Recorder) failed(q Question, err error) {
	switch {
	case errors.Is(err, fs.ErrNotExist):
		r.note(q, Sum{0: 1}, look{})
	case errors.Is(err, fs.ErrInvalid):
		r.note(q, Sum{0: 2}, look{})
	default:
		r.lose()
	}
}

// watched is a file system that is watched.
type watched struct {
	*Recorder
	root int
	fsys fs.FS
}

func (w watched) question(what What, name string) Question { return Question{w.root, what, name} }

// Open opens a file or a folder.
func (w watched) Open(name string) (fs.File, error) {
	f, err := w.fsys.Open(name)
	if err != nil {
		// Whoever asks for the one or the other is told the same.
		w.failed(w.question(Content, name), err)
		return nil, err
	}
	info, err := f.Stat()
	if err != nil {
		w.lose()
		return f, nil //nolint:nilerr // whoever reads the file will see
	}
	if dir, ok := f.(fs.ReadDirFile); ok && info.IsDir() {
		return &folder{ReadDirFile: dir, in: w, name: name, seen: lookOf(info)}, nil
	}
	return &file{File: f, in: w, name: name, seen: lookOf(info), sum: sha256.New()}, nil
}

// Stat looks at a file without opening it.
func (w watched) Stat(name string) (fs.FileInfo, error) {
	q := w.question(Status, name)
	info, err := fs.Stat(w.fsys, name)
	if err != nil {
		w.failed(q, err)
		return nil, err
	}
	w.note(q, status(info), look{})
	return info, nil
}

// status is what a build can tell from a file's metadata. Times are no part of it.
func status(info fs.FileInfo) (out Sum) {
	binary.LittleEndian.PutUint32(out[1:], uint32(info.Mode().Type()))
	if info.Mode().IsRegular() {
		binary.LittleEndian.PutUint64(out[8:], uint64(info.Size()))
	}
	return out
}

// file is a file that is watched. Its bytes count once all were read.
type file struct {
	fs.File
	in    watched
	name  string
	seen  look
	sum   hash.Hash
	whole bool
}

func (f *file) Read(p []byte) (int, error) {
	n, err := f.File.Read(p)
	f.sum.Write(p[:n])
	switch {
	case errors.Is(err, io.EOF):
		f.whole = true
	case err != nil:
		f.in.lose()
	}
	return n, err
}

func (f *file) Close() error {
	if f.whole {
		f.in.note(f.in.question(Content, f.name), Sum(f.sum.Sum(nil)), f.seen)
	} else {
		f.in.lose()
	}
	return f.File.Close()
}

// folder is a folder that is watched. What lies in it counts once all was listed.
type folder struct {
	fs.ReadDirFile
	in   watched
	name string
	seen look
}

func (f *folder) ReadDir(n int) ([]fs.DirEntry, error) {
	entries, err := f.ReadDirFile.ReadDir(n)
	if err != nil || n > 0 {
		f.in.lose()
		return entries, err
	}
	names := make([]string, len(entries))
	for i, entry := range entries {
		names[i] = fmt.Sprintf("%q %d", entry.Name(), entry.Type())
		entries[i] = item{entry, f.in, strings.TrimPrefix(f.name+"/"+entry.Name(), "./")}
	}
	slices.Sort(names)
	f.in.note(f.in.question(Folder, f.name), sha256.Sum256([]byte(strings.Join(names, "\n"))), f.seen)
	return entries, nil
}

// item is an entry of a folder that is watched.
type item struct {
	fs.DirEntry
	in   watched
	path string
}

// Info is as good as a look at the file itself.
func (i item) Info() (fs.FileInfo, error) {
	info, err := i.DirEntry.Info()
	if err == nil && info.Mode().Type() != fs.ModeSymlink {
		i.in.note(i.in.question(Status, i.path), status(info), look{})
	} else {
		i.in.lose()
	}
	return info, err
}
