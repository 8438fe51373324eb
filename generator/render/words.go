package render

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"mentorbook/generator/cldr"
	"mentorbook/generator/diag"
	"mentorbook/generator/schedule"
	"mentorbook/themes"
)

// words are a theme's texts in one language, i18n/LANG.json, and how the language
// writes what is no text.
type words struct {
	cldr.Language
	lang    string
	rtl     bool // read from right to left
	strings map[string]plural
}

// wordFile is i18n/LANG.json. A key that begins with // is a note for its writer: what
// the text is in another language.
type wordFile struct {
	Strings map[string]plural `json:"strings"`
}

const noteMark = "//"

// plural is a text by the form that a number of things has in its language: zero, one,
// two, few, many or other. Every one has the form other, and a text that counts
// nothing no more than that. Indonesian has no form of its own for one: there, one
// says what is said of a single thing.
type plural map[string]string

const anyNumber = "other"

func (p *plural) UnmarshalJSON(data []byte) error {
	if data[0] == '"' || data[0] == 'n' { // a string or null: data is a value, and never empty
		var text string
		err := json.Unmarshal(data, &text)
		*p = plural{anyNumber: text}
		return err
	}
	var forms map[string]string
	if err := json.Unmarshal(data, &forms); err != nil || !plural(forms).areForms() {
		return errors.New(`a text is a string, or {"one": …, "other": …} with forms of zero, one, two, few, many and other`)
	}
	*p = forms
	return nil
}

func (p plural) areForms() bool {
	for form := range p {
		if !slices.Contains([]string{"zero", "one", "two", "few", "many", anyNumber}, form) {
			return false
		}
	}
	_, ok := p[anyNumber]
	return ok
}

// isWritten reports whether somebody has written the text.
func (p plural) isWritten() bool { return p[anyNumber] != "" }

// loadWords reads the texts of a language. What a theme leaves out comes from the
// languages that this one falls back to and at last from English, which has every
// text of the default theme.
func loadWords(files *themes.Theme, lang string, fallbacks []string, list *diag.List) *words {
	w := &words{Language: cldr.Of(lang), lang: lang, rtl: cldr.IsRightToLeft(lang), strings: map[string]plural{}}
	below := spokenBelow(files, lang, fallbacks)
	for _, l := range slices.Backward(below) {
		w.addAll(files, l, new(diag.List)) // reported where it is the language itself
	}
	inAll := len(w.strings)
	own := w.addAll(files, lang, list)
	if _, ok := own[fallbackNotice]; !ok { // another language's names the wrong one
		w.strings[fallbackNotice] = plural{anyNumber: w.must(fallbackNotice+".in", languageName(lang))}
	}
	if len(below) > 0 {
		w.reportMissing(files, inAll-len(own), inAll, below[0], list)
	}
	return w
}

// spokenBelow lists the languages that a theme speaks where it has no text in one:
// those that it falls back to, up to English, which has all.
func spokenBelow(files *themes.Theme, lang string, fallbacks []string) []string {
	if lang == fallbackLanguage {
		return nil
	}
	var out []string
	for _, l := range append(slices.Clone(fallbacks), fallbackLanguage) {
		if l != lang && files.Read("i18n/"+l+".json").Data != nil {
			out = append(out, l)
		}
		if l == fallbackLanguage {
			break
		}
	}
	return out
}

const fallbackNotice = "notice.fallback"

// reportMissing says how much of a language the theme lacks, and what it speaks there.
func (w *words) reportMissing(files *themes.Theme, missing, all int, instead string, list *diag.List) {
	switch file := files.Read("i18n/" + w.lang + ".json"); {
	case file.Data == nil:
		list.Warnf(diag.Span{}, "missing-words", "mentorbook language add "+w.lang+" writes a file of the words to translate", "the theme has no words in the language %q; it speaks %s there", w.lang, languageName(instead))
	case missing > 0:
		f := &diag.File{Path: file.Path, Data: file.Data}
		list.Warnf(f.Whole(), "missing-words", "translate them; mentorbook language add "+w.lang+" adds those that are not in the file", "%d of %d words are not translated; the theme speaks %s there", missing, all, languageName(instead))
	}
}

// addAll adds what all layers of a theme say in a language, and returns that.
func (w *words) addAll(files *themes.Theme, lang string, list *diag.List) map[string]plural {
	own := map[string]plural{}
	for i, version := range files.ReadAll("i18n/" + lang + ".json") {
		w.add(version, i > 0 || lang != fallbackLanguage, own, list)
	}
	return own
}

// reportUnread names what a file of texts says beside its texts.
func reportUnread(f *diag.File, list *diag.List) {
	var all map[string]json.RawMessage
	if json.Unmarshal(f.Data, &all) != nil { // which is reported
		return
	}
	for _, key := range slices.Sorted(maps.Keys(all)) {
		if !strings.EqualFold(key, "strings") && !strings.HasPrefix(key, noteMark) {
			i := max(0, strings.Index(string(f.Data), strconv.Quote(key)))
			list.Warnf(f.Span(i, i+len(key)+2), "unknown-key", "take it out; texts stand under strings, and dates are written as the language does", "nothing reads %q", key)
		}
	}
}

func (w *words) add(file themes.File, knownOnly bool, own map[string]plural, list *diag.List) {
	f := &diag.File{Path: file.Path, Data: file.Data}
	var more wordFile
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
	reportUnread(f, list)
	known := slices.Sorted(maps.Keys(w.strings))
	for _, key := range slices.Sorted(maps.Keys(more.Strings)) {
		if strings.HasPrefix(key, noteMark) || !more.Strings[key].isWritten() {
			continue
		}
		if _, ok := w.strings[key]; knownOnly && !ok {
			i := max(0, strings.Index(string(file.Data), strconv.Quote(key)))
			list.Errorf(f.Span(i, i+len(key)+2), "unknown-text", diag.DidYouMean(key, known, "remove it"), "no layout uses a text %q", key)
			continue
		}
		w.strings[key], own[key] = more.Strings[key], more.Strings[key]
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
		t.spoken = append(t.spoken, lang, languageName(lang))
		for day := time.Sunday; day <= time.Saturday; day++ {
			t.spoken = append(t.spoken, w.Weekday(day))
		}
		for month := time.January; month <= time.December; month++ {
			t.spoken = append(t.spoken, w.Month(month), w.ShortMonth(month), w.Date(2026, month, 1))
		}
		for _, text := range w.strings {
			t.spoken = append(t.spoken, slices.Sorted(maps.Values(text))...)
		}
	}
	for _, asset := range t.Assets {
		if ext := path.Ext(asset.Path); ext == ".css" || ext == ".js" {
			t.spoken = append(t.spoken, string(asset.Data))
		}
	}
	t.collectLayers(files)
}

// collectLayers finds out what Layers returns, and what the default theme's layouts say.
func (t *Theme) collectLayers(files *themes.Theme) {
	for _, folder := range []string{"layouts", "i18n", "assets"} {
		for _, file := range files.OfDefault(folder) {
			if !spoken(file) {
				continue
			}
			text := layoutComment.ReplaceAllString(string(file.Data), "")
			t.ofDefault = append(t.ofDefault, text)
			if folder == "layouts" {
				t.spoken = append(t.spoken, text)
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

// text returns a text with its places {0}, {1} … filled. A whole number that comes
// first decides which form it has.
func (w *words) text(key string, args ...any) (string, error) {
	p, ok := w.strings[key]
	switch {
	case !ok && strings.HasSuffix(key, "."): // "type." without a word: package site reports the missing word
		return "", nil
	case !ok:
		return "", fmt.Errorf("%s", strings.TrimSuffix("the theme has no text "+strconv.Quote(key)+"; "+diag.DidYouMean(key, slices.Sorted(maps.Keys(w.strings)), ""), "; "))
	}
	s := p[anyNumber]
	if len(args) > 0 {
		s = w.counted(p, args[0])
	}
	for i, arg := range args {
		if n, ok := arg.(int); ok {
			arg = w.Number(n)
		}
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
	if _, ok := w.strings[variant]; ok {
		return variant
	}
	return key
}

// counted is the form of a text for a number of things.
func (w *words) counted(p plural, of any) string {
	n, ok := of.(int)
	if !ok {
		return p[anyNumber]
	}
	form := w.Form(n)
	if n == 1 && p[form] == "" || n == 1 && form == anyNumber {
		form = "one"
	}
	return cmp.Or(p[form], p[anyNumber])
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
	return w.Date(d.Year, d.Month, d.Day)
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
