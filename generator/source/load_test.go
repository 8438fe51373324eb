package source

import (
	"bytes"
	"context"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"reflect"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	playbook "mentorbook"
	"mentorbook/generator/diag"
	"mentorbook/generator/markdown"
	"mentorbook/generator/yamledit"
)

func load(t testing.TB, p Project) (*Sources, diag.List) {
	t.Helper()
	src, list, err := Load(context.Background(), p, nil)
	if err != nil {
		t.Fatal(err)
	}
	return src, list
}

// project is one with a sound programs.yaml, and files on top of it.
func project(files map[string]string) fstest.MapFS {
	fsys := fstest.MapFS{
		ConfigPath:            {Data: []byte("site:\n  title: Small\n  languages: [en, id]\n")},
		"content/en/index.md": {Data: []byte("---\ntitle: T\nsummary: S\n---\nX.\n")},
	}
	for name, text := range files {
		fsys[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return fsys
}

// lines describes every diagnostic: its line, what is marked, and what it says.
func lines(list diag.List) []string {
	list.Sort()
	var out []string
	for _, d := range list {
		start, _ := d.Span.Positions()
		line := fmt.Sprintf("%d %s %s %s: %s", start.Line, d.Span.File.Bytes()[d.Span.Start:d.Span.End], d.Severity, d.Code, d.Message)
		if d.Hint != "" {
			line += " (" + d.Hint + ")"
		}
		out = append(out, line)
	}
	return out
}

// TestConfigMistakes holds what is said of mistakes in programs.yaml, and where.
func TestConfigMistakes(t *testing.T) {
	const (
		site   = "site:\n  title: {en: A, id: B}\n  languages: [en, id]\n" // three lines
		person = site + "people: [{id: p1, name: A, unit: U, languages: [en], "
		listed = person + "level: 3, directory: {audience: public, date: "
	)
	for _, c := range []struct{ name, yaml, want string }{
		{"text by language", site, ""},
		{"one text for all", "site:\n  title: A\n  languages: [en, id]\n", ""},
		{"text of spaces", "site:\n  title: '  '\n  languages: [en, id]\n",
			`2 '  ' error empty-value: this text is empty (write the text, or leave the key out)`},
		{"text without the default language", "site:\n  title: {id: B}\n  languages: [en, id]\n",
			`2 {id: B} error missing-text: the text is missing in the default language, en (add en: (other languages fall back to it))`},
		{"text without another language", "site:\n  title: {en: A}\n  languages: [en, id]\n",
			`2 {en: A} warning missing-translation: the text is missing in id (add id:)`},
		{"text in an unknown language", "site:\n  title: {en: A, id: B, ie: C}\n  languages: [en, id]\n",
			`2 ie error unknown-language: "ie" is not a language of this site (the languages of the site are en or id)`},
		{"list for a text", "site:\n  title: [A]\n  languages: [en, id]\n",
			`2 [A] error wrong-type: this should be text, or text by language such as {en: …, id: …}, not a list (write one text; one that begins with [ stands in quotes)`},
		{"list for the text of a language", "site:\n  title:\n    en: [A]\n    id: B\n  languages: [en, id]\n",
			`3 [A] error wrong-type: this should be text, not a list (write one text; one that begins with [ stands in quotes)`},
		{"language twice", "site:\n  title: {en: A, en: B, id: C}\n  languages: [en, id]\n",
			`2 en error duplicate-key: the key "en" is here twice (keep one of them)`},
		{"marked after wide letters", "site:\n  title: {en: 日本é, ie: 😀, id: C}\n  languages: [en, id]\n",
			`2 ie error unknown-language: "ie" is not a language of this site (the languages of the site are en or id)`},
		{"marked in quotes", "site:\n  title: A\n  languages: [en]\n  base_url: A\n  theme: \"a \\\" b\" # c\n",
			`5 "a \" b" error bad-id: "a \" b" is not an id (use lower-case letters, digits and single hyphens, at most 64)`},

		{"a word for a list of words", site + "topics:\n  a: {en: A, id: B, synonyms: c}\n", ""},
		{"words for all languages", site + "topics:\n  a: {en: A, id: B, synonyms: [c, d]}\n", ""},
		{"words by language", site + "topics:\n  a: {en: A, id: B, synonyms: {en: [c], id: d}}\n", ""},
		{"words in an unknown language", site + "topics:\n  a: {en: A, id: B, synonyms: {en: [c], fr: d}}\n",
			`5 fr error unknown-language: "fr" is not a language of this site (the languages of the site are en or id)`},
		{"a list for a word", site + "topics:\n  a:\n    en: A\n    id: B\n    synonyms: [c, [d]]\n",
			`8 [d]] error wrong-type: this should be a word, not a list`},

		{"list elsewhere", site + "people: people.yaml\n", ""},
		{"private list", site + "people: private:people.yaml\n", ""},
		{"list outside", site + "people: private:../people.yaml\n",
			`4 private:../people.yaml error outside-project: "../people.yaml" is not a path inside the project (write a path with forward slashes, below the project or, after private:, below the private folder)`},
		{"empty list", site + "people: []\n", ""},
		{"nothing for a list", site + "people:\n", ""},
		{"one person for a list", site + "people: {id: p1, name: A, unit: U, languages: en, level: 3}\n", ""},
		{"a word for a cohort", site + "topics: [video]\n",
			`4 [video] error wrong-type: this should be a group of ids, each with its own keys, not a list`},

		{"a word for a number", person + "level: high}]\n",
			`4 high error wrong-type: this should be a whole number, not "high" (write digits only, such as 3)`},
		{"a fraction for a number", person + "level: 3.5}]\n",
			`4 3.5 error wrong-type: this should be a whole number, not "3.5" (write digits only, such as 3)`},
		{"a number that is too high", person + "level: 3, capacity: 4}]\n",
			`4 4 error out-of-range: capacity is 4; it can be 0 to 3`},
		{"a number that is too low", person + "level: 3, offers: [{topic: a, depth: 0}]}]\n",
			`4 0 error out-of-range: depth is 0; it can be 1 to 3`},
		{"a missing key", person + "capacity: 1}]\n",
			`4 {id: p1, name: A, unit: U, languages: [en], capacity: 1}] error missing-key: level is missing (add level: (seniority as a number; only differences matter))`},

		{"a date in words", listed + "3 Feb 2026}}]\n",
			`4 3 Feb 2026 error bad-date: "3 Feb 2026" is not a date (did you mean "2026-02-03"? write year, month and day)`},
		{"a date in quotes", listed + "\"2026-02-03\"}}]\n", ""},
		{"a day that does not exist", listed + "2026-02-30}}]\n",
			`4 2026-02-30 error bad-date: "2026-02-30" is not a date (write year-month-day of a day that exists, such as "2026-02-03")`},
		{"a date with an hour", listed + "2026-02-03T10:00}}]\n",
			`4 2026-02-03T10:00 error bad-date: "2026-02-03T10:00" is not a date (did you mean "2026-02-03"? write year, month and day)`},
		{"a list for a date", listed + "[x]}}]\n",
			`4 [x]}}] error wrong-type: this should be a date or a time, not a list`},
		{"nothing for a date", listed + "}}]\n",
			`4  error wrong-type: this should be a date or a time, not empty`},

		{"a trait", person + "level: 3, tanggal_lahir: x}]\n",
			`4 tanggal_lahir error protected-trait: "tanggal_lahir" cannot be recorded here: protected traits are never stored, because publishing who has one is a disclosure (remove it from this file and from its history)`},
		{"a language that is misspelt", "site:\n  title: {en: A, ie: C}\n  languages: [en, id]\n",
			`2 ie error unknown-language: "ie" is not a language of this site (did you mean "id"?)`},
		{"a key that other tools have", "site:\n  title: A\n  languages: en\n  organization: Kemangi\n",
			`4 organization error unknown-key: unknown key "organization" (write organisation:)`},
		{"a key that other tools have, beside ours", "site:\n  title: A\n  languages: en\n  organisation: K\n  company: Kemangi\n",
			`5 company error unknown-key: unknown key "company" (remove it: organisation: is here already)`},
		{"a key that other tools have, for one that is required", site + "people: [{id: p1, full_name: A, department: U, languages: en, level: 3}]\n",
			"4 full_name error unknown-key: unknown key \"full_name\" (write name:)\n" +
				`4 department error unknown-key: unknown key "department" (write unit:)`},
		{"a text with a number sign", "site:\n  title: Session #2 with you\n  languages: en\n  organisation: 日本 Kemangi\n    #1 in tea\n",
			`2 #2 with you warning cut-text: what follows # is taken for a note, so that this text is "Session" (put the whole text in quotes, or two spaces before # if that begins a note)`},
		{"texts by language and in lists with a number sign", "site:\n  title:\n    en: A # 1\n    id: B\n  languages: [en, id]\ntopics:\n  a:\n    en: A #x\n    id: B\n    synonyms:\n      - c #d\n",
			"3 # 1 warning cut-text: what follows # is taken for a note, so that this text is \"A\" (put the whole text in quotes, or two spaces before # if that begins a note)\n" +
				"8 #x warning cut-text: what follows # is taken for a note, so that this text is \"A\" (put the whole text in quotes, or two spaces before # if that begins a note)\n" +
				`11 #d warning cut-text: what follows # is taken for a note, so that this text is "c" (put the whole text in quotes, or two spaces before # if that begins a note)`},
		{"a text over two lines with a number sign", "site:\n  title: Session\n    two #2\n  languages: en\n",
			`3 #2 warning cut-text: what follows # is taken for a note, so that this text is "Session two" (put the whole text in quotes, or two spaces before # if that begins a note)`},
		{"nothing but a number sign", "site:\n  title: #1 in tea\n  languages: en\n  organisation: #1\n",
			"2 #1 in tea error cut-text: what follows # is taken for a note, so that title is empty (put the text in quotes)\n" +
				`4 #1 error cut-text: what follows # is taken for a note, so that organisation is empty (put the text in quotes)`},
		{"notes", "site: # the site\n  title: A  # short\n  languages: [en] # one\n  organisation: \"K #1\" # in quotes\n  contact: a@b.example # a role\n  timezone: UTC # for now\n  theme: x # ours\n  base_url: https://x.example/ # soon\n", ""},
		{"a misspelt key", site + "peeple: []\n",
			`4 peeple error unknown-key: unknown key "peeple" (did you mean "people"?)`},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, list := load(t, Project{Root: project(map[string]string{ConfigPath: c.yaml})})
			if got := strings.Join(lines(list), "\n"); got != c.want {
				t.Errorf("got\n%s\nwant\n%s", got, c.want)
			}
		})
	}
}

// TestMoreThanAnybodyLooksThroughIsRefused: some page shows all topics, terms and
// programs.
func TestMoreThanAnybodyLooksThroughIsRefused(t *testing.T) {
	for key, entry := range map[string]string{"topics": "  t%d: {en: T}\n", "glossary": "  t%d: {term: T, definition: D}\n", "programs": "  - {id: p%d}\n"} {
		var text strings.Builder
		text.WriteString("site: {title: A, languages: [en]}\n" + key + ":\n")
		for i := range maxThings + 1 {
			fmt.Fprintf(&text, entry, i)
		}
		src, list := load(t, Project{Root: project(map[string]string{ConfigPath: text.String()})})
		found := slices.ContainsFunc(list, func(d diag.Diagnostic) bool {
			return d.Code == "too-many" && d.Message == key+" has 20001 entries; it can have 20000"
		})
		if !found || src.Config != nil {
			t.Errorf("%s: %d problems, and it is read: %v", key, len(list), src.Config != nil)
		}
	}
}

// misnamed lists a file under a name in another encoding.
type misnamed struct{ fstest.MapFS }

func (m misnamed) ReadDir(name string) ([]fs.DirEntry, error) {
	entries, err := m.MapFS.ReadDir(name)
	for i, e := range entries {
		if e.Name() == "caf.md" {
			entries[i] = otherName{e}
		}
	}
	return entries, err
}

type otherName struct{ fs.DirEntry }

func (otherName) Name() string { return "caf\xe9.md" }

func TestNameThatIsNotUTF8IsSaid(t *testing.T) {
	_, list := load(t, Project{Root: misnamed{project(map[string]string{"content/en/guides/caf.md": "---\ntitle: T\n---\n"})}})
	const want = "1  error bad-file-name: the name is not UTF-8 (rename it; an archive may have been unpacked with the wrong encoding of names)"
	if got := strings.Join(lines(list), "\n"); got != want || list[0].Span.File.Path != "content/en/guides/caf\ufffd.md" {
		t.Errorf("got %s in %q, want\n%s", got, list[0].Span.File.Path, want)
	}
}

// TestTextFallsBackToTheDefaultLanguage and the tests below read what was
// loaded.
func TestTextFallsBackToTheDefaultLanguage(t *testing.T) {
	text := Localized{byLang: []translation{{"en", "A"}, {"id", "B"}}}
	for _, c := range []struct {
		languages []string
		want      string
	}{{[]string{"id", "en"}, "B"}, {[]string{"fr", "en"}, "A"}, {[]string{"fr"}, ""}} {
		if got := text.In(c.languages...); got != c.want {
			t.Errorf("In(%q) = %q, want %q", c.languages, got, c.want)
		}
	}
	if got := (Localized{plain: "A"}).In("id", "en"); got != "A" {
		t.Errorf("a text for all languages reads %q", got)
	}
}

func TestListsAreReadFromWhereTheyLie(t *testing.T) {
	const people = "- {id: p1, name: A, unit: U, languages: [en], level: 3}\n"
	config := func(path string) map[string]string {
		return map[string]string{ConfigPath: "site: {title: A, languages: [en]}\npeople: " + path + "\n", "people.yaml": people, "team/people.yaml": people + people}
	}
	private := fstest.MapFS{"people.yaml": {Data: []byte(people + people + people)}}
	for _, c := range []struct {
		path    string
		private fs.FS
		items   int
		missing bool
	}{
		{"people.yaml", nil, 1, false},
		{"team/people.yaml", nil, 2, false},
		{"nowhere.yaml", nil, 0, true},
		{"private:people.yaml", private, 3, false},
		{"private:people.yaml", nil, 0, true},
		{"private:nowhere.yaml", private, 0, true},
	} {
		src, list := load(t, Project{Root: project(config(c.path)), Private: c.private})
		got := src.Config.People
		if len(got.Items) != c.items || got.Missing != c.missing || got.Broken || len(list) > 0 {
			t.Errorf("%s: %d people, missing %v, broken %v, %v", c.path, len(got.Items), got.Missing, got.Broken, lines(list))
		}
	}
}

// TestPlacesInAListOfItsOwnAreInItsFile also holds the place of a key that is
// not there.
func TestPlacesInAListOfItsOwnAreInItsFile(t *testing.T) {
	src, _ := load(t, Project{
		Root:    project(map[string]string{ConfigPath: "site: {title: A, languages: [en]}\npeople: private:people.yaml\n"}),
		Private: fstest.MapFS{"people.yaml": {Data: []byte("\ufeff- {id: p1, name: A,\n   unit: U, languages: [en], level: 3}\n")}},
	})
	person := src.Config.People.Items[0]
	for _, c := range []struct {
		span diag.Span
		want string
	}{
		{person.At("unit"), "private:people.yaml 2:10-11"},
		{person.Key("unit"), "private:people.yaml 2:4-11"},
		{person.At("languages", 0), "private:people.yaml 2:25-27"},
		{person.At("email"), "private:people.yaml 1:3-20"},
		{person.At("languages", 9), "private:people.yaml 2:24-39"},
	} {
		start, end := c.span.Positions()
		if got := fmt.Sprintf("%s %d:%d-%d", c.span.File.Path, start.Line, start.Column, end.Column); got != c.want {
			t.Errorf("got %s, want %s", got, c.want)
		}
	}
}

// TestEveryKeyIsDescribed walks the types that define the formats.
func TestEveryKeyIsDescribed(t *testing.T) {
	types := []reflect.Type{reflect.TypeFor[List[Person]](), reflect.TypeFor[List[Signup]](), reflect.TypeFor[List[Pairing]]()}
	for typ := range forms {
		types = append(types, typ)
	}
	for _, typ := range types {
		for i := range typ.NumField() {
			f := typ.Field(i)
			name := typ.Name() + "." + f.Name
			switch f.Tag.Get("level") {
			case "", "p", "c", "own", "o", "n":
			default:
				t.Errorf("%s has the level %q", name, f.Tag.Get("level"))
			}
			tag, ok := f.Tag.Lookup("yaml")
			if !ok {
				continue
			}
			key, option, _ := strings.Cut(tag, ",")
			if option == "rest" {
				if f.Type != reflect.TypeFor[Localized]() {
					t.Errorf("%s takes the other keys and is no Text", name)
				}
				continue
			}
			if key == "" || strings.ToLower(key) != key {
				t.Errorf("%s has the key %q", name, key)
			}
			if option != "" && option != "required" && option != "keyed" {
				t.Errorf("%s has the option %q", name, option)
			}
			if doc := f.Tag.Get("doc"); doc == "" || strings.HasSuffix(doc, ".") {
				t.Errorf("%s is described as %q, not by a sentence without a full stop", name, doc)
			}
			if _, refused := refusedKey(key); refused {
				t.Errorf("%s has the key %q, which is refused", name, key)
			}
			lowest, hasMin := f.Tag.Lookup("min")
			highest, hasMax := f.Tag.Lookup("max")
			a, errA := strconv.Atoi(lowest)
			b, errB := strconv.Atoi(highest)
			if hasMin != hasMax || hasMin && (errA != nil || errB != nil || a > b) {
				t.Errorf("%s ranges from %q to %q", name, lowest, highest)
			}
			if length, ok := f.Tag.Lookup("length"); ok {
				if n, err := strconv.Atoi(length); err != nil || n < 1 {
					t.Errorf("%s has the length %q", name, length)
				}
			}
		}
	}
}

// TestEveryTypeCanBeRead finds fields of a type that the decoder would panic
// at.
func TestEveryTypeCanBeRead(t *testing.T) {
	for typ, form := range forms {
		for key, f := range form.fields {
			for _, text := range []string{"a", "[a]", "{a: b}"} {
				file := &diag.File{Path: "x", Data: []byte(text)}
				var list diag.List
				b, root := yamledit.ParseFile(file, &list)
				d := &decoder{block: b, list: &list}
				v := reflect.New(typ).Elem().FieldByIndex(f.index)
				func() {
					defer func() {
						if r := recover(); r != nil {
							t.Errorf("%s.%s: %v", typ.Name(), key, r)
						}
					}()
					d.field(root, v, f, nil)
				}()
			}
		}
	}
}

// shuffled lists folders in any order.
type shuffled struct {
	fs.FS
	mu     *sync.Mutex // several folders are listed at a time
	random *rand.Rand
}

func (s shuffled) ReadDir(name string) ([]fs.DirEntry, error) {
	entries, err := fs.ReadDir(s.FS, name)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.random.Shuffle(len(entries), func(i, j int) { entries[i], entries[j] = entries[j], entries[i] })
	return entries, err
}

// TestLoadingDependsOnNothingButTheFiles loads broken and sound files on any
// number of processors, listed in any order.
func TestLoadingDependsOnNothingButTheFiles(t *testing.T) {
	files := fstest.MapFS{}
	err := fs.WalkDir(playbook.Starter, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		data, err := fs.ReadFile(playbook.Starter, name)
		files[name] = &fstest.MapFile{Data: bytes.ReplaceAll(data, []byte("kind:"), []byte("kinnd:"))}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(0))
	want := ""
	for i, processors := range []int{1, 2, 8, 3} {
		runtime.GOMAXPROCS(processors)
		src, list := load(t, Project{Root: shuffled{files, new(sync.Mutex), rand.New(rand.NewPCG(1, uint64(i)))}})
		got := describe(src, list)
		if want == "" {
			want = got
		}
		if got != want {
			t.Fatalf("with %d processors:\n%.300s\nwant\n%.300s", processors, got, want)
		}
	}
}

func describe(src *Sources, list diag.List) string {
	list.Sort()
	var b bytes.Buffer
	_ = diag.Print(&b, list, diag.JSON, diag.PrintOptions{})
	for _, d := range src.Documents {
		fmt.Fprintln(&b, d.Source.Path, d.Kind, d.Title, d.Topics, len(d.Body.Slots))
		d.Body.Write(&b, func(*bytes.Buffer, markdown.Slot) string { return "" })
	}
	for _, s := range src.Snippets {
		fmt.Fprintln(&b, s.Lang, s.Name)
	}
	for _, a := range src.Assets {
		fmt.Fprintln(&b, a.Path, a.Hash, a.Width, a.Height)
	}
	fmt.Fprintln(&b, src.Broken, len(src.Config.People.Items), len(src.Config.Programs))
	return b.String()
}

func TestNumbersThatNobodyWroteHaveTheirDefaults(t *testing.T) {
	sources, _ := load(t, Project{Root: project(map[string]string{ConfigPath: "site: {title: T, languages: [en]}\n" +
		"people: [{id: p1, name: A, unit: U, languages: [en], level: 3, capacity: 0}, {id: p2, name: B, unit: U, languages: [en], level: 3, capacity: }]\n" +
		"programs: [{id: a, matching: {min_level_gap: 0}}, {id: b, matching: {}}, {id: c, retention_days: 30}]\n"})})
	c := sources.Config
	got := []int{c.Site.MinCell, c.People.Items[0].Capacity, c.People.Items[1].Capacity, c.Programs[0].RetentionDays}
	for _, p := range c.Programs {
		got = append(got, p.Matching.MinLevelGap)
	}
	if want := []int{5, 0, 1, 180, 0, 2, 2}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

// TestIDsAreWhatTheirPatternSays tries every text of up to six characters of the
// kinds that matter, and lengths around the longest.
func TestIDsAreWhatTheirPatternSays(t *testing.T) {
	texts := []string{""}
	for range 6 {
		for _, text := range texts {
			for _, c := range []string{"a", "0", "-", "_", "A", "é"} {
				if id := ID(text + c); id.Valid() != idPattern.MatchString(string(id)) {
					t.Errorf("%q is said to be an id: %v", id, id.Valid())
				}
			}
		}
		var next []string
		for _, text := range texts {
			for _, c := range []string{"a", "0", "-", "_"} {
				next = append(next, text+c)
			}
		}
		texts = next
	}
	for n := maxID - 1; n <= maxID+1; n++ {
		if id := ID(strings.Repeat("a", n)); id.Valid() != (n <= maxID) {
			t.Errorf("one of %d characters is said to be an id: %v", n, id.Valid())
		}
	}
}
