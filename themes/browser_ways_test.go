package themes_test

import (
	"strings"
	"testing"
)

// ways are what somebody with a phone may want on the home page: what to tap, one
// after the other, and what has to be in sight then. A mail or a call is a tap
// that leaves the portal; it is looked at and not done.
var ways = []struct {
	wish  string
	taps  []string // selectors
	sight string   // of what is wanted
	says  [2]string
}{
	{"become a mentor, and see what is asked", []string{".door-mentor a", `main a[href$="forms/registration.html"]`},
		`fieldset, .field`, [2]string{"mentor (junior)", "mentor (junior)"}},
	{"become a mentor", []string{`.programs .card a[href$="programs/social-media.html"]`, `.registration .button[href^="mailto:"]`}, `.registration`, [2]string{"Register", "Daftar"}},
	{"become a mentee, and see what is asked", []string{".door-mentee a", `main a[href$="forms/registration.html"]`},
		`fieldset, .field`, [2]string{"mentee (senior)", "mentee (senior)"}},
	{"become a mentee", []string{`.programs .card a[href$="programs/leadership.html"]`, `.registration .button[href^="mailto:"]`}, `.registration`, [2]string{"Register", "Daftar"}},
	{"get help", []string{`.programs .card a[href$="programs/diversity.html"]`, `.support a[href^="tel:"]`}, `.support`, [2]string{"confidence", "kerahasiaan"}},
	{"leave as a mentor", []string{".door-mentor a", `main a[href*="guides/safety.html#exit"]`}, `#exit`, [2]string{"", ""}},
	{"leave as a mentee", []string{".door-mentee a", `main a[href*="guides/safety.html#exit"]`}, `#exit`, [2]string{"", ""}},
	{"run a program", []string{".door-organizer a", `main a[href$="guides/running-a-program.html"]`}, `h1`, [2]string{"Running", "Menjalankan"}},
}

// TestWhatPeopleComeForIsTwoTapsAway walks from the home page, in both languages.
func TestWhatPeopleComeForIsTwoTapsAway(t *testing.T) {
	t.Parallel()
	for i, lang := range []string{"en", "id"} {
		b := open(t, inLanguage(lang, "index.html"), viewport(360, 800), at("2026-11-23"))
		for _, way := range ways {
			b.load(inLanguage(lang, "index.html"))
			for _, tap := range way.taps {
				shown := `[...document.querySelectorAll(` + quote(tap) + `)].find(e => e.checkVisibility() && e.getBoundingClientRect().width > 0)`
				href := eval[string](b, `(`+shown+`)?.href ?? ""`)
				if href == "" {
					t.Errorf("%s: who wants to %s finds no %s on %s", lang, way.wish, tap, b.address())
					break
				}
				if !strings.HasPrefix(href, "http") {
					continue
				}
				b.Do(shown + `.setAttribute("data-tap", "")`)
				b.Click("[data-tap]")
				b.Wait(`location.href == ` + quote(href) + ` && document.readyState == "complete"`)
			}
			found := eval[bool](b, `[...document.querySelectorAll(`+quote(way.sight)+`)].some(e => e.checkVisibility() && e.innerText.includes(`+quote(way.says[i])+`))`)
			if !found {
				t.Errorf("%s: who wants to %s arrives at %s, where no %s says %q", lang, way.wish, b.address(), way.sight, way.says[i])
			}
		}
	}
}
