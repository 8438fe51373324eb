//go:build !linux && !darwin

package main

import (
	"io/fs"

	"mentorbook/generator"
)

// identity knows nothing here beyond size and modification time.
func identity(fs.FileInfo) generator.Identity { return generator.Identity{} }
