// Command sidebyside builds projects, WORK/project-N for each N that it is given,
// with mentorbook, with Hugo and with Eleventy, lets Pagefind index what Hugo made,
// and does with the documents the least that any generator does, all that several
// times in turn, and prints a table of the medians in Markdown. Before it prints, it
// makes sure that the outputs of mentorbook and Hugo have every document and the same
// on it, by count of HTML elements: pages that are quickly made because less is on
// them prove nothing. Eleventy's have less, and are there for an order of magnitude.
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
	"strconv"
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
	var t tools
	flag.StringVar(&t.work, "work", "", "folder with the projects and the program mentorbook; the outputs go there, too")
	flag.StringVar(&t.hugo, "hugo", "", "Hugo's program")
	flag.StringVar(&t.pagefind, "pagefind", "", "Pagefind's program")
	flag.StringVar(&t.eleventy, "eleventy", "", "Eleventy's script")
	runs := flag.Int("runs", 5, "how often each is run")
	flag.Parse()

	fmt.Print("| documents | built by | time | fastest and slowest | compared | CPU time | peak memory |\n| -: | --- | -: | -: | -: | -: | -: |\n")
	var size sizes
	for _, text := range flag.Args() {
		pages, err := strconv.Atoi(text)
		if err != nil {
			log.Fatalf("%q is no number of documents", text)
		}
		c := comparison{tools: t, pages: pages, project: filepath.Join(t.work, "project-"+text)}
		for n := range *runs {
			if err := c.measure(n, *runs); err != nil {
				log.Fatal(err)
			}
		}
		if size, err = equal(c.output(0, "mentorbook"), c.output(0, "hugo"), pages); err != nil {
			log.Fatal(err)
		}
		c.print()
	}
	fmt.Printf("\nMedians of %d first builds by each, in turn, on %d cores. A document has %.1f HTML elements with mentorbook and %.1f with Hugo; with Eleventy it has the least layout.\n",
		*runs, runtime.NumCPU(), size.ours, size.theirs)
	fmt.Printf("%s, %s, %s, Eleventy %s; %s.\n", version(t.mentorbook(), "version"), version(t.hugo, "version"), version(t.pagefind, "--version"), eleventyVersion(t.eleventy), runtime.Version())
}

const floorCommand = "floor"

// tools are the programs that are compared, and where they work.
type tools struct{ work, hugo, pagefind, eleventy string }

func (t *tools) mentorbook() string { return filepath.Join(t.work, "mentorbook") }

// comparison holds what the builds of one project took, by run.
type comparison struct {
	tools
	pages                           int
	project                         string
	ours, alone, both, other, least []cost
}

// output returns the folder that a program writes to. Each run has a new one:
// for some minutes after many files were removed, ext4 is slow to make others.
func (c *comparison) output(n int, name string) string {
	return filepath.Join(c.work, fmt.Sprintf("%s-%d-%d", name, c.pages, n))
}

// measure runs all in turn, so that what else the machine does meets each.
func (c *comparison) measure(n, runs int) error {
	theirs, cache := c.output(n, "hugo"), c.output(n, "hugo-cache")
	self, err := os.Executable()
	if err != nil {
		return err
	}
	ours, err := run("", nil, c.mentorbook(), "build", "--source", c.project, "--output", c.output(n, "mentorbook"))
	if err != nil {
		return err
	}
	hugo, err := run("", []string{"HUGO_RESOURCEDIR=" + filepath.Join(cache, "resources")}, c.hugo, "--source", c.project, "--destination", theirs, "--cacheDir", cache, "--noBuildLock")
	if err != nil {
		return err
	}
	search, err := run("", nil, c.pagefind, "--site", theirs)
	if err != nil {
		return err
	}
	eleventy, err := run(c.project, nil, "node", c.eleventy, "--output="+c.output(n, "eleventy"))
	if err != nil {
		return err
	}
	least, err := run("", nil, self, floorCommand, c.project, c.output(n, floorCommand))
	if err != nil {
		return err
	}
	c.ours, c.alone, c.both = append(c.ours, ours), append(c.alone, hugo), append(c.both, hugo.then(search))
	c.other, c.least = append(c.other, eleventy), append(c.least, least)
	fmt.Fprintf(os.Stderr, "%d documents, run %d of %d: mentorbook %s, Hugo %s, Pagefind %s, Eleventy %s, the floor %s\n", c.pages, n+1, runs, ours, hugo, search, eleventy, least)
	return nil
}

func (c *comparison) print() {
	ours := median(c.ours)
	for _, row := range []struct {
		name  string
		costs []cost
	}{
		{"mentorbook, with its search", c.ours},
		{"Hugo, without a search", c.alone},
		{"Hugo and Pagefind", c.both},
		{"Eleventy, without a search", c.other},
		{"reading, goldmark and writing, and nothing else", c.least},
	} {
		all := median(row.costs)
		least, most := spread(row.costs)
		fmt.Printf("| %d | %s | %.2f s | %.2f–%.2f s | %.2f × | %.2f s | %d MB |\n", c.pages, row.name,
			all.wall.Seconds(), least.Seconds(), most.Seconds(), all.wall.Seconds()/ours.wall.Seconds(), all.cpu.Seconds(), all.memory/1e6)
	}
}

// eleventyVersion returns the version that Eleventy says of itself.
func eleventyVersion(script string) string {
	out, err := exec.Command("node", script, "--version").Output()
	if err != nil {
		log.Fatalf("Eleventy does not say its version: %v", err)
	}
	return strings.TrimSpace(string(out))
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
