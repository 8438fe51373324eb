// Command pack helps .ci/release: it collects the licences of what is in a program,
// and writes archives that hold no time but SOURCE_DATE_EPOCH, no owner and no
// order but that of names.
//
//	pack licences PROGRAM FOLDER
//	pack tar FOLDER FILE.tar.gz
//	pack zip FOLDER FILE.zip
package main

import (
	"archive/tar"
	"archive/zip"
	"compress/gzip"
	"debug/buildinfo"
	"encoding/json"
	"fmt"
	"io/fs"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"time"
)

func main() {
	log.SetFlags(0)
	if len(os.Args) != 4 {
		log.Fatal("usage: pack licences|tar|zip FROM TO")
	}
	commands := map[string]func(from, to string) error{"licences": licences, "tar": writeTar, "zip": writeZip}
	run := commands[os.Args[1]]
	if run == nil {
		log.Fatalf("pack knows no %q", os.Args[1])
	}
	if err := run(os.Args[2], os.Args[3]); err != nil {
		log.Fatal(err)
	}
}

var licenceName = regexp.MustCompile(`(?i)^(licen[cs]e|copying|notice|patents|authors)([.-].*)?$`)

// licences copies those of Go and of every module in a program, each into a folder
// of its own. A module without one is an error.
func licences(program, to string) error {
	info, err := buildinfo.ReadFile(program)
	if err != nil {
		return err
	}
	root, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		return err
	}
	if err := copyLicences(strings.TrimSpace(string(root)), filepath.Join(to, "go")); err != nil {
		return err
	}
	for _, module := range info.Deps {
		if module.Replace != nil {
			module = module.Replace
		}
		out, err := exec.Command("go", "mod", "download", "-json", module.Path+"@"+module.Version).Output()
		if err != nil {
			return fmt.Errorf("%s: %w", module.Path, err)
		}
		var downloaded struct{ Dir string }
		if err := json.Unmarshal(out, &downloaded); err != nil {
			return err
		}
		if err := copyLicences(downloaded.Dir, filepath.Join(to, filepath.FromSlash(module.Path))); err != nil {
			return err
		}
	}
	return nil
}

func copyLicences(from, to string) error {
	entries, err := os.ReadDir(from)
	if err != nil {
		return err
	}
	found := false
	for _, entry := range entries {
		if !entry.Type().IsRegular() || !licenceName.MatchString(entry.Name()) {
			continue
		}
		data, err := os.ReadFile(filepath.Join(from, entry.Name()))
		if err != nil {
			return err
		}
		if err := os.MkdirAll(to, 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(to, entry.Name()), data, 0o644); err != nil {
			return err
		}
		found = true
	}
	if !found {
		return fmt.Errorf("%s has no licence", from)
	}
	return nil
}

// file is one of an archive.
type file struct {
	name string // in the archive, below the folder's own name
	data []byte
	mode fs.FileMode
}

// files reads those below a folder, in order of name.
func files(folder string) (out []file, err error) {
	err = filepath.WalkDir(folder, func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		rel, err := filepath.Rel(filepath.Dir(folder), name)
		if err != nil {
			return err
		}
		data, err := os.ReadFile(name)
		mode := fs.FileMode(0o644)
		if base := filepath.Base(name); base == "mentorbook" || base == "mentorbook.exe" {
			mode = 0o755
		}
		out = append(out, file{filepath.ToSlash(rel), data, mode})
		return err
	})
	return out, err
}

// when is the time of every file.
func when() (time.Time, error) {
	seconds, err := strconv.ParseInt(os.Getenv("SOURCE_DATE_EPOCH"), 10, 64)
	return time.Unix(seconds, 0).UTC(), err
}

func writeTar(folder, name string) error {
	all, err := files(folder)
	if err != nil {
		return err
	}
	at, err := when()
	if err != nil {
		return err
	}
	out, err := os.Create(name)
	if err != nil {
		return err
	}
	defer out.Close()
	z, _ := gzip.NewWriterLevel(out, gzip.BestCompression) // a level that exists is no error
	w := tar.NewWriter(z)
	for _, f := range all {
		if err := w.WriteHeader(&tar.Header{Name: f.name, Size: int64(len(f.data)), Mode: int64(f.mode), ModTime: at, Format: tar.FormatUSTAR}); err != nil {
			return err
		}
		if _, err := w.Write(f.data); err != nil {
			return err
		}
	}
	if err := w.Close(); err != nil {
		return err
	}
	return z.Close()
}

func writeZip(folder, name string) error {
	all, err := files(folder)
	if err != nil {
		return err
	}
	at, err := when()
	if err != nil {
		return err
	}
	out, err := os.Create(name)
	if err != nil {
		return err
	}
	defer out.Close()
	w := zip.NewWriter(out)
	for _, f := range all {
		header := &zip.FileHeader{Name: f.name, Method: zip.Deflate, Modified: at}
		header.SetMode(f.mode)
		entry, err := w.CreateHeader(header)
		if err != nil {
			return err
		}
		if _, err := entry.Write(f.data); err != nil {
			return err
		}
	}
	return w.Close()
}
