package source

import (
	"slices"

	"gopkg.in/yaml.v3"
)

// Fallbacks say, by language, in which other languages its readers get what is not
// written in it, the first that has it.
type Fallbacks map[string][]string

func (f *Fallbacks) decode(d *decoder, n *yaml.Node, path []any) bool {
	if n.Kind != yaml.MappingNode {
		d.wrongType(n, "languages, each with a list of those to fall back to, such as {ms: [id, en]}")
		return false
	}
	*f = Fallbacks{}
	d.pairs(n, func(key, value *yaml.Node) {
		var to []string
		if len(d.languages) > 0 && !contains(d.languages, key.Value) {
			d.unknownLanguage(n, key)
			return
		}
		if !decodeInto(d, value, &to, child(path, key.Value)) {
			return
		}
		items := value.Content
		if value.Kind == yaml.ScalarNode {
			items = []*yaml.Node{value}
		}
		for _, item := range items {
			if len(d.languages) > 0 && !contains(d.languages, item.Value) {
				d.unknownLanguage(value, item)
				return
			}
		}
		(*f)[key.Value] = to
	})
	return true
}

// FallbacksOf lists the languages in which readers of one get what there is: itself,
// then those that the settings name for it, then all others in their order.
func (s *Site) FallbacksOf(lang string) []string {
	out := []string{lang}
	for _, other := range slices.Concat(s.Fallback[lang], s.Languages) {
		if !slices.Contains(out, other) {
			out = append(out, other)
		}
	}
	return out
}
