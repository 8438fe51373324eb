package themes_test

import (
	"cmp"
	"compress/gzip"
	"flag"
	"fmt"
	"mime"
	"net/http"
	"net/http/httptest"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/network"

	"mentorbook/generator/search"
)

var measured = flag.String("measure", "", "measure the search of the portal that was built into this folder; use -v")

// TestMeasureSearch says what a query costs, from the browser's own log: the
// bytes, requests and hops of a first query, all at once, over a server that compresses, and
// the time of a keystroke when the index is there, on a processor that is four
// times slower. A hop is a request that began when another had ended.
func TestMeasureSearch(t *testing.T) {
	if *measured == "" {
		t.Skip("measures only with -measure FOLDER")
	}
	dir, err := filepath.Abs(*measured)
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(serveCompressed(dir))
	t.Cleanup(server.Close)
	queries := titleWords(t, readIndex(t, dir))

	var bytes, requests, hops []int
	for _, query := range queries {
		b := newTab(t)
		b.visit(&portal{dir: dir, http: server.URL + "/", disk: "file://" + dir + "/"})
		var log trafficLog
		b.Listen(log.listen)
		desktop(b)
		b.load("index.html")
		log.reset()
		b.Press("Control+k")
		b.Wait(`document.activeElement?.matches(` + quote(searchField) + `)`)
		eval[bool](b, `(field => { field.value = `+quote(query)+`; return field.dispatchEvent(new Event("input")) })(document.activeElement)`)
		b.Wait(searchAnswer)
		b.Wait(`[...document.querySelectorAll(".found-text")].slice(0, 4).every(text => text.textContent)`)
		n, sum, depth := log.sum()
		bytes, requests, hops = append(bytes, sum), append(requests, n), append(hops, depth)
	}
	t.Logf("first query, %d times: bytes %s, requests %s, hops %s", len(queries), spread(bytes), spread(requests), spread(hops))

	b := newTab(t)
	b.visit(&portal{dir: dir, http: server.URL + "/", disk: "file://" + dir + "/"})
	desktop(b)
	b.load("index.html")
	b.seek("x")
	call(b, emulation.SetCPUThrottlingRate, emulation.SetCPUThrottlingRateParams{Rate: 4})
	var keystrokes []int
	for _, query := range queries {
		keystrokes = append(keystrokes, eval[[]int](b, `(async query => {
			const field = document.querySelector('.search-bar input'), results = document.querySelector('.search-results'), times = [];
			for (const warm of [false, true])
				for (let n = 1; n <= query.length; n++) {
					const start = performance.now();
					field.value = query.slice(0, n);
					field.dispatchEvent(new Event('input'));
					while (results.ariaBusy !== 'false') await new Promise(done => { const {port1, port2} = new MessageChannel(); port1.onmessage = done; port2.postMessage(0); });
					results.offsetHeight;
					if (warm) times.push(Math.round((performance.now() - start) * 1000));
				}
			return times;
		})(`+quote(query)+`)`)...)
	}
	t.Logf("keystroke to layout, µs, %d times: %s", len(keystrokes), spread(keystrokes))
}

// titleWords are queries of two words from titles all over the index.
func titleWords(t *testing.T, reader *search.Reader) (queries []string) {
	t.Helper()
	for _, word := range []string{"page", "session", "mentor", "plan"} {
		results, err := reader.Query(search.Query{Text: word, Lang: "en"})
		if err != nil {
			t.Fatal(err)
		}
		for i := 0; i < len(results.Pages) && len(queries) < 20; i += 1 + len(results.Pages)/20 {
			if words := search.Words(results.Pages[i].Title); len(words) > 1 {
				queries = append(queries, strings.Join(words[len(words)-2:], " "))
			}
		}
	}
	if len(queries) == 0 {
		t.Fatal("the index has no titles of two words")
	}
	return queries
}

type traffic struct {
	start, end float64 // seconds; end is 0 until it has
	bytes      int
}

type trafficLog struct {
	mu  sync.Mutex
	all map[network.RequestID]*traffic
}

func (l *trafficLog) reset() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.all = map[network.RequestID]*traffic{}
}

func (l *trafficLog) listen(event any) {
	l.mu.Lock()
	defer l.mu.Unlock()
	switch e := event.(type) {
	case *network.EventRequestWillBeSent:
		if l.all != nil && strings.HasPrefix(e.Request.URL, "http") {
			l.all[e.RequestID] = &traffic{start: e.Timestamp.Float64()}
		}
	case *network.EventLoadingFinished:
		if r := l.all[e.RequestID]; r != nil {
			r.end, r.bytes = e.Timestamp.Float64(), int(e.EncodedDataLength)
		}
	}
}

func (l *trafficLog) sum() (requests, bytes, hops int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	var all []*traffic
	for _, r := range l.all {
		all = append(all, r)
		bytes += r.bytes
	}
	slices.SortFunc(all, func(a, b *traffic) int { return cmp.Compare(a.start, b.start) })
	depth := map[*traffic]int{}
	for i, r := range all {
		depth[r] = 1
		for _, before := range all[:i] {
			if before.end > 0 && before.end < r.start {
				depth[r] = max(depth[r], depth[before]+1)
			}
		}
		hops = max(hops, depth[r])
	}
	return len(all), bytes, hops
}

func spread(values []int) string {
	slices.Sort(values)
	at := func(share float64) int { return values[int(share*float64(len(values)-1))] }
	return fmt.Sprintf("median %d, p95 %d, most %d", at(.5), at(.95), at(1))
}

// serveCompressed serves a folder as web servers do.
func serveCompressed(dir string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		name, err := filepath.Localize(strings.TrimPrefix(r.URL.Path, "/"))
		data, readErr := os.ReadFile(filepath.Join(dir, name))
		if err != nil || readErr != nil {
			http.NotFound(w, r)
			return
		}
		w.Header().Set("Content-Type", mime.TypeByExtension(path.Ext(name)))
		w.Header().Set("Content-Encoding", "gzip")
		packed := gzip.NewWriter(w)
		packed.Write(data)
		packed.Close()
	}
}
