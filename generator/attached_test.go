package generator_test

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/binary"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"unicode/utf16"

	"golang.org/x/text/encoding/charmap"

	"mentorbook/generator"
	"mentorbook/generator/diag"
	"mentorbook/generator/site"
)

// attached builds a portal in which a page links to a file, and in which somebody
// has a name that only organizers may know. A Builder reads the theme once.
type attached struct {
	generator.Builder
	front, config string // more front matter of the page, more settings of the site
}

func (a *attached) build(t *testing.T, audience site.Audience, person, file string, data []byte) diag.List {
	t.Helper()
	files := fstest.MapFS{
		"programs.yaml": {Data: fmt.Appendf(nil, "site: {title: Kemangi, languages: [en]%s}\npeople:\n  - {id: a1, name: Laras Kembangjati, unit: Sales, languages: [en], level: 1}\n  - {id: a9, name: %q, unit: Sales, languages: [en], level: 1}\n",
			a.config, person)},
		"content/en/index.md":        {Data: []byte("---\ntitle: Kemangi\nsummary: S\n---\nX.\n")},
		"content/en/guides/story.md": {Data: fmt.Appendf(nil, "---\ntitle: Story\nsummary: S\nkind: article\n%s---\n[it](<%s>)\n", a.front, file)},
		"content/en/guides/" + file:  {Data: data},
	}
	a.Project.Root = files
	portal, list, err := a.Build(context.Background(), options(audience))
	if err != nil || portal == nil {
		t.Fatal(err, list)
	}
	if list.HasErrors() {
		return list
	}
	more, err := portal.Verify(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return append(list, more...)
}

const (
	wening = "Wening Tanggulasri"
	anh    = "Nguyễn Thị Ánh"
	muller = "Jürgen Müller"
)

// holder is a file and the names in it.
type holder struct {
	file  string
	data  []byte
	names []string
}

// holders are files of every kind that can be attached. Those of real programs
// are the fixtures of package attachment.
func holders(t *testing.T) []holder {
	t.Helper()
	var out []holder
	for file, names := range map[string][]string{
		"doc.docx":    {wening, anh, muller, "Ines Authorsen", "Karl Editorsen", "Once Deletedsen", "Carla Commentersen"},
		"doc.odt":     {wening, anh, muller, "Ines Authorsen", "Karl Editorsen", "Once Deletedsen", "Carla Commentersen"},
		"doc.pdf":     {wening, anh, muller, "Ines Authorsen"},
		"packed.pdf":  {wening, anh, muller, "Ines Authorsen"},
		"page.pdf":    {wening, anh, muller},
		"sheet.xlsx":  {wening, anh, "Ines Authorsen", "Karl Editorsen"},
		"sheet.ods":   {wening, anh, "Ines Authorsen", "Karl Editorsen"},
		"slides.pptx": {wening, anh, "Nils Notesen", "Ines Authorsen"},
		"slides.odp":  {wening, anh, "Nils Notesen", "Ines Authorsen"},
		"photo.jpg":   {wening, anh, muller, "Ada Artistsen", "Benno Bylinesen", "Xenia Creatorsen"},
		"pic.png":     {anh, "Ada Artistsen", "Emil Exifsen", "Xenia Creatorsen"},
		"packed.png":  {wening, anh, "Emil Exifsen"},
		"pic.gif":     {wening, "Xenia Creatorsen"},
		"pic.webp":    {"Emil Exifsen", "Xenia Creatorsen"},
		"pic.avif":    {"Emil Exifsen", "Xenia Creatorsen"},
		"film.mp4":    {wening, anh, muller, "Susi Subtitlesen"},
		"film.webm":   {wening, anh, "Susi Subtitlesen"},
		"sound.m4a":   {wening, anh},
	} {
		out = append(out, holder{file, fixtureOfAttachment(t, file), names})
	}
	for _, file := range []string{"v23-utf16.mp3", "v24-utf8.mp3", "v24-utf16be.mp3"} {
		out = append(out, holder{file, fixtureOfAttachment(t, file), []string{wening, anh}})
	}
	out = append(out, holder{"v24-latin.mp3", fixtureOfAttachment(t, "v24-latin.mp3"), []string{muller, wening}})
	for encoding, encode := range encodings {
		for ending, text := range map[string]string{
			".txt": "Team: %s\r\n", ".csv": "name;unit\n%s;Sales\n", ".vtt": "WEBVTT\n\n00:01.000 --> 00:02.000\n<v %s>Hello\n",
			".ics": "BEGIN:VCALENDAR\r\nSUMMARY:With %s\r\nEND:VCALENDAR\r\n",
			".svg": `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><text>%s</text></svg>`,
		} {
			if ending == ".svg" && encoding != "UTF-8" { // refused
				continue
			}
			out = append(out, holder{encoding + ending, encode(fmt.Sprintf(text, muller)), []string{muller}})
		}
		out = append(out, holder{encoding + ".zip", inZip(t, "a.csv", encode("name\n"+muller+"\n")), []string{muller}},
			holder{encoding + "-nested.zip", inZip(t, "b.zip", inZip(t, "a.txt", encode(muller))), []string{muller}})
	}
	slices.SortFunc(out, func(a, b holder) int { return strings.Compare(a.file, b.file) })
	return out
}

func fixtureOfAttachment(t *testing.T, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("attachment", "testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

var encodings = map[string]func(string) []byte{
	"UTF-8":     func(s string) []byte { return []byte(s) },
	"UTF-8-BOM": func(s string) []byte { return []byte("\ufeff" + s) },
	"UTF-16LE":  func(s string) []byte { return utf16Of(s, binary.LittleEndian) },
	"UTF-16BE":  func(s string) []byte { return utf16Of(s, binary.BigEndian) },
	"Windows-1252": func(s string) []byte {
		out, _ := charmap.Windows1252.NewEncoder().Bytes([]byte(s)) // has every letter of the names
		return out
	},
}

func utf16Of(s string, order binary.AppendByteOrder) (out []byte) {
	for _, unit := range utf16.Encode([]rune("\ufeff" + s)) {
		out = order.AppendUint16(out, unit)
	}
	return out
}

func inZip(t *testing.T, name string, data []byte) []byte {
	t.Helper()
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	part, err := w.Create(name)
	if err == nil {
		_, err = part.Write(data)
	}
	if err != nil || w.Close() != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// TestNoFileWithAHiddenNameIsPublished puts names into files of every kind, in
// the encodings that the kind has. The same files without them are published.
func TestNoFileWithAHiddenNameIsPublished(t *testing.T) {
	var a attached
	files, names := 0, 0
	for _, h := range holders(t) {
		files++
		for _, name := range h.names {
			names++
			list := errorsIn(a.build(t, site.Public, name, h.file, h.data), "position-in-file")
			if len(list) != 1 || list[0].Code != "name-in-file" {
				t.Errorf("%s with %s: %v", h.file, name, places(list))
				continue
			}
			message := list[0].Message
			if !strings.Contains(message, h.file) || !strings.Contains(message, " of a9") || strings.Contains(message, strings.Fields(name)[1]) {
				t.Errorf("%s: the message names the wrong things: %s", h.file, message)
			}
			if place := places(list)[0]; !strings.HasPrefix(place, "content/en/guides/story.md:6:1 ") {
				t.Errorf("%s: reported at %s", h.file, place)
			}
			if list := errorsIn(a.build(t, site.Organizers, name, h.file, h.data), "position-in-file"); len(list) > 0 {
				t.Errorf("%s, for organizers: %v", h.file, list)
			}
		}
		if list := errorsIn(a.build(t, site.Public, "Nobody Nowheresen", h.file, h.data), "position-in-file"); len(list) > 0 {
			t.Errorf("%s without a hidden name: %v", h.file, list)
		}
	}
	t.Logf("%d files, %d names: none published", files, names)
}

// errorsIn returns the errors but those of a code.
func errorsIn(list diag.List, without string) diag.List {
	return slices.DeleteFunc(list, func(d diag.Diagnostic) bool { return d.Severity != diag.Error || d.Code == without })
}

func TestEveryTypeThatCanBeAttachedIsTried(t *testing.T) {
	tried := map[string]bool{}
	for _, h := range holders(t) {
		tried[filepath.Ext(h.file)] = true
	}
	for _, ending := range strings.Fields(".avif .gif .jpg .png .svg .webp .csv .docx .ics .m4a .mp3 .mp4 .odp .ods .odt .pdf .pptx .txt .vtt .webm .xlsx .zip") {
		if !tried[ending] {
			t.Errorf("no file ends in %s", ending)
		}
	}
}

// TestFilesThatCannotBeLookedInto are refused where names are hidden, unless
// their page says that they may be published.
func TestFilesThatCannotBeLookedInto(t *testing.T) {
	damaged := fixtureOfAttachment(t, "doc.docx")
	for file, data := range map[string][]byte{
		"encrypted.pdf": fixtureOfAttachment(t, "encrypted.pdf"), "encrypted.zip": fixtureOfAttachment(t, "encrypted.zip"),
		"cut.docx": damaged[:len(damaged)/2], "noise.xlsx": []byte("\x00\x01\x02\xff\xfenoise\x00"),
	} {
		for _, c := range []struct {
			audience site.Audience
			front    string
			want     []string
		}{
			{site.Public, "", []string{"unchecked-file"}},
			{site.Participants, "", []string{"unchecked-file"}},
			{site.Public, "unchecked: true\n", nil},
			{site.Organizers, "", nil}, // who see every name
		} {
			a := attached{front: c.front}
			if got := codes(a.build(t, c.audience, "Nobody Nowheresen", file, data)); !slices.Equal(got, c.want) {
				t.Errorf("%s for %s, %q: reported %q, want %q", file, c.audience, c.front, got, c.want)
			}
		}
	}
}

// TestPicturesThatTellWhereTheyWereTaken are refused for everybody.
func TestPicturesThatTellWhereTheyWereTaken(t *testing.T) {
	for _, file := range []string{"photo.jpg", "film.mp4", "v24-utf8.mp3"} {
		for _, audience := range site.Audiences() {
			var a attached
			list := a.build(t, audience, "Nobody Nowheresen", file, fixtureOfAttachment(t, file))
			if got := codes(list); !slices.Equal(got, []string{"position-in-file"}) {
				t.Errorf("%s for %s: reported %q", file, audience, got)
			}
			if hint := list[0].Hint; file == "photo.jpg" && !strings.Contains(hint, "exiftool -gps:all= -xmp:geotag= photo.jpg") {
				t.Errorf("the hint does not say how to take it out: %s", hint)
			}
		}
	}
}

// TestNameOfOneWordInAFile: a cell or a property that is the name is found, a word
// of a sentence is not, and what is written under not_secret is none.
func TestNameOfOneWordInAFile(t *testing.T) {
	author := func(name string) []byte {
		return inZip(t, "docProps/core.xml", []byte(`<cp:coreProperties xmlns:dc="d" xmlns:cp="c"><dc:creator>`+name+`</dc:creator></cp:coreProperties>`))
	}
	drawing := func(text string) []byte {
		return []byte(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">` + text + `</svg>`)
	}
	const april = ", not_secret: [{text: April, why: a month}]"
	for _, c := range []struct {
		about, person, file string
		data                []byte
		config              string
		want                []string
	}{
		{"a cell", "Wening", "a.csv", []byte("name,unit\nWening,Sales\n"), "", []string{"name-in-file"}},
		{"a cell with a word of the theme", "April", "a.csv", []byte("name,unit\nApril,Sales\n"), "", []string{"name-in-file"}},
		{"a cell that is allowed", "April", "a.csv", []byte("month,sum\nApril,7\n"), april, nil},
		{"another cell than the one that is allowed", "Wening", "a.csv", []byte("name,unit\nWening,Sales\n"), april, []string{"name-in-file"}},
		{"a sentence", "Wening", "a.txt", []byte("Then Wening came.\n"), "", nil},
		{"who wrote a document", "April", "a.docx", author("April"), "", []string{"name-in-file"}},
		{"a drawing", "Wening", "a.svg", drawing("<text>Wening</text>"), "", nil},
		{"who made a drawing", "Wening", "a.svg", drawing(`<metadata><dc:creator xmlns:dc="d">Wening</dc:creator></metadata>`), "", []string{"name-in-file"}},
		{"a full name in a drawing", wening, "a.svg", drawing("<text>Wening <tspan>Tanggulasri</tspan></text>"), "", []string{"name-in-file"}},
		{"a name in the name of a file", wening, "a.zip", inZip(t, wening+"/notes.txt", []byte("x")), "", []string{"name-in-file"}},
	} {
		a := attached{config: c.config}
		list := a.build(t, site.Public, c.person, c.file, c.data)
		if got := codes(list); !slices.Equal(got, c.want) {
			t.Errorf("%s: reported %v, want %q", c.about, places(list), c.want)
		}
		for _, d := range list {
			if strings.Contains(d.Message, c.person) {
				t.Errorf("%s: the message repeats the name: %s", c.about, d.Message)
			}
		}
	}
}

// Files that people attach were not made of our data: they spell names in ways of
// their own.
func TestOtherSpellingsOfAName(t *testing.T) {
	a := attached{}
	for person, texts := range map[string][]string{
		wening: {"Tanggulasri, Wening", "TANGGULASRI Wening", "last;first\r\nTanggulasri;Wening\r\n", "mail to weningtanggulasri@mail.example", "#WeningTanggulasri"},
		anh:    {"Nguyen Thi Anh", "Ánh Nguyễn Thị", "Thi Anh Nguyen", "nguyenthianh"},
		muller: {"Jurgen Muller", "Juergen Mueller", "Müller, Jürgen", "Mueller, Juergen", "juergen_mueller", "JürgenMüller"},
	} {
		for _, text := range texts {
			ending := ".txt"
			if strings.Contains(text, ";") {
				ending = ".csv"
			}
			if list := a.build(t, site.Public, person, "list"+ending, []byte(text)); !slices.ContainsFunc(list, func(d diag.Diagnostic) bool { return d.Code == "name-in-file" }) {
				t.Errorf("%q is published, though it names %s: %v", text, person, list)
			}
			if list := a.build(t, site.Organizers, person, "list"+ending, []byte(text)); list.HasErrors() {
				t.Errorf("%q stops a portal for those who may know: %v", text, list)
			}
		}
	}
	for _, name := range []string{"WeningTanggulasri-CV.txt", "tanggulasri_wening.txt"} {
		if list := a.build(t, site.Public, wening, name, []byte("x")); !slices.ContainsFunc(list, func(d diag.Diagnostic) bool { return d.Code == "name-in-file" }) {
			t.Errorf("%s is published: %v", name, list)
		}
	}
	for _, text := range []string{"Wening and Tanggulasri", "Tanggulasri", "weningtanggulasrisme", "Tanggulasri or Wening"} {
		if list := a.build(t, site.Public, wening, "list.txt", []byte(text)); list.HasErrors() {
			t.Errorf("%q stops a portal: %v", text, list)
		}
	}
	// Words that pages say anyway are no name in the other order.
	said := attached{config: ", organisation: Harum Wangi"}
	if list := said.build(t, site.Public, "Wangi Harum", "list.txt", []byte("made by Harum Wangi")); list.HasErrors() {
		t.Errorf("words of pages stop a portal: %v", list)
	}
}
