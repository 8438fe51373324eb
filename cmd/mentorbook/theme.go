package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"mentorbook/generator/brand"
	"mentorbook/generator/scaffold"
)

// themeFlags say what a brand has.
type themeFlags struct {
	colour, second         string
	logo, icon, font, bold string
}

func newTheme(c *commonFlags) *cobra.Command {
	var f themeFlags
	cmd := &cobra.Command{
		Use:   "theme NAME",
		Short: "Start a theme with your colours, logo and font",
		Long: "theme writes themes/NAME with a style sheet that you can go on changing, copies the\n" +
			"logo, the icon and the fonts into it, and names them in programs.yaml. What goes\n" +
			"with a colour, its tint and both on dark pages, is made of it. A colour in which\n" +
			"text could not be read is refused, with the nearest in which it could.",
		Example: "  mentorbook new theme kemangi --colour \"#1f4fa3\" --logo logo.svg --font kemangi.woff2",
		Args:    exactly("the name of the theme, such as that of your company"),
		RunE:    func(cmd *cobra.Command, args []string) error { return f.start(cmd, c, args[0]) },
	}
	flags := cmd.Flags()
	flags.StringVar(&f.colour, "colour", "", "of links, buttons and mentors, such as \"#1f4fa3\"")
	flags.StringVar(&f.second, "second-colour", "", "of mentees (default: one that differs from --colour)")
	flags.StringVar(&f.logo, "logo", "", "a picture, shown beside the name of the portal")
	flags.StringVar(&f.icon, "icon", "", "a picture for the tabs of browsers (default: the bridge in your colours)")
	flags.StringVar(&f.font, "font", "", "for all text: WOFF2, WOFF, TTF or OTF")
	flags.StringVar(&f.bold, "font-bold", "", "the same font in bold, for headings")
	for _, name := range []string{"colour", "second-colour"} {
		cmd.RegisterFlagCompletionFunc(name, oneOfThese())
	}
	return cmd
}

// request reads what the flags name.
func (f *themeFlags) request(name string) (scaffold.ThemeRequest, error) {
	r := scaffold.ThemeRequest{Name: name}
	for _, colour := range []struct {
		text string
		to   **brand.Colour
	}{{f.colour, &r.Colour}, {f.second, &r.Second}} {
		if colour.text == "" {
			continue
		}
		c, ok := brand.Parse(colour.text)
		if !ok {
			return r, fmt.Errorf("%q is no colour; write six digits, in quotes because of the shell, such as \"#1f4fa3\"", colour.text)
		}
		*colour.to = &c
	}
	for _, file := range []struct {
		name string
		to   **scaffold.Upload
	}{{f.logo, &r.Logo}, {f.icon, &r.Icon}, {f.font, &r.Font}, {f.bold, &r.FontOfBold}} {
		if file.name == "" {
			continue
		}
		data, err := os.ReadFile(file.name)
		if err != nil {
			return r, fmt.Errorf("%s cannot be read: %w", file.name, errors.Unwrap(err))
		}
		*file.to = &scaffold.Upload{Name: filepath.Base(file.name), Data: data}
	}
	return r, nil
}

func (f *themeFlags) start(cmd *cobra.Command, c *commonFlags, name string) error {
	r, err := f.request(name)
	if err != nil {
		return err
	}
	v, project, _, err := c.read(cmd)
	if err != nil {
		return err
	}
	files, notes, list, err := scaffold.NewTheme(cmd.Context(), project, r)
	if err := c.apply(cmd, v, files, list, err); err != nil || c.quiet {
		return err
	}
	for _, file := range files {
		fmt.Fprintln(v.stdout, filepath.Join(c.source, filepath.FromSlash(file.Path)))
	}
	fmt.Fprintln(v.stdout, strings.Join(append(notes, "next: mentorbook serve --open, and look in light and in dark"), "\n"))
	return nil
}
