package site

import (
	"mentorbook/generator/leak"
	"mentorbook/generator/source"
)

// validateNotSecret reports a text of site.not_secret that is somebody's full
// name or e-mail address: those are never said by chance.
func (c *checker) validateNotSecret() {
	entries := c.config.Site.NotSecret
	if len(entries) == 0 {
		return
	}
	var names []leak.Secret
	add := func(value string, p *source.Person) {
		names = append(names, leak.Secret{Value: value, What: string(p.ID)})
	}
	for i := range c.config.People.Items {
		p := &c.config.People.Items[i]
		if !oneWord(p.Name) {
			add(p.Name, p)
		}
		add(p.Email, p)
	}
	scanner := leak.New(names)
	for _, entry := range entries {
		if found := scanner.Find([]byte(entry.Text)); len(found) > 0 {
			at := entry.At("text")
			at.End = at.Start
			c.list.Errorf(at, "not-secret-name", "take it out; a full name is a secret wherever it stands", "this text is the full name or the e-mail address of %s", names[found[0].Secret].What)
		}
	}
}
