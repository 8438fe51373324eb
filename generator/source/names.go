package source

import (
	"fmt"
	"path"
	"slices"
	"strings"
	"sync"

	"golang.org/x/text/unicode/norm"

	"mentorbook/generator/diag"
	"mentorbook/generator/markdown"
)

// keyOf returns the key of the document in a file, by its path below the folder
// of its language. What introduces a folder may be called README.md, as hosts of
// repositories show it.
func keyOf(rest string) string {
	key := strings.TrimSuffix(rest, ".md")
	folder, name := path.Split(key)
	if section, _, _ := strings.Cut(folder, "/"); strings.EqualFold(name, "readme") && slices.Contains(folders(), section) {
		return folder + "index"
	}
	return key
}

// refuse remembers a file that is there but was not read, so that what leads to
// it is no further mistake.
func (l *loader) refuse(p string) {
	if key := documentKey(p); key != "" {
		l.sources.Broken[key] = true
		return
	}
	l.sources.Refused[norm.NFC.String(strings.TrimPrefix(p, ContentDir+"/"))] = true
}

// checkNames leaves out documents whose names are no addresses, and copies that a
// synchronizing folder kept, after it reported them.
func (l *loader) checkNames(files []contentFile) []contentFile {
	n := nameChecker{list: &l.list, languages: l.languages(), taken: sync.OnceValue(func() map[string]bool { return pathsOf(files) })}
	named := make([]contentFile, 0, len(files))
	for _, f := range files {
		if path.Ext(f.path) == ".md" && !n.check(f.path) {
			l.refuse(f.path)
			continue
		}
		named = append(named, f)
	}
	return named
}

// pathsOf returns the paths of files, and of the folders that they are in.
func pathsOf(files []contentFile) map[string]bool {
	paths := make(map[string]bool, len(files))
	for _, f := range files {
		for p := f.path; p != "." && !paths[p]; p = path.Dir(p) {
			paths[p] = true
		}
	}
	return paths
}

// nameChecker holds the names of documents to what is an address on every host
// and a file on every system.
type nameChecker struct {
	list      *diag.List
	languages []string
	taken     func() map[string]bool // paths of files and folders; few projects need them
}

func (n *nameChecker) check(p string) bool {
	folder, name := path.Split(strings.TrimSuffix(p, ".md"))
	beside := func(name string) bool { return n.taken()[folder+name+".md"] }
	if original, ok := copyOf(name, beside); ok {
		n.reportCopy(&diag.File{Path: p}, original)
		return false
	}
	key := documentKey(p)
	if key == "" || folderHint(key) != "" { // a snippet, or in a folder that is reported
		return true
	}
	i := -1
	for part := range strings.SplitSeq(key, "/") {
		if i++; ID(part).Valid() && !IsReserved(part) {
			continue
		}
		message := "%q cannot be part of an address: use lower-case letters, digits and hyphens"
		switch {
		case IsReserved(part):
			message = "%q is reserved on Windows"
		case idPattern.MatchString(part):
			message = fmt.Sprintf("%%q is too long to be part of an address: it has %d of at most %d characters", len(part), maxID)
		}
		n.list.Errorf((&diag.File{Path: p}).Whole(), "bad-file-name", n.better(p, i), message, part)
		return false
	}
	return true
}

func (n *nameChecker) reportCopy(file *diag.File, original string) {
	if original == "" {
		n.list.Warnf(file.Whole(), "sync-copy", "compare it with its original, take over what is missing there, and remove it", "this looks like a copy that a synchronizing folder kept; it is not published")
		return
	}
	n.list.Warnf(file.Whole(), "sync-copy", fmt.Sprintf("compare it with %s.md, take over what is missing there, and remove it", original), "this looks like a copy of %s.md that a synchronizing folder kept; it is not published", original)
}

// better says what to call the i-th part of the key of the document in a file.
func (n *nameChecker) better(p string, i int) string {
	parts := strings.Split(strings.TrimSuffix(p, ".md"), "/")
	at := i + 2 // behind content/ and the language
	part, last := parts[at], at == len(parts)-1
	ending := ""
	if last {
		ending = ".md"
		if hint := n.besideLanguage(parts); hint != "" {
			return hint
		}
		if strings.EqualFold(part, "readme") {
			return "rename it to index.md, which is the home page, or move it out of " + ContentDir + "/"
		}
	}
	name := shorter(markdown.Slug(part))
	switch {
	case !ID(name).Valid() || IsReserved(name):
		return "choose a name of the letters a to z, digits and hyphens"
	case n.taken()[strings.Join(parts[:at], "/")+"/"+name+ending]:
		return fmt.Sprintf("choose another name; %q is there already", name)
	}
	return fmt.Sprintf("rename it to %q", name)
}

// besideLanguage says where a translation belongs whose language is in its name,
// as in start.id.md.
func (n *nameChecker) besideLanguage(parts []string) string {
	name, lang, ok := strings.Cut(parts[len(parts)-1], ".")
	if !ok || !slices.Contains(n.languages, lang) || !ID(name).Valid() {
		return ""
	}
	to := path.Join(append([]string{ContentDir, lang}, parts[2:len(parts)-1]...)...) + "/" + name + ".md"
	if n.taken()[to] {
		return to + " is there already; remove one of them"
	}
	return "move it to " + to
}

// shorter cuts a name behind a word, where it is too long.
func shorter(name string) string {
	if len(name) <= maxID {
		return name
	}
	name = name[:maxID+1] // with a hyphen at its end, a whole word ends there
	if i := strings.LastIndexByte(name, '-'); i > 0 {
		return name[:i]
	}
	return strings.ToValidUTF8(name[:maxID], "")
}
