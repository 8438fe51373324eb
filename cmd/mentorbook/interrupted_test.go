package main

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"math/rand/v2"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"
)

var (
	interrupts     = flag.Int("interrupts", 2, "how often TestInterruptedAnywhere interrupts each command")
	interruptPages = flag.Int("interrupts.pages", 200, "how many pages its project has; with 10000 every phase takes seconds")
)

const nothingWritten = "interrupted; nothing was written\n"

// A command that is interrupted at any moment, in whatever phase it is then, ends
// by itself within a second, and leaves what was there. The moments are spread
// over how long the command takes.
//
//	go test ./cmd/mentorbook -run InterruptedAnywhere -interrupts 20 -interrupts.pages 10000 -v
func TestInterruptedAnywhere(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("no SIGINT")
	}
	dir := largeProject(t, *interruptPages, 2**interruptPages)
	for name, args := range map[string][]string{
		"build":    {"build", "--output", "public"},
		"proved":   {"build", "--output", "public", "--prove", "--audience", "participants"},
		"in place": {"build", "--output", "public", "--in-place", "--precompress"},
		"check":    {"check"},
		"status":   {"status"},
		"match":    {"match", "social/2027a", "--write"},
		"purge":    {"purge", "--write", "--now", "2040-01-01"},
		"init":     {"init", "project"},
	} {
		t.Run(name, func(t *testing.T) {
			run := func() (*interruptible, error) { return startIn(t, t.TempDir(), dir, args) }
			whole, err := run()
			if err != nil {
				t.Fatal(err)
			}
			if err := whole.cmd.Wait(); err != nil && name != "check" {
				t.Fatalf("%v\n%s", err, whole.said)
			}
			lasts := time.Since(whole.begun)
			var longest time.Duration
			ends := map[string]int{}
			for n := range *interrupts {
				moment := time.Duration((float64(n) + rand.Float64()) / float64(*interrupts) * float64(lasts))
				took, end := interruptedAt(t, run, moment)
				longest = max(longest, took)
				ends[end]++
			}
			t.Logf("of %v; interrupted, it took %v at most: %v", lasts.Round(time.Millisecond), longest.Round(time.Millisecond), ends)
		})
	}
}

// largeProject makes a project of pages, and as many people, who all signed up
// for a cohort that is to come and were in pairs of one that is past.
func largeProject(t *testing.T, pages, people int) string {
	dir := testProject(t)
	grow(t, dir, pages)
	var list, signups, pairs strings.Builder
	for i := range people / 2 * 2 {
		role, wish, level := "mentor", "offers: [{topic: video, depth: 2}]", 2
		if i%2 == 1 {
			role, wish, level = "mentee", "wants: [{topic: video, priority: 1}]", 8
			fmt.Fprintf(&pairs, "- {id: pair-x%d, mentor: q%d, mentee: q%d, topics: [video], status: completed, accepted: {mentor: 2025-10-20, mentee: 2025-10-21}}\n", i, i-1, i)
		}
		fmt.Fprintf(&list, "- {id: q%d, name: Melati Number%d, unit: Unit%d, languages: [en], level: %d, %s}\n", i, i, i%17, level, wish)
		fmt.Fprintf(&signups, "- {person: q%d, role: %s}\n", i, role)
	}
	p := served{t: t, dir: dir}
	p.write("people.yaml", list.String())
	p.write("signups.yaml", signups.String())
	p.write("pairs.yaml", pairs.String())
	p.write("programs.yaml", `site:
  title: {en: Large playbook, id: Buku besar}
  languages: [en, id]
topics:
  feedback: {en: Feedback, id: Umpan balik}
  video: {en: Short video, id: Video pendek}
glossary:
  cohort: {term: {en: Cohort, id: Angkatan}, definition: {en: One run of a program., id: Satu putaran program.}}
people: people.yaml
programs:
  - id: social
    title: {en: Social media, id: Media sosial}
    type: reverse
    track: social-media
    purpose: {en: Learn together., id: Belajar bersama.}
    pairs_visible: pair
    plan: [{id: s1, session: first, at: P0W}]
    cohorts:
      - {id: 2025a, starts: 2025-11-03, ends: 2026-03-31, pairings: pairs.yaml}
      - id: 2027a
        starts: 2027-01-04
        ends: 2027-06-25
        signups: signups.yaml
        pairings:
`)
	return dir
}

// interruptible is a command that runs in a folder of its own.
type interruptible struct {
	cmd    *exec.Cmd
	said   *bytes.Buffer
	begun  time.Time
	before tree
}

// startIn starts a command on a project, which it has a copy of where it may
// write into it.
func startIn(t *testing.T, work, project string, args []string) (*interruptible, error) {
	source := project
	if args[len(args)-1] != "project" && (args[0] == "match" || args[0] == "purge") {
		source = filepath.Join(work, "copy")
		if err := os.CopyFS(source, os.DirFS(project)); err != nil {
			return nil, err
		}
	}
	before, err := readTree(work)
	if err != nil {
		return nil, err
	}
	if args[0] != "init" {
		args = append(args[:len(args):len(args)], "--source", source)
	}
	if args[0] != "purge" {
		args = append(args, "--now", now.Format(time.RFC3339))
	}
	i := &interruptible{cmd: command(t, args...), said: new(bytes.Buffer), before: before}
	i.cmd.Dir, i.cmd.Stderr = work, i.said
	i.begun = time.Now()
	return i, i.cmd.Start()
}

// interruptedAt interrupts a command at a moment of its life, and returns how long
// it went on. What does not end by itself is tried once more: the machine may have
// been busy with others.
func interruptedAt(t *testing.T, run func() (*interruptible, error), moment time.Duration) (took time.Duration, end string) {
	for again := range 2 {
		i, err := run()
		if err != nil {
			t.Fatal(err)
		}
		time.Sleep(moment)
		i.cmd.Process.Signal(os.Interrupt)
		signalled := time.Now()
		i.cmd.Wait()
		took = time.Since(signalled)
		after, err := readTree(i.cmd.Dir)
		if err != nil {
			t.Fatal(err)
		}
		changed := i.before.touched(after)
		switch said := i.said.String(); {
		case i.cmd.ProcessState.ExitCode() != exitInterrupted: // it had ended, or nothing stopped it any more
			return took, "had ended"
		case strings.HasSuffix(said, nothingWritten) && len(changed) > 0:
			t.Errorf("after %v it says that nothing was written, and these files changed:\n\t%s", moment, strings.Join(changed, "\n\t"))
		case !strings.HasSuffix(said, nothingWritten) && again == 0:
			continue
		case !strings.HasSuffix(said, nothingWritten):
			t.Errorf("interrupted after %v it took %v and said %q", moment, took, said)
		}
		return took, "interrupted"
	}
	return took, ""
}

// A preview ends whether it builds, waits, or tells browsers of changes.
func TestPreviewIsInterrupted(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("no SIGINT")
	}
	dir := largeProject(t, *interruptPages, *interruptPages)
	for _, moment := range []time.Duration{100 * time.Millisecond, 400 * time.Millisecond} {
		p := command(t, "serve", "--source", dir, "--addr", "127.0.0.1:0")
		if err := p.Start(); err != nil {
			t.Fatal(err)
		}
		time.Sleep(moment)
		expectSoon(t, p, os.Interrupt)
	}
	p := startPreview(t, dir)
	stream, err := http.Get(p.url + "_mentorbook/events?audience=organizers")
	if err != nil {
		t.Fatal(err)
	}
	defer stream.Body.Close()
	p.write("content/en/guides/part-00/page-00000.md", guide("en", 0, *interruptPages/2)) // it builds again
	expectSoon(t, p.cmd, os.Interrupt)
}

// expectSoon ends a command with a signal, and fails when it takes long.
func expectSoon(t *testing.T, cmd *exec.Cmd, signal os.Signal) {
	t.Helper()
	begun := time.Now()
	cmd.Process.Signal(signal)
	cmd.Wait()
	if took := time.Since(begun); took > 2*time.Second { // one, and the machine may be busy
		t.Errorf("it ended after %v", took)
	}
}

// A second interrupt ends a command at once, in the middle of a page.
func TestSecondInterruptEndsAtOnce(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("no SIGINT")
	}
	dir := testProject(t)
	p := served{t: t, dir: dir}
	p.edit("programs.yaml", "  timezone:", "  theme: slow\n  timezone:")
	p.write("themes/slow/layouts/base.html", `{{define "base"}}<title>{{.Title}}</title>{{range 1_990_000}}{{len "abc" | printf "%d" | len | printf "%d" | len}}{{end}}{{end}}{{define "head"}}{{end}}`)
	cmd := command(t, "build", "--workers", "1", "--source", dir, "--output", filepath.Join(t.TempDir(), "public"))
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	time.Sleep(500 * time.Millisecond)
	cmd.Process.Signal(os.Interrupt)
	time.Sleep(150 * time.Millisecond)
	cmd.Process.Signal(os.Interrupt)
	err := cmd.Wait()
	var exit *exec.ExitError
	if !errors.As(err, &exit) {
		t.Fatalf("it ended with %v", err)
	}
	if status, is := exit.Sys().(syscall.WaitStatus); !is || !status.Signaled() || status.Signal() != syscall.SIGINT {
		t.Errorf("the second interrupt did not end it; it ended with %v", err)
	}
}
