package generator_test

import (
	"bytes"
	"context"
	"html"
	"maps"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"mentorbook/generator"
	"mentorbook/generator/diag"
	"mentorbook/generator/site"
)

// builds are the portals of the labelled project: each audience's, and pairs'
// own of programs of every kind.
var builds = []build{
	{name: "public", audience: forAll},
	{name: "participants", audience: forParticipants},
	{name: "organizers", audience: forOrganizers},
	{name: "those who run a sensitive program", audience: forOrganizers, edition: "sensitive"},
	{name: "pair that all participants see", audience: forPair, pair: "open"},
	{name: "pair that is alone", audience: forPair, pair: "alone"},
	{name: "pair of a sensitive program", audience: forPair, pair: "sensitive"},
}

func (l *labelled) options(b build) generator.Options {
	o := options(audienceOf(b.audience))
	if o.Pair = l.pairs[b.pair]; b.edition != "" {
		o = runs(l.programs[b.edition])
	}
	return o
}

// make builds a portal of the labelled project and renders all of it.
func (l *labelled) make(b build) (map[string][]byte, diag.List) {
	l.t.Helper()
	portal, list, err := generator.Build(context.Background(), generator.Project{Root: mapFS(l.files)}, l.options(b))
	if err != nil || portal == nil {
		l.t.Fatalf("no portal: %v, %v", err, places(list))
	}
	return render(l.t, portal.Pages), list
}

// notOnPages are fields that no page shows, whoever reads it: they are for the
// search, for other programs or for commands.
var notOnPages = map[string]bool{
	"Topic.synonyms":    true,
	"Common.keywords":   true,
	"NotSecret.text":    true,
	"NotSecret.why":     true,
	"Registration.url":  true, // only that of the registration that is open or next
	"Milestone.id":      true,
	"Person.id":         true,
	"Accepted.mentor":   true,
	"Accepted.mentee":   true,
	"Pairing.agreement": true,
	"Directory.date":    true,
	"Signup.date":       true,
	"SentLetter.for":    true,
	"SentLetter.date":   true,
	"Pulse.date":        true, // but on reports, which ordinary editions have of some programs only
}

// shownSomewhere reports whether a page of a build should show a token.
func shownSomewhere(meant token, b build) bool {
	switch {
	case !meant.reach.in(b) || notOnPages[meant.field]:
		return false
	case strings.HasPrefix(meant.field, "Image.") && strings.Contains(meant.of, "section"):
		return false // the page of a section has no place for a picture
	case strings.HasPrefix(meant.field, "Person.") && (meant.of == "bystander" || strings.HasPrefix(meant.of, "listed")):
		return b.audience < forOrganizers // who is in no pair is in the directory at most
	}
	return true
}

// TestNothingAboveItsAudienceIsPublished looks for every value of a project in
// which every key is written, in every portal that can be made of it.
func TestNothingAboveItsAudienceIsPublished(t *testing.T) {
	l := newLabelled(t, nil, nil)
	for _, b := range builds {
		t.Run(b.name, func(t *testing.T) {
			files, list := l.make(b)
			if list.HasErrors() {
				t.Fatalf("the project has errors: %v", places(list))
			}
			found := map[string]bool{}
			for _, path := range slices.Sorted(maps.Keys(files)) {
				for _, token := range tokensIn(path + "\n" + unfolded(files[path])) {
					found[token] = true
					if meant, ok := l.tokens[token]; !ok || !meant.reach.in(b) {
						t.Errorf("%s shows %s, the %s of %s", path, token, meant.field, meant.of)
					}
				}
			}
			missing := map[string]string{}
			for token, meant := range l.tokens {
				if shownSomewhere(meant, b) && !found[token] {
					missing[meant.field] = meant.of
				}
			}
			for _, field := range slices.Sorted(maps.Keys(missing)) {
				t.Errorf("no page shows the %s of %s", field, missing[field])
			}
		})
	}
}

var tokens = regexp.MustCompile(tokenPattern)

// tokensIn finds the tokens in a text, also where it is encoded.
func tokensIn(text string) []string {
	found := tokens.FindAllString(strings.ToLower(text), -1)
	decoded := html.UnescapeString(text)
	if path, err := url.PathUnescape(decoded); err == nil {
		decoded = path
	}
	return append(found, tokens.FindAllString(strings.ToLower(decoded), -1)...)
}

// TestWhatIsHiddenChangesNothing holds a portal to more than what can be looked
// for: it must be the same, byte for byte, whatever is written where its
// readers may not look, and when nothing is. Counts, orders and times give
// secrets away as well.
func TestWhatIsHiddenChangesNothing(t *testing.T) {
	l := newLabelled(t, nil, nil)
	for _, b := range []build{builds[0], builds[1], builds[2], builds[4], builds[6]} {
		hidden := func(r reach) bool { return !r.in(b) }
		want, _ := l.make(b)
		t.Run(b.name+"/other values", func(t *testing.T) {
			other := newLabelled(t, hidden, nil)
			got, list := other.make(b)
			if list.HasErrors() {
				t.Fatalf("the project has errors: %v", places(list))
			}
			compare(t, got, want)
		})
		t.Run(b.name+"/nothing there", func(t *testing.T) {
			got, _ := newLabelled(t, nil, hidden).make(b) // errors: other things name what is gone
			compare(t, got, want)
		})
	}
}

// compare reports the first difference between the files of two portals, and
// where the others are.
func compare(t *testing.T, got, want map[string][]byte) {
	t.Helper()
	if a, b := slices.Sorted(maps.Keys(got)), slices.Sorted(maps.Keys(want)); !slices.Equal(a, b) {
		t.Fatalf("other files:\n%s\nwant\n%s", a, b)
	}
	for _, path := range slices.Sorted(maps.Keys(want)) {
		if a, b := got[path], want[path]; !bytes.Equal(a, b) {
			i := 0
			for i < min(len(a), len(b)) && a[i] == b[i] {
				i++
			}
			excerpt := func(data []byte) []byte { return data[max(0, min(i, len(data))-60):min(len(data), i+60)] }
			t.Errorf("%s differs:\n%s\nwant\n%s", path, excerpt(a), excerpt(b))
		}
	}
}

// TestPagesOfCohortsAreForOrganizers looks at paths: such a page has nothing
// else on it that would be missed.
func TestPagesOfCohortsAreForOrganizers(t *testing.T) {
	for _, a := range site.Audiences() {
		portal, _ := sound(t, small(), a)
		files := render(t, portal.Pages)
		for _, page := range []string{"programs/social/2026a.html", "id/programs/voices/2026a.html"} {
			if _, ok := files[page]; ok != (a == site.Organizers) {
				t.Errorf("the portal for %s has %s: %v", a, page, ok)
			}
		}
		if linked := bytes.Contains(files["programs/social.html"], []byte(`href="social/2026a.html"`)); linked != (a == site.Organizers) {
			t.Errorf("the portal for %s links to the page of a cohort: %v", a, linked)
		}
	}
}

// TestFiguresAreForOrganizers looks for the dashboard, its tables and any way to
// them in every portal of the labelled project.
func TestFiguresAreForOrganizers(t *testing.T) {
	l := newLabelled(t, nil, nil)
	for _, b := range builds {
		t.Run(b.name, func(t *testing.T) {
			files, _ := l.make(b)
			for path, data := range files {
				figures := strings.HasSuffix(path, ".csv") || strings.HasSuffix(path, "dashboard.html")
				linked := regexp.MustCompile(`href="[^"]*(dashboard\.html|\.csv)"`).Match(data)
				if (figures || linked) && b.audience < forOrganizers {
					t.Errorf("%s is, or leads to, figures", path)
				}
				if !linked && b.audience == forOrganizers && strings.HasSuffix(path, ".html") && !alone(path, data) {
					t.Errorf("%s does not lead to the dashboard", path)
				}
			}
			for _, path := range []string{"dashboard.html", "id/dashboard.html", "figures-to-share.csv", "id/figures-to-share.csv"} {
				if _, ok := files[path]; ok != (b.audience == forOrganizers) {
					t.Errorf("there is %s: %v", path, ok)
				}
			}
		})
	}
}

// alone reports whether a page has no header: the one of missing pages, and
// those at earlier addresses.
func alone(path string, data []byte) bool {
	return path == "404.html" || strings.HasSuffix(path, "/404.html") || bytes.Contains(data, []byte(`http-equiv="refresh"`))
}

// TestSharedTableNamesNobody looks for people, pairs and everything else that
// is not for all staff in the table that leaves the organizers. Units are the
// exception: they are what it counts by, where programs are not sensitive and enough
// pairs stand behind them.
func TestSharedTableNamesNobody(t *testing.T) {
	l := newLabelled(t, nil, nil)
	files, _ := l.make(builds[2])
	records := 0
	for _, path := range []string{"figures-to-share.csv", "id/figures-to-share.csv"} {
		for _, token := range tokensIn(string(files[path])) {
			meant, ok := l.tokens[token]
			switch {
			case ok && meant.field == "Person.unit" && !slices.ContainsFunc(meant.reach.pairs, func(p string) bool {
				return slices.Contains([]string{"sensitive", "diverse"}, p) && len(meant.reach.pairs) == 1
			}):
			case !ok || meant.reach.from > forAll:
				t.Errorf("%s shows %s, the %s of %s", path, token, meant.field, meant.of)
			}
		}
		for record := range strings.Lines(string(files[path])) {
			records++
			count := strings.TrimSpace(record[strings.LastIndexByte(record, ',')+1:])
			if n, err := strconv.Atoi(count); err == nil && n < 10 {
				t.Errorf("%s shows a small count: %q", path, record)
			}
		}
	}
	if records < 20 {
		t.Errorf("there are %d records: the test looks in the wrong place", records)
	}
}

// TestPeopleAreListedForOrganizers looks at what no page shows, and what a page
// would show that asked for it.
func TestPeopleAreListedForOrganizers(t *testing.T) {
	for _, a := range site.Audiences() {
		portal, _ := sound(t, small(), a)
		people := portal.Site.People
		if (len(people) > 0) != (a == site.Organizers) {
			t.Errorf("the site for %s has %d people", a, len(people))
		}
		for _, p := range people {
			if p.Level != nil || p.Manager != "" {
				t.Errorf("the site for %s has the level of %s", a, p.ID)
			}
		}
	}
}
