package generator_test

import (
	"path"
	"strings"
	"testing"

	"mentorbook/generator"
	"mentorbook/generator/search"
	"mentorbook/generator/searchtext"
	"mentorbook/generator/site"
)

// TestEveryPageCanBeFound holds that package searchtext knows each page that is
// planned, at every audience, and that each section that is found is a place on its
// page. What is no page of its own, or is the search itself, is named here.
func TestEveryPageCanBeFound(t *testing.T) {
	for _, audience := range []site.Audience{site.Public, site.Participants, site.Organizers} {
		portal := buildStarter(t, generator.Options{Audience: audience})
		found, places := map[string]bool{}, map[string][]string{}
		for _, page := range searchtext.Of(portal.Site, func(_, key string) string { return key }, nil).Pages {
			address, place, _ := strings.Cut(page.URL, "#")
			found[address] = true
			places[address] = append(places[address], place)
			for _, section := range page.Sections {
				places[address] = append(places[address], section.ID)
			}
		}
		for _, a := range portal.Pages {
			switch base := path.Base(a.Path); {
			case path.Ext(base) != ".html" || base == "404.html" || base == "search.html" || strings.HasPrefix(a.Path, search.Folder+"/"):
			case strings.Contains(page(t, a), `http-equiv="refresh"`): // an earlier address
			case !found[a.Path]:
				t.Errorf("%v: %s is not found", audience, a.Path)
			}
			delete(found, a.Path)
			if len(places[a.Path]) == 0 {
				continue
			}
			text := page(t, a)
			for _, place := range places[a.Path] {
				if place != "" && !strings.Contains(text, `id="`+place+`"`) {
					t.Errorf("%v: %s has no #%s", audience, a.Path, place)
				}
			}
		}
		for address := range found {
			t.Errorf("%v: %s is found, and no page", audience, address)
		}
	}
}

func page(t *testing.T, a generator.Artifact) string {
	t.Helper()
	return string(render(t, []generator.Artifact{a})[a.Path])
}
