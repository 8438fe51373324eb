package render

import (
	"encoding/json"
	"errors"
	"fmt"
	"html/template"
	"maps"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"mentorbook/generator/diag"
	"mentorbook/generator/schedule"
	"mentorbook/themes"
)

// words are a theme's texts in one language: i18n/LANG.json.
type words struct {
	Strings    map[string]plural `json:"strings"`
	Months     []string          `json:"months"`
	Weekdays   []string          `json:"weekdays"`
	DateFormat string            `json:"dateFormat"`
}

// plural is a text, or one for a single thing and one for any other number.
type plural struct{ one, other string }

func (p *plural) UnmarshalJSON(data []byte) error {
	if err := json.Unmarshal(data, &p.other); err == nil {
		p.one = p.other
		return nil
	}
	var forms struct{ One, Other string }
	if err := json.Unmarshal(data, &forms); err != nil {
		return errors.New(`a text is a string, or {"one": …, "other": …}`)
	}
	p.one, p.other = forms.One, forms.Other
	return nil
}

// loadWords reads the texts of a language. What a theme leaves out comes from
// the default theme, and a language that the theme does not know is in English.
func loadWords(files *themes.Theme, lang string, list *diag.List) *words {
	w := &words{Strings: map[string]plural{}}
	for _, l := range slices.Compact([]string{fallbackLanguage, lang}) {
		versions := files.ReadAll("i18n/" + l + ".json")
		if len(versions) == 0 {
			list.Warnf(diag.Span{}, "missing-words", "write themes/NAME/i18n/"+lang+".json", "the theme has no words in the language %q; it speaks English there", lang)
		}
		for i, version := range versions {
			w.add(version, i > 0 || l != fallbackLanguage, list)
		}
	}
	return w
}

func (w *words) add(file themes.File, knownOnly bool, list *diag.List) {
	f := &diag.File{Path: file.Path, Data: file.Data}
	var more words
	if err := json.Unmarshal(file.Data, &more); err != nil {
		span := f.Whole()
		var syntax *json.SyntaxError
		var mismatch *json.UnmarshalTypeError
		switch {
		case errors.As(err, &syntax):
			span = f.Span(int(syntax.Offset), int(syntax.Offset))
		case errors.As(err, &mismatch):
			span = f.Span(int(mismatch.Offset), int(mismatch.Offset))
		}
		list.Errorf(span, "bad-words", "", "this is not a file of texts: %v", err)
		return
	}
	known := slices.Sorted(maps.Keys(w.Strings))
	for _, key := range slices.Sorted(maps.Keys(more.Strings)) {
		if _, ok := w.Strings[key]; knownOnly && !ok {
			i := max(0, strings.Index(string(file.Data), strconv.Quote(key)))
			list.Errorf(f.Span(i, i+len(key)+2), "unknown-text", diag.DidYouMean(key, known, "remove it"), "no layout uses a text %q", key)
			continue
		}
		w.Strings[key] = more.Strings[key]
	}
	if len(more.Months) == 12 {
		w.Months = more.Months
	}
	if len(more.Weekdays) == 7 {
		w.Weekdays = more.Weekdays
	}
	if more.DateFormat != "" {
		w.DateFormat = more.DateFormat
	}
}

// Words returns what the theme says on pages of its own accord: its texts in the
// languages of the site, with the names of months and weekdays; its style sheets
// and scripts, and so the names of its classes; and what the layouts of the
// default theme say. The layouts of a project are not in it: somebody can have
// put into them what is not for everybody.
func (t *Theme) Words() []string { return t.spoken }

// Layers returns what the files of the default theme say, and those of the
// project's own theme by their paths.
func (t *Theme) Layers() (ofDefault []string, own map[string]string) { return t.ofDefault, t.ofProject }

// layoutComment is a comment of html/template, which is on no page.
var layoutComment = regexp.MustCompile(`(?s)\{\{-?\s*/\*.*?\*/\s*-?\}\}`)

// collectWords finds out what Words returns.
func (t *Theme) collectWords(files *themes.Theme) {
	for lang, w := range t.words {
		t.spoken = append(append(t.spoken, lang, languageName(lang), w.DateFormat), w.Weekdays...)
		for _, month := range w.Months {
			t.spoken = append(t.spoken, month, shortMonth(month))
		}
		for _, text := range w.Strings {
			t.spoken = append(t.spoken, text.one, text.other)
		}
	}
	for _, asset := range t.Assets {
		if ext := path.Ext(asset.Path); ext == ".css" || ext == ".js" {
			t.spoken = append(t.spoken, string(asset.Data))
		}
	}
	for _, layout := range files.OfDefault("layouts") {
		t.spoken = append(t.spoken, layoutComment.ReplaceAllString(string(layout.Data), ""))
	}
	t.collectLayers(files)
}

// collectLayers finds out what Layers returns.
func (t *Theme) collectLayers(files *themes.Theme) {
	for _, folder := range []string{"layouts", "i18n", "assets"} {
		for _, file := range files.OfDefault(folder) {
			if spoken(file) {
				t.ofDefault = append(t.ofDefault, layoutComment.ReplaceAllString(string(file.Data), ""))
			}
		}
		for _, file := range files.Own(folder) {
			if spoken(file) {
				t.ofProject[file.Path] = string(file.Data)
			}
		}
	}
}

// spoken reports whether a file of a theme has words in it.
func spoken(file themes.File) bool {
	return slices.Contains([]string{".html", ".json", ".css", ".js", ".svg"}, path.Ext(file.Path))
}

// Text returns the text with that key in a language of the site, for keys that
// Go code names.
func (t *Theme) Text(lang, key string) string { return t.words[lang].must(key) }

// text returns a text with its places {0}, {1} … filled. The first whole number
// decides between one and many.
func (w *words) text(key string, args ...any) (string, error) {
	p, ok := w.Strings[key]
	switch {
	case !ok && strings.HasSuffix(key, "."): // "type." without a word: package site reports the missing word
		return "", nil
	case !ok:
		return "", fmt.Errorf("%s", strings.TrimSuffix("the theme has no text "+strconv.Quote(key)+"; "+diag.DidYouMean(key, slices.Sorted(maps.Keys(w.Strings)), ""), "; "))
	}
	s := p.other
	if len(args) > 0 && args[0] == 1 {
		s = p.one
	}
	for i, arg := range args {
		s = strings.ReplaceAll(s, "{"+strconv.Itoa(i)+"}", fmt.Sprint(arg))
	}
	return s, nil
}

// typed is the key of a text in the words of a type of program: who of a pair is
// the senior depends on it. The key as it stands is for reverse mentoring. Where
// either may be the senior, in a reciprocal program or among several types, the
// text says neither.
func (w *words) typed(of, key string) string {
	variant := key + ".plain"
	switch of {
	case "reverse":
		return key
	case "traditional":
		variant = key + ".traditional"
	}
	if _, ok := w.Strings[variant]; ok {
		return variant
	}
	return key
}

// must is text for keys that Go code names; a theme cannot lose them, because
// the default theme's are beneath.
func (w *words) must(key string, args ...any) string {
	s, err := w.text(key, args...)
	if err != nil {
		return key
	}
	return s
}

func (w *words) date(d schedule.Date) string {
	if d.IsZero() {
		return ""
	}
	return strings.NewReplacer(
		"{day}", strconv.Itoa(d.Day), "{month}", w.Months[d.Month-1], "{year}", strconv.Itoa(d.Year),
	).Replace(w.DateFormat)
}

// offset says how long after the start something is: "3 weeks after the start".
func (w *words) offset(months, weeks, days int) string {
	var parts []string
	for _, p := range []struct {
		key string
		n   int
	}{{"offset.months", months}, {"offset.weeks", weeks}, {"offset.days", days}} {
		if p.n > 0 {
			parts = append(parts, w.must(p.key, p.n))
		}
	}
	if len(parts) == 0 {
		return w.must("offset.start")
	}
	return w.must("offset.after", strings.Join(parts, " "+w.must("offset.and")+" "))
}

// funcs are what layouts can call, described in the theme's README.
func (t *Theme) funcs(lang string) template.FuncMap {
	w := t.words[lang]
	return template.FuncMap{
		turnFunc:   t.turn,
		"t":        w.text,
		"typed":    func(of, key string) (string, error) { return w.text(w.typed(of, key)) },
		"date":     w.date,
		"isodate":  schedule.Date.String,
		"weekday":  func(d schedule.Date) string { return w.Weekdays[d.Weekday()] },
		"asset":    t.asset,
		"language": languageName,
		"offset":   w.offset,
		"clock":    func(minutes int) string { return fmt.Sprintf("%d:%02d", minutes/60, minutes%60) },
		"in": func(other, key string, args ...any) (string, error) {
			return t.words[other].text(key, args...)
		},
	}
}
