package generator_test

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"regexp"
	"strings"
	"testing"

	playbook "mentorbook"
	"mentorbook/themes"
)

// TestGuideMeasuresInTheWordsOfTheDashboard holds the guide on running a program
// to the words that the dashboard and the report have for their measures, and to what
// these say that they count.
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
		explained := 0
		for key, text := range words.Strings {
			name, is := strings.CutPrefix(key, "figures.")
			name, counts := strings.CutSuffix(name, ".text")
			if !is || !counts {
				continue
			}
			explained++
			if row := fmt.Sprintf("\n| %s | %s |", words.Strings["figures."+name], text); !strings.Contains(string(guide), row) {
				t.Errorf("%s: the guide does not have %s", lang, row)
			}
		}
		rows := regexp.MustCompile(`(?s)\{#activity\}\n\n.*?\n\n`).FindString(string(guide))
		if n := strings.Count(rows, "\n|") - 2; explained != n || n != 10 {
			t.Errorf("%s: the dashboard explains %d measures, the guide %d", lang, explained, n)
		}
	}
}
