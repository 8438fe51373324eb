package source

import (
	"slices"
	"strings"

	"gopkg.in/yaml.v3"

	"mentorbook/generator/diag"
	"mentorbook/generator/lazyregexp"
	"mentorbook/generator/yamledit"
)

// Localized is what readers see: one string in the site's default language, or one
// per language.
type Localized struct {
	plain  string
	byLang []translation
	broken bool // Load reported that some translation cannot be read
}

type translation struct{ lang, text string }

// IsZero reports whether there is no text in any language.
func (t Localized) IsZero() bool { return t.plain == "" && len(t.byLang) == 0 }

// In returns the text in the first of the languages that has it.
func (t Localized) In(languages ...string) string {
	for _, lang := range languages {
		for _, tr := range t.byLang {
			if tr.lang == lang {
				return tr.text
			}
		}
	}
	return t.plain
}

func (t Localized) all() []string {
	var out []string
	if t.plain != "" {
		out = append(out, t.plain)
	}
	for _, tr := range t.byLang {
		out = append(out, tr.text)
	}
	return out
}

// Strings returns the text in every language it is written in.
func (t Localized) Strings() []string { return t.all() }

func (t *Localized) decode(d *decoder, n *yaml.Node, _ []any) bool {
	if n.Kind != yaml.MappingNode {
		s, ok := d.scalar(n, "text, or text by language such as {"+strings.Join(d.languages, ": …, ")+": …}")
		if !ok {
			return false
		}
		t.plain = s
		if yamledit.IsBlank(s) {
			d.list.Errorf(d.block.Span(n), "empty-value", "write the text, or leave the key out", "this text is empty")
			return false
		}
		return true
	}
	d.pairs(n, func(key, value *yaml.Node) { d.translation(n, key, value, t) })
	t.finish(d, n)
	return true
}

// translation reads one "lang: text" pair of the mapping n into t.
func (d *decoder) translation(n, key, value *yaml.Node, t *Localized) {
	if len(d.languages) > 0 && !contains(d.languages, key.Value) {
		d.unknownLanguage(n, key)
		t.broken = true
		return
	}
	if d.hidden(key, value) {
		t.broken = true
		return
	}
	s, ok := d.scalar(value, "text")
	if !ok {
		t.broken = true
		return
	}
	t.byLang = append(t.byLang, translation{key.Value, s})
}

func (d *decoder) unknownLanguage(n, key *yaml.Node) {
	others := slices.DeleteFunc(slices.Clone(d.languages), func(lang string) bool { return has(n, lang) })
	d.list.Errorf(d.block.Span(key), "unknown-language",
		diag.DidYouMean(key.Value, others, "the languages of the site are "+diag.Choices(d.languages)), "%q is not a language of this site", key.Value)
}

// finish reports the languages that a text by language leaves out.
func (t *Localized) finish(d *decoder, n *yaml.Node) {
	if len(t.byLang) == 0 || t.broken {
		return
	}
	for i, lang := range d.languages {
		if t.In(lang) != "" {
			continue
		}
		if i == 0 {
			d.list.Errorf(d.block.Span(n), "missing-text", "add "+lang+": (other languages fall back to it)", "the text is missing in the default language, %s", lang)
		} else {
			d.list.Warnf(d.block.Span(n), "missing-translation", "add "+lang+":", "the text is missing in %s", lang)
		}
	}
}

// Words is a list of words for every language, or one list per language.
type Words struct {
	shared []string
	byLang []wordList
}

type wordList struct {
	lang  string
	words []string
}

// In returns the words of a language: its own and those for every language.
func (w Words) In(lang string) []string {
	for _, l := range w.byLang {
		if l.lang == lang {
			return append(l.words[:len(l.words):len(l.words)], w.shared...)
		}
	}
	return w.shared
}

//nolint:unparam // what other values of custom types say
func (w *Words) decode(d *decoder, n *yaml.Node, _ []any) bool {
	if n.Kind != yaml.MappingNode {
		w.shared = d.words(n)
		return true
	}
	d.pairs(n, func(key, value *yaml.Node) {
		if len(d.languages) > 0 && !contains(d.languages, key.Value) {
			d.unknownLanguage(n, key)
			return
		}
		w.byLang = append(w.byLang, wordList{key.Value, d.words(value)})
	})
	return true
}

func (d *decoder) words(n *yaml.Node) []string {
	items := n.Content
	switch n.Kind {
	case yaml.ScalarNode:
		items = []*yaml.Node{n}
	case yaml.MappingNode:
		d.wrongType(n, "a list of words")
		return nil
	}
	var out []string
	for _, item := range items {
		if s, ok := d.scalar(item, "a word"); ok {
			out = append(out, s)
		}
	}
	return out
}

var languagePattern = lazyregexp.New(`^[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*$`)

func looksLikeLanguage(s string) bool { return languagePattern.MatchString(s) }
