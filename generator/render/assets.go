package render

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"net/url"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/tdewolff/minify/v2"
	"github.com/tdewolff/minify/v2/css"
	"github.com/tdewolff/minify/v2/js"
	"golang.org/x/text/unicode/norm"

	"mentorbook/generator/brand"
	"mentorbook/generator/diag"
	"mentorbook/themes"
)

// The files that a brand reaches: its sheet, and the icon, which no sheet does.
const (
	brandSheet = "brand.css"
	iconFile   = "icon.svg"
)

// assetLoader makes what is published of a theme's assets.
type assetLoader struct {
	*Theme
	files *themes.Theme
	names []string
	begun map[string]bool
}

// loadAssets gives every asset a name with a hash of its content, so that
// browsers may keep it for good, and points the style sheets at those names. It
// reports what the project's own sheets name and what is not there.
func (t *Theme) loadAssets(files *themes.Theme, list *diag.List) {
	t.hashed = map[string]string{}
	l := assetLoader{t, files, files.List("assets"), map[string]bool{}}
	for _, file := range files.Own("assets") {
		if path.Ext(file.Path) == ".css" {
			l.check(file, list)
		}
		if path.Base(file.Path) == brandSheet {
			l.checkColours(file, list)
		}
	}
	for _, name := range l.names {
		l.load(name)
	}
}

// load makes one asset, after those that it names: their names are in it.
func (l assetLoader) load(name string) {
	if l.begun[name] {
		return
	}
	l.begun[name] = true
	data := l.files.Read(path.Join("assets", name)).Data
	ext := path.Ext(name)
	switch {
	case ext == ".css":
		data = l.pointCSS(smaller(name, data))
	case ext == ".js":
		data = smaller(name, data)
	case name == iconFile:
		data = inColours(data, tokensOf(l.files.Read(path.Join("assets", brandSheet)).Data))
	}
	sum := sha256.Sum256(data)
	l.hashed[name] = "assets/" + strings.TrimSuffix(name, ext) + "." + hex.EncodeToString(sum[:4]) + ext
	l.Assets = append(l.Assets, Asset{l.hashed[name], data})
}

// smaller is a style sheet or script without what only its writers need: comments
// and white space. Names stay, so that what a browser reports can be found; what
// begins with /*! stays, as licences do. A file with a mistake stays as it is.
func smaller(name string, data []byte) []byte {
	var out bytes.Buffer
	var err error
	if path.Ext(name) == ".css" {
		err = (&css.Minifier{}).Minify(minify.New(), &out, bytes.NewReader(data), nil)
	} else {
		err = (&js.Minifier{KeepVarNames: true}).Minify(minify.New(), &out, bytes.NewReader(data), nil)
	}
	if err != nil {
		return data
	}
	return out.Bytes()
}

// cssReference is where a style sheet names a file (css-syntax-3, 4.3.6; css-cascade-5,
// 2): as a whole string, or without marks.
var cssReference = regexp.MustCompile(`@import\s+(?:url\(\s*)?(?:"([^"]*)"|'([^']*)'|([^"'()\s;]+))\s*\)?|url\(\s*(?:"([^"]*)"|'([^']*)'|([^"'()\s]+))\s*\)`)

// named returns the group of a match that is the file's name, as a span.
func named(match []int) (start, end int) {
	for i := 2; i < len(match); i += 2 {
		if match[i] >= 0 {
			start, end = match[i], match[i+1]
		}
	}
	return start, end
}

// pointCSS makes a style sheet name its neighbours by their hashed names. An SVG
// that is a mask is written as url("mark.svg#inline") and becomes a part of the
// sheet: browsers load no mask from a portal that is opened from disk.
func (l assetLoader) pointCSS(css []byte) []byte {
	return cssReference.ReplaceAllFunc(css, func(match []byte) []byte {
		start, end := named(cssReference.FindSubmatchIndex(match))
		name := norm.NFC.String(string(match[start:end]))
		rule := ""
		if bytes.HasPrefix(match, []byte("@import")) {
			rule = "@import "
		}
		if picture, ok := strings.CutSuffix(name, ".svg#inline"); ok {
			data := bytes.TrimSpace(l.files.Read(path.Join("assets", picture+".svg")).Data)
			return []byte(`url("data:image/svg+xml,` + url.PathEscape(string(data)) + `")`)
		}
		file, fragment, _ := strings.Cut(name, "#")
		if slices.Contains(l.names, file) {
			l.load(file)
		}
		if to := l.hashed[file]; to != "" {
			if fragment != "" {
				fragment = "#" + fragment
			}
			return []byte(rule + `url("` + path.Base(to) + fragment + `")`)
		}
		return match
	})
}

var cssComment = regexp.MustCompile(`(?s)/\*.*?\*/`)

// check reports the files that a project's own style sheet names and that are not
// there, or are on another host.
func (l assetLoader) check(file themes.File, list *diag.List) {
	f := &diag.File{Path: file.Path, Data: file.Data}
	spoken := cssComment.ReplaceAllFunc(file.Data, func(comment []byte) []byte { return bytes.Repeat([]byte(" "), len(comment)) })
	for _, match := range cssReference.FindAllSubmatchIndex(spoken, -1) {
		start, end := named(match)
		name := norm.NFC.String(string(spoken[start:end]))
		u, err := url.Parse(name)
		switch own, _, _ := strings.Cut(name, "#"); {
		case strings.HasPrefix(name, "data:") || own == "":
		case err == nil && (u.Scheme != "" || u.Host != ""):
			list.Errorf(f.Span(start, end), "foreign-asset", "put the file into "+assetsOf(file)+" and name it alone", "%q is on another host, and pages load nothing from there", name)
		case !slices.Contains(l.names, own):
			list.Errorf(f.Span(start, end), "missing-asset", diag.DidYouMean(own, l.names, "put it into "+assetsOf(file)), "the theme has no assets/%s", own)
		}
	}
}

// checkColours reports colours of a brand in which text cannot be read.
func (l assetLoader) checkColours(file themes.File, list *diag.List) {
	f := &diag.File{Path: file.Path, Data: file.Data}
	for _, fault := range brand.Faults(l.files.Read("assets/style.css").Data, file.Data) {
		on, hint := "", "take another colour"
		if fault.Found {
			hint = "the nearest that can be read is " + fault.Nearest.String()
		}
		switch {
		case fault.Always:
			on, hint = " on dark pages", "give dark pages a colour of their own: @media screen and (prefers-color-scheme: dark) { :root { --"+fault.Name+": "+fault.Nearest.String()+"; } }"
		case fault.Dark:
			on = " on dark pages"
		}
		list.Warnf(f.Span(fault.Start, fault.End), "low-contrast", hint, "--%s and --%s have a contrast of %.1f to 1%s; text needs %.1f", fault.Name, fault.Other, fault.Contrast, on, brand.Enough)
	}
}

// assetsOf is the folder of assets that a file of it lies in.
func assetsOf(file themes.File) string {
	theme, _, _ := strings.Cut(file.Path, "/assets/")
	return theme + "/assets/"
}

// rootBlock is where a sheet sets tokens: alone, or for a screen in the dark.
var rootBlock = regexp.MustCompile(`(@media[^{}]*\{\s*)?(:root\s*\{[^{}]*\})`)

// tokensOf is what a sheet sets for the whole page, without its other rules.
func tokensOf(sheet []byte) []byte {
	var out []byte
	for _, block := range rootBlock.FindAllSubmatch(cssComment.ReplaceAll(sheet, nil), -1) {
		out = append(append(out, block[1]...), block[2]...)
		if len(block[1]) > 0 {
			out = append(out, '}')
		}
		out = append(out, '\n')
	}
	return out
}

// inColours gives a picture the tokens of a brand: those of a page do not reach a
// file of its own.
func inColours(picture, tokens []byte) []byte {
	end := []byte("</style>")
	if len(tokens) == 0 || bytes.ContainsAny(tokens, "<&") {
		return picture
	}
	return bytes.Replace(picture, end, append(slices.Clone(tokens), end...), 1)
}
