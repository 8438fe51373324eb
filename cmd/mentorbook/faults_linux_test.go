package main

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// A build is run by root, or whoever runs the tests, or by somebody who may do
// nothing with files that they do not allow to everyone.
type builder bool

const (
	us     builder = false
	nobody builder = true
)

// faulty is a folder that holds a project, and what is to go wrong with it.
type faulty struct {
	t   *testing.T
	dir string
}

func (f faulty) path(name string) string { return filepath.Join(f.dir, name) }

// disk mounts an empty file system of so many kilobytes.
func (f faulty) disk(name string, kilobytes int) {
	f.t.Helper()
	if err := os.MkdirAll(f.path(name), 0o777); err != nil {
		f.t.Fatal(err)
	}
	if err := unix.Mount("tmpfs", f.path(name), "tmpfs", 0, fmt.Sprintf("size=%dk", kilobytes)); err != nil {
		f.t.Skipf("mounting a disk to test with takes root: %v", err)
	}
	f.t.Cleanup(func() {
		if err := unix.Unmount(f.path(name), unix.MNT_DETACH); err != nil {
			f.t.Error(err)
		}
	})
}

func (f faulty) remount(name string, flags uintptr, data string) {
	f.t.Helper()
	if err := unix.Mount("", f.path(name), "", unix.MS_REMOUNT|flags, data); err != nil {
		f.t.Fatal(err)
	}
}

// fill leaves so many kilobytes of a disk free.
func (f faulty) fill(name string, kilobytes int) {
	f.t.Helper()
	var disk unix.Statfs_t
	if err := unix.Statfs(f.path(name), &disk); err != nil {
		f.t.Fatal(err)
	}
	used := (int(disk.Blocks) - int(disk.Bfree)) * int(disk.Bsize) / 1024
	f.remount(name, 0, fmt.Sprintf("size=%dk", used+kilobytes))
}

func (f faulty) chmod(name string, mode os.FileMode) {
	f.t.Helper()
	if err := os.Chmod(f.path(name), mode); err != nil {
		f.t.Fatal(err)
	}
	f.t.Cleanup(func() { os.Chmod(f.path(name), 0o755) })
}

func (f faulty) edit(name, before, after string) {
	(&served{t: f.t, dir: f.dir}).edit(name, before, after)
}

func (f faulty) write(name, text string) { (&served{t: f.t, dir: f.dir}).write(name, text) }

func (f faulty) build(who builder, args ...string) (code int, stdout, stderr string) {
	f.t.Helper()
	return f.command(who, append([]string{"build", "--now", now.Format(time.RFC3339)}, args...)...)
}

// command runs the real command in the project's folder.
func (f faulty) command(who builder, args ...string) (code int, stdout, stderr string) {
	f.t.Helper()
	cmd := command(f.t, args...)
	cmd.Dir = f.dir
	if who == nobody && os.Getuid() == 0 {
		cmd.Path = "/proc/self/exe" // the folders that the program is in may be closed to others
		cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: 65534, Gid: 65534}}
	}
	return f.run(cmd)
}

func (f faulty) run(cmd *exec.Cmd) (code int, stdout, stderr string) {
	f.t.Helper()
	var out, err bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &err
	if cmd.Run(); cmd.ProcessState == nil {
		f.t.Fatalf("%v does not run", cmd.Args)
	}
	return cmd.ProcessState.ExitCode(), out.String(), err.String()
}

// fails runs a build that has to end in one line of error, and to leave every
// file as it was.
func (f faulty) fails(who builder, want string, args ...string) {
	f.t.Helper()
	before, err := readTree(f.dir)
	if err != nil {
		f.t.Fatal(err)
	}
	code, _, stderr := f.build(who, args...)
	f.failed(before, code, stderr, want)
}

func (f faulty) failed(before tree, code int, stderr, want string) {
	f.t.Helper()
	if code != exitEnvironment || !regexp.MustCompile(`^error: `+want+`\n$`).MatchString(stderr) {
		f.t.Errorf("the build ends with %d and says\n%swant\nerror: %s", code, stderr, want)
	}
	after, err := readTree(f.dir)
	if err != nil {
		f.t.Fatal(err)
	}
	if diff := before.touched(after); len(diff) > 0 {
		f.t.Errorf("the build failed and touched %q", diff)
	}
}

func (f faulty) succeeds(who builder, wantStdout, wantStderr string, args ...string) {
	f.t.Helper()
	code, stdout, stderr := f.build(who, args...)
	if code != exitOK || !regexp.MustCompile(wantStdout).MatchString(stdout) || !regexp.MustCompile(wantStderr).MatchString(stderr) {
		f.t.Errorf("the build ends with %d and says\n%s%s", code, stdout, stderr)
	}
}

// during runs a build that takes its time, and does something once the first
// page is staged: all texts are read by then, and no picture is copied.
func (f faulty) during(meddle func()) (code int, stderr string) {
	f.t.Helper()
	build := command(f.t, "build", "--workers", "1", "--now", now.Format(time.RFC3339))
	build.Dir = f.dir
	var said bytes.Buffer
	build.Stderr = &said
	if err := build.Start(); err != nil {
		f.t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- build.Wait() }()
	look := time.NewTicker(time.Millisecond)
	defer look.Stop()
	for !exists(f.dir, ".public.mentorbook-*", "tree", "*") {
		select {
		case <-look.C:
		case err := <-ended:
			f.t.Fatalf("the build ended before it staged a page: %v\n%s", err, said.String())
		}
	}
	meddle()
	<-ended
	return build.ProcessState.ExitCode(), said.String()
}

// slow makes every page take a moment.
func (f faulty) slow() {
	f.write("themes/slow/layouts/base.html", `{{define "base"}}<!doctype html><title>{{.Title}}</title>{{template "main" .}}{{range 80_000}}{{end}}{{end}}{{define "head"}}{{end}}`)
	f.edit("programs.yaml", "  timezone:", "  theme: slow\n  timezone:")
}

// instead puts something in the place of each kind of file and folder of a
// project, one after the other. Of each, check has to say at once that it cannot be
// read.
func (f faulty) instead(put func(name string) error) {
	f.t.Helper()
	f.write("themes/acme/layouts/form.html", `{{define "main"}}A form{{end}}`)
	f.write("themes/acme/assets/brand.css", `:root{}`)
	f.write("themes/acme/i18n/en.yaml", "site.search: Find\n")
	f.write("content/en/_snippets/rule.md", "A rule.\n")
	f.write("content/en/guides/two.svg", `<svg xmlns="http://www.w3.org/2000/svg"/>`)
	if !exists(f.path("hr")) {
		f.edit("programs.yaml", "people: people.yaml", "people: private:people.yaml")
		f.edit("programs.yaml", "  timezone:", "  theme: acme\n  timezone:")
		if err := errors.Join(os.Mkdir(f.path("hr"), 0o755), os.Rename(f.path("people.yaml"), f.path("hr/people.yaml"))); err != nil {
			f.t.Fatal(err)
		}
	}
	for name, shown := range map[string]string{
		"programs.yaml": "", "pairings.yaml": "", "hr/people.yaml": "private:people.yaml", "content": "", "content/en/guides": "", "content/en/guides/start.md": "",
		"content/en/_snippets/rule.md": "", "content/en/guides/two.svg": "", "themes/acme/layouts/form.html": "", "themes/acme/assets/brand.css": "", "themes/acme/assets": "",
		"themes/acme/i18n/en.yaml": "",
	} {
		f.readInstead(name, cmp.Or(shown, name), put)
	}
}

// readInstead puts something in the place of one file or folder.
func (f faulty) readInstead(name, shown string, put func(name string) error) {
	f.t.Helper()
	aside := f.path("../aside")
	if err := errors.Join(os.Rename(f.path(name), aside), put(f.path(name))); err != nil {
		f.t.Fatal(err)
	}
	code, stdout, stderr := f.soon("check", "--private", "hr")
	if code != exitContent && code != exitEnvironment || !regexp.MustCompile(`(?m)^(error: )?`+regexp.QuoteMeta(shown)+`(:1:1: error: this is not a file| cannot be read: it is a pipe|:1:1: error: this link leads)`).MatchString(stdout+stderr) {
		f.t.Errorf("with a pipe or the like for %s, check ends with %d and says\n%s", name, code, stdout+stderr)
	}
	os.Remove(f.path("pipe"))
	if err := errors.Join(os.Remove(f.path(name)), os.Rename(aside, f.path(name))); err != nil {
		f.t.Fatal(err)
	}
}

// soon runs a command that must not wait for anything.
func (f faulty) soon(args ...string) (code int, stdout, stderr string) {
	f.t.Helper()
	cmd := command(f.t, append(args, "--now", now.Format(time.RFC3339))...)
	cmd.Dir = f.dir
	stopped := time.AfterFunc(20*time.Second, func() { cmd.Process.Kill() })
	defer func() {
		if !stopped.Stop() {
			f.t.Errorf("%v waits", args)
		}
	}()
	return f.run(cmd)
}

// TestFaults meets what can go wrong around a build, with the real command: the
// portal that was there stays as it was, and one line says what to do.
func TestFaults(t *testing.T) {
	const quiet = `^$`
	for name, meet := range map[string]func(f faulty){
		"full disk": func(f faulty) {
			f.disk("disk", 4000)
			f.succeeds(us, "", quiet, "--output", "disk/public")
			f.fill("disk", 20)
			f.edit("programs.yaml", "{en: Small playbook", "{en: Grand playbook")
			const want = `cannot write disk/\S+: no space left on device; free some space and build again`
			f.fails(us, want, "--output", "disk/public")
			f.fails(us, want, "--output", "disk/public", "--in-place")
			f.fill("disk", 2000)
			f.succeeds(us, "changed", quiet, "--output", "disk/public")
		},
		"full disk under the project": func(f faulty) {
			f.disk("disk", 4000)
			if err := os.CopyFS(f.path("disk/project"), os.DirFS("testdata/project")); err != nil {
				f.t.Fatal(err)
			}
			f.fill("disk", 0)
			before, err := readTree(f.dir)
			if err != nil {
				f.t.Fatal(err)
			}
			for _, c := range []struct{ args, want string }{
				{"new guide Thanks --source disk/project", `content/en/guides/thanks\.md could not be written: .*no space left on device`},
				{"new program Thanks --source disk/project", `programs\.yaml could not be changed: .*no space left on device`},
				{"purge --write --now 2039-01-01 --source disk/project", `people\.yaml could not be changed: .*no space left on device`},
			} {
				code, _, stderr := f.command(us, strings.Fields(c.args)...)
				f.failed(before, code, stderr, c.want)
			}
			f.fill("disk", 100) // not enough for the starter, which is not left in pieces
			code, _, stderr := f.command(us, "init", "disk/new")
			if left, err := os.ReadDir(f.path("disk/new")); code != exitEnvironment || !strings.Contains(stderr, "no space left on device") || len(left) > 0 {
				f.t.Errorf("init ends with %d, says %s, and leaves %v (%v)", code, stderr, left, err)
			}
		},
		"limit on the size of files": func(f faulty) {
			f.succeeds(us, "", quiet)
			f.edit("programs.yaml", "{en: Small playbook", "{en: Grand playbook")
			before, err := readTree(f.dir)
			if err != nil {
				f.t.Fatal(err)
			}
			program, err := os.Executable()
			if err != nil {
				f.t.Fatal(err)
			}
			limited := exec.Command("bash", "-c", `ulimit -f 8 && exec -a mentorbook "$0" build`, program)
			limited.Dir, limited.Env = f.dir, append(os.Environ(), fmt.Sprint("SOURCE_DATE_EPOCH=", now.Unix()))
			code, _, stderr := f.run(limited)
			f.failed(before, code, stderr, `cannot write \S+: file too large; raise the limit on the size of files \(ulimit -f\) and build again`)
		},
		"read-only disk": func(f faulty) {
			f.disk("disk", 4000)
			f.succeeds(us, "", quiet, "--output", "disk/public")
			f.remount("disk", unix.MS_RDONLY, "")
			f.succeeds(us, "nothing changed since the last build", quiet, "--output", "disk/public")
			f.edit("programs.yaml", "{en: Small playbook", "{en: Grand playbook")
			const want = `cannot create disk/\S+: read-only file system; choose another --output, this file system is read-only`
			f.fails(us, want, "--output", "disk/public")
			f.fails(us, want, "--output", "disk/public", "--in-place")
			f.fails(us, want, "--output", "disk/other")
		},
		"output on another device": func(f faulty) {
			f.disk("disk", 4000)
			for range 2 {
				f.succeeds(us, "", quiet, "--output", "disk/public")
				f.edit("programs.yaml", "playbook", "playbook of ours")
			}
		},
		"output that is a device of its own": func(f faulty) {
			f.disk("disk", 4000)
			const note = `^note: disk is changed in place: it is a mount point\n$`
			f.succeeds(us, "", note, "--output", "disk")
			f.edit("programs.yaml", "{en: Small playbook", "{en: Grand playbook")
			f.succeeds(us, "changed", note, "--output", "disk")
		},
		"output that may not be written": func(f faulty) {
			f.succeeds(nobody, "", quiet)
			f.edit("programs.yaml", "{en: Small playbook", "{en: Grand playbook")
			f.chmod("public", 0o555)
			f.fails(nobody, `cannot create public/\S+: permission denied; change the permissions of public or choose another --output`)
			f.chmod("public", 0o755)
			f.chmod(".", 0o555)
			f.fails(nobody, `cannot create other: permission denied; change the permissions of \. or choose another --output`, "--output", "other")
			f.succeeds(nobody, "changed", `^note: public is changed in place: the directory it is in cannot be written\n$`)
		},
		"output that may not be read": func(f faulty) {
			f.succeeds(nobody, "", quiet)
			f.chmod("public", 0)
			code, _, stderr := f.build(nobody)
			const want = "error: cannot open public: permission denied; change the permissions of public or choose another --output\n"
			if code != exitEnvironment || stderr != want {
				f.t.Errorf("the build ends with %d and says\n%swant\n%s", code, stderr, want)
			}
		},
		"page that changes": func(f faulty) {
			f.slow()
			code, stderr := f.during(func() {
				f.edit("content/en/guides/start.md", "Agree with", "Disagree with")
				if err := os.Remove(f.path("content/id/guides/start.md")); err != nil {
					f.t.Error(err)
				}
			})
			page, err := os.ReadFile(f.path("public/guides/start.html"))
			if code != exitOK || err != nil || !bytes.Contains(page, []byte("Agree with")) || !exists(f.dir, "public/id/guides/start.html") {
				f.t.Errorf("the build ends with %d, says %q and writes %s (%v)", code, stderr, page, err)
			}
			f.succeeds(us, "", "no version of this in the language")
			if page, err = os.ReadFile(f.path("public/guides/start.html")); err != nil || !bytes.Contains(page, []byte("Disagree with")) {
				f.t.Errorf("the next build writes %s (%v)", page, err)
			}
		},
		"picture that vanishes or changes": func(f faulty) {
			const picture = "content/en/guides/two.svg"
			f.slow()
			f.edit("content/en/guides/start.md", "Agree with", "![Two](two.svg) Agree with")
			f.write(picture, `<svg xmlns="http://www.w3.org/2000/svg" width="2" height="1"/>`)
			f.succeeds(us, "", quiet)
			f.edit("themes/slow/layouts/base.html", "<title>", `<meta charset="utf-8"><title>`) // on every page: all are staged before the picture
			for _, change := range []struct {
				meddle func()
				want   string
			}{
				{func() { f.write(picture, `<svg xmlns="http://www.w3.org/2000/svg"/>`) }, picture + ` changed during the build; run this again when nothing writes to it`},
				{func() { os.Remove(f.path(picture)) }, picture + ` cannot be read: no such file or directory; run this again when nothing writes to it`},
			} {
				before, err := readTree(f.path("public"))
				if err != nil {
					f.t.Fatal(err)
				}
				code, stderr := f.during(change.meddle)
				after, err := readTree(f.path("public"))
				if diff := before.touched(after); code != exitEnvironment || stderr != "error: "+change.want+"\n" || len(diff) > 0 || err != nil {
					f.t.Errorf("the build ends with %d, touches %q and says\n%swant\nerror: %s", code, diff, stderr, change.want)
				}
			}
		},
		"pipe or socket in the place of a file": func(f faulty) {
			f.instead(func(name string) error { return unix.Mkfifo(name, 0o666) })
			f.instead(func(name string) error { return unix.Mknod(name, unix.S_IFSOCK|0o666, 0) })
		},
		"link to a pipe in the place of a file": func(f faulty) {
			f.instead(func(to string) error {
				if name, err := filepath.Rel(f.dir, to); err == nil && !strings.HasPrefix(name, "hr") { // it would lead out of the private folder
					return errors.Join(unix.Mkfifo(f.path("pipe"), 0o666), os.Symlink(strings.Repeat("../", strings.Count(name, "/"))+"pipe", to))
				}
				return unix.Mkfifo(to, 0o666)
			})
		},
		"device in the place of a file": func(f faulty) {
			zero := func(name string) error { return unix.Mknod(name, unix.S_IFCHR|0o666, int(unix.Mkdev(1, 5))) }
			if err := zero(f.path("zero")); errors.Is(err, unix.EPERM) {
				f.t.Skip("only root may make a device")
			}
			os.Remove(f.path("zero"))
			f.instead(zero) // it gives zeros without end
			f.instead(func(name string) error { return unix.Mknod(name, unix.S_IFBLK|0o666, int(unix.Mkdev(7, 255))) })
		},
		"pipe in the place of a folder": func(f faulty) {
			if err := unix.Mkfifo(f.path("pipe"), 0o666); err != nil {
				f.t.Fatal(err)
			}
			for args, want := range map[string]string{
				"build --source pipe":            "pipe is no folder; --source names the folder to read",
				"check --private pipe":           "pipe is no folder; --private names the folder to read",
				"serve --source pipe":            "pipe is no folder; --source names the folder to read",
				"build --output pipe":            "pipe is not a directory; choose another --output",
				"build --output pipe --in-place": "pipe is not a directory; choose another --output",
				"init pipe":                      "pipe cannot be used: open pipe: not a directory",
			} {
				before, err := readTree(f.dir)
				if err != nil {
					f.t.Fatal(err)
				}
				code, _, stderr := f.soon(strings.Fields(args)...)
				f.failed(before, code, stderr, regexp.QuoteMeta(want))
			}
		},
		"pipe in the output": func(f faulty) {
			f.succeeds(us, "", quiet)
			for name, want := range map[string]string{
				"public/guides/start.html": "", "public/mine.html": "", "public/.gitignore": "", ".public.mentorbook-abc": "",
				"public/.mentorbook.json": "public is not empty and was not written by mentorbook; choose another --output or empty it",
				"public/guides":           "public/guides was not written by mentorbook and is in the way of the site; move it out of public",
			} {
				for _, how := range []string{"--replace", "--in-place"} {
					if err := errors.Join(os.RemoveAll(f.path(name)), unix.Mkfifo(f.path(name), 0o666)); err != nil {
						f.t.Fatal(err)
					}
					code, _, stderr := f.soon("build", how)
					if want == "" && code != exitOK || want != "" && stderr != "error: "+want+"\n" {
						f.t.Errorf("with a pipe for %s, build %s ends with %d and says\n%s", name, how, code, stderr)
					}
					os.RemoveAll(f.path(name))
					os.RemoveAll(f.path("public"))
					f.succeeds(us, "", quiet)
				}
			}
		},
		"source that may not be read": func(f faulty) {
			f.succeeds(nobody, "", quiet)
			f.write("themes/acme/layouts/form.html", `{{define "main"}}A form{{end}}`)
			f.edit("programs.yaml", "  timezone:", "  theme: acme\n  timezone:")
			for _, name := range []string{"content/en/guides/start.md", "content/en/guides", "content", "people.yaml", "programs.yaml", "themes/acme/layouts/form.html", "themes/acme/layouts", "themes"} {
				before, err := readTree(f.dir)
				if err != nil {
					f.t.Fatal(err)
				}
				f.chmod(name, 0)
				code, _, stderr := f.build(nobody)
				f.chmod(name, 0o755)
				if name == "themes" {
					name = "themes/acme"
				}
				f.failed(before, code, stderr, regexp.QuoteMeta(name)+` cannot be read: permission denied; change its permissions`)
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := testProject(t)
			f := faulty{t, dir}
			// What anybody may do with the folder is for the test to say.
			f.chmod("..", 0o711)
			f.chmod(".", 0o777)
			meet(f)
		})
	}
}
