package output

import (
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"
)

// setTimes dates everything below dir, pages and manifest alike.
func setTimes(t *testing.T, dir string, date func(path string) time.Time) {
	t.Helper()
	err := filepath.WalkDir(dir, func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		at := date(filepath.Base(name))
		return os.Chtimes(name, at, at)
	})
	if err != nil {
		t.Fatal(err)
	}
}

// Clocks are set back, run ahead, and start in 1970 where a battery is empty;
// copies are dated by when they were made.
func TestClockDoesNotDecideWhatChanged(t *testing.T) {
	now := time.Now()
	for name, date := range map[string]func(path string) time.Time{
		"set back since":  func(string) time.Time { return now.AddDate(10, 0, 0) },
		"set ahead since": func(string) time.Time { return now.AddDate(-10, 0, 0) },
		"began in 1970":   func(string) time.Time { return time.Unix(0, 0) },
		"copied after":    func(string) time.Time { return now.Add(-time.Second) },
		"manifest went first": func(path string) time.Time {
			if path == ManifestName {
				return now.Add(-time.Hour)
			}
			return now.Add(-time.Minute)
		},
	} {
		t.Run(name, func(t *testing.T) {
			eachMode(t, func(t *testing.T, dir string, opts PublishOptions) {
				mustPublish(t, dir, before, opts)
				setTimes(t, dir, date)
				_, err := publish(context.Background(), disk{fault: func(operation, path string) error {
					t.Errorf("%s %s, though nothing changed", operation, path)
					return nil
				}}, dir, before.artifacts(), opts)
				if err != nil {
					t.Fatal(err)
				}

				// By hand, as long as it was, at the time of now.
				if err := os.WriteFile(filepath.Join(dir, "index.html"), []byte("hxme"), 0o644); err != nil {
					t.Fatal(err)
				}
				kept := stat(t, filepath.Join(dir, "topics", "trust.html"))
				result := mustPublish(t, dir, before, opts)
				wantFiles(t, dir, before)
				if !slices.Equal(result.Changed, []string{"index.html"}) {
					t.Errorf("changed %q", result.Changed)
				}
				if !os.SameFile(kept, stat(t, filepath.Join(dir, "topics", "trust.html"))) {
					t.Error("an unchanged file was written anew")
				}

				setTimes(t, dir, date)
				mustPublish(t, dir, after, opts)
				wantFiles(t, dir, after)
			})
		})
	}
}
