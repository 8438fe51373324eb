package output

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
)

var long = flag.Bool("long", false, "test on the real disk, and kill a real process at every step")

func TestMain(m *testing.M) {
	if step, err := strconv.Atoi(os.Getenv("OUTPUT_TEST_KILL_AT")); err == nil {
		publishAndDie(step, os.Getenv("OUTPUT_TEST_DIR"), os.Getenv("OUTPUT_TEST_IN_PLACE") != "")
	}
	flag.Parse()
	// Publishing waits for the disk, which has nothing to do with what most
	// tests are about.
	if info, err := os.Stat("/dev/shm"); err == nil && info.IsDir() && !*long {
		os.Setenv("TMPDIR", "/dev/shm")
	}
	os.Exit(m.Run())
}

// ways are the ways to publish, with a file system that makes each happen.
var ways = []struct {
	name    string
	inPlace bool
	refuse  string // the operation the file system does not have
}{
	{"exchange", false, ""},
	{"in place", true, ""},
	{"in place for want of an exchange", false, "exchange"},
	{"in place for want of links", false, "link"},
}

// interrupt runs one publish of after over old with a disk on which the given
// step and, if dead, every later one fails. It returns whether the step was
// reached.
func interrupt(dir string, opts PublishOptions, refuse string, step int64, dead bool) (reached bool, err error) {
	var steps atomic.Int64
	d := disk{fault: func(operation, path string) error {
		n := steps.Add(1)
		if n == step || dead && n > step {
			return syscall.ENOSPC
		}
		if operation == refuse {
			return syscall.EXDEV
		}
		return nil
	}}
	_, err = publish(context.Background(), d, dir, after.artifacts(), opts)
	return steps.Load() >= step, err
}

func TestPublishKilledAtAnyStepLeavesTheOldOrTheNewSite(t *testing.T) {
	for _, way := range ways {
		for name, old := range map[string]site{"first": {}, "second": before} {
			t.Run(way.name+"/"+name, func(t *testing.T) {
				t.Parallel()
				seen := map[string]int{}
				for step, reached := int64(1), true; reached; step++ {
					dir := filepath.Join(t.TempDir(), "public")
					prepare(t, dir, old)
					opts := PublishOptions{InPlace: way.inPlace, Workers: 1}
					reached, _ = interrupt(dir, opts, way.refuse, step, true)
					if !way.inPlace && way.refuse == "" {
						wantEither(t, dir, old) // even before anybody completes it
					}
					seen[recovered(t, dir, old, opts)]++
				}
				if seen["old"] < 10 || seen["new"] < 2 {
					t.Errorf("the steps tested left %v: not all of them were met", seen)
				}
			})
		}
	}
}

func TestPublishThatFailsAtAnyStepLeavesTheOldOrTheNewSite(t *testing.T) {
	for _, way := range ways {
		for name, old := range map[string]site{"first": {}, "second": before} {
			t.Run(way.name+"/"+name, func(t *testing.T) {
				t.Parallel()
				for step, reached := int64(1), true; reached; step++ {
					dir := filepath.Join(t.TempDir(), "public")
					prepare(t, dir, old)
					opts := PublishOptions{InPlace: way.inPlace, Workers: 1}
					var err error
					reached, err = interrupt(dir, opts, way.refuse, step, false)
					if err == nil {
						continue // a step the outcome does not depend on, or none
					}
					wantError(t, err, "no space left on device", "; ")
					if _, kept, ok := strings.Cut(err.Error(), "; move that over from "); ok {
						os.RemoveAll(filepath.Dir(kept)) // as its reader is told to
					}
					recovered(t, dir, old, opts)
				}
			})
		}
	}
}

func TestInPlaceAssetsComeBeforePagesAndRemovalsLast(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "public")
	opts := PublishOptions{InPlace: true, Workers: 1}
	mustPublish(t, dir, site{"a.css": "", "m.html": "", "z.css": ""}, opts)
	var order []string
	d := disk{fault: func(operation, path string) error {
		if path, ours := strings.CutPrefix(filepath.ToSlash(path), filepath.ToSlash(dir)+"/"); ours && !strings.HasPrefix(path, stagingName) && operation != "mkdir" {
			order = append(order, operation+" "+path)
		}
		return nil
	}}
	next := site{"a.html": "", "b.css": "", "m.html": "changed", "y.js": ""}
	if _, err := publish(context.Background(), d, dir, next.artifacts(), opts); err != nil {
		t.Fatal(err)
	}
	want := []string{
		"rename b.css", "rename y.js", "rename a.html", "rename m.html",
		"remove a.css", "remove z.css", "rename " + ManifestName,
	}
	if !slices.Equal(order, want) {
		t.Errorf("order is %q", order)
	}
}

// prepare publishes old, if anything, among files of somebody else.
func prepare(t *testing.T, dir string, old site) {
	if len(old) > 0 {
		mustPublish(t, dir, old, PublishOptions{})
		write(t, dir, foreign)
	}
}

var foreign = site{
	"CNAME":                   "mentoring.example.org",
	".well-known/a/token":     "token",
	"guides/notes.txt":        "beside our pages",
	"topics/more/notes.txt":   "below a folder that we leave",
	".git/objects/aa/bb":      "object",
	"assets/.mentorbook.lock": "only at the root is this ours",
}

func expected(ours site) site {
	all := maps.Clone(foreign)
	maps.Copy(all, ours)
	return all
}

// wantEither checks that the site is whole, and returns which it is. Areas
// that recovery removes do not count.
func wantEither(t *testing.T, dir string, old site) string {
	t.Helper()
	got := read(t, dir)
	switch {
	case len(old) == 0 && len(got) == 0 || len(old) > 0 && maps.Equal(got, expected(old)):
		return "old"
	case len(old) == 0 && maps.Equal(got, after) || len(old) > 0 && maps.Equal(got, expected(after)):
		return "new"
	}
	t.Fatalf("%s holds neither the old site nor the new: %q", dir, slices.Sorted(maps.Keys(got)))
	return ""
}

// recovered lets the next build recover the directory and stop there, checks
// that it is whole, and that building the new site then succeeds.
func recovered(t *testing.T, dir string, old site, opts PublishOptions) string {
	t.Helper()
	stop := opts
	broken := errors.New("stop")
	stop.Accept = func(Edition) error { return broken }
	stop.Inspect = func(string, []byte) error { return broken }
	if _, err := Publish(context.Background(), dir, site{"x": ""}.artifacts(), stop); !errors.Is(err, broken) {
		t.Fatalf("recovery fails: %v", err)
	}
	state := wantEither(t, dir, old)
	wantAlone(t, dir)
	mustPublish(t, dir, after, opts)
	if wantEither(t, dir, old) != "new" {
		t.Fatal("the build after a recovery does not publish")
	}
	wantAlone(t, dir)
	return state
}

func TestProcessKilledWhilePublishingLeavesTheOldOrTheNewSite(t *testing.T) {
	for name, inPlace := range map[string]bool{"exchange": false, "in place": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			stride := 7
			if *long {
				stride = 1
			}
			for step, killed := 1, true; killed; step += stride {
				dir := filepath.Join(t.TempDir(), "public")
				prepare(t, dir, before)
				command := exec.Command(os.Args[0])
				command.Env = append(os.Environ(), "OUTPUT_TEST_KILL_AT="+fmt.Sprint(step), "OUTPUT_TEST_DIR="+dir)
				if inPlace {
					command.Env = append(command.Env, "OUTPUT_TEST_IN_PLACE=1")
				}
				output, err := command.CombinedOutput()
				if len(output) > 0 {
					t.Fatalf("the process fails before it is killed: %s", output)
				}
				killed = err != nil
				if !inPlace {
					wantEither(t, dir, before)
				}
				recovered(t, dir, before, PublishOptions{InPlace: inPlace})
			}
		})
	}
}

// publishAndDie publishes in a process that kills itself before the given
// change to the file system.
func publishAndDie(step int, dir string, inPlace bool) {
	var steps atomic.Int64
	d := disk{fault: func(string, string) error {
		if steps.Add(1) == int64(step) {
			self, err := os.FindProcess(os.Getpid())
			if err != nil {
				return err
			}
			if err := self.Kill(); err != nil {
				return err
			}
			select {} // until the signal arrives
		}
		return nil
	}}
	if _, err := publish(context.Background(), d, dir, after.artifacts(), PublishOptions{InPlace: inPlace}); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	os.Exit(0)
}
