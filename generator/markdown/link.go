package markdown

import (
	"bytes"
	"cmp"
	"net/url"
	"path"
	"strings"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/util"
	"golang.org/x/text/unicode/norm"

	"mentorbook/generator/diag"
	"mentorbook/generator/lazyregexp"
)

// address says who resolves the target of a link.
type address uint8

const (
	unsafe address = iota // nobody: no link is made
	local                 // the project: a slot
	web                   // the reader's browser: written out
)

// classify tells what kind of address dest is. It looks at dest as a browser
// would after undoing every disguise, so it is stricter than a browser: what
// is unsafe decoded is refused however it was encoded.
func classify(dest string) address {
	if strings.ContainsFunc(dest, func(r rune) bool { return r < ' ' || r == 0x7f }) {
		return unsafe // browsers drop tabs and line ends: "java\tscript:"
	}
	dest = strings.ReplaceAll(strings.TrimSpace(dest), `\`, "/")
	if strings.HasPrefix(dest, "//") {
		return unsafe // another host, over whatever protocol
	}
	switch scheme(dest) {
	case "", "program", "topic", "session", "term":
		return local
	case "http", "https", "mailto", "tel":
		return web
	}
	return unsafe
}

// leadsOut reports whether browsers could make anything of a web address, as it
// stands in the page: "https://" and "https://[" do not count.
func leadsOut(href []byte) bool {
	u, err := url.Parse(string(href))
	if err != nil {
		return false
	}
	switch u.Scheme {
	case "mailto":
		return strings.ContainsAny(string(href), "@?")
	case "tel":
		return bytes.ContainsAny(href, "0123456789")
	}
	return u.Host != "" && u.Host != "http:" && u.Host != "https:" // "https://https://…"
}

// scheme returns the scheme of an address in lower case, or "". It is what
// comes before the first colon, unless the colon is part of a path, a query
// or a fragment; see https://www.rfc-editor.org/rfc/rfc3986#section-4.2
func scheme(dest string) string {
	end := strings.IndexAny(dest, ":/?#")
	if end < 1 || dest[end] != ':' {
		return ""
	}
	return strings.ToLower(dest[:end])
}

// destination returns the target of a link as the writer meant it: escapes
// and references resolved, percent-decoded, its accents composed.
func (in *input) destination(source []byte) string {
	written := string(bytes.TrimSpace(in.decode(source)))
	if decoded, err := url.PathUnescape(written); err == nil {
		written = decoded
	}
	return norm.NFC.String(written)
}

// escapesLineEnds reports whether what makes a link unsafe are only line ends and
// the like that an address on the web holds percent-encoded, as those of searches
// do. They stay so in the page, and no browser drops them.
func (in *input) escapesLineEnds(source []byte) bool {
	written := string(bytes.TrimSpace(in.decode(source)))
	return httpAddress.MatchString(written) && classify(written) == web
}

// previewAddress is that of a page that the writers' server shows.
var previewAddress = lazyregexp.New(`^https?://(?:localhost|127\.0\.0\.1|\[::1\])(?::4000(?:/|$)|(?::\d+)?/\S*\.html(?:#|$))`)

var httpAddress = lazyregexp.New(`^(?i:https?)://[\pL\pN]`)

// overExpanded reports whether the references up to one that repeats n bytes
// make more of the text than it is, and adds an error when that begins.
func (w *writer) overExpanded(reference *ast.ReferenceLink, n int, span diag.Span) bool {
	if reference == nil {
		return false
	}
	most := max(maxExpansion, len(w.source))
	before := w.expanded
	w.expanded = min(before+n, most+1)
	if before <= most && w.expanded > most {
		w.list.Errorf(span, "too-large", "use shorter addresses and titles", "long link references are repeated too often")
	}
	return w.expanded > most
}

func (w *writer) link(n *ast.Link, entering bool) ast.WalkStatus {
	span := w.linkSpan(n)
	if entering {
		w.inLink = w.openLink(n, span)
		return ast.WalkContinue
	}
	switch w.inLink {
	case local:
		w.closeLink()
	case web:
		w.tags("</a>")
	}
	w.inLink = unsafe
	return ast.WalkContinue
}

// definition notes the definition of a link, which shows nothing by itself.
func (w *writer) definition(n *ast.LinkReferenceDefinition) {
	w.references.definitions = append(w.references.definitions, n)
}

// openLink opens a link, and says how.
func (w *writer) openLink(n *ast.Link, span diag.Span) address {
	if w.overExpanded(n.Reference, len(n.Destination)+len(n.Title), span) {
		return unsafe
	}
	dest := w.destination(n.Destination)
	if dest == "" {
		w.list.Warnf(span, "empty-link", "write where it goes: [text](file.md)", "link goes nowhere")
		return unsafe
	}
	kind, title := classify(dest), string(w.decode(n.Title))
	if kind == unsafe && w.escapesLineEnds(n.Destination) {
		kind = web
	}
	href := util.URLEscape(n.Destination, true)
	if kind == web && !leadsOut(href) {
		kind = unsafe
	}
	switch kind {
	case unsafe:
		w.warnUnsafe(span, dest)
	case local:
		w.slot(Slot{Kind: Link, Dest: dest, Title: title, Task: inTask(n), Span: span})
	case web:
		if previewAddress.MatchString(dest) {
			w.list.Warnf(span, "preview-link", "link to the file: [text](page.md)", "%q is the preview of your computer, which no reader can open", shortened(dest))
		}
		w.openWeb(href, title, w.showsAddress(n))
	}
	if n.FirstChild() == nil {
		w.list.Warnf(span, "empty-link", "write the words that lead there between the brackets", "link has no text")
	}
	return kind
}

// showsAddress reports whether the text of a link is where it leads.
func (w *writer) showsAddress(n *ast.Link) bool {
	text, ok := n.FirstChild().(*ast.Text)
	return ok && text.NextSibling() == nil && bytes.Equal(text.Segment.Value(w.source), n.Destination)
}

// inTask says whether a link is in the label of a task's check box.
func inTask(n ast.Node) bool {
	for ; n != nil; n = n.Parent() {
		if _, task := n.FirstChild().(*extast.TaskCheckBox); task {
			return true
		}
	}
	return false
}

// openWeb opens a link that leaves the portal. On paper its address follows, unless
// it is what the link shows.
func (w *writer) openWeb(href []byte, title string, shown bool) {
	w.tags(`<a href="`)
	w.escaped(href)
	if title != "" {
		w.tags(`" title="`)
		w.escaped([]byte(title))
	}
	w.tags(`" rel="noopener`)
	if shown {
		w.tags(`" class="address`)
	}
	w.tags(`">`)
}

func (w *writer) warnUnsafe(span diag.Span, dest string) {
	hint := "link to a file of the project, or start with https:, mailto: or tel:"
	if address := Intended(dest); address != "" {
		hint = "write " + inLink(address)
	} else if OnOwnDisk(dest) {
		hint = ownDiskHint
	}
	w.list.Warnf(span, "unsafe-link", hint,
		"link to %q is left out, only its text is shown", shortened(dest))
}

// shortened cuts an address for a message.
func shortened(dest string) string {
	const most = 80
	if len(dest) <= most {
		return dest
	}
	return strings.ToValidUTF8(dest[:most], "") + "…"
}

// autoLink writes <https://…>, or an address found in the text.
func (w *writer) autoLink(n *ast.AutoLink) {
	label := n.Label(w.source)
	href := label
	switch {
	case n.AutoLinkType == ast.AutoLinkEmail:
		href = append([]byte("mailto:"), label...)
	case n.Protocol != nil: // "www."
		href = append([]byte("https://"), label...)
	}
	span := w.place(n)
	span.End = min(span.Start+len(label)+len("<>"), len(w.source))
	dest := w.destination(href)
	kind := classify(dest)
	escaped := util.URLEscape(href, false)
	if kind == web && !leadsOut(escaped) {
		kind = unsafe
	}
	if kind == unsafe {
		w.warnUnsafe(span, dest)
	}
	switch {
	case kind == unsafe || w.inLink != unsafe:
		w.words(label)
	case kind == local: // <term:mentor>
		w.slot(Slot{Kind: Link, Dest: dest, Span: span})
		w.words(label)
		w.closeLink()
	default:
		w.openWeb(escaped, "", true)
		w.words(label)
		w.tags("</a>")
	}
}

// Player returns the element that plays a file, "video" or "audio", by the ending
// of its name, or "" where there is nothing to play.
func Player(name string) string {
	switch strings.ToLower(path.Ext(name)) {
	case ".mp4", ".webm":
		return "video"
	case ".m4a", ".mp3":
		return "audio"
	}
	return ""
}

// image writes an image in the text.
func (w *writer) image(n *ast.Image) {
	slot, ok := w.imageSlot(n)
	if ok && Player(slot.Dest) != "" {
		w.linkToPlayer(n, slot)
		return
	}
	w.apart()
	w.say([]byte(slot.Alt))
	w.apart()
	if !ok {
		w.escaped([]byte(slot.Alt))
		return
	}
	slot.Title = string(w.decode(n.Title))
	w.slot(slot)
}

// linkToPlayer writes a link to what cannot be played in the middle of a text: a
// player has controls, and so stands in no link, heading or label.
func (w *writer) linkToPlayer(n *ast.Image, slot Slot) {
	w.list.Warnf(slot.Span, "nested-player", "put it on a line of its own, with an empty line before and behind",
		"%q cannot be played in the middle of a text, and is a link", shortened(slot.Dest))
	text := cmp.Or(slot.Alt, path.Base(slot.Dest))
	if w.inLink != unsafe {
		w.words([]byte(text))
		return
	}
	w.slot(Slot{Kind: Link, Dest: slot.Dest, Title: string(w.decode(n.Title)), Task: inTask(n), Span: slot.Span})
	w.words([]byte(text))
	w.closeLink()
}

// figure writes an image that stands alone, with its caption and credit.
func (w *writer) figure(n *ast.Image) {
	slot, ok := w.imageSlot(n)
	title := bytes.TrimSpace(w.decode(n.Title))
	if Player(slot.Dest) != "" && len(title) == 0 {
		title = []byte(slot.Alt) // nobody sees what a player is called
	} else {
		w.say([]byte(slot.Alt))
		w.apart()
	}
	if !ok {
		w.tags("<p>")
		w.escaped([]byte(slot.Alt))
		w.tags("</p>\n")
		return
	}
	w.tags("<figure>")
	w.slot(slot)
	if len(title) > 0 {
		// "Caption | Credit"; either may be missing.
		caption, credit, _ := strings.Cut(" "+string(title)+" ", " | ")
		w.tags("<figcaption>")
		caption = strings.TrimSpace(caption)
		w.words([]byte(caption))
		if credit = strings.TrimSpace(credit); credit != "" {
			if caption != "" {
				w.tags(" ")
			}
			w.tags(`<span class="credit">`)
			w.slot(Slot{Kind: String, Dest: "figure.credit", Span: slot.Span})
			w.tags(" ")
			w.apart()
			w.words([]byte(credit))
			w.tags("</span>")
		}
		w.tags("</figcaption>")
	}
	w.tags("</figure>\n")
}

// altSize is the size that another program reads in the description of a picture.
var altSize = lazyregexp.New(`\|\s*\d+(?:x\d+)?$`)

// imageSlot checks an image and returns its slot, or false when it must not
// be shown.
func (w *writer) imageSlot(n *ast.Image) (Slot, bool) {
	slot := Slot{Kind: Image, Alt: w.plain(n), Span: w.linkSpan(n)}
	if w.overExpanded(n.Reference, len(n.Destination)+len(n.Title), slot.Span) {
		return slot, false
	}
	slot.Dest = w.destination(n.Destination)
	if slot.Dest == "" || classify(slot.Dest) != local {
		w.list.Errorf(slot.Span, "remote-image", "put the picture beside the text and name it: ![what it shows](img/picture.svg)",
			"picture %q is not a file of the project", shortened(slot.Dest))
		return slot, false
	}
	if size := altSize.FindString(slot.Alt); size != "" {
		w.list.Warnf(slot.Span, "stays-text", "leave out "+size+"; a picture is as large as there is room", "%q is part of the picture's description", size)
	}
	if slot.Alt == "" && Player(slot.Dest) != "" {
		w.list.Warnf(slot.Span, "missing-alt", "say what it is: ![Rani tells how she began](talk.mp4)", "%q has no name", shortened(slot.Dest))
	} else if slot.Alt == "" {
		w.list.Warnf(slot.Span, "missing-alt", "say what the picture shows: ![two people talking](…); empty is right for decoration only",
			"picture %q has no text for readers who cannot see it", shortened(slot.Dest))
	}
	return slot, true
}
