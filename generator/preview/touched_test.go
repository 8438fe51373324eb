package preview

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"
)

func TestFoldersThatAreTouched(t *testing.T) {
	for _, c := range []struct {
		paths, touched, not []string
	}{
		{nil, nil, []string{".", "content"}},
		{[]string{"content/en/a.md"}, []string{"content/en", "content/en/a.md"}, []string{"content", "content/en/guides"}},
		{[]string{"content/en"}, []string{"content", "content/en", "content/en/guides/x"}, []string{"content/id", "content/english"}},
		{[]string{"a.md"}, []string{"."}, []string{"content", "content/en"}},
		{[]string{"content/en/a.md", ""}, []string{".", "content", "content/id", "themes"}, nil},
	} {
		var all touched
		all.add(c.paths)
		for _, folder := range c.touched {
			if !all.has(folder) {
				t.Errorf("after %q, %s is said to be as it was", c.paths, folder)
			}
		}
		for _, folder := range c.not {
			if all.has(folder) {
				t.Errorf("after %q, %s is said to have changed", c.paths, folder)
			}
		}
	}
	var checkout touched
	for i := range most + 1 {
		checkout.add([]string{fmt.Sprintf("a/%d/b.md", i)})
	}
	if !checkout.has("c") {
		t.Error("of a checkout every file is remembered")
	}
}

// TestWhatNoEventTells is written under another name of the file, which is in a
// folder that nobody watches. What else there is on the way must not hide it.
func TestWhatNoEventTells(t *testing.T) {
	f := newFolder(t, map[string]string{"a.txt": "one", "deep/er/b.txt": "one", "deep/er/c.txt": "one"})
	elsewhere := filepath.Join(t.TempDir(), "b")
	f.check(os.Link(f.path("deep/er/b.txt"), elsewhere))
	server := start(t, f.project())
	f.write("a.txt", "two")
	eventually(t, "a.txt is two", func() bool { _, body := server.get("/a.txt"); return body == "two" })
	f.check(os.WriteFile(elsewhere, []byte("two!"), 0o666))
	f.write("deep/er/c.txt", "two")
	eventually(t, "c.txt is two", func() bool { _, body := server.get("/deep/er/c.txt"); return body == "two" })
	f.check(os.WriteFile(elsewhere, []byte("three"), 0o666))
	eventually(t, "b.txt is three", func() bool { _, body := server.get("/deep/er/b.txt"); return body == "three" })
}
