// Package patch is what a command asks to be written into a project: files with
// their new content, and with what they held when they were read.
//
// Packages that work out a change to a project return it as a list of [File],
// and write nothing. The command that asked writes the list, or refuses.
package patch

import "bytes"

// File is one file that is new or changes, or on which the change of others
// depends: its Data is what it Was, and the command refuses all when the file is
// no longer that.
type File struct {
	Path string // as diagnostics name it: in the project, or with source.PrivatePrefix in the private folder
	Was  []byte // what was read and is to be replaced; nil for a file that does not exist yet
	Data []byte // what the file is to hold

	OwnersOnly bool // a new file is to be read by its owner alone
	Gone       bool // a file that exists is to go; it has no Data
}

// Changes reports whether a file that exists is to hold something else, or to go.
func (f File) Changes() bool { return f.Was != nil && (f.Gone || !bytes.Equal(f.Was, f.Data)) }
