package source

import (
	"slices"
	"strings"

	"mentorbook/generator/diag"
	"mentorbook/generator/yamledit"
)

// WithoutLanguage returns a programs.yaml without the texts in a language, for a site
// that has the rest. A text by language is seen by its keys: two languages at least.
// Where one language is left, its texts stand without its code. The error is
// [yamledit.ErrLayout].
func WithoutLanguage(data []byte, code string, rest []string) ([]byte, error) {
	b := parsedConfig(data)
	known := append(slices.Clone(rest), code)
	var unwrapped, dropped []yamledit.Key
	languages := yamledit.Change{Key: "languages", Value: "[" + strings.Join(rest, ", ") + "]"}
	for _, m := range b.Mappings() {
		languagesIn := 0
		for _, key := range m.Keys {
			if slices.Contains(known, key) {
				languagesIn++
			}
		}
		switch {
		case !slices.Contains(m.Keys, code) || languagesIn < 2:
		case len(rest) == 1 && languagesIn == len(m.Keys):
			unwrapped = append(unwrapped, yamledit.Key{In: m.Node, Key: rest[0]})
		default:
			dropped = append(dropped, yamledit.Key{In: m.Node, Key: code})
		}
	}
	languages.In = b.Node([]any{"site"})
	files, err := yamledit.Set([]yamledit.Change{languages})
	if err != nil {
		return nil, err
	}
	data = files[0].Data
	for _, step := range []struct {
		keys []yamledit.Key
		edit func([]yamledit.Key) ([]byte, error)
	}{{unwrapped, yamledit.Unwrap}, {dropped, yamledit.Drop}} {
		if len(step.keys) == 0 {
			continue
		}
		b := parsedConfig(data)
		for i := range step.keys {
			step.keys[i].In = b.Same(step.keys[i].In)
		}
		if data, err = step.edit(step.keys); err != nil {
			return nil, err
		}
	}
	return data, nil
}

func parsedConfig(data []byte) *yamledit.Block {
	b, _ := yamledit.ParseFile(&diag.File{Path: ConfigPath, Data: data}, new(diag.List))
	return b
}
