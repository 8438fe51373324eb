package scaffold

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"path"
	"strings"

	"mentorbook/generator/brand"
	"mentorbook/generator/diag"
	"mentorbook/generator/patch"
	"mentorbook/generator/source"
	"mentorbook/generator/yamledit"
	"mentorbook/themes"
)

// ThemeRequest says what a brand has. All but the name may be left out.
type ThemeRequest struct {
	Name             string
	Colour, Second   *brand.Colour // of mentors, links and buttons; and of mentees
	Logo, Icon       *Upload
	Font, FontOfBold *Upload
}

// Upload is a file of somebody's, by its name.
type Upload struct {
	Name string
	Data []byte
}

// NewTheme returns a theme that is a brand: a style sheet with a comment for each
// part, the logo, the icon and the fonts beside it, and programs.yaml, which names
// them. Notes say what somebody should know of the result. List and error are as for
// [New]; the error is a [brand.Unreadable] for a colour in which no text can be read.
func NewTheme(ctx context.Context, p source.Project, r ThemeRequest) (files []patch.File, notes []string, list diag.List, err error) {
	sources, list, err := source.Load(ctx, p, nil)
	if err != nil || sources.Config == nil {
		return nil, nil, list, err
	}
	name, err := source.NameFor(r.Name)
	if err != nil {
		return nil, nil, nil, err
	}
	if exists(p.Root, path.Join("themes", string(name))) || name == themes.Default {
		return nil, nil, nil, fmt.Errorf("there is a theme %q already; change its assets/brand.css, or choose another name", name)
	}
	b := themeBuilder{folder: path.Join("themes", string(name), "assets"), config: sources.Config}
	b.set("theme", string(name))
	for _, step := range []func(ThemeRequest) error{b.pictures, b.fonts, func(r ThemeRequest) error { return b.colours(p, r) }} {
		if err := step(r); err != nil {
			return nil, nil, nil, err
		}
	}
	config, err := yamledit.Set(b.changes)
	if err != nil {
		return nil, nil, nil, fmt.Errorf("%s has a layout that cannot be changed safely; write theme: %s below site: by hand", source.ConfigPath, name)
	}
	b.add("brand.css", []byte(b.sheet()))
	b.files = append(b.files, patch.File{Path: source.ConfigPath, Was: sources.Config.File().Data, Data: config[0].Data})
	return b.files, b.notes, nil, nil
}

// themeBuilder makes the files of a theme.
type themeBuilder struct {
	folder  string
	config  *source.Config
	changes []yamledit.Change
	files   []patch.File
	notes   []string

	faces       strings.Builder // @font-face
	light, dark strings.Builder // tokens
}

func (b *themeBuilder) set(key, value string) {
	b.changes = append(b.changes, yamledit.Change{In: b.config.Site.Node, Key: key, Value: value})
}

func (b *themeBuilder) add(name string, data []byte) {
	b.files = append(b.files, patch.File{Path: path.Join(b.folder, name), Data: data})
}

func (b *themeBuilder) note(format string, args ...any) {
	b.notes = append(b.notes, fmt.Sprintf(format, args...))
}

// pictures takes in the logo and the icon.
func (b *themeBuilder) pictures(r ThemeRequest) error {
	for _, picture := range []struct {
		key  string
		file *Upload
	}{{"logo", r.Logo}, {"icon", r.Icon}} {
		if picture.file == nil {
			continue
		}
		name := picture.key + strings.ToLower(path.Ext(picture.file.Name))
		if !source.IsPicture(name) {
			return fmt.Errorf("%s is not a picture; use one such as logo.svg or logo.png", picture.file.Name)
		}
		b.add(name, picture.file.Data)
		b.set(picture.key, name)
	}
	return nil
}

// fonts takes in the font, and its bold.
func (b *themeBuilder) fonts(r ThemeRequest) error {
	if r.Font == nil {
		if r.FontOfBold != nil {
			return errors.New("a bold font goes with the font for text; name that, too")
		}
		return nil
	}
	weight := "400"
	if r.FontOfBold == nil && isVariable(r.Font.Data) {
		weight = "100 900"
	}
	if err := b.font("font", r.Font, weight); err != nil {
		return err
	}
	switch {
	case r.FontOfBold != nil:
		if err := b.font("font-bold", r.FontOfBold, "700"); err != nil {
			return err
		}
	case weight == "400":
		b.note("bold text is drawn by the browser; --font-bold FILE gives it a font of its own")
	}
	b.light.WriteString("  --sans: Brand, system-ui, sans-serif;  /* text and menus */\n" +
		"  --serif: Brand, Georgia, serif;  /* headings and the name of the portal */\n")
	return nil
}

func (b *themeBuilder) font(name string, file *Upload, weight string) error {
	ext := fontKind(file.Data)
	if ext == "" {
		return fmt.Errorf("%s is not a font that browsers know; use WOFF2, WOFF, TTF or OTF", file.Name)
	}
	if ext == ".ttf" || ext == ".otf" {
		b.note("%s works as it is; as WOFF2 it has less than half the size: woff2_compress %s, and name that file", file.Name, file.Name)
	}
	b.add(name+ext, file.Data)
	fmt.Fprintf(&b.faces, "@font-face { font-family: Brand; font-weight: %s; src: url(%q); font-display: swap; }\n", weight, name+ext)
	return nil
}

// fontKind is the ending of a font's name, by how its file begins; empty for what is
// no font.
func fontKind(data []byte) string {
	for begins, ext := range map[string]string{"wOF2": ".woff2", "wOFF": ".woff", "\x00\x01\x00\x00": ".ttf", "true": ".ttf", "OTTO": ".otf"} {
		if bytes.HasPrefix(data, []byte(begins)) {
			return ext
		}
	}
	return ""
}

// isVariable reports whether a font holds all weights, by its list of tables. That of
// a WOFF2 is packed, and is not looked into.
func isVariable(data []byte) bool {
	const tables = 12 + 16*64
	return fontKind(data) != ".woff2" && bytes.Contains(data[:min(tables, len(data))], []byte("fvar"))
}

// colours makes the tokens of the two roles.
func (b *themeBuilder) colours(p source.Project, r ThemeRequest) error {
	if r.Colour == nil {
		if r.Second != nil {
			return errors.New("a second colour goes with a first one; name that, too")
		}
		return nil
	}
	usual, err := themes.Open(p.Root, themes.Default)
	if err != nil {
		return err
	}
	made, err := brand.New(usual.Read("assets/style.css").Data, *r.Colour, r.Second)
	if err != nil {
		return err
	}
	for _, role := range []string{"mentor", "mentee"} {
		for out, tokens := range map[*strings.Builder]map[string]brand.Colour{&b.light: made.Light, &b.dark: made.Dark} {
			if c, found := tokens[role]; found {
				fmt.Fprintf(out, "  --%s: %s;  --%s-tint: %s;\n", role, c, role, tokens[role+"-tint"])
			}
		}
	}
	fmt.Fprintf(&b.dark, "  --on-accent: %s;  /* text on buttons */\n", made.Dark["on-accent"])
	b.note("text in your colours has a contrast of %.1f to 1 or more, in the dark of %.1f; it needs %.1f", made.LeastLight, made.LeastDark, brand.Enough)
	return nil
}

// sheet is brand.css.
func (b *themeBuilder) sheet() string {
	var out strings.Builder
	out.WriteString("/* The brand. It is loaded last, and may set every token of the theme: colours, fonts,\n" +
		"   sizes, widths. --mentor is the colour of mentors, links and buttons, --mentee that\n" +
		"   of mentees; each has a tint, which lies behind its text. mentorbook check says\n" +
		"   where a text could not be read. */\n")
	out.WriteString(b.faces.String())
	if b.light.Len() > 0 {
		out.WriteString(":root {\n" + b.light.String() + "}\n")
	}
	if b.dark.Len() > 0 {
		out.WriteString("@media screen and (prefers-color-scheme: dark) { :root {\n" + b.dark.String() + "} }\n")
	}
	return out.String()
}
