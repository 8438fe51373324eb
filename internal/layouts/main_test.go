package main

import (
	"bytes"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
)

const renderDir = "../../generator/render"

// loaded is package render, read once for all tests.
var loaded = sync.OnceValues(func() (*renderPackage, error) { return load(renderDir) })

func TestCompiledLayoutsAreThoseOfTheDefaultTheme(t *testing.T) {
	render, err := loaded()
	if err != nil {
		t.Fatal(err)
	}
	files, err := readLayouts()
	if err != nil {
		t.Fatal(err)
	}
	want, err := render.compile(files)
	if err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile(filepath.Join(renderDir, compiledFile))
	if err != nil || !bytes.Equal(got, want) {
		t.Error(compiledFile, "is not what the layouts and the views are now; run go generate ./generator/render", err)
	}
}

func TestWhatIsNotKnownIsRefusedAtItsPlace(t *testing.T) {
	all, err := loaded()
	if err != nil {
		t.Fatal(err)
	}
	guide := slices.IndexFunc(all.entries, func(e entry) bool { return e.layout == "guide" })
	render := &renderPackage{all.Package, all.entries[guide : guide+1]}
	common := map[string][]byte{
		"base.html":     []byte(`{{define "base"}}{{template "main" .}}{{end}}`),
		"partials.html": []byte(`{{define "link"}}<a href="{{.URL}}">{{.Title}}</a>{{end}}{{define "attribute"}} lang="{{.}}"{{end}}{{define "twice"}}{{if .Topics}}{{template "twice" .}}{{end}}{{end}}`),
	}
	for main, want := range map[string]string{
		`{{.Titel}}`:        "guide.html:2:2: cannot compile <.Titel>: *mentorbook/generator/render.DocumentPage has no field Titel",
		`{{.Previous.URL}}`: "may be nil",
		`{{if .Previous}}{{.Previous.URL}}{{end}}`:        "may be nil",
		`{{template "link" .Previous}}`:                   "not nil",
		`{{.Topics}}`:                                     "is not written where html/template has the escapers",
		`{{.Updated}}`:                                    "is not written",
		`<p title="{{.HTML}}">`:                           "is not written",
		`<script>var x = {{.Title}}</script>`:             "is not written",
		`<p {{.Title}}>`:                                  "is not written",
		`<p title={{.Title}}>`:                            "is not written",
		`{{.Title | printf "%s"}}`:                        "nothing is piped",
		`{{printf "%d" .Minutes}}`:                        "printf is known for",
		`{{printf "%s" .Minutes}}`:                        "%s is known for texts",
		`{{html .Title}}`:                                 "nothing is piped",
		`{{date .Title}}`:                                 "it is string, not mentorbook/generator/schedule.Date",
		`{{rtl .Lang .Lang}}`:                             "it takes 1 arguments",
		`{{t .Minutes}}`:                                  "it is int, not string",
		`{{t "a" .Previous}}`:                             "it is *",
		`{{range .Topics}}{{break}}{{end}}`:               "nodes of this kind",
		`{{range .Minutes}}x{{end}}`:                      "range goes over",
		`{{with t .Kind}}{{.}}{{end}}`:                    "with has a field",
		`{{with $x := .Kind}}{{$x}}{{end}}`:               "an action of its own",
		`{{with .Page}}x{{else}}y{{end}}`:                 "never empty",
		`{{$x := .Title}}{{$x = .Kind}}{{$x}}`:            "gets its value once",
		`{{$x := t .Kind}}`:                               "nothing uses the variable $x",
		`{{if eq .Title .Kind .Lang}}x{{end}}`:            "compares two values",
		`{{if eq .Title .Minutes}}x{{end}}`:               "are not compared",
		`{{if lt .Updated .ReviewBy}}x{{end}}`:            "are not compared",
		`{{(index .Topics 0).Title}}`:                     "not known",
		`{{index .Topics 0}}`:                             "not known for such arguments",
		`{{or .Minutes 1}}`:                               "or is known for texts",
		`{{template "twice" .}}`:                          "calls itself",
		`<p{{template "attribute" .Lang}}>`:               "gets a struct",
		`<p{{template "attribute"}}>`:                     "within a tag",
		`{{if .Title}}<a href="{{else}}<b>{{end}}">x</a>`: "branches end in different contexts",
	} {
		files := maps.Clone(common)
		files["guide.html"] = []byte("{{define \"main\"}}\n" + main + "{{end}}")
		if _, err := render.compile(files); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want …%s…", main, err, want)
		}
	}
}
