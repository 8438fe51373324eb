package tailor

import (
	"fmt"
	"regexp"
	"strings"

	"mentorbook/generator/outline"
	"mentorbook/generator/yamledit"
)

// document fits a page: its front matter as YAML, its text as words.
func (t *tailor) document(data []byte) ([]byte, error) {
	head, body, found := cutHead(data)
	if !found {
		return []byte(t.prose(string(data))), nil
	}
	head, err := t.withOwnNames(head)
	if err == nil {
		head, err = t.original(head)
	}
	return withHead(head, []byte(t.prose(string(body)))), err
}

// original makes of a translation the text that others are translated from, where
// there is nothing left that it could be behind.
func (t *tailor) original(head []byte) ([]byte, error) {
	if t.oneLanguage() == "" {
		return head, nil
	}
	root := parse(head).Node(nil)
	for _, m := range parse(head).Mappings() {
		version, found := m.Scalars["translates"]
		if !found {
			continue
		}
		head, err := edited(yamledit.Set([]yamledit.Change{{In: m.Node, Key: "version", Value: version}}))
		if err != nil {
			return nil, err
		}
		return yamledit.Drop([]yamledit.Key{{In: parse(head).Same(root), Key: "translates"}})
	}
	return head, nil
}

var (
	domain  = regexp.QuoteMeta(strings.ToLower(outline.ExampleOrganisation) + ".example")
	mailbox = regexp.MustCompile(`[\w.+-]+@` + domain)
	website = regexp.MustCompile(`https?://(?:[\w-]+\.)*` + domain + `[^\s")>]*`)
	name    = regexp.MustCompile(`\b` + outline.ExampleOrganisation + `\b`)
)

// own returns a text about the company, as it is: without a mark-up.
func (t *tailor) own(text string) string {
	return t.addresses(name.ReplaceAllLiteralString(text, t.Organisation))
}

// addresses leads to the company's mailbox wherever the starter has an invented
// address.
func (t *tailor) addresses(text string) string {
	text = mailbox.ReplaceAllLiteralString(text, t.Contact)
	return website.ReplaceAllLiteralString(text, "mailto:"+t.Contact)
}

// prose is own for Markdown. Code shows the name as it is.
func (t *tailor) prose(text string) string {
	if t.Organisation == "" {
		return text
	}
	var out strings.Builder
	fence := ""
	for line := range strings.Lines(text) {
		mark := fenceMark.FindString(line)
		switch {
		case fence != "" || mark != "":
			out.WriteString(t.own(line))
		default:
			out.WriteString(t.addresses(name.ReplaceAllLiteralString(line, escaped(t.Organisation))))
		}
		switch {
		case fence == "":
			fence = strings.TrimSpace(mark)
		case strings.TrimSpace(line) == fence:
			fence = ""
		}
	}
	return out.String()
}

var (
	fenceMark = regexp.MustCompile("^ *(?:`{3,}|~{3,})")
	special   = regexp.MustCompile("[\\\\`*_{}\\[\\]<>|~\"$^=]|&[#\\w]+;|^[-+#]|^\\d+[.)]")
)

// escaped writes a name so that Markdown shows it, also as the title of a picture
// and in a table.
func escaped(name string) string {
	return special.ReplaceAllStringFunc(name, func(mark string) string {
		if last := len(mark) - 1; mark[0] >= '0' && mark[0] <= '9' {
			return fmt.Sprintf(`%s\%s`, mark[:last], mark[last:])
		}
		return `\` + mark
	})
}
