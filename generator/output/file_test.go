package output

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"
)

// doorway is a folder with one file, list.yaml, which is replaced.
type doorway struct {
	t    testing.TB
	dir  string
	root *os.Root
	step func(string) error
}

const listName, besideName = "list.yaml", ".list.yaml.mentorbook"

func newDoorway(t testing.TB, content []byte) *doorway {
	dir := t.TempDir()
	root, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { root.Close() })
	d := &doorway{t: t, dir: dir, root: root}
	d.save("open", content)
	return d
}

func (d *doorway) path(name string) string { return filepath.Join(d.dir, name) }

func (d *doorway) replace(was, data []byte) error {
	return withReplacement(d.root, listName, d.step, func(r *replacement) error { return r.run(was, data) })
}

// save does what programs do that save a file: most write over it, some put
// another in its place.
func (d *doorway) save(how string, content []byte) {
	name := d.path(listName)
	var err error
	switch how {
	case "rename":
		err = errors.Join(os.WriteFile(name+"~", content, 0o644), os.Rename(name+"~", name))
	default:
		err = os.WriteFile(name, content, 0o644)
	}
	if err != nil {
		d.t.Error(err)
	}
}

func (d *doorway) holds(want string) {
	d.t.Helper()
	if got, err := os.ReadFile(d.path(listName)); err != nil || string(got) != want {
		d.t.Errorf("the file holds %q (%v), want %q", got, err, want)
	}
}

// alone fails when something lies beside the file.
func (d *doorway) alone() {
	d.t.Helper()
	entries, err := os.ReadDir(d.dir)
	if err != nil || len(entries) != 1 {
		d.t.Errorf("the folder holds %v (%v)", entries, err)
	}
}

// systems are what a system may not be able to do, by step.
var systems = map[string]map[string]error{
	"all":                    nil,
	"no files without names": {"stage": errors.ErrUnsupported},
	"no exchange":            {"exchange": errors.ErrUnsupported},
	"neither":                {"stage": errors.ErrUnsupported, "exchange": errors.ErrUnsupported},
}

// steps lists the steps of a replacement that nothing disturbs.
func steps(t *testing.T, lacks map[string]error) (all []string) {
	d := newDoorway(t, []byte("a"))
	d.step = func(what string) error {
		all = append(all, what)
		return lacks[what]
	}
	if err := d.replace([]byte("a"), []byte("b")); err != nil {
		t.Fatal(err)
	}
	d.holds("b")
	d.alone()
	return all
}

// A command is killed before any step: the file is the old one or the new one,
// and the next command is not kept from its work, and removes what was left.
func TestReplaceKilledAtAnyStep(t *testing.T) {
	for system, lacks := range systems {
		for _, last := range steps(t, lacks) {
			t.Run(system+"/"+last, func(t *testing.T) {
				d := newDoorway(t, []byte("- old\n"))
				d.step = func(what string) error {
					if what == last {
						panic("killed")
					}
					return lacks[what]
				}
				func() {
					defer func() { recover() }() // what is open is closed, as by the end of a process
					d.replace([]byte("- old\n"), []byte("- new\n"))
				}()
				now, err := os.ReadFile(d.path(listName))
				if err != nil || string(now) != "- old\n" && string(now) != "- new\n" {
					t.Fatalf("the file holds %q (%v)", now, err)
				}
				d.step = nil
				if err := Sweep(d.root, listName, now); err != nil {
					t.Error(err)
				}
				d.alone()
				if err := d.replace(now, []byte("- newer\n")); err != nil {
					t.Error(err)
				}
				d.holds("- newer\n")
				d.alone()
			})
		}
	}
}

// Each step fails: the old file is there, or the new one.
func TestReplaceFailsAtAnyStep(t *testing.T) {
	for system, lacks := range systems {
		for _, last := range steps(t, lacks) {
			if lacks[last] != nil {
				continue
			}
			t.Run(system+"/"+last, func(t *testing.T) {
				d := newDoorway(t, []byte("- old\n"))
				d.step = func(what string) error {
					if what == last {
						return fs.ErrPermission
					}
					return lacks[what]
				}
				if err := d.replace([]byte("- old\n"), []byte("- new\n")); !errors.Is(err, fs.ErrPermission) {
					t.Errorf("the error is %v", err)
				}
				if now, err := os.ReadFile(d.path(listName)); err != nil || string(now) != "- old\n" && string(now) != "- new\n" {
					t.Errorf("the file holds %q (%v)", now, err)
				}
			})
		}
	}
}

// Somebody saves before any step, in any way: what was saved is what is there at
// the end. Where the system has no exchange, a moment remains.
func TestReplaceKeepsWhatIsSavedMeanwhile(t *testing.T) {
	for system, lacks := range systems {
		for _, moment := range steps(t, lacks) {
			for _, how := range []string{"open", "rename"} {
				t.Run(system+"/"+moment+"/"+how, func(t *testing.T) {
					saving(t, moment, how, lacks)
				})
			}
		}
	}
}

func saving(t *testing.T, moment, how string, lacks map[string]error) {
	d := newDoorway(t, []byte("- old\n"))
	dated := time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
	if err := os.Chtimes(d.path(listName), dated, dated); err != nil {
		t.Fatal(err)
	}
	saved := make(chan bool)
	d.step = func(what string) error {
		if what == moment {
			go func() { // it may have to wait until the replacement is over
				defer close(saved)
				d.save(how, []byte("- own\n")) // as long as it was
				if err := os.Chtimes(d.path(listName), dated, dated); err != nil {
					t.Error(err)
				}
			}()
			select {
			case <-saved:
			case <-time.After(50 * time.Millisecond):
			}
		}
		return lacks[what]
	}
	err := d.replace([]byte("- old\n"), []byte("- new\n"))
	<-saved
	late := moment == "look" || moment == "remove" // it was replaced, and that was saved over
	if errors.Is(err, errSaved) == late {
		t.Errorf("the error is %v", err)
	}
	d.holds("- own\n")
	d.alone()
}

// A link is put in the place at the last moment: it stays.
func TestReplaceKeepsALinkThatIsPutInThePlace(t *testing.T) {
	d := newDoorway(t, []byte("- old\n"))
	d.step = func(what string) error {
		if what == "exchange" {
			return errors.Join(os.Rename(d.path(listName), d.path("real.yaml")), os.Symlink("real.yaml", d.path(listName)))
		}
		return nil
	}
	if err := d.replace([]byte("- old\n"), nil); !errors.Is(err, errSaved) && !errors.Is(err, errLink) {
		t.Errorf("the error is %v", err)
	}
	d.holds("- old\n")
	if to, err := os.Readlink(d.path(listName)); to != "real.yaml" {
		t.Errorf("the link leads to %q (%v)", to, err)
	}
}

// Two save one after the other while the first is put back: the last one stays.
func TestReplaceKeepsTheLastThatIsSaved(t *testing.T) {
	d := newDoorway(t, []byte("- old\n"))
	n := 0
	d.step = func(what string) error {
		if what == "exchange" || what == "back" && n < 4 {
			n++
			d.save("rename", []byte{'0' + byte(n)})
		}
		return nil
	}
	if err := d.replace([]byte("- old\n"), []byte("- new\n")); !errors.Is(err, errSaved) {
		t.Skipf("the error is %v: files cannot change places here", err)
	}
	d.holds("4")
	d.alone()
}

func TestReplaceRefuses(t *testing.T) {
	for name, c := range map[string]struct {
		prepare func(d *doorway) error
		want    error
	}{
		"another content": {func(d *doorway) error { return os.WriteFile(d.path(listName), []byte("- own\n"), 0o600) }, errSaved},
		"a link": {func(d *doorway) error {
			return errors.Join(os.Rename(d.path(listName), d.path("real.yaml")), os.Symlink("real.yaml", d.path(listName)))
		}, errLink},
		"a second name": {func(d *doorway) error { return os.Link(d.path(listName), d.path("second.yaml")) }, errNames},
		"a folder": {func(d *doorway) error {
			return errors.Join(os.Remove(d.path(listName)), os.Mkdir(d.path(listName), 0o755))
		}, errNoFile},
		"no file": {func(d *doorway) error { return os.Remove(d.path(listName)) }, fs.ErrNotExist},
	} {
		t.Run(name, func(t *testing.T) {
			d := newDoorway(t, []byte("- old\n"))
			if err := c.prepare(d); err != nil {
				t.Fatal(err)
			}
			before, err := os.ReadDir(d.dir)
			if err != nil {
				t.Fatal(err)
			}
			for _, err := range []error{d.replace([]byte("- old\n"), []byte("- new\n")), Sweep(d.root, listName, []byte("- old\n"))} {
				if !errors.Is(err, c.want) {
					t.Errorf("the error is %v, want %v", err, c.want)
				}
			}
			if after, err := os.ReadDir(d.dir); err != nil || len(after) != len(before) {
				t.Errorf("the folder holds %v (%v)", after, err)
			}
		})
	}
}

// A replacement that is at work, at any step, is not disturbed by another.
func TestReplaceAtWorkIsNotDisturbed(t *testing.T) {
	for system, lacks := range systems {
		for _, moment := range steps(t, lacks) {
			t.Run(system+"/"+moment, func(t *testing.T) {
				d := newDoorway(t, []byte("- old\n"))
				d.step = func(what string) error {
					if what == moment {
						for _, err := range []error{Replace(d.root, listName, []byte("- old\n"), []byte("- other\n")), Sweep(d.root, listName, []byte("- new\n"))} {
							if !errors.Is(err, errHeld) {
								t.Errorf("the other is told %v", err)
							}
						}
					}
					return lacks[what]
				}
				if err := d.replace([]byte("- old\n"), []byte("- new\n")); err != nil {
					t.Error(err)
				}
				d.holds("- new\n")
				d.alone()
			})
		}
	}
}

func TestCreateWritesNothingOver(t *testing.T) {
	d := newDoorway(t, []byte("- old\n"))
	if err := Create(d.root, listName, []byte("- new\n"), 0o666); !errors.Is(err, fs.ErrExist) {
		t.Errorf("the error is %v", err)
	}
	d.holds("- old\n")
	d.alone()
	if err := Create(d.root, "a/b/new.md", []byte("New\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if data, err := os.ReadFile(d.path("a/b/new.md")); err != nil || string(data) != "New\n" {
		t.Errorf("the new file holds %q (%v)", data, err)
	}
}

// FuzzReplaceUnderChange saves any contents at any steps of a replacement, in any
// way. At the end the file holds what was saved last, or what it was replaced
// with; nothing lies beside it.
func FuzzReplaceUnderChange(f *testing.F) {
	f.Add([]byte("- a\n- b\n"), []byte("- b\n"), []byte("- a\n- b\n- c\n"), []byte{0, 3})
	f.Add([]byte("- a\n"), []byte("[]\n"), []byte("- a\n"), []byte{5, 2, 9})
	f.Add([]byte(""), []byte("x"), []byte("x"), []byte{1, 1, 1, 1})
	f.Add([]byte("x"), []byte(nil), []byte(""), []byte{3, 4, 4, 4})
	f.Add([]byte("x"), []byte(nil), []byte("y"), []byte{2})
	f.Fuzz(func(t *testing.T, was, data, saved, moments []byte) {
		d := newDoorway(t, was)
		last, at := was, 0
		d.step = func(what string) error {
			if n := slices.Index(moments, byte(at)); n >= 0 && at < 256 {
				how := []string{"rename", "open"}[n%2]
				if what != "stage" && what != "link" {
					how = "rename" // whoever opens the old file from then on waits until this is over
				}
				last = append(bytes.Clone(saved), moments[n:]...)
				d.save(how, last)
			}
			at++
			return nil
		}
		err := d.replace(was, data)
		if err != nil && !errors.Is(err, errSaved) {
			t.Fatal(err)
		}
		got, readErr := os.ReadFile(d.path(listName))
		if readErr != nil || !bytes.Equal(got, last) && (err != nil || !bytes.Equal(got, data)) {
			t.Errorf("the file holds %q (%v), was saved as %q; the error is %v", got, readErr, last, err)
		}
		d.alone()
	})
}

// TestRemoveTakesOutWhatWasRead: a file that is no longer what was read stays, and so
// does a link.
func TestRemoveTakesOutWhatWasRead(t *testing.T) {
	d := newDoorway(t, []byte("old\n"))
	if err := Remove(d.root, listName, []byte("older\n")); !errors.Is(err, errSaved) {
		t.Errorf("another content: %v", err)
	}
	d.holds("old\n")
	if err := os.Symlink(listName, d.path("link.yaml")); err == nil {
		if err := Remove(d.root, "link.yaml", []byte("old\n")); !errors.Is(err, errLink) {
			t.Errorf("a link: %v", err)
		}
	}
	d.save("write", []byte("old\n"))
	if err := os.WriteFile(d.path(besideName), nil, 0o600); err != nil { // of a Replace that was killed
		t.Fatal(err)
	}
	if err := Remove(d.root, listName, []byte("old\n")); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{listName, besideName} {
		if _, err := os.Lstat(d.path(name)); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("%s is there: %v", name, err)
		}
	}
}
