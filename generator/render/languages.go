package render

// fallbackLanguage has every text of the default theme.
const fallbackLanguage = "en"

// languageNames are what languages call themselves, to stand alone in a menu. The
// names of CLDR (x/text/language/display) are for the middle of a sentence
// ("español"), leave out "Bahasa", and know no Javanese and no Sundanese.
var languageNames = map[string]string{
	"ar": "العربية", "de": "Deutsch", "en": "English", "es": "Español", "fr": "Français", "hi": "हिन्दी",
	"id": "Bahasa Indonesia", "it": "Italiano", "ja": "日本語", "jv": "Basa Jawa", "ko": "한국어", "ms": "Bahasa Melayu",
	"nl": "Nederlands", "pt": "Português", "ru": "Русский", "su": "Basa Sunda", "th": "ไทย", "tl": "Tagalog",
	"vi": "Tiếng Việt", "zh": "中文",
}

// languageName returns what a language calls itself, or else its code.
func languageName(code string) string {
	if name := languageNames[code]; name != "" {
		return name
	}
	return code
}
