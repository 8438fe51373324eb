package render

import (
	"bytes"
	"encoding/json"
	"strings"
)

// Search renders search.html: a form and the way to the index.
func (r *Renderer) Search(w *bytes.Buffer, lang string) error {
	p := r.at(lang, "search")
	page, err := p.page(p.text("search.search"), p.text("search.summary"))
	if err != nil {
		return err
	}
	return r.theme.execute(w, lang, "search", "base", SearchPage{Page: page, Index: p.to("az"), Parts: p.nav()})
}

// SearchWordsPath is where the texts of the search in a language lie: beside the
// index, where the theme's search.js asks for them.
func SearchWordsPath(lang string) string { return "search/words." + lang + ".js" }

// SearchWords renders the texts of the search in a language, and the labels of
// its filters: a script that a page loads with the index, so that they are not
// in every page.
func (r *Renderer) SearchWords(w *bytes.Buffer, lang string) error {
	p := r.at(lang, "search")
	texts := map[string]any{}
	for key, text := range p.words().strings {
		switch {
		case !strings.HasPrefix(key, "search.") && !strings.HasPrefix(key, "az."):
		case len(text) == 1:
			texts[key] = text[anyNumber]
		default:
			texts[key] = text
		}
	}
	for _, program := range r.site.Programs {
		texts["program."+string(program.ID)] = r.site.Name(program.Title, lang)
	}
	for _, t := range r.site.Topics {
		texts["topic."+string(t.ID)] = r.site.Name(t.Name, lang)
	}
	if contact := r.site.Settings.Contact; contact != "" {
		texts["contact"] = contact
	}
	data, err := json.Marshal(texts) // sorted by key, and safe in a script
	if err != nil {
		return err
	}
	w.WriteString(`Q("words.` + lang + `",`)
	w.Write(data)
	w.WriteString(");\n")
	return nil
}
