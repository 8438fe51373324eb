package main

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
)

// folder is a folder of the user's, to read from. What lies outside it cannot be
// read by any path or link inside: os.Root sees to it. What is neither a file nor
// a folder cannot be read either: a pipe would wait for somebody to write.
type folder struct{ root *os.Root }

var errNoFile = errors.New("it is a pipe, a socket or a device, not a file; remove it")

// Open opens a file or folder without waiting for anything.
func (f folder) Open(name string) (fs.File, error) {
	if err := f.valid("open", name); err != nil {
		return nil, err
	}
	file, err := f.root.OpenFile(name, os.O_RDONLY|syscall.O_NONBLOCK, 0)
	if errors.Is(err, syscall.ENXIO) { // a socket, or a device without a driver
		return nil, &fs.PathError{Op: "open", Path: name, Err: errNoFile}
	}
	if err != nil {
		return nil, err
	}
	info, err := file.Stat()
	if err == nil && !info.Mode().IsRegular() && !info.IsDir() {
		err = &fs.PathError{Op: "open", Path: name, Err: errNoFile}
	}
	if err != nil {
		file.Close()
		return nil, err
	}
	return file, nil
}

// Stat looks at a file without opening it.
func (f folder) Stat(name string) (fs.FileInfo, error) {
	if err := f.valid("stat", name); err != nil {
		return nil, err
	}
	return f.root.Stat(name)
}

// valid holds names to what they are in an fs.FS: on Windows a backslash or a
// colon would mean something.
func (f folder) valid(op, name string) error {
	if fs.ValidPath(name) && (filepath.Separator == '/' || !strings.ContainsAny(name, `\:`)) {
		return nil
	}
	return &fs.PathError{Op: op, Path: name, Err: fs.ErrInvalid}
}
