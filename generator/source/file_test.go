package source

import (
	"bytes"
	"context"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"
)

// busy is a project in which one file is written to while it is read.
type busy struct {
	fstest.MapFS
	name     string
	readings []string // what the first ones see; the last one is what is there
	reads    *int
}

func (b busy) ReadFile(name string) ([]byte, error) {
	if name != b.name {
		return b.MapFS.ReadFile(name)
	}
	*b.reads++
	seen := b.readings[min(*b.reads, len(b.readings))-1]
	if seen == gone {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
	}
	return []byte(seen), nil
}

const gone = "gone"

func TestFileThatIsBeingWrittenIsReadWhole(t *testing.T) {
	const whole = "---\ntitle: T\nsummary: S\n---\nFirst.\n\n## Second\n\nThird.\n"
	longer := whole + "Fourth.\n"
	growing := make([]string, 2*maxReadings)
	for i := range growing {
		growing[i] = whole + strings.Repeat("x", i+1)
	}
	for name, c := range map[string]struct {
		readings []string
		want     string // the file, or the error
	}{
		"at rest":              {[]string{whole}, whole},
		"emptied first":        {[]string{"", whole}, whole},
		"written in pieces":    {[]string{whole[:40], whole[:50], longer}, longer},
		"longer by now":        {[]string{longer}, longer},
		"never at rest":        {growing, "content/en/a.md cannot be read: it changes all the time; run this again when nothing writes to it"},
		"gone":                 {[]string{gone}, "content/en/a.md cannot be read: file does not exist; run this again when nothing writes to it"},
		"gone when read again": {[]string{"", gone}, "content/en/a.md cannot be read: file does not exist; run this again when nothing writes to it"},
	} {
		t.Run(name, func(t *testing.T) {
			files := busy{project(map[string]string{"content/en/a.md": whole}), "content/en/a.md", c.readings, new(int)}
			src, list, err := Load(context.Background(), Project{Root: files}, nil)
			switch {
			case err != nil:
				if err.Error() != c.want {
					t.Errorf("error is %q, want %q", err, c.want)
				}
			case string(src.Documents[0].Source.Bytes()) != c.want:
				t.Errorf("the file is read as %q, want %q; %v", src.Documents[0].Source.Bytes(), c.want, list)
			}
			if len(c.readings) == 1 && c.want == whole && *files.reads != 1 {
				t.Errorf("a file at rest is read %d times", *files.reads)
			}
		})
	}
}

// FuzzSound holds the quick look for letters of another encoding to the thorough one.
func FuzzSound(f *testing.F) {
	for _, text := range []string{"plain", "caf\u00e9 \u2019s", "\u00e2\u20ac\u2122", "\u00c3\u00a9", "a\ufffd", "a\x07b", "\u0085\u0099", "tab\tand\r\n", "\u00e2", "\u00c3"} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		text = bytes.ToValidUTF8(text, nil)
		at := wrongEncoding.FindIndex(text)
		if n := sound(text); at != nil && at[0] < n {
			t.Errorf("%q is sound up to %d, and %d is wrong", text, n, at[0])
		}
	})
}
