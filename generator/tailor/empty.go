package tailor

import (
	"fmt"
	"strings"

	"mentorbook/generator/outline"
	"mentorbook/generator/patch"
	"mentorbook/generator/source"
	"mentorbook/generator/yamledit"
)

// emptyOutline is what the outlines of an empty project get. Texts are YAML.
type emptyOutline struct {
	Titles                []titleIn
	Languages, First      string
	Many                  bool // languages
	Organisation, Contact string
	Open, Close           string // what is around a text in the first language
}

type titleIn struct{ Lang, Text string }

// homeOutline is what the outline of a home page gets.
type homeOutline struct {
	Title, Summary string // as YAML
	Original       string // the path of what this translates
	Many           bool
}

// Empty returns the least that is a project, with a comment for each next step:
// programs.yaml and a home page in each language, in any language that there is.
// Without one it is in English. The error says why there can be no such project.
func Empty(c Company) ([]patch.File, error) {
	if len(c.Languages) == 0 {
		c.Languages = []string{"en"}
	}
	for _, lang := range c.Languages {
		if code, ok := source.LanguageNamed(lang); !ok || code != lang {
			return nil, fmt.Errorf("%q is no language; write codes such as en, id or pt-BR", lang)
		}
	}
	if err := CheckLanguages(c.Languages, c.Languages); err != nil {
		return nil, err
	}
	if c.Organisation != "" || c.Contact != "" {
		if err := c.checkOwner(); err != nil {
			return nil, err
		}
	}
	first := c.Languages[0]
	project := emptyOutline{First: first, Languages: strings.Join(c.Languages, ", "), Many: len(c.Languages) > 1}
	if c.Organisation != "" {
		project.Organisation, project.Contact = yamledit.Scalar(c.Organisation), yamledit.Scalar(c.Contact)
	}
	if project.Many {
		project.Open, project.Close = "{"+first+": ", ", "+strings.Join(c.Languages[1:], ": …, ")+": …}"
	}
	files := []patch.File{{Path: source.ConfigPath}}
	home := homeOutline{Many: project.Many}
	for _, lang := range c.Languages {
		home.Title = yamledit.Scalar(outline.Of(lang, "site-title", c.Organisation))
		home.Summary = yamledit.Scalar(outline.Of(lang, "home-summary", c.Organisation))
		project.Titles = append(project.Titles, titleIn{lang, home.Title})
		page := source.ContentDir + "/" + lang + "/index.md"
		files = append(files, patch.File{Path: page, Data: []byte(outline.Of(lang, "home", home))})
		home.Original = files[1].Path
	}
	files[0].Data = []byte(outline.Of(first, "project", project))
	return files, nil
}
