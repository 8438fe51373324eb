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
	Inside        Inside
	fsys          fs.FS
}

// IsImage reports whether browsers show the asset as a picture.
func (a *Asset) IsImage() bool { return IsPicture(a.Path) }

// Ext returns the ending of the file in lower case: cameras write ".JPG".
func (a *Asset) Ext() string { return ending(a.Path) }

func ending(p string) string { return strings.ToLower(path.Ext(p)) }

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

// instead says what to do with files that people have and browsers do not show.
var instead = []struct{ endings, hint string }{
	{".heic .heif", "export it as JPEG; an iPhone takes such pictures with Settings, Camera, Formats, Most Compatible"},
	{".tif .tiff .bmp .psd .ai .eps .raw .dng .cr2 .nef .xcf .emf .wmf", "save it as JPEG, PNG or SVG, which every browser shows"},
	{".jpe .jfif .pjpeg", "rename it to end in .jpg"},
	{".mov .avi .mkv .wmv .mpg .mpeg .3gp", "save it as MP4, which every browser plays"},
	{".wav .aac .wma .flac .ogg .opus .amr", "save it as MP3 or M4A, which every browser plays"},
	{".doc .rtf .pages .gdoc", "save it as PDF or .docx"},
	{".xls .numbers .gsheet", "save it as PDF, .csv or .xlsx"},
	{".ppt .key .gslides", "save it as PDF or .pptx"},
	{".markdown .mdown .mkd .mdx", "rename it to end in .md"},
}

// checkEnding reports a file whose ending says that it is not to be published.
func checkEnding(p string, list *diag.List) {
	file, ext := &diag.File{Path: p}, ending(p)
	if strings.HasSuffix(strings.ToLower(p), ".md.txt") {
		list.Errorf(file.Whole(), "refused-file", "rename it to end in .md", "a text ends in .md, not in .md.txt")
		return
	}
	if slices.Contains(imageTypes, ext) || slices.Contains(otherTypes, ext) {
		return
	}
	for _, other := range instead {
		if slices.Contains(strings.Fields(other.endings), ext) {
			list.Errorf(file.Whole(), "refused-file", other.hint, "files ending in %s are not published", ext)
			return
		}
	}
	switch ext {
	case ".md":
		list.Errorf(file.Whole(), "refused-file", "rename it to end in .md", "the ending of a text is written in lower case, not %q", path.Ext(p))
	case "":
		list.Errorf(file.Whole(), "refused-file", "remove it, or give it an ending", "a file without an ending is not published")
	default:
		list.Errorf(file.Whole(), "refused-file", "move it out of "+ContentDir+"/; pictures, documents, audio and video can be published", "files ending in %s are not published, because they could run code or be mistaken for something else", ext)
	}
}

// PictureSize returns the width and height of a picture in pixels, 0 where it does
// not say.
func PictureSize(name string, data []byte) (width, height int) {
	if ending(name) == ".svg" {
		var list diag.List // what an SVG of a theme does is the theme's
		return checkSVG(&diag.File{Path: name, Data: data}, &list)
	}
	if config, _, err := image.DecodeConfig(bytes.NewReader(data)); err == nil {
		return config.Width, config.Height
	}
	return 0, 0
}

// IsPicture reports whether a file is a picture that pages can show, by its name.
func IsPicture(name string) bool { return slices.Contains(imageTypes, ending(name)) }

// readAsset looks into a file that pages can show. It does not keep the bytes,
// only the texts in them: there may be gigabytes of video.
func (l *loader) readAsset(file *diag.File, sum [sha256.Size]byte, list *diag.List) *Asset {
	asset := &Asset{Path: file.Path, Hash: shortened(sum), Inside: lookInto(file.Path, file.Data), fsys: l.project.Root}
	if asset.Ext() == ".svg" {
		asset.Width, asset.Height = checkSVG(file, list)
	} else {
		asset.Width, asset.Height = PictureSize(file.Path, file.Data)
	}
	return asset
}
