package source

import (
	"slices"
	"testing"
)

// TestSiteNeedsALanguageItCanUse: without one there is nothing to assemble, and
// an error must say so.
func TestSiteNeedsALanguageItCanUse(t *testing.T) {
	for _, languages := range []string{"[]", "[EN]", "[[en]]", "''", "[english language]"} {
		src, list := load(t, Project{Root: project(map[string]string{ConfigPath: "site:\n  title: A\n  languages: " + languages + "\n"})})
		if !list.HasErrors() {
			t.Errorf("%s: no error says that there is no language", languages)
		}
		if src.Config != nil && len(src.Config.Site.Languages) == 0 {
			t.Errorf("%s: a site without languages was made of it", languages)
		}
	}
	src, list := load(t, Project{Root: project(map[string]string{ConfigPath: "site:\n  title: A\n  languages: en\n"})})
	if src.Config == nil || !slices.Equal(src.Config.Site.Languages, []string{"en"}) || list.HasErrors() {
		t.Errorf("one language is no list of one: %v", lines(list))
	}
}

// TestTextWithoutLanguagesIsEmpty: a required text may not be {}.
func TestTextWithoutLanguagesIsEmpty(t *testing.T) {
	_, list := load(t, Project{Root: project(map[string]string{ConfigPath: "site:\n  title: {}\n  languages: [en]\n"})})
	if !list.HasErrors() {
		t.Error("the title is {}, and nothing is said")
	}
}

// TestWordsAreNoGroupOfKeys: keys must not be read as words.
func TestWordsAreNoGroupOfKeys(t *testing.T) {
	_, list := load(t, Project{Root: project(map[string]string{ConfigPath: "site: {title: A, languages: [en]}\ntopics: {a: {en: A, synonyms: {en: {b: c}}}}\n"})})
	if !list.HasErrors() {
		t.Error("a group of keys was read as words")
	}
}
