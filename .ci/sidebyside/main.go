// Command sidebyside builds the project in WORK/project with mentorbook and with
// Hugo, lets Pagefind index what Hugo made, and does with the documents the
// least that any generator does, all that several times in turn, and prints a
// table of the medians in Markdown. Before it prints, it makes sure that both
// outputs have every document and the same on it, by count of HTML elements:
// pages that are quickly made because less is on them prove nothing.
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

	"mentorbook/internal/floor"
)

func main() {
	log.SetFlags(0)
	log.SetPrefix("sidebyside: ")
	if len(os.Args) == 4 && os.Args[1] == floorCommand { // which is measured as a process of its own, too
		if err := floor.Build(os.Args[2], os.Args[3]); err != nil {
			log.Fatal(err)
		}
		return
	}
	var c comparison
	flag.StringVar(&c.work, "work", "", "folder with the project and the program mentorbook; the outputs go there, too")
	flag.StringVar(&c.hugo, "hugo", "", "Hugo's program")
	flag.StringVar(&c.pagefind, "pagefind", "", "Pagefind's program")
	pages := flag.Int("pages", 0, "how many documents the project is made of")
	runs := flag.Int("runs", 5, "how often each is run")
	flag.Parse()

	for n := range *runs {
		if err := c.measure(n, *runs); err != nil {
			log.Fatal(err)
		}
	}
	size, err := equal(c.output(0, "mentorbook"), c.output(0, "hugo"), *pages)
	if err != nil {
		log.Fatal(err)
	}
	c.print(*pages)
	fmt.Printf("\nMedians of %d first builds by each, in turn, on %d cores. A document has %.1f HTML elements with mentorbook and %.1f with Hugo.\n",
		*runs, runtime.NumCPU(), size.ours, size.theirs)
	fmt.Printf("%s, %s, %s; %s.\n", version(c.mentorbook(), "version"), version(c.hugo, "version"), version(c.pagefind, "--version"), runtime.Version())
}

const floorCommand = "floor"

// comparison holds what is compared and what it took, by run.
type comparison struct {
	work, hugo, pagefind     string
	ours, alone, both, least []cost
}

func (c *comparison) mentorbook() string { return filepath.Join(c.work, "mentorbook") }

// output returns the folder that a program writes to. Each run has a new one:
// for some minutes after many files were removed, ext4 is slow to make others.
func (c *comparison) output(n int, name string) string {
	return filepath.Join(c.work, fmt.Sprintf("%s-%d", name, n))
}

// measure runs all in turn, so that what else the machine does meets each.
func (c *comparison) measure(n, runs int) error {
	project, theirs, cache := filepath.Join(c.work, "project"), c.output(n, "hugo"), c.output(n, "hugo-cache")
	self, err := os.Executable()
	if err != nil {
		return err
	}
	ours, err := run(nil, c.mentorbook(), "build", "--source", project, "--output", c.output(n, "mentorbook"))
	if err != nil {
		return err
	}
	hugo, err := run([]string{"HUGO_RESOURCEDIR=" + filepath.Join(cache, "resources")}, c.hugo, "--source", project, "--destination", theirs, "--cacheDir", cache, "--noBuildLock")
	if err != nil {
		return err
	}
	search, err := run(nil, c.pagefind, "--site", theirs)
	if err != nil {
		return err
	}
	least, err := run(nil, self, floorCommand, project, c.output(n, floorCommand))
	if err != nil {
		return err
	}
	c.ours, c.alone, c.both, c.least = append(c.ours, ours), append(c.alone, hugo), append(c.both, hugo.then(search)), append(c.least, least)
	fmt.Fprintf(os.Stderr, "run %d of %d: mentorbook %s, Hugo %s, Pagefind %s, the floor %s\n", n+1, runs, ours, hugo, search, least)
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
		{"reading, goldmark and writing, and nothing else", median(c.least)},
	} {
		fmt.Printf("| %s | %.2f s | %.2f × | %.2f s | %d MB |\n", row.name, row.wall.Seconds(), row.wall.Seconds()/ours.wall.Seconds(), row.cpu.Seconds(), row.memory/1e6)
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
