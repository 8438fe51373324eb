package generator_test

import (
	"context"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"mentorbook/generator"
	"mentorbook/generator/site"
	"mentorbook/internal/floor"
)

var benchPages = flag.Int("pages", 1000, "how many pages the generated project of the benchmarks has")

var benchLong = flag.Bool("long", false, "the documents of the generated project have longer words, and seven sections instead of six")

var generateDir = flag.String("generate", "", "a folder to write the generated project to, for .ci/compare")

// TestGenerate writes the project of the benchmarks for other tools to read.
func TestGenerate(t *testing.T) {
	if *generateDir == "" {
		t.Skip("without -generate")
	}
	generate(t, *generateDir, *benchPages)
}

// generate writes a project of n documents, half in each language, of about
// 1,000 words each. The words follow Zipf's law, as those of real texts do; the
// same n gives the same bytes.
func generate(tb testing.TB, dir string, n int) {
	tb.Helper()
	random := rand.New(rand.NewPCG(1, uint64(n)))
	words := newVocabulary(random)
	files := small()
	for i := range n / 2 {
		section := fmt.Sprintf("guides/part-%02d", i%40)
		for _, lang := range []string{"en", "id"} {
			files[fmt.Sprintf("content/%s/%s/page-%05d.md", lang, section, i)] = document(random, words, lang, i, n/2)
		}
	}
	for name, text := range files {
		name = filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
			tb.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
			tb.Fatal(err)
		}
	}
}

// vocabulary is 20,000 made-up words, the most frequent first.
type vocabulary struct {
	words []string
	zipf  *rand.Zipf
}

// newVocabulary makes up words of syllables. They get longer as they get rarer,
// and begin and end alike as often as words do, which is what an index of them
// is made small by.
func newVocabulary(random *rand.Rand) *vocabulary {
	const size = 20_000
	v := &vocabulary{zipf: rand.NewZipf(random, 1.1, 2, size-1)}
	taken := map[string]bool{}
	for len(v.words) < size {
		word := ""
		for range syllables(*benchLong) + min(len(v.words)/30, 1) + min(len(v.words)/1500, 1) + random.IntN(2) {
			word += string("bcdfghjklmnprstvwy"[random.IntN(18)]) + string("aaeeiioou"[random.IntN(9)])
			if random.IntN(3) == 0 {
				word += string("klmnrst"[random.IntN(7)])
			}
		}
		if !taken[word] {
			taken[word] = true
			v.words = append(v.words, word)
		}
	}
	return v
}

func syllables(long bool) int {
	if long {
		return 2
	}
	return 1
}

func (v *vocabulary) next() string { return v.words[v.zipf.Uint64()] }

func document(random *rand.Rand, words *vocabulary, lang string, i, n int) string {
	var b strings.Builder
	version := "version: 1"
	if lang != "en" {
		version = "translates: 1"
	}
	fmt.Fprintf(&b, "---\ntitle: Page %d about %s\nsummary: What %s means, and how.\nkind: article\ntopics: [feedback]\n%s\n---\n", i, words.next(), words.next(), version)
	sentence := func() {
		for w := range 8 + random.IntN(10) {
			switch {
			case w > 0:
				b.WriteByte(' ')
			}
			switch random.IntN(40) {
			case 0:
				fmt.Fprintf(&b, "*%s*", words.next())
			case 1:
				fmt.Fprintf(&b, "**%s**", words.next())
			default:
				b.WriteString(words.next())
			}
		}
		b.WriteString(". ")
	}
	sections := 6
	if *benchLong {
		sections = 7
	}
	for section := range sections {
		fmt.Fprintf(&b, "\n## Part %d of %s {#part-%d}\n\n", section, words.next(), section)
		for range 2 {
			for range 5 {
				sentence()
			}
			to := random.IntN(n)
			fmt.Fprintf(&b, "See [page %d](../part-%02d/page-%05d.md#part-%d).\n\n", to, to%40, to, random.IntN(6))
		}
		for range 3 {
			b.WriteString("- ")
			sentence()
			b.WriteByte('\n')
		}
	}
	b.WriteString("\n| a | b |\n| - | -: |\n| one | 1 |\n| two | 2 |\n")
	return b.String()
}

// BenchmarkBuild measures a first build into an empty folder against the floor,
// in the same run.
func BenchmarkBuild(b *testing.B) {
	dir := b.TempDir()
	generate(b, dir, *benchPages)
	root, err := os.OpenRoot(dir)
	if err != nil {
		b.Fatal(err)
	}
	defer root.Close()
	var ratios []float64
	var building time.Duration
	var allocations, bytes uint64
	for b.Loop() {
		target := filepath.Join(b.TempDir(), "public")
		var before, after runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&before)
		start := time.Now()
		portal, list, err := generator.Build(context.Background(), generator.Project{Root: root.FS()}, options(site.Public))
		if err != nil || len(list) > 0 {
			b.Fatal(err, places(list))
		}
		if _, list, err = portal.Publish(context.Background(), target, generator.PublishOptions{}); err != nil || len(list) > 0 {
			b.Fatal(err, places(list))
		}
		elapsed := time.Since(start)
		runtime.ReadMemStats(&after)
		building += elapsed
		allocations += after.Mallocs - before.Mallocs
		bytes += after.TotalAlloc - before.TotalAlloc
		portal = nil //nolint:wastedassign // for the collector
		runtime.GC()
		ratios = append(ratios, elapsed.Seconds()/floorTime(b, dir, filepath.Join(b.TempDir(), "floor")).Seconds())
	}
	slices.Sort(ratios)
	pages := float64(*benchPages) * float64(len(ratios))
	b.ReportMetric(pages/building.Seconds(), "pages/s")
	b.ReportMetric(float64(allocations)/pages, "allocs/page")
	b.ReportMetric(float64(bytes)/pages, "B/page")
	b.ReportMetric(ratios[len(ratios)/2], "x-floor")
	b.ReportMetric(0, "ns/op")
}

// floorTime returns how long the floor takes with the documents below dir.
func floorTime(tb testing.TB, dir, target string) time.Duration {
	tb.Helper()
	start := time.Now()
	if err := floor.Build(dir, target); err != nil {
		tb.Fatal(err)
	}
	return time.Since(start)
}
