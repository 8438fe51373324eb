package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"io"
	"os"

	"mentorbook/generator/trace"
)

// programSum tells this program from any other: by what Go's linker called it, which
// is made of what it was built from and of its bytes, or by all of those.
func programSum() (out trace.Sum, err error) {
	name, err := os.Executable()
	if err != nil {
		return out, err
	}
	f, err := os.Open(name)
	if err != nil {
		return out, err
	}
	defer f.Close()
	start := make([]byte, 64<<10) // the linker writes it before the code
	n, err := io.ReadFull(f, start)
	if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) {
		return out, err
	}
	if id := buildID(start[:n]); len(id) > 0 {
		return sha256.Sum256(id), nil
	}
	h := sha256.New()
	h.Write(start[:n])
	if _, err := io.Copy(h, f); err != nil {
		return out, err
	}
	return trace.Sum(h.Sum(nil)), nil
}

// buildID returns the build ID in the first bytes of a program, or nothing: of a note
// in an ELF file, and as a text elsewhere (cmd/internal/buildid in Go's source).
func buildID(start []byte) []byte {
	note := []byte("\x04\x00\x00\x00Go\x00\x00") // its kind and its name; the length of the ID comes before
	if at := bytes.Index(start, note); bytes.HasPrefix(start, []byte("\x7fELF")) && at >= 4 {
		id, length := start[at+len(note):], binary.NativeEndian.Uint32(start[at-4:])
		return id[:min(int(length), len(id))]
	}
	_, text, _ := bytes.Cut(start, []byte("\xff Go build ID: \""))
	id, _, found := bytes.Cut(text, []byte("\"\n \xff"))
	if !found {
		return nil
	}
	return id
}
