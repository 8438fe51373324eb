package site

import (
	"fmt"
	"slices"
	"strings"

	"mentorbook/generator/diag"
	"mentorbook/generator/outline"
)

// validateExample reports what is still the starter's in a project that has an
// organisation of its own: a file, at the first place that names the invented
// one, and its people.
func (c *checker) validateExample() {
	if own := c.config.Site.Organisation; own == "" || strings.EqualFold(own, outline.ExampleOrganisation) {
		return
	}
	hint := fmt.Sprintf("write %s, and your own addresses", c.config.Site.Organisation)
	c.exampleLeft(c.sources.ConfigExample, hint)
	for _, doc := range c.sources.Documents {
		c.exampleLeft(doc.Example, hint)
	}
	for _, s := range c.sources.Snippets {
		c.exampleLeft(s.Example, hint)
	}
	names := outline.ExamplePeople()
	for i := range c.config.People.Items {
		if p := &c.config.People.Items[i]; slices.Contains(names, p.Name) {
			c.list.Warnf(p.At("name"), "example-left", "take them out, with their pairs; mentorbook import brings your own", "%s is one of the example's people", p.ID)
			c.list.Kin("people")
		}
	}
}

func (c *checker) exampleLeft(places []diag.Span, hint string) {
	switch n := len(places); n {
	case 0:
	case 1:
		c.list.Warnf(places[0], "example-left", hint, "this is still the example's organisation")
	default:
		c.list.Warnf(places[0], "example-left", hint, "this is still the example's organisation; the file names it %d times", n)
	}
	if len(places) > 0 {
		c.list.Kin("organisation")
	}
}
