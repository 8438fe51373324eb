package source

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"runtime"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/sync/errgroup"

	"mentorbook/generator/diag"
)

// contentFile is a file below content/ that is there to be read.
type contentFile struct {
	path  string
	entry fs.DirEntry
}

// contentFiles lists the files under content/, folder after folder. All folders
// of one depth are listed at a time: with their metadata, that is most of the
// work when nothing has changed.
func (l *loader) contentFiles(ctx context.Context) ([]contentFile, error) {
	var files []contentFile
	folders := []string{ContentDir}
	for len(folders) > 0 {
		listings := make([][]fs.DirEntry, len(folders))
		var g errgroup.Group
		g.SetLimit(runtime.GOMAXPROCS(0))
		for i, folder := range folders {
			g.Go(func() (err error) {
				if err = ctx.Err(); err == nil {
					listings[i], err = l.folder(folder)
				}
				return err
			})
		}
		err := g.Wait()
		if errors.Is(err, fs.ErrNotExist) && folders[0] == ContentDir {
			return nil, fmt.Errorf("there is no folder %s here: %w", ContentDir, fs.ErrNotExist)
		}
		if err != nil {
			return nil, err
		}
		var below []string
		for i, folder := range folders {
			if l.memo.Unchanged != nil {
				l.folders[folder] = listings[i]
			}
			for _, entry := range listings[i] {
				p := folder + "/" + entry.Name()
				switch {
				case ignored(entry.Name()):
				case !utf8.ValidString(entry.Name()):
					l.list.Errorf((&diag.File{Path: strings.ToValidUTF8(p, "\ufffd")}).Whole(), "bad-file-name", "rename it; an archive may have been unpacked with the wrong encoding of names", "the name is not UTF-8")
				case !entry.IsDir():
					files = l.appendFile(files, p, entry)
				case l.checkFolder(p):
					below = append(below, p)
				}
			}
		}
		folders = below
	}
	return files, nil
}

// folder lists what is in a folder, unless it is known to be as it was.
func (l *loader) folder(folder string) ([]fs.DirEntry, error) {
	if entries, ok := l.memo.listed(folder); ok {
		return entries, nil
	}
	entries, err := fs.ReadDir(l.project.Root, folder)
	if err != nil {
		return nil, unreadable(folder, err)
	}
	slices.SortFunc(entries, func(a, b fs.DirEntry) int { return strings.Compare(a.Name(), b.Name()) }) // whatever order the file system lists
	return entries, nil
}

// appendFile adds a file, unless it reported why it cannot be read.
func (l *loader) appendFile(files []contentFile, p string, entry fs.DirEntry) []contentFile {
	if entry.Type()&fs.ModeSymlink != 0 {
		info, err := fs.Stat(l.project.Root, p)
		switch {
		case err != nil:
			l.list.Errorf((&diag.File{Path: p}).Whole(), "outside-project", "copy the file into the project", "this link leads out of the project, or nowhere")
			l.refuse(p)
			return files
		case info.IsDir():
			l.list.Errorf((&diag.File{Path: p}).Whole(), "linked-folder", "copy the folder into the project", "linked folders are not followed")
			return files
		}
		entry = fs.FileInfoToDirEntry(info)
	}
	if !entry.Type().IsRegular() {
		l.list.Errorf((&diag.File{Path: p}).Whole(), "not-a-file", notAFileHint, "this is not a file that can be read")
		l.refuse(p)
		return files
	}
	return append(files, contentFile{p, entry})
}

// ignored are files that editors and systems leave behind, and hidden ones.
func ignored(name string) bool {
	return strings.HasPrefix(name, ".") || strings.HasSuffix(name, "~") ||
		strings.HasPrefix(name, "#") && strings.HasSuffix(name, "#") ||
		strings.HasSuffix(name, ".swp") || strings.HasSuffix(name, ".tmp") ||
		strings.HasPrefix(name, "~$") || name == "Thumbs.db" || name == "desktop.ini"
}

// languages returns those of the site, or nil when programs.yaml has none.
func (l *loader) languages() []string {
	if l.sources.Config == nil {
		return nil
	}
	return l.sources.Config.Site.Languages
}

// checkFolder reports a folder whose documents could never be published, and
// whether it is read.
func (l *loader) checkFolder(p string) bool {
	parts := strings.Split(p, "/")[1:]
	languages := l.languages()
	isFolder := func(name string) bool { return slices.Contains(languages, name) || slices.Contains(folders(), name) }
	original, isCopy := copyOf(parts[len(parts)-1], isFolder)
	switch {
	case len(parts) <= 2 && isCopy && original != "":
		l.list.Warnf((&diag.File{Path: p}).Whole(), "sync-copy", "compare it with "+original+", take over what is missing there, and remove it", "this looks like a copy of the folder %s that a synchronizing folder kept; it is not published", original)
		return false
	case len(parts) == 1 && len(languages) > 0 && looksLikeLanguage(parts[0]) && !slices.Contains(languages, parts[0]):
		l.list.Warnf((&diag.File{Path: p}).Whole(), "unknown-language", "add it to site.languages in "+ConfigPath+", or remove this folder; mentorbook language remove "+parts[0]+" takes out what programs.yaml says in it",
			"%q is not a language of this site; its files are not published", parts[0])
		return false
	case len(parts) == 2 && slices.Contains(languages, parts[0]) && slices.Contains(languages, parts[1]):
		l.list.Errorf((&diag.File{Path: p}).Whole(), "unknown-section", "rename the folder, or move it up to "+ContentDir+"/"+parts[1], "a section cannot be called as the language %q", parts[1])
		return false
	case len(parts) > 1 && slices.Contains(languages, parts[0]) && parts[1] != snippetsDir && slices.Contains(parts[2:], snippetsDir):
		l.list.Errorf((&diag.File{Path: p}).Whole(), "misplaced-snippets", fmt.Sprintf("move them to %s/%s/%s", ContentDir, parts[0], snippetsDir), "snippets lie in one folder a language")
		return false
	}
	return true
}

// loadFile returns what is read from a file: what the memo remembers, if the file is
// as it was.
func (l *loader) loadFile(f contentFile) (*loaded, error) {
	if list := refusal(f.path); list != nil {
		return &loaded{result: result{list: list, refused: f.path}}, nil
	}
	info, err := f.entry.Info()
	if err != nil {
		return nil, unreadable(f.path, err)
	}
	s := l.memo.stampOf(info)
	if before := l.memo.find(f.path, s); before != nil {
		return before, nil
	}
	if list := tooLarge(f.path, info.Size()); list != nil {
		return &loaded{stamp: s, result: result{list: list, refused: f.path}}, nil
	}
	data, err := readWhole(l.project.Root, f.path, info.Size())
	if err != nil {
		return nil, unreadable(f.path, err)
	}
	sum := sha256.Sum256(data)
	if before := l.memo.same(f.path, sum); before != nil {
		return &loaded{s, sum, before.result}, nil
	}
	return &loaded{s, sum, l.read(f.path, data, sum)}, nil
}

// refusal says why a file is not read whatever is in it, or nothing.
func refusal(p string) diag.List {
	var list diag.List
	if path.Ext(p) != ".md" {
		checkEnding(p, &list)
	} else if strings.Count(p, "/") == 1 {
		list.Errorf((&diag.File{Path: p}).Whole(), "misplaced-document", "move it into a language's folder, such as "+ContentDir+"/en/", "documents lie in a folder by language")
	}
	return list
}

// tooLarge says that a file has more bytes than its kind can have, or nothing.
func tooLarge(p string, size int64) diag.List {
	var list diag.List
	if path.Ext(p) == ".md" {
		checkSize(&diag.File{Path: p}, size, maxDocument, &list)
	} else if size > maxAsset {
		list.Errorf((&diag.File{Path: p}).Whole(), "too-large", "publish it elsewhere and link to it", "this file has %d MB; it can have %d", size>>20, int64(maxAsset)>>20)
	}
	return list
}

// read returns what a file becomes. It depends on nothing but its arguments: it
// is what the memo remembers.
func (l *loader) read(p string, data []byte, sum [sha256.Size]byte) result {
	var r result
	file := &diag.File{Path: p, Data: data}
	lang, rest, _ := strings.Cut(strings.TrimPrefix(p, ContentDir+"/"), "/")
	name, isSnippet := strings.CutPrefix(rest, snippetsDir+"/")
	switch {
	case path.Ext(p) != ".md":
		r.asset = l.readAsset(file, sum, &r.list)
	case !checkText(file, &r.list):
		r.refused = p
	case isSnippet:
		r.snippet = l.readSnippet(file, lang, name, &r.list)
	default:
		if r.document = l.readDocument(file, sum, lang, documentKey(p), &r.list); r.document == nil {
			r.refused = p
		}
	}
	switch {
	case r.document != nil:
		file.Store(r.document.Body.Source)
	case r.snippet != nil:
		file.Store(r.snippet.Body.Source)
	}
	return r
}

// documentKey returns the key of the document in a file, or "" where a file
// holds none.
func documentKey(p string) string {
	_, rest, _ := strings.Cut(strings.TrimPrefix(p, ContentDir+"/"), "/")
	if path.Ext(p) != ".md" || strings.HasPrefix(rest, snippetsDir+"/") {
		return ""
	}
	return keyOf(rest)
}
