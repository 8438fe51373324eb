package render

import (
	"bytes"
	"fmt"
	"html/template"
	"strings"

	"mentorbook/generator/schedule"
	"mentorbook/generator/site"
)

const handbookKey = "handbook"

// Handbook renders all guides as one page to print.
func (r *Renderer) Handbook(w *bytes.Buffer, lang string) error {
	p := r.at(lang, handbookKey)
	page, err := p.page(p.text("handbook.title"), "", p.folderLinks("guides")...)
	if err != nil {
		return err
	}
	page.Running = page.Site.Title
	view := HandbookPage{Page: page}
	for i, d := range r.site.Chapters() {
		chapter, err := p.chapter(i+1, d)
		if err != nil {
			return err
		}
		view.Chapters = append(view.Chapters, chapter)
		view.Updated = latest(view.Updated, chapter.Updated)
	}
	return r.theme.execute(w, lang, handbookKey, "base", view)
}

func latest(a, b schedule.Date) schedule.Date {
	if a.Before(b) {
		return b
	}
	return a
}

// chapter is a guide without what surrounds a page, with its headings a level
// lower: the book's own is the first.
func (p pageContext) chapter(number int, d *site.Document) (Chapter, error) {
	v := d.In(p.lang)
	page := Page{Lang: p.lang, Title: v.Title, Summary: v.Summary}
	if v.Lang != p.lang {
		page.TextLang = v.Lang
	}
	article, err := documentContext{p, d, v}.article()
	id := fmt.Sprintf("chapter-%d", number)
	article.HTML = lowered(prefixIDs(article.HTML, id+"-"))
	article.Contents = secondLevel(v)
	for i := range article.Contents {
		article.Contents[i].ID = id + "-" + article.Contents[i].ID
	}
	return Chapter{Page: page, Article: article, ID: id, Draft: v.Draft}, err
}

var lowerHeadings = strings.NewReplacer("<h2", "<h3", "</h2>", "</h3>", "<h3", "<h4", "</h3>", "</h4>", "<h4", "<h5", "</h4>", "</h5>")

func lowered(text template.HTML) template.HTML {
	return template.HTML(lowerHeadings.Replace(string(text)))
}
