package themes_test

import (
	"errors"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"mentorbook/themes"
)

// vanishing lists a file that is gone when it is read.
type vanishing struct{ files fstest.MapFS }

func (v vanishing) Open(name string) (fs.File, error) {
	if strings.HasSuffix(name, ".css") {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
	}
	return v.files.Open(name)
}

func TestAThemeOfWhichAFileVanishedIsNotAMissingTheme(t *testing.T) {
	project := vanishing{fstest.MapFS{"themes/acme/assets/brand.css": {}}}
	_, err := themes.Open(project, "acme")
	want := "themes/acme/assets/brand.css cannot be read: file does not exist; run this again when nothing writes to it"
	if err == nil || err.Error() != want || errors.Is(err, fs.ErrNotExist) {
		t.Errorf("Open: %v (not there: %v), want %q", err, errors.Is(err, fs.ErrNotExist), want)
	}
	if _, err := themes.Open(project, "other"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("Open without such a theme: %v, want fs.ErrNotExist", err)
	}
}
