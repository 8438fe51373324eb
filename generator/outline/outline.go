// Package outline says how documents and programs begin, and which words of
// that beginning are still to be replaced.
//
// In go a language, the name of an outline and what fills it in; out comes the
// beginning of a file. LANG.tmpl has the outlines of a language; one without a
// file of its own gets the English ones. In them, {{fill "…"}} is a text that
// stands in for the writer's, as comments of HTML do.
package outline

import (
	"embed"
	"io/fs"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"text/template"
)

//go:embed *.tmpl
var files embed.FS

// Of returns an outline, filled in. One that there is not is a mistake of the
// program.
func Of(lang, name string, data any) string {
	base, _, _ := strings.Cut(lang, "-")
	file := base + ".tmpl"
	if _, err := fs.Stat(files, file); err != nil {
		file = "en.tmpl"
	}
	fill := template.FuncMap{"fill": func(text string) string { return text }}
	var out strings.Builder
	t, err := template.New(file).Funcs(fill).ParseFS(files, file)
	if err == nil {
		err = t.ExecuteTemplate(&out, name, data)
	}
	if err != nil {
		panic(err)
	}
	return out.String()
}

// IsPlaceholder reports whether a text of front matter or data stands in for the
// writer's.
func IsPlaceholder(text string) bool { return placeholders().texts[text] }

// IsPromptOnly reports whether a line of Markdown, which a list may hold, is
// nothing but comments that an outline has.
func IsPromptOnly(line string) bool {
	line = listMark.ReplaceAllString(strings.TrimSpace(line), "")
	if !strings.HasPrefix(line, "<!-- ") || !strings.HasSuffix(line, " -->") {
		return false
	}
	return slices.ContainsFunc(placeholders().comments, func(start string) bool { return strings.HasPrefix(line, start) })
}

var listMark = regexp.MustCompile(`^(?:[-*+]|\d+\.) +(?:\[[ xX]\] +)?`)

// known are the words of all outlines that are to be replaced.
type known struct {
	texts    map[string]bool
	comments []string // up to their end, or to what is filled in
}

var (
	filled  = regexp.MustCompile(`\{\{fill ("(?:[^"\\]|\\.)*")\}\}`)
	comment = regexp.MustCompile(`<!-- [^{}\n]*(?:\{\{| -->)`)
)

var placeholders = sync.OnceValue(func() known {
	out := known{texts: map[string]bool{}}
	names, _ := fs.Glob(files, "*.tmpl")
	for _, name := range names {
		data, _ := fs.ReadFile(files, name) // it is part of the program
		for _, m := range filled.FindAllStringSubmatch(string(data), -1) {
			text, _ := strconv.Unquote(m[1])
			out.texts[text] = true
		}
		for _, c := range comment.FindAllString(string(data), -1) {
			out.comments = append(out.comments, strings.TrimSuffix(c, "{{"))
		}
	}
	return out
})
