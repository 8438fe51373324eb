// Command sidebyside builds the project in WORK/project with mentorbook and with
// Hugo, lets Pagefind index what Hugo made, all that several times in turn, and
// prints a table of the medians in Markdown. Before it prints, it makes sure
// that both outputs have every document and the same on it, by count of HTML
// elements: pages that are quickly made because less is on them prove nothing.
//
// It is the second half of .ci/compare, which prepares what it needs.
package main

import (
	"flag"
	"fmt"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
)

func main() {
	log.SetFlags(0)
	log.SetPrefix("sidebyside: ")
	work := flag.String("work", "", "folder with the project and the program mentorbook; the outputs go there, too")
	hugo := flag.String("hugo", "", "Hugo's program")
	pagefind := flag.String("pagefind", "", "Pagefind's program")
	pages := flag.Int("pages", 0, "how many documents the project is made of")
	runs := flag.Int("runs", 5, "how often each is run")
	flag.Parse()

	project, cache := filepath.Join(*work, "project"), filepath.Join(*work, "hugo-cache")
	ours, theirs := filepath.Join(*work, "mentorbook-output"), filepath.Join(*work, "hugo-output")
	c := comparison{
		mentorbook: process{
			args:  []string{filepath.Join(*work, "mentorbook"), "build", "--source", project, "--output", ours},
			makes: []string{ours},
		},
		hugo: process{
			args:  []string{*hugo, "--source", project, "--destination", theirs, "--cacheDir", cache, "--noBuildLock"},
			makes: []string{theirs, cache, filepath.Join(project, "resources")},
		},
		pagefind: process{
			args:  []string{*pagefind, "--site", theirs},
			makes: []string{filepath.Join(theirs, "pagefind")},
		},
	}
	if err := c.measure(*runs); err != nil {
		log.Fatal(err)
	}
	size, err := equal(ours, theirs, *pages)
	if err != nil {
		log.Fatal(err)
	}
	c.print(*pages)
	fmt.Printf("\nMedians of %d first builds by each, in turn, on %d cores. A document has %.1f HTML elements with mentorbook and %.1f with Hugo.\n",
		*runs, runtime.NumCPU(), size.ours, size.theirs)
	fmt.Printf("%s, %s, %s; %s.\n", version(c.mentorbook.args[0], "version"), version(*hugo, "version"), version(*pagefind, "--version"), runtime.Version())
}

// comparison holds what is compared and what it took, by run.
type comparison struct {
	mentorbook, hugo, pagefind process
	ours, alone, both          []cost
}

// measure runs all in turn, so that what else the machine does meets each.
func (c *comparison) measure(runs int) error {
	for n := range runs {
		ours, err := c.mentorbook.run()
		if err != nil {
			return err
		}
		hugo, err := c.hugo.run()
		if err != nil {
			return err
		}
		search, err := c.pagefind.run()
		if err != nil {
			return err
		}
		c.ours, c.alone, c.both = append(c.ours, ours), append(c.alone, hugo), append(c.both, hugo.then(search))
		fmt.Fprintf(os.Stderr, "run %d of %d: mentorbook %s, Hugo %s, Pagefind %s\n", n+1, runs, ours, hugo, search)
	}
	return nil
}

func (c *comparison) print(pages int) {
	ours := median(c.ours)
	fmt.Printf("| %d documents in two languages | time | compared | CPU time | peak memory |\n| --- | -: | -: | -: | -: |\n", pages)
	for _, row := range []struct {
		name string
		cost
	}{
		{"mentorbook, with its search", ours},
		{"Hugo, without a search", median(c.alone)},
		{"Hugo and Pagefind", median(c.both)},
	} {
		fmt.Printf("| %s | %.2f s | %.1f × | %.2f s | %d MB |\n", row.name, row.wall.Seconds(), row.wall.Seconds()/ours.wall.Seconds(), row.cpu.Seconds(), row.memory/1e6)
	}
}

// version returns the first two words that a program says of itself: its name
// and its version.
func version(program string, args ...string) string {
	out, err := exec.Command(program, args...).Output()
	words := strings.Fields(string(out))
	if err != nil || len(words) < 2 {
		log.Fatalf("%s does not say its version: %v", program, err)
	}
	return words[0] + " " + words[1]
}
