// Package cldr says how a language writes dates and numbers, which forms it counts
// in, what it calls itself and in which direction it is read.
//
// A code of BCP 47 goes in; out come texts as the Unicode Common Locale Data
// Repository has them. The data is that of a library; this package is its one
// home. It knows no words of a theme, and no date of a project.
package cldr

import (
	"strings"
	"time"

	"github.com/go-playground/locales"
	"golang.org/x/text/language"
)

// Language is a language as its readers expect it to be written.
type Language struct {
	code string
	data locales.Translator
}

// fallback is the language in which those are written that the data leaves out.
const fallback = "en"

// Of returns the language with a code: itself, or else the language that it is a
// kind of ("de-AT" is written as "de"), or else English.
func Of(code string) Language {
	tag := language.Make(code)
	base, _ := tag.Base()
	script, _ := tag.Script()
	for _, c := range []string{code, base.String() + "-" + script.String(), base.String(), fallback} {
		if make := locale(c); make != nil {
			return Language{code, make()}
		}
	}
	panic("there is no data for " + fallback)
}

func at(year int, month time.Month, day int) time.Time {
	return time.Date(year, month, day, 0, 0, 0, 0, time.UTC)
}

// Date writes a day in full: "3 February 2026".
func (l Language) Date(year int, month time.Month, day int) string {
	return l.data.FmtDateLong(at(year, month, day))
}

// Month is the name of a month as it stands beside a day.
func (l Language) Month(month time.Month) string { return l.data.MonthWide(month) }

// ShortMonth is a month where there is room for little.
func (l Language) ShortMonth(month time.Month) string { return l.data.MonthAbbreviated(month) }

// Weekday is the name of a day of the week.
func (l Language) Weekday(day time.Weekday) string { return l.data.WeekdayWide(day) }

// Number writes a whole number, with its thousands apart.
func (l Language) Number(n int) string { return l.data.FmtNumber(float64(n), 0) }

// Form is the form of a word that a number of things has: zero, one, two, few, many
// or other.
func (l Language) Form(n int) string { return form(l.data.CardinalPluralRule(float64(n), 0)) }

// Forms are those that a language has.
func (l Language) Forms() []string {
	var out []string
	for _, rule := range l.data.PluralsCardinal() {
		out = append(out, form(rule))
	}
	return out
}

func form(rule locales.PluralRule) string { return strings.ToLower(rule.String()) }

// IsRightToLeft reports whether a language is read from the right: by the script
// that it is written in.
func IsRightToLeft(code string) bool {
	script, _ := language.Make(code).Script()
	switch script.String() {
	case "Adlm", "Arab", "Hebr", "Mand", "Mend", "Nkoo", "Rohg", "Samr", "Syrc", "Thaa":
		return true
	}
	return false
}
