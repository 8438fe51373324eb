package table_test

import (
	"flag"
	"os"
	"path/filepath"
	"testing"

	"mentorbook/generator/table"
)

var update = flag.Bool("update", false, "write down what the files of testdata are read as")

// TestFilesOfPeople reads files as form tools, personnel systems and spreadsheets
// write them; what each is read as stands beside it. The people are invented.
func TestFilesOfPeople(t *testing.T) {
	paths, err := filepath.Glob("testdata/*.*")
	if err != nil {
		t.Fatal(err)
	}
	files := 0
	for _, path := range paths {
		if filepath.Ext(path) == ".want" {
			continue
		}
		files++
		t.Run(filepath.Base(path), func(t *testing.T) {
			data, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			var got string
			if is, err := table.Read(t.Context(), filepath.Base(path), data, table.Options{}); err != nil {
				got = err.Error() + "\n"
			} else {
				got = show(is)
			}
			if *update {
				if err := os.WriteFile(path+".want", []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(path + ".want")
			if err != nil || got != string(want) {
				t.Errorf("got\n%swant\n%s", got, want)
			}
		})
	}
	if files < 15 {
		t.Errorf("%d files", files)
	}
}
