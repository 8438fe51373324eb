package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

// Whatever system a program is for, what the linker called it is found, as Go's own
// tool finds it.
func TestBuildIDIsThatOfGo(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	source := filepath.Join(dir, "main.go")
	if err := os.WriteFile(source, []byte("package main\n\nfunc main() {}\n"), 0o666); err != nil {
		t.Fatal(err)
	}
	targets := []string{runtime.GOOS + "/" + runtime.GOARCH}
	if os.Getenv("CI") != "" { // elsewhere nobody waits for Go's library to be compiled for all of them
		targets = []string{"linux/amd64", "linux/arm64", "darwin/amd64", "darwin/arm64", "windows/amd64", "windows/arm64"}
	}
	for _, target := range targets {
		for flags, called := range map[string]string{"": "", "-buildid=": "", "-buildid=some/thing": "some/thing"} {
			system, arch, _ := strings.Cut(target, "/")
			program := filepath.Join(dir, "program")
			build := exec.Command("go", "build", "-ldflags="+flags, "-o", program, source)
			build.Env = append(os.Environ(), "GOOS="+system, "GOARCH="+arch, "CGO_ENABLED=0")
			if out, err := build.CombinedOutput(); err != nil {
				t.Fatalf("%v\n%s", err, out)
			}
			if flags == "" {
				out, err := exec.Command("go", "tool", "buildid", program).Output()
				if err != nil {
					t.Fatal(err)
				}
				called = strings.TrimSpace(string(out))
			}
			data, err := os.ReadFile(program)
			if err != nil {
				t.Fatal(err)
			}
			if got := string(buildID(data[:min(len(data), 64<<10)])); got != called {
				t.Errorf("%s with %q is %q, want %q", target, flags, got, called)
			}
		}
	}
}
