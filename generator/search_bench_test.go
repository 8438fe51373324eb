package generator_test

import (
	"context"
	"maps"
	"os"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"mentorbook/generator"
	"mentorbook/generator/search"
	"mentorbook/generator/site"
)

// BenchmarkIndex measures what the search index of a generated project costs:
// time, allocations, and bytes and files a page on disk.
func BenchmarkIndex(b *testing.B) {
	dir := b.TempDir()
	generate(b, dir, *benchPages)
	root, err := os.OpenRoot(dir)
	if err != nil {
		b.Fatal(err)
	}
	defer root.Close()
	portal, list, err := generator.Build(context.Background(), generator.Project{Root: root.FS()}, options(site.Public))
	if err != nil || len(list) > 0 {
		b.Fatal(err, places(list))
	}
	files, size, before := 0, 0, 0
	for _, a := range portal.Pages {
		if strings.HasPrefix(a.Path, search.Folder+"/") {
			before++ // the texts of the client
		}
	}
	var spent []float64 // seconds, by round
	var allocations, bytes uint64
	for b.Loop() {
		var start, end runtime.MemStats
		fresh, _, err := generator.Build(context.Background(), generator.Project{Root: root.FS()}, options(site.Public))
		if err != nil {
			b.Fatal(err)
		}
		runtime.GC()
		runtime.ReadMemStats(&start)
		from := time.Now()
		if _, err := fresh.Index(context.Background()); err != nil {
			b.Fatal(err)
		}
		spent = append(spent, time.Since(from).Seconds())
		runtime.ReadMemStats(&end)
		allocations += end.Mallocs - start.Mallocs
		bytes += end.TotalAlloc - start.TotalAlloc
		portal = fresh
	}
	kinds := map[string]*kindOfFile{}
	for path, data := range render(b, artifacts(b, portal)) {
		if name, ok := strings.CutPrefix(path, search.Folder+"/"); ok {
			files++
			size += len(data)
			kind := strings.TrimRight(name[:strings.IndexByte(name, '.')], "0123456789")
			if kinds[kind] == nil {
				kinds[kind] = &kindOfFile{}
			}
			kinds[kind].add(len(data))
		}
	}
	for _, kind := range slices.Sorted(maps.Keys(kinds)) {
		k := kinds[kind]
		b.Logf("%-9s %5d files, %8d bytes, the largest %6d", kind, k.files, k.bytes, k.largest)
	}
	pages := float64(*benchPages)
	slices.Sort(spent)
	b.ReportMetric(spent[len(spent)/2], "s/index")
	b.ReportMetric(spent[0], "s-fastest")
	b.ReportMetric(float64(size)/pages, "disk-B/page")
	b.ReportMetric(float64(files-before)/pages, "files/page")
	b.ReportMetric(float64(allocations)/pages/float64(len(spent)), "allocs/page")
	b.ReportMetric(float64(bytes)/pages/float64(len(spent)), "B/page")
	b.ReportMetric(0, "ns/op")
}

type kindOfFile struct{ files, bytes, largest int }

func (k *kindOfFile) add(size int) {
	k.files++
	k.bytes += size
	k.largest = max(k.largest, size)
}
