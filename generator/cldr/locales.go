package cldr

import (
	"github.com/go-playground/locales"
	"github.com/go-playground/locales/ar"
	"github.com/go-playground/locales/az"
	"github.com/go-playground/locales/bg"
	"github.com/go-playground/locales/bn"
	"github.com/go-playground/locales/ca"
	"github.com/go-playground/locales/cs"
	"github.com/go-playground/locales/da"
	"github.com/go-playground/locales/de"
	"github.com/go-playground/locales/el"
	"github.com/go-playground/locales/en_GB"
	"github.com/go-playground/locales/es"
	"github.com/go-playground/locales/et"
	"github.com/go-playground/locales/fa"
	"github.com/go-playground/locales/fi"
	"github.com/go-playground/locales/fil"
	"github.com/go-playground/locales/fr"
	"github.com/go-playground/locales/he"
	"github.com/go-playground/locales/hi"
	"github.com/go-playground/locales/hr"
	"github.com/go-playground/locales/hu"
	"github.com/go-playground/locales/id"
	"github.com/go-playground/locales/it"
	"github.com/go-playground/locales/ja"
	"github.com/go-playground/locales/jv"
	"github.com/go-playground/locales/kk"
	"github.com/go-playground/locales/km"
	"github.com/go-playground/locales/ko"
	"github.com/go-playground/locales/lo"
	"github.com/go-playground/locales/lt"
	"github.com/go-playground/locales/lv"
	"github.com/go-playground/locales/mn"
	"github.com/go-playground/locales/ms"
	"github.com/go-playground/locales/my"
	"github.com/go-playground/locales/nb"
	"github.com/go-playground/locales/nl"
	"github.com/go-playground/locales/pl"
	"github.com/go-playground/locales/pt"
	"github.com/go-playground/locales/pt_PT"
	"github.com/go-playground/locales/ro"
	"github.com/go-playground/locales/ru"
	"github.com/go-playground/locales/si"
	"github.com/go-playground/locales/sk"
	"github.com/go-playground/locales/sl"
	"github.com/go-playground/locales/sr"
	"github.com/go-playground/locales/sv"
	"github.com/go-playground/locales/sw"
	"github.com/go-playground/locales/ta"
	"github.com/go-playground/locales/th"
	"github.com/go-playground/locales/tr"
	"github.com/go-playground/locales/uk"
	"github.com/go-playground/locales/ur"
	"github.com/go-playground/locales/uz"
	"github.com/go-playground/locales/vi"
	"github.com/go-playground/locales/zh"
	"github.com/go-playground/locales/zh_Hant"
)

// locale returns what the library knows of a language, by its code; nil where it is
// none of these. English is as most of the world writes it: the day comes first.
// Each that is linked makes the program 35 KB larger.
func locale(code string) func() locales.Translator {
	return map[string]func() locales.Translator{
		"ar":      ar.New,
		"az":      az.New,
		"bg":      bg.New,
		"bn":      bn.New,
		"ca":      ca.New,
		"cs":      cs.New,
		"da":      da.New,
		"de":      de.New,
		"el":      el.New,
		"en":      en_GB.New,
		"es":      es.New,
		"et":      et.New,
		"fa":      fa.New,
		"fi":      fi.New,
		"fil":     fil.New,
		"fr":      fr.New,
		"he":      he.New,
		"hi":      hi.New,
		"hr":      hr.New,
		"hu":      hu.New,
		"id":      id.New,
		"it":      it.New,
		"ja":      ja.New,
		"jv":      jv.New,
		"kk":      kk.New,
		"km":      km.New,
		"ko":      ko.New,
		"lo":      lo.New,
		"lt":      lt.New,
		"lv":      lv.New,
		"mn":      mn.New,
		"ms":      ms.New,
		"my":      my.New,
		"nb":      nb.New,
		"nl":      nl.New,
		"pl":      pl.New,
		"pt":      pt.New,
		"pt-PT":   pt_PT.New,
		"ro":      ro.New,
		"ru":      ru.New,
		"si":      si.New,
		"sk":      sk.New,
		"sl":      sl.New,
		"sr":      sr.New,
		"sv":      sv.New,
		"sw":      sw.New,
		"ta":      ta.New,
		"th":      th.New,
		"tr":      tr.New,
		"uk":      uk.New,
		"ur":      ur.New,
		"uz":      uz.New,
		"vi":      vi.New,
		"zh":      zh.New,
		"zh-Hant": zh_Hant.New,
	}[code]
}
