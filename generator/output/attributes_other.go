//go:build unix && !linux && !darwin && !freebsd && !netbsd

package output

import "os"

func copyAttributes(f, original *os.File) error { return nil }
