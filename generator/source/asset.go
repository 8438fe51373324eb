package source

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/xml"
	"errors"
	"fmt"
	"image"
	_ "image/gif" // the formats whose size is read
	_ "image/jpeg"
	_ "image/png"
	"io"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strconv"
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

// checkSVG reports whatever in a picture could run or fetch something, and
// returns the size that it names.
func checkSVG(file *diag.File, list *diag.List) (width, height int) {
	decoder := xml.NewDecoder(bytes.NewReader(file.Data))
	// Only the structure matters here; browsers read the bytes themselves.
	decoder.CharsetReader = func(_ string, r io.Reader) (io.Reader, error) { return r, nil }
	active := func(start int, what string) {
		list.Errorf(diag.Span{File: file, Start: start, End: int(decoder.InputOffset())}, "active-svg", "export the picture again as plain SVG", "this picture contains %s, which is not published", what)
	}
	depth := 0
	for {
		start := int(decoder.InputOffset())
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) && depth == 0 {
			return width, height
		}
		if err != nil {
			list.Errorf(diag.Span{File: file, Start: start, End: start}, "bad-svg", "export the picture again", "this picture is not well-formed SVG")
			return width, height
		}
		switch token := token.(type) {
		case xml.Directive:
			if bytes.Contains(bytes.ToUpper(token), []byte("ENTITY")) {
				active(start, "an entity declaration")
			}
		case xml.ProcInst:
			if token.Target != "xml" {
				active(start, "a processing instruction")
			}
		case xml.StartElement:
			if depth == 0 {
				width, height = svgSize(token)
			}
			depth++
			if what := activeElement(token); what != "" {
				active(start, what)
			}
		case xml.EndElement:
			depth--
		}
	}
}

// activeElement names what in an SVG element could run or fetch something.
func activeElement(e xml.StartElement) string {
	switch name := strings.ToLower(e.Name.Local); name {
	case "script", "foreignobject", "iframe", "embed", "object", "audio", "video", "handler", "listener":
		return "<" + e.Name.Local + ">"
	}
	for _, a := range e.Attr {
		name := strings.ToLower(a.Name.Local)
		value := strings.ToLower(strings.Join(strings.Fields(a.Value), ""))
		switch {
		case strings.HasPrefix(name, "on"):
			return "an event handler (" + a.Name.Local + ")"
		case (name == "href" || name == "src") && !strings.HasPrefix(value, "#") && !strings.HasPrefix(value, "data:image/"):
			return "a link to something outside it"
		case strings.Contains(value, "javascript:"), name == "attributename" && (strings.HasPrefix(value, "on") || value == "href"):
			return "a script"
		case strings.Contains(value, "url(") && !strings.Contains(value, "url(#"):
			return "a link to something outside it"
		}
	}
	return ""
}

var svgLength = regexp.MustCompile(`^\s*([0-9]+(?:\.[0-9]+)?)(?:px)?\s*$`)

// svgSize reads width and height, or the size of the view box.
func svgSize(svg xml.StartElement) (width, height int) {
	for _, a := range svg.Attr {
		switch a.Name.Local {
		case "width":
			width = svgNumber(a.Value, width)
		case "height":
			height = svgNumber(a.Value, height)
		}
	}
	if width > 0 && height > 0 {
		return width, height
	}
	for _, a := range svg.Attr {
		if a.Name.Local != "viewBox" {
			continue
		}
		if box := strings.FieldsFunc(a.Value, func(r rune) bool { return r == ' ' || r == ',' }); len(box) == 4 {
			return svgNumber(box[2], 0), svgNumber(box[3], 0)
		}
	}
	return 0, 0
}

func svgNumber(s string, otherwise int) int {
	m := svgLength.FindStringSubmatch(s)
	if m == nil {
		return otherwise
	}
	f, err := strconv.ParseFloat(m[1], 64)
	if err != nil || f < 1 || f > 100_000 {
		return otherwise
	}
	return int(f + 0.5)
}
