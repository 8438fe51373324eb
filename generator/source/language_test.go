package source_test

import (
	"context"
	"fmt"
	"testing"
	"testing/fstest"

	"mentorbook/generator/source"
)

// TestLanguageMeantIsSuggested writes what people write into a list of languages.
func TestLanguageMeantIsSuggested(t *testing.T) {
	for written, want := range map[string]string{
		"english": `did you mean "en"?`, "Bahasa": `did you mean "id"?`, "Bahasa Indonesia": `did you mean "id"?`,
		"jp": `did you mean "ja"?`, "cn": `did you mean "zh"?`, "Javanes": `did you mean "jv"?`, "Inggris": `did you mean "en"?`,
		"EN": `did you mean "en"?`, "in": `did you mean "id"?`, "pt-br": `did you mean "pt-BR"?`, "en_US": `did you mean "en-US"?`,
		"zz": "write codes such as en, id or pt-BR", "und": "write codes such as en, id or pt-BR", "12": "write codes such as en, id or pt-BR",
		"en": "", "id": "", "jv": "", "su": "", "fr": "", "ban": "", "bfi": "", "zh-Hans": "", "pt-BR": "",
	} {
		config := fmt.Sprintf("site: {title: T, languages: [en]}\npeople:\n  - {id: p1, name: A, unit: U, languages: [%q], level: 1}\n", written)
		_, list, err := source.Load(context.Background(), source.Project{Root: fstest.MapFS{source.ConfigPath: {Data: []byte(config)}, "content/en/a.md": {}}}, nil)
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		for _, d := range list {
			if d.Code == "bad-language" {
				got = d.Hint
			}
		}
		if got != want {
			t.Errorf("%s: %q, want %q", written, got, want)
		}
	}
}
