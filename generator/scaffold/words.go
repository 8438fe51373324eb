package scaffold

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"

	"mentorbook/generator/cldr"
	"mentorbook/themes"
)

// word is a text of a theme as a file of words has it.
type word struct {
	key   string
	value json.RawMessage // a text, or an object of texts by the form of a number
}

// wordsIn reads a file of words, in its order.
func wordsIn(data []byte) ([]word, error) {
	var file struct {
		Strings json.RawMessage `json:"strings"`
	}
	if err := json.Unmarshal(data, &file); err != nil || len(file.Strings) == 0 {
		return nil, err
	}
	d := json.NewDecoder(bytes.NewReader(file.Strings))
	if _, err := d.Token(); err != nil { // the brace
		return nil, err
	}
	var out []word
	for d.More() {
		key, err := d.Token()
		if err != nil {
			return nil, err
		}
		var value json.RawMessage
		if err := d.Decode(&value); err != nil {
			return nil, err
		}
		out = append(out, word{fmt.Sprint(key), value})
	}
	return out, nil
}

// The original of the words: the language in which the default theme has all of them.
const originalWords = "i18n/en.json"

// wordsToTranslate returns the file of words of a language: each text of the original
// as a note, and below it what is written already, or the place for it.
func wordsToTranslate(files *themes.Theme, lang string, written []byte) ([]byte, error) {
	originals, err := wordsIn(files.Read(originalWords).Data)
	if err != nil {
		return nil, err
	}
	have := map[string]json.RawMessage{}
	if written != nil {
		words, err := wordsIn(written)
		if err != nil {
			return nil, fmt.Errorf("this is not a file of texts: %w", err)
		}
		for _, w := range words {
			have[w.key] = w.value
		}
	}
	var out bytes.Buffer
	out.WriteString("{\n  \"strings\": {")
	part := ""
	for i, w := range originals {
		if i > 0 {
			out.WriteByte(',')
		}
		first, _, _ := strings.Cut(w.key, ".")
		if first != part && i > 0 {
			out.WriteByte('\n')
		}
		part = first
		value := have[w.key]
		if value == nil {
			value = placeFor(w.value, lang)
		}
		fmt.Fprintf(&out, "\n    %q: %s,\n    %q: %s", "// "+w.key, w.value, w.key, value)
	}
	out.WriteString("\n  }\n}\n")
	return out.Bytes(), nil
}

// placeFor is where somebody writes a text in a language: one place, or one for each
// form that the language counts in.
func placeFor(original json.RawMessage, lang string) json.RawMessage {
	if !bytes.HasPrefix(bytes.TrimSpace(original), []byte("{")) {
		return json.RawMessage(`""`)
	}
	var forms []string
	for _, form := range cldr.Of(lang).Forms() {
		forms = append(forms, fmt.Sprintf("%q: \"\"", form))
	}
	return json.RawMessage("{" + strings.Join(forms, ", ") + "}")
}
