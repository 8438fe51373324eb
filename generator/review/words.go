package review

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
)

// vocabulary is what the sheets say in one language, by key. A key that ends in
// ".one" is for a single thing.
type vocabulary map[string]string

// words returns what the sheets say in a language; nil where they do not speak it.
func words(lang string) vocabulary {
	data, err := files.ReadFile("layouts/" + lang + ".json")
	if err != nil {
		return nil
	}
	var v vocabulary
	if err := json.Unmarshal(data, &v); err != nil {
		panic(err) // it is embedded
	}
	return v
}

// text returns a text with its places {0}, {1} … filled. The first number decides
// between one and many.
func (v vocabulary) text(key string, args ...any) (string, error) {
	text, ok := v[key]
	if one, has := v[key+".one"]; has && len(args) > 0 && args[0] == 1 {
		text = one
	}
	if !ok {
		return "", fmt.Errorf("no text is called %q", key)
	}
	for i, arg := range args {
		text = strings.ReplaceAll(text, "{"+strconv.Itoa(i)+"}", fmt.Sprint(arg))
	}
	return text, nil
}
