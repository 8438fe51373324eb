package main

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"
)

var kills = flag.Int("kills", 4, "how many builds and purges TestKilled… kills, in each way")

// editions are two states of a project that differ in what most pages say and
// in which pages there are.
type editions struct {
	t    *testing.T
	dirs [2]string // of the project
	made [2]tree   // what a build that nobody kills makes of it
}

func newEditions(t *testing.T) *editions {
	e := &editions{t: t, dirs: [2]string{testProject(t), testProject(t)}}
	second := &served{t: t, dir: e.dirs[1]}
	second.edit("programs.yaml", "{en: Small playbook", "{en: Grand playbook")
	second.write("content/en/guides/second.md", "---\ntitle: Second\nsummary: Only here.\nkind: article\nversion: 1\n---\nText.\n")
	second.write("content/id/guides/second.md", "---\ntitle: Kedua\nsummary: Hanya di sini.\nkind: article\ntranslates: 1\n---\nTeks.\n")
	second.edit("content/en/forms/note.md", "version: 1", "version: 1\naliases: [guides/old.html]")
	for i, dir := range e.dirs {
		out := filepath.Join(t.TempDir(), "public")
		if said, err := e.build(i, out).CombinedOutput(); err != nil {
			t.Fatalf("%v\n%s", err, said)
		}
		var err error
		if e.made[i], err = readTree(out); err != nil {
			t.Fatal(err, dir)
		}
	}
	return e
}

func (e *editions) build(edition int, out string, args ...string) *exec.Cmd {
	args = append([]string{"build", "--source", e.dirs[edition], "--output", out, "--now", now.Format(time.RFC3339)}, args...)
	return command(e.t, args...)
}

// whole returns which edition a folder holds: exactly that, and nothing else.
func (e *editions) whole(out string) int {
	e.t.Helper()
	got, err := readTree(out)
	if err != nil {
		e.t.Fatal(err)
	}
	equal := func(a, b file) bool { return bytes.Equal(a.data, b.data) }
	var diffs [2][]string
	for i, want := range e.made {
		if diffs[i] = want.compare(got, equal); len(diffs[i]) == 0 {
			return i
		}
	}
	e.t.Fatalf("the folder holds neither portal. It differs from the first in\n\t%s\nand from the second in\n\t%s", strings.Join(diffs[0], "\n\t"), strings.Join(diffs[1], "\n\t"))
	return -1
}

// alone fails when a build left something beside the folder.
func (e *editions) alone(out string) {
	e.t.Helper()
	entries, err := os.ReadDir(filepath.Dir(out))
	if err != nil {
		e.t.Fatal(err)
	}
	for _, entry := range entries {
		// What a build leaves for the next one is there on purpose.
		if base := filepath.Base(out); entry.Name() != base && entry.Name() != "."+base+".mentorbook" {
			e.t.Errorf("beside the portal there are %v", entries)
		}
	}
}

// A build is killed at any moment, without a chance to clean up: what is there
// is the portal that was there, or the new one. A portal that is changed in
// place is so once the next command looked at it, even one that then refuses
// to build.
func TestKilledBuildLeavesAWholePortal(t *testing.T) {
	for name, flags := range map[string][]string{"exchanged": nil, "in place": {"--in-place"}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			e := newEditions(t)
			out := filepath.Join(t.TempDir(), "public")
			timed := func(edition int) time.Duration {
				begun := time.Now()
				if said, err := e.build(edition, out, flags...).CombinedOutput(); err != nil {
					t.Fatalf("%v\n%s", err, said)
				}
				return time.Since(begun)
			}
			lasts := timed(0)
			there := 0
			var early, staging, moving, late int
			for n := range *kills {
				next := 1 - there
				build := e.build(next, out, flags...)
				if err := build.Start(); err != nil {
					t.Fatal(err)
				}
				moment := rand.Float64()
				if n%2 == 0 {
					time.AfterFunc(time.Duration(moment*float64(lasts)), func() { build.Process.Kill() })
				} else { // most of a build is reading and making; moving takes no time, and is what matters most
					go killWhenMoving(build.Process, out, time.Duration(moment*float64(moves)))
				}
				err := build.Wait()
				switch {
				case err == nil:
					late++
				case exists(out, ".mentorbook-staging", "journal"):
					moving++
				case exists(out, ".mentorbook-staging"), exists(filepath.Dir(out), ".public.mentorbook-*"):
					staging++
				default:
					early++
				}
				if flags == nil {
					e.whole(out)
				}
				said, err := e.build(next, out, append(flags, "--audience", "organizers")...).CombinedOutput()
				var exit *exec.ExitError
				if !errors.As(err, &exit) || exit.ExitCode() != exitEnvironment || !strings.Contains(string(said), "holds a portal for the audience public") {
					t.Fatalf("a build for others ends with %v\n%s", err, said)
				}
				e.whole(out)
				e.alone(out)

				there = next
				lasts = timed(next)
				if got := e.whole(out); got != next {
					t.Fatalf("the build after the kill leaves edition %d, want %d", got, next)
				}
				e.alone(out)
			}
			t.Logf("of %d builds %d were killed before they wrote, %d while they staged pages, %d while they moved them, and %d had just ended", *kills, early, staging, moving, late)
		})
	}
}

// moves is how long it takes to move the pages of a small portal into place, or
// to put away what an exchange has left.
const moves = 5 * time.Millisecond

// killWhenMoving kills a build so long after all of its pages are staged.
func killWhenMoving(build *os.Process, out string, after time.Duration) {
	look := time.NewTicker(100 * time.Microsecond)
	defer look.Stop()
	for range look.C {
		if exists(out, ".mentorbook-staging", "journal") || exists(filepath.Dir(out), ".public.mentorbook-*", "tree", ".mentorbook.json") {
			time.Sleep(after)
			build.Kill()
			return
		}
		if build.Signal(syscall.Signal(0)) != nil { // it has ended
			return
		}
	}
}

// exists reports whether there is a file whose path matches a pattern.
func exists(pattern ...string) bool {
	found, err := filepath.Glob(filepath.Join(pattern...))
	return err == nil && len(found) > 0
}

// Of builds that are started at once, some are told to wait, and what is there
// in the end is the whole portal of one of the others.
func TestBuildsAtOnceLeaveOneWholePortal(t *testing.T) {
	for name, flags := range map[string][]string{"exchanged": nil, "in place": {"--in-place"}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			e := newEditions(t)
			out := filepath.Join(t.TempDir(), "public")
			var builds [6]*exec.Cmd
			var said [len(builds)]bytes.Buffer
			for i := range builds {
				builds[i] = e.build(i%2, out, flags...)
				builds[i].Stderr = &said[i]
				if err := builds[i].Start(); err != nil {
					t.Fatal(err)
				}
			}
			published := 0
			for i, build := range builds {
				switch err := build.Wait(); {
				case err == nil:
					published++
				case build.ProcessState.ExitCode() != exitEnvironment || said[i].String() != "error: another build is writing to "+out+"; wait until it ends\n":
					t.Errorf("a build ends with %v and says %q", err, said[i].String())
				}
			}
			if published == 0 {
				t.Error("no build came through")
			}
			e.whole(out)
			e.alone(out)
			t.Logf("%d of %d builds came through", published, len(builds))
		})
	}
}

// past is a day on which both pairs of the small project are past their time.
const past = "2039-01-01"

// startPurge starts one that removes everybody, and returns what it says.
func startPurge(t *testing.T, dir string) (*exec.Cmd, *bytes.Buffer) {
	t.Helper()
	cmd, said := command(t, "purge", "--write", "--source", dir, "--now", past), new(bytes.Buffer)
	cmd.Stderr = said
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	return cmd, said
}

// timePurge returns how long a purge takes that nobody disturbs.
func timePurge(t *testing.T) time.Duration {
	t.Helper()
	begun := time.Now()
	cmd, said := startPurge(t, testProject(t))
	if err := cmd.Wait(); err != nil {
		t.Fatalf("%v\n%s", err, said)
	}
	return time.Since(begun)
}

// A purge is killed at any moment: each file is the one that was there or the
// new one, the next purge ends the work, and nothing with people in it is left.
func TestKilledPurgeLeavesNobodyBehind(t *testing.T) {
	lasts := timePurge(t)
	ends := map[string]int{}
	for range *kills {
		dir := testProject(t)
		before, err := readTree(dir)
		if err != nil {
			t.Fatal(err)
		}
		cmd, _ := startPurge(t, dir)
		time.Sleep(time.Duration((0.5 + 0.6*rand.Float64()) * float64(lasts)))
		cmd.Process.Kill()
		cmd.Wait()
		killed, err := readTree(dir)
		if err != nil {
			t.Fatal(err)
		}
		switch changed := before.touched(killed); {
		case exists(dir, ".*.mentorbook"):
			ends["with a file beside"]++
		default:
			ends[fmt.Sprint(len(changed), " files changed")]++
		}
		again, said := startPurge(t, dir)
		if err := again.Wait(); err != nil {
			t.Fatalf("the next purge ends with %v\n%s", err, said)
		}
		if exists(dir, ".*.mentorbook") {
			t.Error("something is left beside the lists")
		}
		if people, err := os.ReadFile(filepath.Join(dir, "people.yaml")); err != nil || string(people) != "[]\n" {
			t.Errorf("people.yaml holds %s (%v)", people, err)
		}
	}
	t.Logf("of %d purges that were killed, by what was there: %v", *kills, ends)
}

// Somebody saves while a purge runs, in any way that programs save: the line that
// was added is there in the end, and where the purge came too late for it, it
// says so.
func TestPurgeOverwritesNothingThatIsSaved(t *testing.T) {
	lasts := timePurge(t)
	ends := map[string]int{}
	for n := range *kills {
		dir := testProject(t)
		name := filepath.Join(dir, "people.yaml")
		cmd, said := startPurge(t, dir)
		time.Sleep(time.Duration((0.5 + 0.6*rand.Float64()) * float64(lasts)))
		const line = "# saved meanwhile\n"
		var err error
		switch n % 3 {
		case 0: // an editor that adds to the file
			var f *os.File
			if f, err = os.OpenFile(name, os.O_WRONLY|os.O_APPEND, 0); err == nil {
				_, err = f.WriteString(line)
				err = errors.Join(err, f.Close())
			}
		case 1: // one that writes it anew
			err = os.WriteFile(name, []byte(line), 0o666)
		default: // one that puts another in its place
			err = errors.Join(os.WriteFile(name+"~", []byte(line), 0o666), os.Rename(name+"~", name))
		}
		if err != nil {
			t.Fatal(err)
		}
		cmd.Wait()
		if saved, err := os.ReadFile(name); err != nil || !strings.Contains(string(saved), line) {
			t.Errorf("what was saved is lost; people.yaml holds %s (%v); the purge says %s", saved, err, said)
		}
		if code := cmd.ProcessState.ExitCode(); code != exitOK && code != exitContent && !regexp.MustCompile(`^error: people\.yaml could not be changed: .*run this again\n$`).Match(said.Bytes()) {
			t.Errorf("the purge ends with %d and says %s", code, said)
		}
		if exists(dir, ".*.mentorbook") {
			t.Error("something is left beside the lists")
		}
		ends[fmt.Sprint("exit code ", cmd.ProcessState.ExitCode())]++
	}
	t.Logf("of %d purges: %v", *kills, ends)
}
