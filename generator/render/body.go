package render

import (
	"bytes"
	"html"
	"html/template"
	"strconv"
	"strings"
	"sync"

	"mentorbook/generator/markdown"
	"mentorbook/generator/site"
	"mentorbook/generator/source"
)

// bodyWriter fills the slots of a text for the page that it is on.
type bodyWriter struct {
	pageContext
	terms int // definitions so far; each has an id
}

// body renders a text with its slots filled for this page.
func (p pageContext) body(v *site.Version) template.HTML {
	w := bodies.Get().(*bytes.Buffer)
	defer bodies.Put(w)
	w.Reset()
	b := bodyWriter{pageContext: p}
	b.write(w, v)
	return template.HTML(w.String())
}

var bodies = sync.Pool{New: func() any { return new(bytes.Buffer) }}

// write writes a text and the snippets in it.
func (b *bodyWriter) write(w *bytes.Buffer, v *site.Version) {
	i := 0
	v.Body.Write(w, func(w *bytes.Buffer, slot markdown.Slot) (end string) {
		target := v.Targets[i]
		i++
		switch slot.Kind {
		case markdown.Link:
			if target.Term != nil && !slot.Task {
				return b.openTerm(w, target)
			}
			return b.openLink(w, slot, target)
		case markdown.Image:
			b.picture(w, slot, target)
		case markdown.Include:
			if target.Snippet != nil {
				b.write(w, target.Snippet)
			} else {
				deadEnd(w, slot.Dest)
			}
		case markdown.String:
			w.WriteString(html.EscapeString(b.text(slot.Dest)))
		}
		return ""
	})
}

// openTerm writes the start of a word with its definition, which the browser
// itself opens and closes, and returns the end.
func (b *bodyWriter) openTerm(w *bytes.Buffer, target site.Target) string {
	b.terms++
	id := "term-" + strconv.Itoa(b.terms)
	attribute(w, `<button type="button" class="term" popovertarget`, id)
	w.WriteByte('>')
	var end bytes.Buffer
	attribute(&end, `</button><span class="definition" popover id`, id)
	end.WriteString(`><strong>`)
	end.WriteString(html.EscapeString(b.site.Name(target.Term.Term.Term, b.lang)))
	end.WriteString(`</strong> `)
	end.WriteString(html.EscapeString(b.site.Name(target.Term.Definition, b.lang)))
	attribute(&end, ` <a href`, b.toFragment(target.Key, target.Fragment))
	end.WriteByte('>')
	end.WriteString(html.EscapeString(b.text("nav.glossary")))
	end.WriteString(`</a></span>`)
	return end.String()
}

// openLink writes the opening tag of a link, or of the mark in its place when it
// leads nowhere, and returns the closing one.
func (b *bodyWriter) openLink(w *bytes.Buffer, slot markdown.Slot, target site.Target) string {
	var to string
	switch {
	case target.Asset != nil:
		to = b.file(site.AssetPath(target.Asset))
	case target.Key == "":
		w.WriteString(openDeadEnd)
		return closeDeadEnd
	case target.Lang != "":
		to = site.Relative(b.path, b.site.Path(target.Lang, target.Key), target.Fragment)
	default:
		to = b.toFragment(target.Key, target.Fragment)
	}
	attribute(w, "<a href", to)
	if target.Astray {
		w.WriteString(` class="dead-end"`)
	}
	if target.Lang != "" {
		attribute(w, " hreflang", target.Lang)
	}
	if slot.Title != "" {
		attribute(w, " title", slot.Title)
	}
	w.WriteByte('>')
	return "</a>"
}

// picture writes what an Image of a text is: a picture, or a player.
func (b *bodyWriter) picture(w *bytes.Buffer, slot markdown.Slot, target site.Target) {
	switch player := markdown.Player(slot.Dest); {
	case target.Asset == nil: // reported; its text stands in
		deadEnd(w, slot.Alt)
	case player != "":
		b.player(w, player, slot, target)
	default:
		b.image(w, slot, target)
	}
}

// image writes a picture that keeps its place while it loads, and the other
// drawing for small windows where there is one.
func (b *bodyWriter) image(w *bytes.Buffer, slot markdown.Slot, target site.Target) {
	if target.Beside != nil {
		attribute(w, `<picture><source media="(max-width: 40em)" srcset`, b.file(site.AssetPath(target.Beside)))
		imageSize(w, target.Beside)
		w.WriteByte('>')
	}
	attribute(w, "<img src", b.file(site.AssetPath(target.Asset)))
	attribute(w, " alt", slot.Alt)
	imageSize(w, target.Asset)
	w.WriteString(` loading="lazy" decoding="async">`)
	if target.Beside != nil {
		w.WriteString("</picture>")
	}
}

func imageSize(w *bytes.Buffer, asset *source.Asset) {
	if asset.Width > 0 && asset.Height > 0 {
		attribute(w, " width", strconv.Itoa(asset.Width))
		attribute(w, " height", strconv.Itoa(asset.Height))
	}
}

// player writes a video or a recording, which is not loaded before it is played.
func (b *bodyWriter) player(w *bytes.Buffer, element string, slot markdown.Slot, target site.Target) {
	w.WriteString("<" + element + ` controls preload="none"`)
	attribute(w, " aria-label", slot.Alt)
	attribute(w, " src", b.file(site.AssetPath(target.Asset)))
	w.WriteByte('>')
	if target.Beside != nil {
		lang, _, _ := strings.Cut(strings.TrimPrefix(target.Beside.Path, source.ContentDir+"/"), "/")
		attribute(w, "<track kind=\"captions\" src", b.file(site.AssetPath(target.Beside)))
		attribute(w, " srclang", lang)
		attribute(w, " label", languageName(lang))
		w.WriteByte('>')
	}
	w.WriteString("</" + element + ">")
}

// What leads nowhere, or not yet, is text. Nothing shows the mark but the
// writer's preview.
const openDeadEnd, closeDeadEnd = `<span class="dead-end">`, `</span>`

func deadEnd(w *bytes.Buffer, text string) {
	w.WriteString(openDeadEnd)
	w.WriteString(html.EscapeString(text))
	w.WriteString(closeDeadEnd)
}

func attribute(w *bytes.Buffer, name, value string) {
	w.WriteString(name)
	w.WriteString(`="`)
	w.WriteString(html.EscapeString(value))
	w.WriteByte('"')
}
