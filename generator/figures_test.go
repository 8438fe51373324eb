package generator_test

import (
	"encoding/json"
	"io/fs"
	"strings"
	"testing"

	playbook "mentorbook"
	"mentorbook/themes"
)

// TestGuideMeasuresInTheWordsOfTheDashboard holds the guide on running a program
// to the words that the dashboard has for its measures.
func TestGuideMeasuresInTheWordsOfTheDashboard(t *testing.T) {
	for _, lang := range []string{"en", "id"} {
		guide, err := fs.ReadFile(playbook.Starter, "content/"+lang+"/guides/running-a-program.md")
		if err != nil {
			t.Fatal(err)
		}
		theme, err := themes.Open(playbook.Starter, themes.Default)
		if err != nil {
			t.Fatal(err)
		}
		var words struct{ Strings map[string]any }
		if err := json.Unmarshal(theme.ReadAll("i18n/" + lang + ".json")[0].Data, &words); err != nil {
			t.Fatal(err)
		}
		n := 0
		for key, text := range words.Strings {
			if name, ok := strings.CutPrefix(key, "figures."); ok && name != "of" {
				n++
				if !strings.Contains(string(guide), "\n| "+text.(string)+" |") {
					t.Errorf("%s: the guide does not explain %q (%s)", lang, text, key)
				}
			}
		}
		if n < 6 {
			t.Errorf("%s: the dashboard has %d measures", lang, n)
		}
	}
}
