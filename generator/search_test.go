package generator_test

import (
	"context"
	"os"
	"runtime"
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
	for _, a := range portal.Artifacts {
		if strings.HasPrefix(a.Path, search.Folder+"/") {
			before++ // the texts of the client
		}
	}
	var spent time.Duration
	var allocations, bytes uint64
	rounds := 0
	for b.Loop() {
		var start, end runtime.MemStats
		fresh, _, err := generator.Build(context.Background(), generator.Project{Root: root.FS()}, options(site.Public))
		if err != nil {
			b.Fatal(err)
		}
		runtime.GC()
		runtime.ReadMemStats(&start)
		from := time.Now()
		fresh.Complete()
		spent += time.Since(from)
		runtime.ReadMemStats(&end)
		allocations += end.Mallocs - start.Mallocs
		bytes += end.TotalAlloc - start.TotalAlloc
		portal = fresh
		rounds++
	}
	for path, data := range render(b, portal) {
		if strings.HasPrefix(path, search.Folder+"/") {
			files++
			size += len(data)
		}
	}
	pages := float64(*benchPages)
	b.ReportMetric(spent.Seconds()/float64(rounds), "s/index")
	b.ReportMetric(float64(size)/pages, "disk-B/page")
	b.ReportMetric(float64(files-before)/pages, "files/page")
	b.ReportMetric(float64(allocations)/pages/float64(rounds), "allocs/page")
	b.ReportMetric(float64(bytes)/pages/float64(rounds), "B/page")
	b.ReportMetric(0, "ns/op")
}
