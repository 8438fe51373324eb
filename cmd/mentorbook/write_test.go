package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/spf13/cobra"

	"mentorbook/generator/patch"
)

// TestWriteRefuses lists what keeps a command from changing a project. The
// folder is left as it was.
func TestWriteRefuses(t *testing.T) {
	for _, c := range []struct {
		name, want string
		files      []patch.File
	}{
		{"a file that was changed after it was read", "programs.yaml could not be changed: somebody changed it meanwhile",
			[]patch.File{{Path: "programs.yaml", Was: []byte("site: 0\n"), Data: []byte("site: 2\n")}}},
		{"a file that is no longer there", "gone.yaml could not be changed: ",
			[]patch.File{{Path: "gone.yaml", Was: []byte("- a\n"), Data: []byte("[]\n")}}},
		{"a new file that somebody wrote meanwhile", "programs.yaml",
			[]patch.File{{Path: "new.md", Data: []byte("New\n")}, {Path: "programs.yaml", Data: []byte("site: 2\n")}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := t.TempDir()
			if err := os.WriteFile(filepath.Join(dir, "programs.yaml"), []byte("site: 1\n"), 0o666); err != nil {
				t.Fatal(err)
			}
			cmd := &cobra.Command{Use: "purge"}
			cmd.SetContext(t.Context())
			err := (&commonFlags{source: dir}).write(cmd, c.files)
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v, want %q", err, c.want)
			}
			entries, err := os.ReadDir(dir)
			if err != nil || len(entries) != 1 {
				t.Errorf("the folder holds %v (%v)", entries, err)
			}
			if data, err := os.ReadFile(filepath.Join(dir, "programs.yaml")); string(data) != "site: 1\n" {
				t.Errorf("programs.yaml is %q (%v)", data, err)
			}
		})
	}
}
