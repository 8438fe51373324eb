package source

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"unicode/utf8"

	"mentorbook/generator/diag"
)

// readText returns a text file, or nil after it reported what is wrong with it.
func readText(fsys fs.FS, name, shown string, limit int64, list *diag.List) (*diag.File, error) {
	info, err := fs.Stat(fsys, name)
	if err != nil {
		return nil, unreadable(shown, err)
	}
	file := &diag.File{Path: shown}
	if !info.Mode().IsRegular() {
		list.Errorf(file.Whole(), "not-a-file", notAFileHint, "this is not a file that can be read")
		return nil, nil
	}
	if !checkSize(file, info.Size(), limit, list) {
		return nil, nil
	}
	if file.Data, err = readWhole(fsys, name, info.Size()); err != nil {
		return nil, unreadable(shown, err)
	}
	if !checkText(file, list) {
		return nil, nil
	}
	return file, nil
}

const notAFileHint = "put a file in its place, or remove it"

func checkSize(file *diag.File, size, limit int64, list *diag.List) bool {
	if size > limit {
		list.Errorf(file.Whole(), "too-large", "split it", "this file has %d KB; it can have %d", size>>10, limit>>10)
	}
	return size <= limit
}

// checkText reports a file that is not text.
func checkText(file *diag.File, list *diag.List) bool {
	if i := bytes.IndexByte(file.Data, 0); i >= 0 {
		list.Errorf(diag.Span{File: file, Start: i, End: i}, "not-text", "save it as plain text in UTF-8", "this file is not text: it contains a NUL byte")
		return false
	}
	if !utf8.Valid(file.Data) {
		i := invalidUTF8(file.Data)
		list.Errorf(diag.Span{File: file, Start: i, End: i}, "not-utf8", "save it in UTF-8", "this file is not UTF-8 from here on")
		return false
	}
	return true
}

// maxReadings is how often a file is read that is written to all the time.
const maxReadings = 10

// readWhole reads a file that had so many bytes a moment ago. One that has
// another length now is being written, and half of it could be taken for all:
// it is read until two readings agree.
func readWhole(fsys fs.FS, name string, size int64) ([]byte, error) {
	data, err := fs.ReadFile(fsys, name)
	if err != nil || int64(len(data)) == size {
		return data, err
	}
	for range maxReadings {
		again, err := fs.ReadFile(fsys, name)
		if err != nil || bytes.Equal(again, data) {
			return again, err
		}
		data = again
	}
	return nil, errUnsettled
}

var errUnsettled = errors.New("it changes all the time")

// unreadable says which file or folder could not be read, and what to do: the
// error's own path is that of a call, which people have not made.
func unreadable(shown string, err error) error {
	next := ""
	switch {
	case errors.Is(err, fs.ErrNotExist), errors.Is(err, errUnsettled): // it was there when its folder was listed
		next = "; run this again when nothing writes to it"
	case errors.Is(err, fs.ErrPermission):
		next = "; change its permissions"
	}
	var of *fs.PathError
	if errors.As(err, &of) {
		err = of.Err
	}
	return fmt.Errorf("%s cannot be read: %w%s", shown, err, next)
}

func invalidUTF8(data []byte) int {
	for i := 0; i < len(data); {
		r, size := utf8.DecodeRune(data[i:])
		if r == utf8.RuneError && size == 1 {
			return i
		}
		i += size
	}
	return len(data)
}

var bom = []byte("\xef\xbb\xbf")
