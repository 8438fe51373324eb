package roster_test

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"mentorbook/generator/diag"
	"mentorbook/generator/roster"
	"mentorbook/generator/source"
)

// pick returns one of some texts.
func pick(r *rand.Rand, texts ...string) string { return texts[r.IntN(len(texts))] }

// randomTable returns a table of n people, each once, with most of what a form can
// ask, and cells left empty here and there.
func randomTable(r *rand.Rand, n int) [][]string {
	topics := []string{"Video pendek", "Data, grafik, dan angka", "Budaya umpan balik", "AI at work", "Cara kerja tangkas"}
	some := func(end string) string {
		r.Shuffle(len(topics), func(i, j int) { topics[i], topics[j] = topics[j], topics[i] })
		return strings.Join(topics[:r.IntN(4)], end)
	}
	rows := [][]string{{"Timestamp", "Email", "NIK Karyawan", "Nama", "Divisi", "Level", "Atasan", "Bahasa", "Ingin belajar", "Bisa mengajar", "Waktu luang", "Kapasitas", "Peran", "Hindari", "Pilihan mentor", "Direktori", "Setuju"}}
	for i := range n {
		email, number := fmt.Sprintf("p%d@x.example", i), fmt.Sprint(1000+i)
		if r.IntN(4) == 0 {
			email = ""
		} else if r.IntN(4) == 0 {
			number = ""
		}
		other := func() string { return pick(r, "", fmt.Sprint(1000+r.IntN(n)), fmt.Sprintf("p%d@x.example", r.IntN(n))) }
		avoid := ""
		if email != "" && number != "" { // whom nobody else can be
			avoid = pick(r, "", "", number)
		}
		rows = append(rows, []string{
			fmt.Sprintf("2026-11-%02d 10:%02d:00", 1+r.IntN(28), r.IntN(60)), email, number,
			pick(r, "Ani", "Budi", "Citra: x", "#Dodi", "\"Eka\"", "Fitri, S.E.") + fmt.Sprint(" ", i), pick(r, "Penjualan", "Direksi", "R&D [utara]", "- Layanan"),
			fmt.Sprint(1 + r.IntN(9)), other(), pick(r, "", "id", "Inggris; Indonesia"), some("; "), some(","),
			pick(r, "", "Selasa pagi", "Mon 09:00-11:30, Thu 14.00-16.00"), pick(r, "", "0", "1", "2", "3"), pick(r, "Mentor", "Mentee", "Keduanya"),
			avoid, other(), pick(r, "", "ya", "tidak"), "Ya",
		})
	}
	return rows
}

func asCSV(rows [][]string) []byte {
	var out bytes.Buffer
	csv.NewWriter(&out).WriteAll(rows)
	return out.Bytes()
}

var idInText = regexp.MustCompile(`p-[a-z2-9]{6}`)

// TestRowsInAnyOrder imports random tables: everybody gets an id of their own, a
// second time nothing changes, and neither does it with the rows in any order.
func TestRowsInAnyOrder(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	request := roster.Request{Kind: "signups", Program: "social", Cohort: "2027a"}
	for range 40 {
		rows := randomTable(r, 1+r.IntN(25))
		first, err := imported(project(nil), request, "form.csv", asCSV(rows))
		if err != nil || first.Wrong() {
			t.Fatalf("%v %v\n%s", err, first.Problems, asCSV(rows))
		}
		if len(first.Added) != len(rows)-1 || len(slices.Compact(slices.Sorted(slices.Values(first.Added)))) != len(rows)-1 {
			t.Fatalf("%d rows add %q", len(rows)-1, first.Added)
		}
		for _, id := range first.Added {
			if !idInText.MatchString(string(id)) {
				t.Errorf("the id %s says something", id)
			}
		}
		after := files{}.written(first)
		r.Shuffle(len(rows)-1, func(i, j int) { rows[i+1], rows[j+1] = rows[j+1], rows[i+1] })
		again, err := imported(project(after), request, "form.csv", asCSV(rows))
		if err != nil || len(again.Changes) > 0 || len(again.Files) > 0 || len(again.Gone) > 0 {
			t.Fatalf("in another order: %v, %v, %v, %v\n%s\n%s", err, again.Changes, again.Gone, again.Problems, asCSV(rows), after["people.yaml"])
		}
	}
}

// TestColumnsInAnyOrder imports the same answers with the columns in another
// order: they mean the same.
func TestColumnsInAnyOrder(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	request := roster.Request{Kind: "signups", Program: "social", Cohort: "2027a"}
	for range 10 {
		rows := randomTable(r, 8)
		order := r.Perm(len(rows[0]))
		var turned [][]string
		for _, row := range rows {
			var other []string
			for _, i := range order {
				other = append(other, row[i])
			}
			turned = append(turned, other)
		}
		first, err := imported(project(nil), request, "form.csv", asCSV(rows))
		if err != nil {
			t.Fatal(err)
		}
		second, err := imported(project(nil), request, "form.csv", asCSV(turned))
		if err != nil {
			t.Fatal(err)
		}
		if a, b := (files{}).written(first)["people.yaml"], (files{}).written(second)["people.yaml"]; a != b {
			t.Fatalf("got\n%s\nand\n%s", a, b)
		}
	}
}

// TestFieldsAreThoseOfTheMap: what a column can be taken for is what the map can
// say of it.
func TestFieldsAreThoseOfTheMap(t *testing.T) {
	for _, name := range roster.FieldNames() {
		m, list := source.ReadImportMap(&diag.File{Data: []byte("columns: [{header: X, is: " + name + "}]\n")})
		if m == nil {
			t.Errorf("%s: %v", name, list)
		}
	}
}

// FuzzRoster reads tables of any bytes. Whatever comes out has passed the checks of
// the project; read again it changes nothing.
func FuzzRoster(f *testing.F) {
	names, _ := filepath.Glob("testdata/*.txtar")
	for _, name := range names {
		data, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		for _, file := range txtar.Parse(data).Files {
			if strings.HasSuffix(file.Name, ".csv") {
				f.Add(file.Data, true)
				f.Add(file.Data, false)
			}
		}
	}
	f.Fuzz(func(t *testing.T, data []byte, signups bool) {
		if len(data) > 8<<10 {
			t.Skip("more than any mistake needs")
		}
		request := roster.Request{Kind: "people"}
		if signups {
			request = roster.Request{Kind: "signups", Program: "social", Cohort: "2027a", Role: "both"}
		}
		out, err := imported(project(nil), request, "table.csv", data)
		if err != nil || out.Wrong() {
			return
		}
		if ids := slices.Compact(slices.Sorted(slices.Values(out.Added))); len(ids) != len(out.Added) {
			t.Fatalf("an id is there twice: %q", out.Added)
		}
		if len(out.Added) > out.Rows {
			t.Fatalf("%d rows add %d", out.Rows, len(out.Added))
		}
		after := files{}.written(out)
		request.Random = dice(50)
		again, err := imported(project(after), request, "table.csv", data)
		if err != nil || again.Wrong() || len(again.Changes) > 0 || len(again.Files) > 0 {
			t.Fatalf("a second time: %v %v\n%s\n%s", err, again, after["people.yaml"], after["import-map.yaml"])
		}
	})
}
