package render

import (
	"bytes"
	"flag"
	"html/template"
	"math/rand/v2"
	"os"
	"reflect"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"mentorbook/generator/schedule"
	"mentorbook/themes"
)

var fills = flag.Int("fills", 40, "how many views of each kind TestCompiledLayoutsWriteWhatTemplatesWrite makes")

// hostile are texts that somebody could write to leave the place they stand in.
var hostile = []string{
	"", "Ani", `"><script>alert(1)</script>`, "' onclick='x", "&lt;b&gt; & co", "a+b\x00c", "javascript:alert(1)", "JaVaScRiPt:x", " https://example.org/?a=b&c=d#e", "../guides/a b.html#é",
	"mailto:a@b.example?subject=%20%zz", "tel:+62", "//host/x:y", "http:x", "hTTpS://a.example", "ftp://a.example", "a%2", "a%g2", "a%2g", "100 % ‘ok’", "\xff\xfe bad", "&#34;", "`${x}`", "a\nb\tc", "\ufdd0\U0010ffff", "-->", "</title><p>",
	"scale", "choice", "long", "date", "soon", "open", "over", "program", "planned", "mentor", "mentee", // which layouts ask for
}

// views are the view of every block that is executed.
var views = map[string]any{
	"az base": IndexPage{}, "certificate base": CertificatePage{}, "cohort base": CohortPage{}, "dashboard base": DashboardPage{}, "footer footer": ChromeView{}, "form base": FormPage{},
	"glossary base": GlossaryPage{}, "guide base": DocumentPage{}, "handbook base": HandbookPage{}, "header header": ChromeView{}, "header parts": ChromeView{}, "home base": HomePage{},
	"letter base": LetterPage{}, "mentors base": MentorsPage{}, "nearby nearby-row": Link{}, "notfound base": NotFoundPage{}, "pack base": PackPage{}, "page base": DocumentPage{}, "pair base": PairPage{},
	"program base": ProgramPage{}, "programs base": ProgramsPage{}, "redirect base": RedirectPage{}, "report base": ReportPage{}, "search base": SearchPage{}, "section base": SectionPage{},
	"session base": SessionPage{}, "topic base": TopicPage{}, "topics base": TopicsPage{},
}

func TestCompiledLayoutsWriteWhatTemplatesWrite(t *testing.T) {
	theme := hostileTheme(t)
	for _, m := range regexp.MustCompile(`case "([a-z]+ [a-z-]+)":`).FindAllStringSubmatch(string(readFile(t, "compiled.go")), -1) {
		if views[m[1]] == nil {
			t.Errorf("there is no view of %s here", m[1])
		}
	}
	for entry, view := range views {
		layout, block, _ := strings.Cut(entry, " ")
		t.Run(layout+"/"+block, func(t *testing.T) {
			good := 0
			for seed := range uint64(*fills) {
				random := rand.New(rand.NewPCG(seed, uint64(len(entry))))
				filled := reflect.New(reflect.TypeOf(view)).Elem()
				fill(filled, "", random)
				good += compare(t, theme, pick(random, "en", "id"), layout, block, filled.Interface())
			}
			if good < *fills/4 {
				t.Errorf("only %d of %d pages could be made", good, *fills)
			}
		})
	}
}

// compare makes a page in both ways, and returns 1 if there is one.
func compare(t *testing.T, theme *Theme, lang, layout, block string, view any) int {
	t.Helper()
	l := theme.layouts[lang][layout]
	if !l.compiled {
		t.Fatalf("%s.html is not compiled; run go generate ./generator/render", layout)
	}
	got, want := bytes.NewBufferString("before "), bytes.NewBufferString("before ")
	written, failed := l.write(got, compiledBlock(layout, block), view), theme.interpret(want, l, layout, block, view)
	switch {
	case written != (failed == nil):
		t.Fatalf("compiled: %v, the template says %v, of %#v", written, failed, view)
	case !written && got.String() != "before ":
		t.Fatalf("a page that failed left %q", got)
	case !written:
		return 0
	case !bytes.Equal(got.Bytes(), want.Bytes()):
		i := 0
		for i < min(got.Len(), want.Len()) && got.Bytes()[i] == want.Bytes()[i] {
			i++
		}
		from := max(0, i-200)
		t.Fatalf("compiled:\n…%.400s\nthe template:\n…%.400s\nof %#v", got.Bytes()[from:], want.Bytes()[from:], view)
	}
	return 1
}

func pick[T any](random *rand.Rand, of ...T) T { return of[random.IntN(len(of))] }

// fill puts anything into a value, hostile texts into its texts.
func fill(v reflect.Value, field string, random *rand.Rand) {
	switch v.Interface().(type) {
	case schedule.Date:
		if random.IntN(3) > 0 {
			v.Set(reflect.ValueOf(schedule.Date{Year: 2000 + random.IntN(100), Month: time.Month(1 + random.IntN(12)), Day: 1 + random.IntN(28)}))
		}
		return
	case template.HTML:
		v.SetString(pick(random, "", "<p>a &amp; b</p>\n"))
		return
	}
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			fill(v.Field(i), v.Type().Field(i).Name, random)
		}
	case reflect.Slice:
		n := pick(random, 0, 1, 2)
		if field == "Sessions" { // of a cohort and its picture: the number of one stands in the other
			n = pick(random, 1, 2, 2, 2, 2)
		}
		v.Set(reflect.MakeSlice(v.Type(), n, n))
		for i := range n {
			fill(v.Index(i), "", random)
		}
	case reflect.Pointer:
		if random.IntN(2) == 0 {
			v.Set(reflect.New(v.Type().Elem()))
			fill(v.Elem(), "", random)
		}
	case reflect.String:
		v.SetString(pick(random, hostile...))
		if strings.HasSuffix(field, "Lang") && random.IntN(8) > 0 {
			v.SetString(pick(random, "en", "id", "ar"))
		}
	case reflect.Int:
		v.SetInt(pick[int64](random, 0, 0, 1, 2, 7, 15, 1234, -3))
	case reflect.Bool:
		v.SetBool(random.IntN(2) == 0)
	default:
		panic("a view has a " + v.Kind().String())
	}
}

// hostileTheme is the default theme with hostile words, in which every text is a
// word for each of its kinds.
func hostileTheme(t *testing.T) *Theme {
	t.Helper()
	theme := themeOf(t, nil)
	keys := regexp.MustCompile(`printf "([a-z.]*)%s([a-z.]*)"`)
	for _, w := range theme.words {
		for key, text := range w.strings {
			for form := range text {
				w.strings[key] = plural{form: text[form] + hostile[len(key)%len(hostile)], anyNumber: text[anyNumber] + hostile[len(key)%len(hostile)]}
			}
		}
		for _, file := range theme.files {
			for _, m := range keys.FindAllSubmatch(file.Data, -1) {
				for i, word := range hostile {
					w.strings[string(m[1])+word+string(m[2])] = plural{anyNumber: "{0}" + hostile[len(hostile)-1-i]}
				}
			}
		}
	}
	return theme
}

// themeOf loads the default theme, with files of a project's own on top of it.
func themeOf(t *testing.T, own map[string]string) *Theme {
	t.Helper()
	project := fstest.MapFS{}
	for name, text := range own {
		project["themes/default/"+name] = &fstest.MapFile{Data: []byte(text)}
	}
	files, err := themes.Open(project, themes.Default)
	if err != nil {
		t.Fatal(err)
	}
	theme, list := LoadTheme(files, []string{"en", "id"}, func(string) []string { return nil })
	if list.HasErrors() {
		t.Fatal(list)
	}
	return theme
}

func readFile(t *testing.T, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func TestALayoutOfAProjectIsNotTheCompiledOne(t *testing.T) {
	for own, want := range map[string]func(layout string) bool{
		"":                      func(string) bool { return true },
		"layouts/guide.html":    func(layout string) bool { return layout != "guide" },
		"layouts/base.html":     func(string) bool { return false },
		"layouts/partials.html": func(string) bool { return false },
		"assets/brand.css":      func(string) bool { return true },
	} {
		files := map[string]string{}
		if own != "" {
			data, _ := os.ReadFile("../../themes/default/" + own)
			files[own] = string(data) + "{{/* mine */}}"
		}
		for name, layout := range themeOf(t, files).layouts["en"] {
			if layout.compiled != want(name) {
				t.Errorf("with %q of its own, %s is compiled: %v", own, name, layout.compiled)
			}
		}
	}
}

func TestAPageThatIsTooLargeIsLeftToTheTemplate(t *testing.T) {
	view := DocumentPage{Article: Article{HTML: template.HTML(strings.Repeat("x", maxPage))}}
	var page bytes.Buffer
	if err := themeOf(t, nil).execute(&page, "en", "page", "base", view); err == nil || err.Error() != errEndless.Error() {
		t.Error(err)
	}
}

// places are where the layouts have values, and what writes them there.
var places = []struct {
	template string
	write    func(w *writer, s string)
}{
	{`{{.}}`, (*writer).html},
	{`<title>{{.}}</title>`, (*writer).html},
	{`<p title="{{.}}">`, (*writer).html},
	{`<a href="{{.}}">`, (*writer).url},
	{`<a href="mailto:{{.}}">`, (*writer).urlPart},
	{`<a href="#{{.}}">`, (*writer).query},
	{`<a href="x?y={{.}}">`, (*writer).query},
	{`<meta http-equiv="refresh" content="0; url={{.}}">`, func(w *writer, s string) { w.html(safe(s)) }},
}

func FuzzEscapers(f *testing.F) {
	for _, text := range hostile {
		f.Add(text)
	}
	for c := range 256 {
		f.Add(string([]byte{'%', byte(c), 'a', 'b', ':'}))
	}
	var templates []*template.Template
	for _, place := range places {
		templates = append(templates, template.Must(template.New("").Parse(place.template)))
	}
	trusted := template.Must(template.New("").Parse(`<a href="{{.}}">`))
	f.Fuzz(func(t *testing.T, s string) {
		for i, place := range places {
			sameText(t, place.template, templates[i], s, func(w *writer) { place.write(w, s) })
		}
		sameText(t, `<a href="{{.}}">`, trusted, template.URL(s), func(w *writer) { w.urlPart(s) })
	})
}

// sameText compares what a template writes for a value with what a writer does.
func sameText(t *testing.T, source string, parsed *template.Template, value any, write func(*writer)) {
	t.Helper()
	before, after, _ := strings.Cut(source, "{{.}}")
	var want, got bytes.Buffer
	if err := parsed.Execute(&want, value); err != nil {
		t.Fatal(err)
	}
	got.WriteString(before)
	write(&writer{page: &got})
	got.WriteString(after)
	if got.String() != want.String() {
		t.Errorf("%s of %q: %q, html/template writes %q", source, value, &got, &want)
	}
}
