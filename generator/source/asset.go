package source

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"image"
	_ "image/gif" // the formats whose size is read
	_ "image/jpeg"
	_ "image/png"
	"io/fs"
	"path"
	"slices"
	"strings"

	_ "golang.org/x/image/webp"

	"mentorbook/generator/diag"
)

// Asset is a file that pages show or link to.
type Asset struct {
	Path          string // in the project: "content/en/guides/img/bridge.svg"
	Hash          string // of the content, in hexadecimal; part of the published name
	Width, Height int    // of an image, in CSS pixels; 0 when unknown
	fsys          fs.FS
}

// IsImage reports whether browsers show the asset as a picture.
func (a *Asset) IsImage() bool { return slices.Contains(imageTypes, path.Ext(a.Path)) }

// WriteTo copies the content to w. It fails when the file is no longer what
// Load saw: its name would lie.
func (a *Asset) WriteTo(w *bytes.Buffer) error {
	data, err := fs.ReadFile(a.fsys, a.Path)
	if err != nil {
		return unreadable(a.Path, err)
	}
	if shortened(sha256.Sum256(data)) != a.Hash {
		return fmt.Errorf("%s changed during the build; run this again when nothing writes to it", a.Path)
	}
	w.Write(data)
	return nil
}

func shortened(sum [sha256.Size]byte) string { return hex.EncodeToString(sum[:8]) }

var (
	imageTypes = []string{".avif", ".gif", ".jpeg", ".jpg", ".png", ".svg", ".webp"}
	// Files that browsers show or download without running anything.
	otherTypes = []string{".csv", ".docx", ".ics", ".m4a", ".mp3", ".mp4", ".odp", ".ods", ".odt", ".pdf", ".pptx", ".txt", ".vtt", ".webm", ".xlsx", ".zip"}
)

// checkEnding reports a file whose ending says that it is not to be published.
func checkEnding(p string, list *diag.List) {
	file := &diag.File{Path: p}
	ext := path.Ext(p)
	if slices.Contains(imageTypes, ext) || slices.Contains(otherTypes, ext) {
		return
	}
	lower := strings.ToLower(ext)
	switch {
	case slices.Contains(imageTypes, lower) || slices.Contains(otherTypes, lower) || lower == ".md":
		list.Errorf(file.Whole(), "refused-file", "rename it to end in "+lower, "file endings are written in lower case here, not %q", ext)
	case ext == "":
		list.Errorf(file.Whole(), "refused-file", "remove it, or give it an ending", "a file without an ending is not published")
	default:
		list.Errorf(file.Whole(), "refused-file", "move it out of "+ContentDir+"/; pictures, documents, audio and video can be published", "files ending in %s are not published, because they could run code or be mistaken for something else", ext)
	}
}

// readAsset looks into a file that pages can show. It does not keep the bytes:
// there may be gigabytes of video.
func (l *loader) readAsset(file *diag.File, sum [sha256.Size]byte, list *diag.List) *Asset {
	asset := &Asset{Path: file.Path, Hash: shortened(sum), fsys: l.project.Root}
	if path.Ext(file.Path) == ".svg" {
		asset.Width, asset.Height = checkSVG(file, list)
	} else if config, _, err := image.DecodeConfig(bytes.NewReader(file.Data)); err == nil {
		asset.Width, asset.Height = config.Width, config.Height
	}
	return asset
}
