package output

import (
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

// The names in a published directory that belong to this package. ManifestName
// is in every one.
const (
	ManifestName = ".mentorbook.json"
	stagingName  = ".mentorbook-staging"
	lockName     = ".mentorbook.lock"
)

// Paths are the paths of a site. They name different files wherever the site is
// copied to: on systems that hold upper and lower case for the same, that
// compose accents, or that keep names for devices.
type Paths struct {
	files   map[string]string // path as it was added, by key
	folders map[string]folder // by key
}

type folder struct {
	name string // as it was first written
	file string // that was added in it
}

// NewPaths returns an empty set with room for n paths.
func NewPaths(n int) *Paths {
	return &Paths{files: make(map[string]string, n), folders: map[string]folder{}}
}

// addAll adds the paths of artifacts, up to the first that cannot be published.
func (p *Paths) addAll(artifacts []Artifact) error {
	for _, a := range artifacts {
		if err := p.Add(a.Path); err != nil {
			return err
		}
	}
	return nil
}

// Collision says that a path and one that was added before it would be one file
// somewhere.
type Collision struct{ Path, Other, reason string }

func (c *Collision) Error() string {
	if c.Path == c.Other {
		return fmt.Sprintf("cannot publish %q twice; rename one of its sources", c.Path)
	}
	return fmt.Sprintf("cannot publish both %q and %q: %s; rename one", c.Other, c.Path, c.reason)
}

const (
	sameName   = "many file systems hold them for the same name"
	sameFolder = "many file systems hold their folders for the same"
	isFolder   = "a file cannot be a folder as well"
)

// Add adds a path, or returns why it cannot be published, a [Collision] if
// another one is the reason.
func (p *Paths) Add(path string) error {
	if err := checkPath(path); err != nil {
		return fmt.Errorf("cannot publish %q: %w", path, err)
	}
	key := pathKey(path)
	if other, taken := p.files[key]; taken {
		return &Collision{path, other, sameName}
	}
	if inside, taken := p.folders[key]; taken {
		return &Collision{path, inside.file, isFolder}
	}
	if err := p.addFolders(path); err != nil {
		return err
	}
	p.files[key] = path
	return nil
}

// addFolders adds those that path lies in, from the outermost to the innermost.
func (p *Paths) addFolders(path string) error {
	end := max(strings.LastIndexByte(path, '/'), 0)
	if p.folders[path[:end]].name == path[:end] { // it is there, by its key, and so are all that it is in
		return nil
	}
	names := slices.Collect(parents(path))
	for _, name := range slices.Backward(names) {
		key := pathKey(name)
		if other, taken := p.files[key]; taken {
			return &Collision{path, other, isFolder}
		}
		if other, taken := p.folders[key]; taken && other.name != name {
			return &Collision{path, other.file, sameFolder}
		} else if !taken {
			p.folders[key] = folder{name, path}
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
	case ManifestName, stagingName, lockName:
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
		switch {
		case r > '|' && r != 0x7f:
		case r < ' ', r == 0x7f, r == '\\', r == ':', r == '*', r == '?', r == '"', r == '<', r == '>', r == '|':
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
	plain := true // as nearly all are
	for i := range len(path) {
		if path[i] >= utf8.RuneSelf {
			// Fold makes Cherokee capitals small, and small letters capitals.
			return norm.NFC.String(strings.ToLower(cases.Fold().String(norm.NFD.String(path))))
		}
		plain = plain && (path[i] < 'A' || path[i] > 'Z')
	}
	if plain {
		return path
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
