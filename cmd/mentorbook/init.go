package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/spf13/cobra"

	playbook "mentorbook"
	"mentorbook/generator/output"
	"mentorbook/generator/patch"
	"mentorbook/generator/schedule"
	"mentorbook/generator/source"
	"mentorbook/generator/tailor"
)

// initFlags say whose project begins.
type initFlags struct {
	languages             []string
	organisation, contact string
	people                string
	without               []string
	empty                 bool
}

func initCommand(c *commonFlags) *cobra.Command {
	var f initFlags
	cmd := &cobra.Command{
		Use:   "init DIR",
		Short: "Start a project from the starter playbook",
		Long: "init writes a project into a new folder, or into one that holds nothing but a\n" +
			"repository, a README and a LICENSE: programs.yaml, content/, .gitignore and a\n" +
			"schema for editors. Dates are moved so that the programs are running today, or,\n" +
			"without the example's people, so that their registration is open.\n\n" +
			"With --organisation and --contact nothing of the example company is left, nor its\n" +
			"people; with --without, nothing of a program that you do not run. On a terminal,\n" +
			"init asks for what no flag says; Enter keeps the example.",
		Example: "  mentorbook init playbook --without diversity\n" +
			"  mentorbook init playbook --languages id --organisation \"Kemangi\" --contact mentoring@kemangi.example\n" +
			"  mentorbook init playbook --empty --languages en,ms",
		Args: exactly("the folder to make"),
		PreRunE: func(*cobra.Command, []string) error {
			if f.people == "" {
				return nil
			}
			return oneOf("--people", f.people, "example", "none")
		},
		RunE:              func(cmd *cobra.Command, args []string) error { return initProject(cmd, c, &f, args[0]) },
		ValidArgsFunction: cobra.FixedCompletions(nil, cobra.ShellCompDirectiveFilterDirs),
	}
	flags := cmd.Flags()
	flags.StringSliceVar(&f.languages, "languages", nil, "the languages, the first is the default: en,id (default: all of the starter's)")
	flags.StringVar(&f.organisation, "organisation", "", "your organisation, in the place of the example's")
	flags.StringVar(&f.contact, "contact", "", "the shared mailbox to which questions go")
	flags.StringVar(&f.people, "people", "", "example: with the invented people and their pairs; none: without (default with --organisation)")
	flags.StringSliceVar(&f.without, "without", nil, "programs that you do not run, with all that only they have: diversity, leadership or social-media")
	flags.BoolVar(&f.empty, "empty", false, "the least that works, instead of the starter, with a comment for each next step")
	cmd.RegisterFlagCompletionFunc("languages", func(*cobra.Command, []string, string) ([]cobra.Completion, cobra.ShellCompDirective) {
		known, _ := tailor.Languages(playbook.Starter)
		return known, cobra.ShellCompDirectiveNoFileComp
	})
	cmd.RegisterFlagCompletionFunc("organisation", oneOfThese())
	cmd.RegisterFlagCompletionFunc("contact", oneOfThese())
	cmd.RegisterFlagCompletionFunc("without", oneOfThese("diversity", "leadership", "social-media"))
	cmd.RegisterFlagCompletionFunc("people", oneOfThese("example", "none"))
	return cmd
}

// initProject writes a project into a folder that is new or as good as empty, with
// what goes with it.
func initProject(cmd *cobra.Command, c *commonFlags, f *initFlags, dir string) error {
	now, err := buildTime(c.now)
	if err != nil {
		return err
	}
	if err := checkFolder(dir); err != nil { // before anybody answers questions
		return err
	}
	if err := f.ask(newAsker(cmd, c)); err != nil {
		return err
	}
	files, err := f.project(schedule.DateOf(now))
	if err != nil {
		return err
	}
	schema, _ := source.Schema("programs") // the first line of programs.yaml names it
	made, err := emptyFolder(dir)
	if err != nil {
		return err
	}
	for _, file := range append(files, patch.File{Path: ".gitignore", Data: []byte(ignored)}, patch.File{Path: "programs.schema.json", Data: schema}) {
		err := cmd.Context().Err()
		if err == nil {
			err = made.write(filepath.FromSlash(file.Path), file.Data)
		}
		if err != nil {
			made.empty()
			return fmt.Errorf("the project could not be written: %w", err)
		}
	}
	if !c.quiet {
		left := ""
		if len(f.without) > 0 {
			left = ", without " + strings.Join(f.without, " and ")
		}
		fmt.Fprintf(cmd.OutOrStdout(), "%s in %s%s\n", count(len(files), "file"), dir, left)
		fmt.Fprintf(cmd.OutOrStdout(), "%s\nnext: cd %s, then mentorbook serve --open\n", f.next(filepath.Join(dir, "programs.yaml")), dir)
	}
	return nil
}

// next says what is left to do.
func (f *initFlags) next(config string) string {
	switch {
	case f.empty:
		return "write your pages as the comments in " + config + " say"
	case f.organisation != "":
		return "those who need help write to your mailbox until you name others: mentorbook status says where"
	}
	return "the organisation is the example's: change it in " + config
}

// ask asks for what no flag says. Nobody is asked who gave all, and nobody about
// an empty project, which can be filled in.
func (f *initFlags) ask(a *asker) error {
	if a == nil || f.empty {
		return nil
	}
	if len(f.languages) == 0 {
		known, err := tailor.Languages(playbook.Starter)
		if err != nil {
			return err
		}
		err = a.ask(fmt.Sprintf("languages, the first is the default (%s)", strings.Join(known, ", ")), func(answer string) error {
			f.languages = codes(strings.FieldsFunc(answer, func(r rune) bool { return strings.ContainsRune(" ,;", r) }))
			return tailor.CheckLanguages(f.languages, known)
		})
		if err != nil {
			return err
		}
	}
	if f.organisation == "" && f.contact == "" {
		err := a.ask("your organisation (Enter keeps the example's)", func(answer string) error {
			f.organisation = answer
			if answer == "" {
				return nil
			}
			return tailor.CheckOrganisation(answer)
		})
		if err != nil {
			return err
		}
	}
	if f.organisation == "" || f.contact != "" {
		return nil
	}
	return a.ask("the shared mailbox to which questions go", func(answer string) error {
		f.contact = answer
		return tailor.CheckContact(answer)
	})
}

// codes returns the codes of languages that may be called by their names.
func codes(languages []string) (out []string) {
	for _, lang := range languages {
		if code, ok := source.LanguageNamed(lang); ok {
			lang = code
		}
		out = append(out, lang)
	}
	return out
}

// project returns the files of the project that is wanted, as they are on a day.
func (f *initFlags) project(now schedule.Date) ([]patch.File, error) {
	company := tailor.Company{Languages: codes(f.languages), Organisation: strings.TrimSpace(f.organisation), Contact: strings.TrimSpace(f.contact), NoPeople: f.people == "none", Without: f.without}
	if f.people == "example" && (f.empty || company.Organisation != "") {
		return nil, errors.New("--people example are people of the example's organisation; leave it out")
	}
	if f.empty && len(f.without) > 0 {
		return nil, errors.New("--empty has no programs; leave --without out")
	}
	if f.empty {
		return tailor.Empty(company)
	}
	written, err := schedule.ParseDate(playbook.StarterDate)
	if err != nil {
		return nil, err
	}
	return tailor.Starter(playbook.Starter, written, now, company)
}

// ignored is a project's .gitignore: portals, of which there may be several, what
// private: paths name, letters to people, sheets with their names, what import
// remembers of people, and what a killed purge leaves.
const ignored = "/public/\n/out/\n/private/\n/letters/\n/review/\n" + source.ImportMapName + "\n" + output.BesidePattern + "\n"

// goesAlong are what a folder may hold in which a project begins: what hosts of
// repositories put into a new one, and file managers into every folder.
var goesAlong = regexp.MustCompile(`^(?:\.git|\.DS_Store|(?i:README|LICEN[CS]E)(?:\.[A-Za-z]+)?)$`)

// checkFolder says what in a folder is in the way of a project.
func checkFolder(dir string) error {
	entries, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("%s cannot be used: %w", dir, err)
	}
	var inTheWay []string
	for _, e := range entries {
		if !goesAlong.MatchString(e.Name()) {
			inTheWay = append(inTheWay, e.Name())
		}
	}
	if n := len(inTheWay); n > namedInTheWay {
		inTheWay = append(inTheWay[:namedInTheWay], fmt.Sprintf("%d more", n-namedInTheWay))
	}
	if len(inTheWay) > 0 {
		return fmt.Errorf("%s holds %s; name a new folder, or one with nothing but a repository, a README and a LICENSE", dir, strings.Join(inTheWay, ", "))
	}
	return nil
}

// namedInTheWay is how many things in the way are named at most.
const namedInTheWay = 3

// emptyFolder makes dir, or accepts it when nothing in it is in the way.
func emptyFolder(dir string) (newFolder, error) {
	if err := checkFolder(dir); err != nil {
		return newFolder{}, err
	}
	if _, err := os.Stat(dir); err == nil {
		return newFolder{dir: dir}, nil
	}
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return newFolder{}, fmt.Errorf("%s cannot be made: %w; choose another folder", dir, errors.Unwrap(err))
	}
	return newFolder{dir: dir, made: true}, nil
}

// newFolder is a folder in which a project begins, and what was written to it
// since.
type newFolder struct {
	dir   string
	made  bool // it was not there
	files []string
}

func (n *newFolder) write(name string, data []byte) error {
	name = filepath.Join(n.dir, name)
	if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
		return err
	}
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
	if err != nil {
		return err
	}
	n.files = append(n.files, name)
	_, err = f.Write(data)
	return errors.Join(err, f.Close())
}

// empty removes the files, and the folders that they leave empty, so that the
// same can be tried again.
func (n *newFolder) empty() {
	for _, name := range n.files {
		os.Remove(name)
		for folder := filepath.Dir(name); folder != filepath.Clean(n.dir); folder = filepath.Dir(folder) {
			if os.Remove(folder) != nil {
				break
			}
		}
	}
	if n.made {
		os.Remove(n.dir)
	}
}
