package source

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"unicode/utf8"

	"mentorbook/generator/diag"
	"mentorbook/generator/lazyregexp"
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
		hint, message := "save it as plain text in UTF-8", "this file is not text: it contains a NUL byte"
		switch {
		case isUTF16(file.Data):
			i, hint, message = 0, "save it in UTF-8, which editors offer when they save a file", "this file is in UTF-16"
		case bytes.HasPrefix(file.Data, []byte("PK\x03\x04")):
			i, message = 0, "this is a file of a word processor or an archive, not text"
		}
		list.Errorf(diag.Span{File: file, Start: i, End: i}, "not-text", hint, "%s", message)
		return false
	}
	if !utf8.Valid(file.Data) {
		i := invalidUTF8(file.Data)
		list.Errorf(diag.Span{File: file, Start: i, End: i}, "not-utf8", "save it in UTF-8", "this file is not UTF-8 from here on")
		return false
	}
	return true
}

// wrongEncoding finds what is left of letters that were read in another encoding
// than they were written in, or could not be read, and characters that nobody can
// see. It is reported once a file.
var wrongEncoding = lazyregexp.New("â€[\u2122\u0153\u009d\u02dc\u201c\u201d\u0093\u0094\u0098\u0099]|Ã[\u00a4\u00b6\u00bc\u00a9\u00a8\u00a1\u00b1\u00a7\u00a0\u0178]|\ufffd|[\x01-\x08\x0b\x0c\x0e-\x1f\u0080-\u0084\u0086-\u009f]")

// checkEncoding warns of such letters from an offset on.
func checkEncoding(file *diag.File, from int, list *diag.List) {
	from += sound(file.Data[from:])
	at := wrongEncoding.FindIndex(file.Data[from:])
	if at == nil {
		return
	}
	span := file.Span(from+at[0], from+at[1])
	switch r, _ := utf8.DecodeRune(file.Data[span.Start:]); {
	case r == utf8.RuneError:
		list.Warnf(span, "wrong-encoding", "type the letter that stood here", "a letter could not be read when this was saved, and is shown as \ufffd")
	case r == 'â' || r == 'Ã':
		list.Warnf(span, "wrong-encoding", "open the original as UTF-8 and copy it anew, or type the letters", "this was read in one encoding and saved in another: %s", file.Data[span.Start:span.End])
	default:
		list.Warnf(span, "wrong-encoding", "delete it, or type the word anew", "there is a control character here (U+%04X), which cannot be seen", r)
	}
}

// sound returns how many bytes at the head of a text wrongEncoding cannot match: most
// often all, and it takes a tenth of what a page takes to be read to tell by itself.
func sound(text []byte) int {
	for i, c := range text {
		next := byte(0)
		if i+1 < len(text) {
			next = text[i+1]
		}
		switch {
		case c >= 0x20 && c < 0xc2 || c == '\t' || c == '\n' || c == '\r':
		case c < 0x20,
			c == 0xc2 && next < 0xa0,                    // controls
			c == 0xc3 && (next == 0x83 || next == 0xa2), // Ã, â
			c == 0xef && next == 0xbf:                   // the replacement character
			return i
		}
	}
	return len(text)
}

// isUTF16 reports whether a file has the mark of UTF-16, or the NUL bytes of plain
// letters in it.
func isUTF16(data []byte) bool {
	if bytes.HasPrefix(data, []byte("\xff\xfe")) || bytes.HasPrefix(data, []byte("\xfe\xff")) {
		return true
	}
	start := data[:min(len(data), 64)&^1]
	nul := [2]int{}
	for i, c := range start {
		if c == 0 {
			nul[i%2]++
		}
	}
	half := len(start) / 2
	return half > 4 && (nul[0]*10 > half*8 && nul[1] == 0 || nul[1]*10 > half*8 && nul[0] == 0)
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
