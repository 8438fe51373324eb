package output

import (
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

// The names in a published directory that belong to this package.
const (
	manifestName = ".mentorbook.json"
	stagingName  = ".mentorbook-staging"
	lockName     = ".mentorbook.lock"
)

// checkArtifacts refuses paths that cannot be published together, on this file
// system or on the one the site is copied to.
func checkArtifacts(artifacts []Artifact) error {
	files := make(map[string]string, len(artifacts)) // key to path
	for _, a := range artifacts {
		if err := checkPath(a.Path); err != nil {
			return fmt.Errorf("cannot publish %q: %w", a.Path, err)
		}
		key := pathKey(a.Path)
		switch other, taken := files[key]; {
		case taken && other == a.Path:
			return fmt.Errorf("cannot publish %q twice; rename one of its sources", a.Path)
		case taken:
			return fmt.Errorf("cannot publish both %q and %q: many file systems hold them for the same name; rename one", other, a.Path)
		}
		files[key] = a.Path
	}
	folders := map[string]string{}
	for _, a := range artifacts {
		for folder := range parents(a.Path) {
			key := pathKey(folder)
			if file, taken := files[key]; taken {
				return fmt.Errorf("cannot publish both %q and %q: a file cannot be a folder as well; rename one", file, a.Path)
			}
			if other, seen := folders[key]; seen && other != folder {
				return fmt.Errorf("cannot publish folders %q and %q: many file systems hold them for the same name; rename one", other, folder)
			}
			folders[key] = folder
		}
	}
	return nil
}

// checkPath says why no directory should hold path, if there is a reason. The
// rules are those of Windows, the strictest of the systems a site may end up on.
func checkPath(path string) error {
	if !fs.ValidPath(path) || path == "." {
		return errors.New("it is not a clean relative path")
	}
	if !utf8.ValidString(path) {
		return errors.New("it is not valid UTF-8")
	}
	first, _, _ := strings.Cut(path, "/")
	switch pathKey(first) {
	case manifestName, stagingName, lockName:
		return errors.New("the name is used by mentorbook itself; choose another")
	}
	for name := range strings.SplitSeq(path, "/") {
		if err := checkName(name); err != nil {
			return err
		}
	}
	return nil
}

// maxName is the longest file name most file systems take, in bytes.
const maxName = 255

func checkName(name string) error {
	if len(name) > maxName {
		return fmt.Errorf("a name in it is longer than %d bytes; shorten it", maxName)
	}
	for _, r := range name {
		if r < ' ' || r == 0x7f || strings.ContainsRune(`\:*?"<>|`, r) {
			return fmt.Errorf("there can be no %q in file names on Windows; rename it", r)
		}
	}
	if strings.HasSuffix(name, ".") || strings.HasSuffix(name, " ") {
		return errors.New("no name on Windows ends with a dot or a space; rename it")
	}
	stem, _, _ := strings.Cut(name, ".")
	if isDevice(strings.ToLower(strings.TrimRight(stem, " "))) {
		return fmt.Errorf("the name %q is kept for a device on Windows; rename it", stem)
	}
	return nil
}

func isDevice(stem string) bool {
	switch stem {
	case "con", "prn", "aux", "nul", "conin$", "conout$":
		return true
	}
	unit, ok := strings.CutPrefix(stem, "com")
	if !ok {
		unit, ok = strings.CutPrefix(stem, "lpt")
	}
	return ok && utf8.RuneCountInString(unit) == 1 && strings.Contains("0123456789¹²³", unit)
}

// pathKey maps paths that some file system takes for the same file to the same
// string: it folds case and composes accents.
func pathKey(path string) string {
	for i := range len(path) {
		if path[i] >= utf8.RuneSelf {
			return norm.NFC.String(cases.Fold().String(norm.NFD.String(path)))
		}
	}
	return strings.ToLower(path)
}

// parents yields the folders path lies in, the innermost first.
func parents(path string) iter.Seq[string] {
	return func(yield func(string) bool) {
		for i := strings.LastIndexByte(path, '/'); i > 0; i = strings.LastIndexByte(path[:i], '/') {
			if !yield(path[:i]) {
				return
			}
		}
	}
}
