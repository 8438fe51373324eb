package site

import (
	"slices"
	"strings"

	"mentorbook/generator/source"
)

// Translations are one document of a project in every language of the site,
// whatever the audience.
type Translations struct {
	Key      string             // the address without language and .html
	Versions []*source.Document // by language of the site; nil where it is not written
	Original *source.Document   // that the others follow
}

// TranslationsOf groups the documents in the site's languages, by key.
func TranslationsOf(src *source.Sources) []*Translations {
	languages := src.Config.Site.Languages
	byKey := make(map[string]*Translations, len(src.Documents))
	var out []*Translations
	for _, doc := range src.Documents {
		language := slices.Index(languages, doc.Lang)
		if language < 0 {
			continue
		}
		t := byKey[doc.Key]
		if t == nil {
			t = &Translations{Key: doc.Key, Versions: make([]*source.Document, len(languages))}
			byKey[doc.Key] = t
			out = append(out, t)
		}
		t.Versions[language] = doc
	}
	for _, t := range out {
		t.Original = original(t.Versions)
	}
	slices.SortFunc(out, func(a, b *Translations) int { return strings.Compare(a.Key, b.Key) })
	return out
}

// original returns the version that translations follow: the first, in the
// order of the languages, that does not say it is a translation; else the first.
func original(versions []*source.Document) *source.Document {
	var first *source.Document
	for _, doc := range versions {
		switch {
		case doc == nil:
		case doc.Translates == 0:
			return doc
		case first == nil:
			first = doc
		}
	}
	return first
}
