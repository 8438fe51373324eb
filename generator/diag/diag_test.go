package diag_test

import (
	"encoding/json"
	"strings"
	"testing"

	"mentorbook/generator/diag"
)

func list(file *diag.File) diag.List {
	var l diag.List
	l.Errorf(file.Span(12, 18), "broken-link", "did you mean \"start.md\"?", "link to unknown page %q", "strat.md")
	l.Warnf(file.Span(0, 5), "odd", "", "100%% odd, all: of it")
	l.Relate(file.Span(6, 8), "and here")
	return l
}

func TestPositionsCountCodePointsFromOne(t *testing.T) {
	file := &diag.File{Path: "a.md", Data: []byte("\ufeffé日x\r\nzwei\n")}
	for _, c := range []struct{ start, end, line, column, endLine, endColumn int }{
		{0, 3, 1, 1, 1, 1},   // a byte order mark takes no column
		{3, 5, 1, 1, 1, 2},   // é has two bytes
		{8, 9, 1, 3, 1, 4},   // after 日, which has three
		{11, 15, 2, 1, 2, 5}, // the next line
		{16, 99, 3, 1, 3, 1}, // past the end: clamped
		{-5, -1, 1, 1, 1, 1}, // before the start: clamped
		{13, 11, 2, 3, 2, 3}, // an end before its start
	} {
		start, end := file.Span(c.start, c.end).Positions()
		if start != (diag.Position{Line: c.line, Column: c.column}) || end != (diag.Position{Line: c.endLine, Column: c.endColumn}) {
			t.Errorf("[%d, %d) is %v to %v, want %d:%d to %d:%d", c.start, c.end, start, end, c.line, c.column, c.endLine, c.endColumn)
		}
	}
}

func TestTextShowsPlaceLineMarkerAndHint(t *testing.T) {
	l := list(&diag.File{Path: "a.md", Data: []byte("Seven\ntwo\nx strat.md y\n")})
	l.Sort()
	var b strings.Builder
	if err := diag.Print(&b, l, diag.Text, diag.PrintOptions{}); err != nil {
		t.Fatal(err)
	}
	want := `a.md:1:1: warning: 100% odd, all: of it
   1 │ Seven
     │ ^^^^^
  a.md:2:1: and here
a.md:3:3: error: link to unknown page "strat.md"
   3 │ x strat.md y
     │   ^^^^^^
  hint: did you mean "start.md"?
`
	if b.String() != want {
		t.Errorf("got\n%s\nwant\n%s", b.String(), want)
	}
}

func TestTextShowsAFewProblemsOfAFileAndCountsTheRest(t *testing.T) {
	file := &diag.File{Path: "a.md", Data: []byte("abcdef")}
	var l diag.List
	for i := range 5 {
		l.Errorf(file.Span(i, i), "x", "", "problem %d", i)
	}
	var b strings.Builder
	diag.Print(&b, l, diag.Text, diag.PrintOptions{PerFile: 2})
	if got := b.String(); strings.Count(got, "problem") != 2 || !strings.HasSuffix(got, "a.md: 3 more not shown\n") {
		t.Errorf("got\n%s", got)
	}
}

func TestControlCharactersDoNotReachTheTerminal(t *testing.T) {
	file := &diag.File{Path: "a\x1b]0;x.md", Data: []byte("\x1b[2Jboo\u0085\n")}
	var l diag.List
	l.Errorf(file.Span(0, 3), "x", "", "a key \x1b[31m")
	var b strings.Builder
	diag.Print(&b, l, diag.Text, diag.PrintOptions{})
	if strings.ContainsAny(b.String(), "\x1b\u0085") {
		t.Errorf("%q", b.String())
	}
}

func TestLongLinesAreCutAroundTheMistake(t *testing.T) {
	file := &diag.File{Path: "a.md", Data: []byte(strings.Repeat("a", 5000) + "WRONG" + strings.Repeat("b", 5000))}
	var l diag.List
	l.Errorf(file.Span(5000, 5005), "x", "", "m")
	var b strings.Builder
	diag.Print(&b, l, diag.Text, diag.PrintOptions{})
	lines := strings.Split(b.String(), "\n")
	if len(lines[1]) > 200 || strings.Index(lines[1], "WRONG") != strings.Index(lines[2], "^^^^^") {
		t.Errorf("got\n%s", b.String())
	}
}

func TestSortDropsRepetitions(t *testing.T) {
	file := &diag.File{Path: "a.md", Data: []byte("Seven\ntwo\nx strat.md y\n")}
	l := append(list(file), list(file)...)
	l.Sort()
	if len(l) != 2 || l[0].Severity != diag.Warning || !l.HasErrors() {
		t.Errorf("got %d problems", len(l))
	}
}

func TestGitHubEscapesWhatItsRunnerReads(t *testing.T) {
	l := list(&diag.File{Path: "a,b.md", Data: []byte("Seven\ntwo\nx strat.md y\n")})
	var b strings.Builder
	diag.Print(&b, l, diag.GitHub, diag.PrintOptions{})
	if want := `::warning file=a%2Cb.md,line=1,col=1,endLine=1,endColumn=6,title=odd::100%25 odd, all: of it`; !strings.Contains(b.String(), want) {
		t.Errorf("got\n%s", b.String())
	}
}

func TestSARIFNamesEveryRuleOnce(t *testing.T) {
	l := list(&diag.File{Path: "a.md", Data: []byte("Seven\ntwo\nx strat.md y\n")})
	var b strings.Builder
	diag.Print(&b, append(l, l...), diag.SARIF, diag.PrintOptions{})
	var log struct {
		Version string
		Runs    []struct {
			ColumnKind string
			Tool       struct {
				Driver struct{ Rules []struct{ ID string } }
			}
			Results []struct {
				RuleID, Level string
				Locations     []struct {
					PhysicalLocation struct {
						Region struct{ StartLine, StartColumn int }
					}
				}
			}
		}
	}
	if err := json.Unmarshal([]byte(b.String()), &log); err != nil {
		t.Fatal(err)
	}
	run := log.Runs[0]
	if log.Version != "2.1.0" || run.ColumnKind != "unicodeCodePoints" || len(run.Tool.Driver.Rules) != 2 || len(run.Results) != 4 ||
		run.Results[0].Locations[0].PhysicalLocation.Region.StartLine != 3 {
		t.Errorf("got\n%s", b.String())
	}
}

func TestSuggestionsAreWhatTheWriterMeant(t *testing.T) {
	known := []string{"title", "summary", "topics", "references", "s1", "s2", "q"}
	for word, want := range map[string]string{
		"titel": "title", "s9": "", "p": "", "sumary": "summary", "Topics": "topics", "refrences": "references", "colour": "", "x": "",
	} {
		if got, _ := diag.Closest(word, known); got != want {
			t.Errorf("for %q it suggests %q, want %q", word, got, want)
		}
	}
}

// TestPrivateFilesAreNotQuoted prints mistakes in a list of people that is kept
// apart: what is printed, in any format, has ids and keys of it only.
func TestPrivateFilesAreNotQuoted(t *testing.T) {
	text := "- {id: p1, name: Ani Melati, email: ani melati, levle: 3}\n- {id: p2, name: 'Budi Kenanga', manager: p7}\n"
	file := &diag.File{Path: "private:people.yaml", Data: []byte(text), Private: true,
		Items: []diag.Item{{strings.Index(text, "{id: p1"), "p1"}, {strings.Index(text, "{id: p2"), "p2"}}}
	at := func(word string) diag.Span {
		i := strings.Index(text, word)
		return file.Span(i, i+len(word))
	}
	var list diag.List
	list.Errorf(at("ani melati"), "bad-email", "write it as name@organisation.example", "%q is not an e-mail address", "ani melati")
	list.Errorf(at("levle"), "unknown-key", `did you mean "level"?`, "unknown key %q", "levle")
	list.Errorf(at("p7"), "unknown-person", "", "there is no person %q", "p7")
	list.Errorf(at("Budi"), "wrong-type", `write "10:00", not "Budi Kenanga"`, `this should be a number, not "budi"`)
	list.Errorf(at("name: 'Budi"), "yaml-syntax", "", "this is not valid YAML: the manager's text 'Budi Kenanga' ends")
	list.Sort()
	for _, format := range []diag.Format{diag.Text, diag.JSON, diag.SARIF, diag.GitHub} {
		var b strings.Builder
		if err := diag.Print(&b, list, format, diag.PrintOptions{}); err != nil {
			t.Fatal(err)
		}
		for _, word := range []string{"Melati", "melati", "Budi", "budi", "Kenanga"} {
			if strings.Contains(b.String(), word) {
				t.Errorf("%s shows %s:\n%s", format, word, b.String())
			}
		}
		for _, word := range []string{"levle", "level", "p7", "10:00"} {
			if !strings.Contains(b.String(), word) {
				t.Errorf("%s does not show %s:\n%s", format, word, b.String())
			}
		}
	}
	var b strings.Builder
	diag.Print(&b, list[2:3], diag.Text, diag.PrintOptions{})
	if want := "private:people.yaml:2:12: error: this is not valid YAML: the manager's text \"…\" ends\n  in p2; the line is not shown, for the file is private\n"; b.String() != want {
		t.Errorf("got\n%swant\n%s", b.String(), want)
	}
}

func TestNamesOfFilesAreOnlyTakenForNearOnes(t *testing.T) {
	known := []string{"starting-guide", "how-it-works", "goals", "session-2"}
	for word, want := range map[string]string{
		"how-it-work": "how-it-works", "goal": "goals", "pairing-guide": "", "how-to-write": "", "session-3": "", "roles": "",
	} {
		if got, _ := diag.ClosestName(word, known); got != want {
			t.Errorf("for %q it suggests %q, want %q", word, got, want)
		}
	}
}

// TestOneCauseIsSaidOnce prints many problems of one cause: the first, and how many
// more there are.
func TestOneCauseIsSaidOnce(t *testing.T) {
	files := []*diag.File{{Path: "a.md", Data: []byte("abcdefgh\n")}, {Path: "b.md", Data: []byte("abcdefgh\n")}}
	var l diag.List
	for _, file := range files {
		for i := range 3 {
			l.Errorf(file.Span(i, i+1), "gone", "take it out", "there is no %q", "x")
			l.Errorf(file.Span(i, i+1), "broken", "", "link number %d", i)
			l.Kin("page y")
			l.Warnf(file.Span(i, i+1), "other", "", "number %d", i)
		}
	}
	l.Sort()
	var b strings.Builder
	diag.Print(&b, l, diag.Text, diag.PrintOptions{Kin: 3, PerFile: 5, More: "see all"})
	for _, want := range []string{
		"and 5 more of this kind, in 2 files; see all\n", "a.md:1:1: error: link number 0\n", "a.md:1:3: warning: number 2\n", "b.md:1:1: warning: number 0\n",
	} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("no %q in\n%s", want, &b)
		}
	}
	if n := strings.Count(b.String(), "error:"); n != 2 {
		t.Errorf("%d errors are shown, not 2:\n%s", n, &b)
	}
	var all strings.Builder
	diag.Print(&all, l, diag.Text, diag.PrintOptions{})
	if n := strings.Count(all.String(), "error:"); n != 12 {
		t.Errorf("%d errors are shown, not all 12", n)
	}
}
