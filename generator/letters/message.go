package letters

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/emersion/go-message"
	"github.com/emersion/go-message/mail"
	"golang.org/x/net/html"
)

// Message is a letter as mail.
type Message struct {
	From     string // an address; empty when nobody has one
	To       string
	ToName   string
	Subject  string
	HTML     string // of the text; Plain makes the other part of it
	Chat     string // the same in a few lines; not in the message
	Lang     string
	Calendar []byte // iCalendar; nil without one
	Date     time.Time
	Key      string // what the letter is, the same whenever it is made; it is not in the message
}

// Write writes the message as a draft (RFC 5322): plain text, the same as HTML,
// and the calendar. Two drafts of one message are the same bytes.
func (m *Message) Write(w io.Writer) error {
	key := sha256.Sum256([]byte(m.Key))
	id := hex.EncodeToString(key[:12]) // the boundary of one part is not the beginning of another's
	var h mail.Header
	if m.From != "" {
		h.SetAddressList("From", []*mail.Address{{Address: m.From}})
	}
	h.SetAddressList("To", []*mail.Address{{Name: m.ToName, Address: m.To}})
	h.SetSubject(m.Subject)
	h.SetDate(m.Date)
	h.SetMessageID(id + "@" + domain(m.From))
	h.Set("X-Unsent", "1") // mail programs open it to be read and sent
	h.Set("MIME-Version", "1.0")
	if m.Calendar == nil {
		h.SetContentType("multipart/alternative", map[string]string{"boundary": "text-" + id})
		return m.parts(h.Header, w)
	}
	h.SetContentType("multipart/mixed", map[string]string{"boundary": "all-" + id})
	mixed, err := message.CreateWriter(w, h.Header)
	if err != nil {
		return err
	}
	if err := m.text(mixed, id); err != nil {
		return err
	}
	if err := m.calendar(mixed); err != nil {
		return err
	}
	return mixed.Close()
}

// domain is where the identifiers of messages are from.
func domain(address string) string {
	if _, host, ok := strings.Cut(address, "@"); ok && host != "" {
		return host
	}
	return "mentorbook.invalid"
}

func (m *Message) text(w *message.Writer, id string) error {
	var h message.Header
	h.SetContentType("multipart/alternative", map[string]string{"boundary": "text-" + id})
	part, err := w.CreatePart(h)
	if err != nil {
		return err
	}
	if err := m.alternatives(part); err != nil {
		return err
	}
	return part.Close()
}

// parts writes a message that is nothing but text.
func (m *Message) parts(h message.Header, w io.Writer) error {
	all, err := message.CreateWriter(w, h)
	if err != nil {
		return err
	}
	if err := m.alternatives(all); err != nil {
		return err
	}
	return all.Close()
}

func (m *Message) alternatives(w *message.Writer) error {
	page := fmt.Sprintf("<!DOCTYPE html>\n<html lang=%q><head><meta charset=\"utf-8\"><title>%s</title></head>\n<body>\n%s\n</body></html>\n",
		m.Lang, html.EscapeString(m.Subject), m.HTML)
	for _, part := range []struct{ mediaType, text string }{{"text/plain", Plain(m.HTML)}, {"text/html", page}} {
		var h message.Header
		h.SetContentType(part.mediaType, map[string]string{"charset": "utf-8"})
		if err := writePart(w, h, part.text); err != nil {
			return err
		}
	}
	return nil
}

func (m *Message) calendar(w *message.Writer) error {
	var h message.Header
	h.SetContentType("text/calendar", map[string]string{"charset": "utf-8", "method": "PUBLISH", "name": "sessions.ics"})
	h.SetContentDisposition("attachment", map[string]string{"filename": "sessions.ics"})
	return writePart(w, h, string(m.Calendar))
}

func writePart(w *message.Writer, h message.Header, text string) error {
	h.Set("Content-Transfer-Encoding", "quoted-printable")
	part, err := w.CreatePart(h)
	if err != nil {
		return err
	}
	if _, err := io.WriteString(part, text); err != nil {
		return err
	}
	return part.Close()
}

// Plain is the text of simple HTML: paragraphs with an empty line between, the
// items of a list after dashes or numbers, addresses of links behind their text.
func Plain(text string) string {
	p := plainWriter{}
	tokens := html.NewTokenizer(strings.NewReader(text))
	for {
		switch tokens.Next() {
		case html.ErrorToken:
			return strings.TrimSpace(p.out.String()) + "\n"
		case html.TextToken:
			p.text(string(tokens.Text()))
		case html.StartTagToken, html.SelfClosingTagToken:
			p.open(tokens.Token())
		case html.EndTagToken:
			p.close(tokens.Token().Data)
		}
	}
}

type plainWriter struct {
	out   bytes.Buffer
	lists []int  // the number of the next item of each list we are in; 0 for a dash
	href  string // of the link we are in
	start int    // where its text begins
	gap   string // between lines, that comes before the next text
	space bool   // between words
}

func (p *plainWriter) text(s string) {
	folded := strings.Join(strings.Fields(s), " ")
	blank := func(s string) bool { return strings.TrimSpace(s) == "" }
	if folded == "" {
		p.space = p.space || s != ""
		return
	}
	p.space = p.space || blank(s[:1])
	p.begin()
	p.out.WriteString(folded)
	p.space = blank(s[len(s)-1:])
}

// begin writes what comes before the next text.
func (p *plainWriter) begin() {
	switch {
	case p.out.Len() == 0:
		p.out.WriteString(strings.TrimLeft(p.gap, "\n"))
	case p.gap != "":
		p.out.WriteString(p.gap)
	case p.space:
		p.out.WriteByte(' ')
	}
	p.gap, p.space = "", false
}

func (p *plainWriter) open(t html.Token) {
	switch t.Data {
	case "p", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "table", "div":
		p.apart()
	case "ul":
		p.apart()
		p.lists = append(p.lists, 0)
	case "ol":
		p.apart()
		p.lists = append(p.lists, 1)
	case "br", "tr":
		p.gap = "\n"
	case "li":
		p.item()
	case "a":
		p.begin()
		p.start = p.out.Len()
		for _, a := range t.Attr {
			if a.Key == "href" {
				p.href = a.Val
			}
		}
	}
}

func (p *plainWriter) item() {
	n := len(p.lists)
	if n == 0 {
		return
	}
	mark := "- "
	if p.lists[n-1] > 0 {
		mark = fmt.Sprintf("%d. ", p.lists[n-1])
		p.lists[n-1]++
	}
	p.gap = "\n" + strings.Repeat("  ", n-1) + mark
}

func (p *plainWriter) close(tag string) {
	switch tag {
	case "p", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "table", "div":
		p.apart()
	case "ul", "ol":
		if n := len(p.lists); n > 0 {
			p.lists = p.lists[:n-1]
		}
		p.apart()
	case "td", "th":
		p.space = true
	case "a":
		said := strings.TrimSpace(p.out.String()[min(p.start, p.out.Len()):])
		if to := strings.TrimPrefix(p.href, "mailto:"); to != "" && said != to {
			p.out.WriteString(" (" + to + ")")
		}
		p.href = ""
	}
}

// apart ends a paragraph; the items of a list stay together.
func (p *plainWriter) apart() {
	if len(p.lists) == 0 {
		p.gap = "\n\n"
	}
}
