package themes_test

import (
	"cmp"
	"compress/gzip"
	"flag"
	"fmt"
	"maps"
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
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/network"

	"mentorbook/internal/searchreader"
)

var measured = flag.String("measure", "", "measure the search of the portal that was built into this folder; use -v")

// TestMeasureSearch says what a query costs, from the browser's own log: the
// bytes, requests and hops of a first query, all at once, over a server that
// compresses, and the time of a keystroke when the files that it needs are there.
// A hop is a request that began when another had ended.
//
// The keys are real ones. What counts is how long the main thread is busy from
// keydown until all results are painted: the handlers of the key, and the next
// frame (callbacks, style, layout, paint). Waiting for that frame to begin is in
// another figure. Every letter is typed three times, and the least time counts,
// because other processes take the processor away at times. The same keys typed
// into a field that searches nothing are what a keystroke costs the browser.
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
	queries := wordsOfPages(t, readIndex(t, dir))

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
		b.Wait(`[...document.querySelectorAll(".found-text:not([hidden])")].slice(0, 4).every(text => text.textContent)`)
		n, sum, depth, kinds := log.sum()
		t.Logf("%s: %d bytes (%s), %d requests, %d hops", query, sum, kinds, n, depth)
		bytes, requests, hops = append(bytes, sum), append(requests, n), append(hops, depth)
	}
	t.Logf("first query, %d times: bytes %s, requests %s, hops %s", len(queries), spread(bytes), spread(requests), spread(hops))

	keys := queries[:min(len(queries), 8)]
	b := newTab(t)
	b.visit(&portal{dir: dir, http: server.URL + "/", disk: "file://" + dir + "/"})
	desktop(b)
	b.load("index.html")
	b.seek("x")
	search := b.keysInto("dialog.search", searchAnswer)
	search.measure(keys) // loads what the keys need
	for _, rate := range []float64{1, 4} {
		call(b, emulation.SetCPUThrottlingRate, emulation.SetCPUThrottlingRateParams{Rate: rate})
		t.Logf("warm keystroke, processor %v times slower: %s", rate, search.measure(keys))
	}
	b.load("index.html")
	plain := b.keysInto("main", searchNothing)
	for _, rate := range []float64{1, 4} {
		call(b, emulation.SetCPUThrottlingRate, emulation.SetCPUThrottlingRateParams{Rate: rate})
		t.Logf("in a field that searches nothing, processor %v times slower: %s", rate, plain.measure(keys))
	}
}

const searchNothing = "true"

// typing is a field whose keys are measured.
type typing struct {
	*tab
	answered string // an expression: what there is to show for a key is there
}

// keysInto gives the focus to the first field below a place, which is made where
// there is none, and measures the keys that are typed into it from then on.
func (b *tab) keysInto(place, answered string) typing {
	b.t.Helper()
	b.Do(`const place = document.querySelector(` + quote(place) + `);
		const field = place.querySelector("input") || place.insertBefore(document.createElement("input"), place.firstChild);
		let start;
		window.keystrokes = [];
		field.addEventListener("keydown", () => { start = performance.now(); }, true);
		field.addEventListener("input", () => { // after the client's own listener
			const handled = performance.now();
			if (!field.value) return;
			requestAnimationFrame(() => {
				const frame = performance.now(), busy = !(` + answered + `);
				const {port1, port2} = new MessageChannel();
				port1.onmessage = () => {
					const end = performance.now();
					keystrokes.push([handled - start + end - frame, end - start, handled - start].map(ms => busy ? 1e9 : Math.round(ms * 1000)));
				};
				port2.postMessage(0);
			});
		});
		field.focus();`)
	return typing{b, answered}
}

// measure types queries three times, takes the least time of each letter, and
// says how they are spread.
func (p typing) measure(queries []string) string {
	p.t.Helper()
	var busy, until, script []int
	for _, query := range queries {
		times := p.enter(query)
		for range 2 {
			for i, again := range p.enter(query) {
				for j := range again {
					times[i][j] = min(times[i][j], again[j])
				}
			}
		}
		for _, keystroke := range times {
			busy, until, script = append(busy, keystroke[0]), append(until, keystroke[1]), append(script, keystroke[2])
		}
	}
	return fmt.Sprintf("%d keys, µs: main thread busy until painted %s (of which script: %s); keydown to painted, waiting for the frame included %s",
		len(busy), spread(busy), spread(script), spread(until))
}

// enter types a query into the empty field, a letter when what there is to show
// for the one before is painted, and returns what the page measured of each.
func (p typing) enter(query string) [][]int {
	p.t.Helper()
	p.Do(`const field = document.activeElement; field.value = ""; field.dispatchEvent(new Event("input"))`)
	for i := range query {
		p.Type(query[i : i+1])
		p.Wait(fmt.Sprintf(`document.activeElement.value.length === %d && (%s) && keystrokes.length === %d`, i+1, p.answered, i+1))
	}
	return eval[[][]int](p.tab, `keystrokes.splice(0)`)
}

// wordsOfPages are queries of two words, the last of a page's title and the last
// of one of its headings, from all over the index.
func wordsOfPages(t *testing.T, reader *searchreader.Reader) (queries []string) {
	t.Helper()
	last := func(text string) string {
		if words := searchreader.Words(text); len(words) > 0 {
			return words[len(words)-1]
		}
		return ""
	}
	for _, word := range []string{"part", "session", "mentor", "plan"} {
		results, err := reader.Query(searchreader.Query{Text: word, Lang: "en"})
		if err != nil {
			t.Fatal(err)
		}
		for i := 0; i < len(results.Pages) && len(queries) < 20; i += 1 + len(results.Pages)/20 {
			page := results.Pages[i]
			heading := last(page.Hits[len(page.Hits)-1].Heading)
			if title := last(page.Title); title != heading && heading != "" {
				queries = append(queries, title+" "+heading)
			}
		}
	}
	if len(queries) == 0 {
		t.Fatal("the index has no titles and headings")
	}
	return queries
}

type traffic struct {
	kind       string  // of file: manifest, t, r, …
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
			l.all[e.RequestID] = &traffic{kind: kindOfFile(e.Request.URL), start: e.Timestamp.Float64()}
		}
	case *network.EventLoadingFinished:
		if r := l.all[e.RequestID]; r != nil {
			r.end, r.bytes = e.Timestamp.Float64(), int(e.EncodedDataLength)
		}
	}
}

// kindOfFile is the beginning of a file's name, without its number.
func kindOfFile(address string) string {
	name, _, _ := strings.Cut(path.Base(address), ".")
	return strings.TrimRight(name, "0123456789")
}

func (l *trafficLog) sum() (requests, bytes, hops int, kinds string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	var all []*traffic
	of := map[string]int{}
	for _, r := range l.all {
		all = append(all, r)
		bytes += r.bytes
		of[r.kind] += r.bytes
	}
	for _, kind := range slices.Sorted(maps.Keys(of)) {
		kinds += fmt.Sprintf(" %s %d", kind, of[kind])
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
	return len(all), bytes, hops, kinds[min(1, len(kinds)):]
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
		time.Sleep(10 * time.Millisecond) // what is asked for at once has begun before any of it ends
		w.Header().Set("Content-Type", mime.TypeByExtension(path.Ext(name)))
		w.Header().Set("Content-Encoding", "gzip")
		packed := gzip.NewWriter(w)
		packed.Write(data)
		packed.Close()
	}
}
