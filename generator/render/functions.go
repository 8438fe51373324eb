package render

import (
	"fmt"
	"html/template"

	"mentorbook/generator/cldr"
	"mentorbook/generator/schedule"
)

// functions are what layouts can call on pages in a language, described in the
// theme's README. Each is a method by its name there: a compiled layout calls the
// method, and html/template finds it in named.
type functions struct {
	theme *Theme
	words *words
}

func (f functions) named() template.FuncMap {
	return template.FuncMap{
		turnFunc:   f.theme.turn,
		"t":        f.t,
		"typed":    f.typed,
		"date":     f.date,
		"isodate":  f.isodate,
		"weekday":  f.weekday,
		"asset":    f.asset,
		"language": f.language,
		"rtl":      f.rtl,
		"dir":      f.dir,
		"offset":   f.offset,
		"clock":    f.clock,
		"in":       f.in,
	}
}

func (f functions) t(key string, args ...any) (string, error) { return f.words.text(key, args...) }

func (f functions) typed(of, key string) (string, error) { return f.words.text(f.words.typed(of, key)) }

func (f functions) date(d schedule.Date) string { return f.words.date(d) }

func (f functions) isodate(d schedule.Date) string { return d.String() }

func (f functions) weekday(d schedule.Date) string { return f.words.Weekday(d.Weekday()) }

func (f functions) asset(name string) (string, error) { return f.theme.asset(name) }

func (f functions) language(code string) string { return languageName(code) }

// rtl is asked several times a page, nearly always about a language of the site.
func (f functions) rtl(code string) bool {
	if w := f.theme.words[code]; w != nil {
		return w.rtl
	}
	return cldr.IsRightToLeft(code)
}

// dir is the attribute of a text in a language: nothing where it is read in the
// direction of the page.
func (f functions) dir(of string) template.HTMLAttr {
	switch rtl := f.rtl(of); {
	case rtl == f.words.rtl:
		return ""
	case rtl:
		return ` dir="rtl"`
	}
	return ` dir="ltr"`
}

func (f functions) offset(months, weeks, days int) string { return f.words.offset(months, weeks, days) }

func (f functions) clock(minutes int) string { return fmt.Sprintf("%d:%02d", minutes/60, minutes%60) }

func (f functions) in(lang, key string, args ...any) (string, error) {
	w := f.theme.words[lang]
	if w == nil {
		return "", fmt.Errorf("no page is in the language %q", lang)
	}
	return w.text(key, args...)
}
