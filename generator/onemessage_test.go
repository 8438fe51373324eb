package generator_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"mentorbook/generator"
	"mentorbook/generator/site"
)

// TestOneMistakeIsOneMessage breaks one value, and misspells one key, after the
// other: whatever else follows from that was not wrong.
func TestOneMistakeIsOneMessage(t *testing.T) {
	t.Parallel()
	value := regexp.MustCompile(`[a-z_]+: ([^\[\]{},\s][^\[\]{},\n]*)`)
	key := regexp.MustCompile(`([a-z_]+):`)
	ids := []string{"feedback", "video", "cohort"} // to misspell them is to give them another name
	builder := &generator.Builder{}
	for _, name := range []string{"programs.yaml", "content/en/guides/start.md", "content/en/sessions/first.md", "content/en/forms/note.md"} {
		text := small()[name]
		for _, at := range value.FindAllStringSubmatchIndex(text, -1) {
			for _, typed := range []string{"", "-3", "2026-02-31", `""`, "[a, b]"} {
				oneMessage(t, builder, name, text[:at[2]]+typed+text[at[3]:], text[at[0]:at[2]]+typed)
			}
		}
		for _, at := range key.FindAllStringSubmatchIndex(text, -1) {
			if word := text[at[2]:at[3]]; !slices.Contains(ids, word) {
				oneMessage(t, builder, name, text[:at[3]]+"e"+text[at[3]:], word+"e:")
			}
		}
	}
}

func oneMessage(t *testing.T, builder *generator.Builder, name, text, change string) {
	t.Helper()
	builder.Project = generator.Project{Root: mapFS(with(map[string]string{name: text}))}
	_, list, err := builder.Build(t.Context(), options(site.Public))
	if err != nil {
		t.Fatal(err)
	}
	if len(list) > 1 {
		t.Errorf("%s with %q:\n\t%s", name, change, strings.Join(places(list), "\n\t"))
	}
}
