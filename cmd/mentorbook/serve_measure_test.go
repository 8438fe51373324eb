package main

import (
	"flag"
	"fmt"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"mentorbook/internal/chromium"
)

var (
	measure      = flag.Bool("measure", false, "measure the preview of a large project: TestMeasurePreview")
	measurePages = flag.Int("measure.pages", 10_000, "how many pages it has")
	measureEdits = flag.Int("measure.edits", 500, "how many edits its memory is measured over; the first 50 are timed")
)

// TestMeasurePreview prints how long a writer waits: from the start of the
// command to the first page, from a file written to the new text in the browser's
// page, and to an index of the search that has it; and how much memory the server
// has before and after.
//
//	go test ./cmd/mentorbook -run TestMeasurePreview -measure -v
func TestMeasurePreview(t *testing.T) {
	if !*measure {
		t.Skip("takes minutes; run it with -measure")
	}
	dir := testProject(t)
	grow(t, dir, *measurePages)
	begun := time.Now()
	p := startPreview(t, dir)
	p.get("")
	t.Logf("%d pages: the first is there after %v", *measurePages, time.Since(begun).Round(time.Millisecond))

	tab := chromium.Start(t, chromium.Pages).Open(t, p.url+"guides/part-00/page-00000.html")
	tab.Wait(`document.querySelector("#mentorbook-preview")?.shadowRoot.querySelector("[role=status]").textContent`)
	tab.Do(`window.seen = []; new MutationObserver(() => {
		const edit = /edit (\d+)/.exec(document.querySelector(".prose").textContent);
		if (edit) seen[edit[1]] ??= performance.timeOrigin + performance.now();
	}).observe(document.body, {subtree: true, childList: true, characterData: true})`)
	page := func(n int) string {
		return strings.Replace(guide("en", 0, *measurePages/2), "Words", fmt.Sprintf("This is edit %d. Words", n), 1)
	}
	var waits []float64 // in milliseconds
	var before int
	for n := range *measureEdits {
		written := time.Now()
		p.write("content/en/guides/part-00/page-00000.md", page(n))
		tab.Wait(fmt.Sprintf("window.seen[%d]", n))
		if n < 50 {
			at := chromium.Eval[float64](tab, fmt.Sprintf("window.seen[%d]", n))
			waits = append(waits, at-float64(written.UnixMicro())/1000)
		}
		if n == *measureEdits/5 {
			before = memory(t, p.cmd.Process.Pid)
		}
	}
	t.Logf("from file to page: %s", spread(waits))
	after := memory(t, p.cmd.Process.Pid)
	t.Logf("memory: %d MB after %d edits, %d MB after %d", before>>10, *measureEdits/5, after>>10, *measureEdits)
	if after > before*5/4 {
		t.Error("memory grows with the number of edits")
	}

	manifest := func() string {
		_, body := p.get("search/manifest.js")
		return body
	}
	was := manifest()
	waits = nil
	for n := range 20 {
		written := time.Now()
		p.write("content/en/guides/part-00/page-00000.md", page(*measureEdits+n))
		is := was
		for is == was { // its names of files are made of what is in them
			is = manifest()
		}
		waits = append(waits, float64(time.Since(written).Microseconds())/1000)
		was = is
	}
	t.Logf("from file to search: %s", spread(waits))
}

// spread says how long waits were, in milliseconds.
func spread(waits []float64) string {
	slices.Sort(waits)
	return fmt.Sprintf("median %.0f ms, 95th percentile %.0f ms, slowest %.0f ms", waits[len(waits)/2], waits[len(waits)*95/100], waits[len(waits)-1])
}

// grow adds n guides, half of them in each language.
func grow(t *testing.T, dir string, n int) {
	t.Helper()
	p := served{t: t, dir: dir}
	for i := range n / 2 {
		for _, lang := range []string{"en", "id"} {
			p.write(fmt.Sprintf("content/%s/guides/part-%02d/page-%05d.md", lang, i%40, i), guide(lang, i, n/2))
		}
	}
}

// guide is one of about 1,000 words in six parts, with links to others.
func guide(lang string, i, n int) string {
	var b strings.Builder
	version := map[string]string{"en": "version: 1", "id": "translates: 1"}[lang]
	fmt.Fprintf(&b, "---\ntitle: Page %d\nsummary: What page %d says.\nkind: article\ntopics: [feedback]\n%s\n---\n", i, i, version)
	for part := range 6 {
		fmt.Fprintf(&b, "\n## Part %d {#part-%d}\n\n", part, part)
		for paragraph := range 3 {
			fmt.Fprintf(&b, "Words of page %d, part %d. %s\n\n", i, part, strings.Repeat(fmt.Sprintf("Some *more* words%d follow here. ", (i*7+paragraph)%500), 9))
		}
		to := (i*31 + part*17) % n
		fmt.Fprintf(&b, "See [page %d](../part-%02d/page-%05d.md#part-%d).\n", to, to%40, to, part)
	}
	return b.String()
}

var resident = regexp.MustCompile(`VmRSS:\s+(\d+) kB`)

// memory returns how many KB of memory a process has, where Linux says it.
func memory(t *testing.T, pid int) int {
	t.Helper()
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	m := resident.FindSubmatch(status)
	if err != nil || m == nil {
		t.Skip("only Linux says how much memory a process has")
	}
	kb, _ := strconv.Atoi(string(m[1]))
	return kb
}
