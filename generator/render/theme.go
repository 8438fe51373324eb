// Package render turns a site into pages: it gives a theme's layouts the view
// of one page at a time.
//
// In go a [site.Site] and a [Theme]; out come the bytes of one page, asked for
// by name. Rendering is pure: any page may be rendered at any time, on any
// goroutine, as often as wanted, with the same result. A layout sees a view of
// plain values (views.go), never the site.
//
// The layouts of the default theme are compiled (compiled.go, made by
// internal/layouts). Those of a project are executed by html/template, and so is a
// compiled one for a page with a mistake, which it leaves to html/template to name.
//
// The tests that look at its pages are beside the pipeline: go test ./generator.
package render

import (
	"bytes"
	"errors"
	"fmt"
	"maps"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"

	"golang.org/x/text/unicode/norm"

	"mentorbook/generator/diag"
	"mentorbook/themes"
)

// Theme is a parsed theme. Nothing of it changes but a count.
type Theme struct {
	words     map[string]*words             // by language
	layouts   map[string]map[string]*layout // by language and name
	files     map[string]*diag.File         // layouts by the name of their template
	Assets    []Asset
	hashed    map[string]string // output paths of assets by name
	spoken    []string          // what it says of its own accord
	ofDefault []string          // see Layers
	ofProject map[string]string
	own       map[string]bool // layouts that a project has, not only the default theme
	turns     atomic.Int64    // see turn
}

// Asset is a file of the theme that every site gets.
type Asset struct {
	Path string // in the output
	Data []byte
}

// LoadTheme parses a theme for the languages of a site, each with those in which it
// has what is not written in it. A theme with mistakes
// is nil, and the list says where they are.
func LoadTheme(files *themes.Theme, languages []string, fallbacks func(lang string) []string) (*Theme, diag.List) {
	t := &Theme{words: map[string]*words{}, layouts: map[string]map[string]*layout{}, files: map[string]*diag.File{}, own: map[string]bool{}, ofProject: map[string]string{}}
	var list diag.List
	t.loadAssets(files, &list)
	t.readLayouts(files, &list)
	for _, lang := range languages {
		t.words[lang] = loadWords(files, lang, fallbacks(lang), &list)
	}
	if list.HasErrors() {
		return nil, list
	}
	t.parse(languages, &list)
	if list.HasErrors() {
		return nil, list
	}
	t.collectWords(files)
	return t, list
}

// asset returns the output path of a file in the theme's assets folder.
func (t *Theme) asset(name string) (string, error) {
	if p := t.hashed[norm.NFC.String(name)]; p != "" {
		return p, nil
	}
	return "", fmt.Errorf("the theme has no assets/%s; %s", name, diag.DidYouMean(name, slices.Collect(maps.Keys(t.hashed)), "add it"))
}

// Names are the names of its assets, sorted.
func (t *Theme) Names() []string { return slices.Sorted(maps.Keys(t.hashed)) }

// read returns a copy of an asset as it is published, nothing if there is none.
func (t *Theme) read(name string) []byte {
	for _, asset := range t.Assets {
		if asset.Path == t.hashed[name] {
			return bytes.Clone(asset.Data)
		}
	}
	return nil
}

// readLayouts takes in the files of the layouts, which are those that the default
// theme has.
func (t *Theme) readLayouts(files *themes.Theme, list *diag.List) {
	known := files.Builtin("layouts")
	for _, name := range files.List("layouts") {
		file := files.Read(path.Join("layouts", name))
		f := &diag.File{Path: file.Path, Data: file.Data}
		switch {
		case slices.Contains(known, name):
			t.files[name] = f
			t.own[name] = len(files.ReadAll(path.Join("layouts", name))) > 1
		case path.Ext(name) == ".html":
			stem, stems := strings.TrimSuffix(name, ".html"), make([]string, len(known))
			for i, name := range known {
				stems[i] = strings.TrimSuffix(name, ".html")
			}
			list.Errorf(f.Whole(), "unknown-layout", diag.DidYouMean(stem, stems, "layouts are "+strings.Join(stems, ", ")), "no page uses a layout %q", name)
		}
	}
}

// failed places a mistake that showed when a layout was executed.
func (t *Theme) failed(layout string, err error) *Error {
	failed := &Error{t.diagnose(err)}
	if errors.Is(err, errEndless) {
		failed.Diagnostic.Span = t.files[layout+".html"].Whole()
	}
	return failed
}

// Error is a mistake in a layout that showed when a page was made.
type Error struct{ Diagnostic diag.Diagnostic }

func (e *Error) Error() string { return e.Diagnostic.Message }

var templateError = regexp.MustCompile(`(?s)^(?:html/)?template: ?([^:]+):(\d+)(?::(\d+))?: (.*)$`)

// diagnose finds the place in an error of html/template, which is written as
// "template: name:line:column: message".
func (t *Theme) diagnose(err error) diag.Diagnostic {
	d := diag.Diagnostic{Severity: diag.Error, Code: "template", Message: err.Error(),
		Hint: "the views that layouts get are described in generator/render/views.go"}
	m := templateError.FindStringSubmatch(err.Error())
	if m == nil {
		return d
	}
	file := t.files[m[1]]
	if file == nil {
		return d
	}
	line, _ := strconv.Atoi(m[2])
	column, _ := strconv.Atoi(m[3]) // counts from 0; a parse error has none
	d.Span, d.Message = lineSpan(file, line, column+1), m[4]
	if errors.Is(err, errLoops) {
		d.Message, d.Hint = errLoops.Error(), "let the loop, or the template that calls itself, come to an end"
	}
	return d
}

// lineSpan is the rest of a line from a byte column on, both from 1 and
// clamped.
func lineSpan(file *diag.File, line, column int) diag.Span {
	start := 0
	for range line - 1 {
		i := bytes.IndexByte(file.Data[start:], '\n')
		if i < 0 {
			break
		}
		start += i + 1
	}
	end := len(file.Data)
	if i := bytes.IndexByte(file.Data[start:], '\n'); i >= 0 {
		end = start + i
	}
	return file.Span(min(start+max(column-1, 0), end), end)
}
