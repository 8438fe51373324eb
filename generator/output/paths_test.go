package output

import (
	"context"
	"path/filepath"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

func TestPathsThatCannotBePublishedAreRefused(t *testing.T) {
	for _, c := range []struct {
		paths []string
		want  string
	}{
		{[]string{""}, "not a clean relative path"},
		{[]string{"."}, "not a clean relative path"},
		{[]string{"/etc/passwd"}, "not a clean relative path"},
		{[]string{"../index.html"}, "not a clean relative path"},
		{[]string{"a/../index.html"}, "not a clean relative path"},
		{[]string{"a//b"}, "not a clean relative path"},
		{[]string{"a/"}, "not a clean relative path"},
		{[]string{"a\xff"}, "not a clean relative path"},
		{[]string{`a\b`}, "no '\\\\' in file names"},
		{[]string{"c:evil"}, "no ':' in file names"},
		{[]string{"a\x00b"}, "in file names"},
		{[]string{"nul"}, "for a device"},
		{[]string{"guides/Con.html"}, "for a device"},
		{[]string{"aux .tar.gz"}, "for a device"},
		{[]string{"com1"}, "for a device"},
		{[]string{"LPT²/x.html"}, "for a device"},
		{[]string{"a./b"}, "ends with a dot"},
		{[]string{"a "}, "ends with a dot or a space"},
		{[]string{strings.Repeat("a", 256)}, "longer than 255 bytes"},
		{[]string{".mentorbook.json"}, "used by mentorbook itself"},
		{[]string{".Mentorbook-Staging/x"}, "used by mentorbook itself"},
		{[]string{"a.html", "b.html", "a.html"}, `"a.html" twice`},
		{[]string{"guides/A.html", "guides/a.html"}, `both "guides/A.html" and "guides/a.html"`},
		{[]string{"caf\u00e9", "cafe\u0301"}, "the same name"},
		{[]string{"STRASSE", "straße"}, "the same name"},
		{[]string{"a", "a/b"}, "a file cannot be a folder"},
		{[]string{"A/b/c", "a"}, "a file cannot be a folder"},
		{[]string{"a/b", "a"}, "a file cannot be a folder"},
		{[]string{"A/b", "a/c"}, `both "A/b" and "a/c": many file systems hold their folders for the same; rename one`},
		{[]string{"caf\u00e9/a", "cafe\u0301/b"}, "hold their folders for the same"},
	} {
		var list []Artifact
		for _, path := range c.paths {
			list = append(list, Artifact{Path: path})
		}
		dir := filepath.Join(t.TempDir(), "public")
		_, err := Publish(context.Background(), dir, list, PublishOptions{})
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("publishing %q: error is %v, want %q", c.paths, err, c.want)
		}
		if _, _, verify := Verify(context.Background(), list, PublishOptions{}); verify == nil || verify.Error() != err.Error() {
			t.Errorf("verifying %q: error is %v, publishing it %v", c.paths, verify, err)
		}
		wantFiles(t, filepath.Dir(dir), site{})
	}
}

func TestUnusualPathsThatEveryFileSystemHoldsArePublished(t *testing.T) {
	unusual := site{
		"con-text.html": "1", "console.html": "2", "com10": "3", "компьютер/日本.html": "4",
		"a/.mentorbook.json/b": "5", ".nojekyll": "6", ".well-known/x": "7", "a b/-c": "8", "...a": "9",
	}
	eachMode(t, func(t *testing.T, dir string, opts PublishOptions) {
		mustPublish(t, dir, unusual, opts)
		wantFiles(t, dir, unusual)
	})
}

func FuzzPath(f *testing.F) {
	for _, seed := range []string{"a/b.html", "../a", "CON", "a\\b", "e\u0301", "ſ/K", "", "."} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, path string) {
		if checkPath(path) != nil {
			return
		}
		if !filepath.IsLocal(path) || filepath.Clean(path) != path {
			t.Errorf("%q leads out of the directory", path)
		}
		key := pathKey(path)
		if again := pathKey(key); again != key {
			t.Errorf("the key of %q is %q, whose key is %q", path, key, again)
		}
		if other := strings.Map(otherCase, path); pathKey(other) != key {
			t.Errorf("the key of %q is %q, that of %q is %q", path, key, other, pathKey(other))
		}
	})
}

// otherCase returns a letter's next form. An accent that is a letter elsewhere
// (the iota below) stays: as a letter it would stand in another place.
func otherCase(r rune) rune {
	if other := unicode.SimpleFold(r); unicode.IsLetter(r) && unicode.IsLetter(other) {
		return other
	}
	return r
}

func TestKeysOfEveryLetterAgree(t *testing.T) {
	for r := rune(' '); r < 0x1f000; r++ { // no letter beyond has two cases
		if !utf8.ValidRune(r) {
			continue
		}
		key := pathKey(string(r))
		if again := pathKey(key); again != key {
			t.Errorf("the key of %U is %q, whose key is %q", r, key, again)
		}
		if other := unicode.SimpleFold(r); pathKey(string(other)) != key {
			t.Errorf("the key of %U is %q, that of %U is %q", r, key, other, pathKey(string(other)))
		}
	}
}

func FuzzManifest(f *testing.F) {
	f.Add([]byte(`{"version":1,"audience":"public","files":[{"path":"a","size":1,"sha256":"` + strings.Repeat("0f", 32) + `"}]}`))
	f.Add([]byte(`{"version":1,"files":[{"path":"../a"}]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		m, err := parseManifest(data)
		if err != nil {
			return
		}
		for _, file := range m.Files {
			if !filepath.IsLocal(file.Path) {
				t.Errorf("%q leads out of the directory", file.Path)
			}
		}
		encoded, err := m.encode()
		if err != nil {
			t.Fatal(err)
		}
		again, err := parseManifest(encoded)
		if err != nil {
			t.Fatalf("%v in %s", err, encoded)
		}
		if twice, _ := again.encode(); string(twice) != string(encoded) {
			t.Errorf("%s becomes %s", encoded, twice)
		}
	})
}

func FuzzJournal(f *testing.F) {
	f.Add([]byte(`{"version":1,"moves":[{"path":"a","clear":["a/b"]}],"remove":["c"]}`))
	f.Add([]byte(`{"version":1,"remove":["/etc/passwd"]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		j, err := parseJournal(data)
		if err != nil {
			return
		}
		paths := j.Remove
		for _, m := range j.Moves {
			paths = append(append(paths, m.Path), m.Clear...)
		}
		for _, path := range paths {
			if !filepath.IsLocal(path) {
				t.Errorf("%q leads out of the directory", path)
			}
		}
	})
}
