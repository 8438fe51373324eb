package source

import (
	"strings"

	"golang.org/x/text/language"
	"gopkg.in/yaml.v3"

	"mentorbook/generator/diag"
)

// languageWords are the languages that people here write out, in English, in
// Indonesian and as they call themselves. The tables of x/text that know more
// names weigh more than all that a build does with them.
var languageWords = map[string]string{
	"english": "en", "inggris": "en", "bahasa inggris": "en",
	"indonesian": "id", "indonesia": "id", "bahasa": "id", "bahasa indonesia": "id",
	"javanese": "jv", "jawa": "jv", "bahasa jawa": "jv", "basa jawa": "jv",
	"sundanese": "su", "sunda": "su", "bahasa sunda": "su", "basa sunda": "su",
	"balinese": "ban", "bali": "ban", "madurese": "mad", "madura": "mad", "minangkabau": "min", "minang": "min",
	"acehnese": "ace", "aceh": "ace", "banjar": "bjn", "banjarese": "bjn", "bugis": "bug", "buginese": "bug",
	"malay": "ms", "melayu": "ms", "bahasa melayu": "ms", "chinese": "zh", "mandarin": "zh", "tionghoa": "zh",
	"japanese": "ja", "jepang": "ja", "korean": "ko", "korea": "ko", "arabic": "ar", "arab": "ar",
	"german": "de", "jerman": "de", "deutsch": "de", "french": "fr", "prancis": "fr", "français": "fr",
	"dutch": "nl", "belanda": "nl", "nederlands": "nl", "spanish": "es", "spanyol": "es", "español": "es",
	"portuguese": "pt", "portugis": "pt", "italian": "it", "italia": "it", "russian": "ru", "rusia": "ru",
	"hindi": "hi", "tamil": "ta", "thai": "th", "tagalog": "tl", "filipino": "fil", "vietnamese": "vi", "vietnam": "vi",
}

// isLanguage reports whether s is a language of BCP 47 in the spelling that
// everything here compares by: "en", "pt-BR", not "EN", and not "in", which
// became "id".
func isLanguage(s string) bool {
	tag, err := language.DeprecatedBase.Parse(s)
	return err == nil && looksLikeLanguage(s) && tag.String() == s && s != "und" && s != "mul"
}

// LanguageNamed returns the language that s is the code or the name of.
func LanguageNamed(s string) (code string, ok bool) {
	s = strings.ToLower(strings.TrimSpace(s))
	if tag, err := language.DeprecatedBase.Parse(s); err == nil && isLanguage(tag.String()) {
		return tag.String(), true
	}
	code = languageWords[s]
	return code, code != ""
}

// languageMeant returns the language that somebody who wrote s may have meant:
// a code in another spelling, a name, or a country taken for its language.
func languageMeant(s string) (string, bool) {
	s = strings.ToLower(strings.TrimSpace(s))
	if code, ok := LanguageNamed(s); ok {
		return code, true
	}
	names := make([]string, 0, len(languageWords))
	for name := range languageWords {
		names = append(names, name)
	}
	if name, ok := diag.Closest(s, names); ok && len(s) > 3 {
		return languageWords[name], true
	}
	if region, err := language.ParseRegion(s); err == nil && len(s) == 2 && region.IsCountry() {
		if tag, err := language.Compose(language.Und, region); err == nil {
			base, confidence := tag.Base()
			return base.String(), confidence >= language.Low
		}
	}
	return "", false
}

// language reports a code that is no language.
func (d *decoder) language(n *yaml.Node) bool {
	n, _ = meantBy(n)
	if isLanguage(n.Value) {
		return true
	}
	hint := "write codes such as en, id or pt-BR"
	if meant, ok := languageMeant(n.Value); ok {
		hint = "did you mean \"" + meant + "\"?"
	}
	d.list.Errorf(d.block.Span(n), "bad-language", hint, "%q is no language", n.Value)
	return false
}
