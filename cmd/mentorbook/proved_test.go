package main

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"mentorbook/generator"
)

// A build of more documents than are proved unasked says so; where it was asked
// for, or there are fewer, there is nothing to say.
func TestBuildSaysThatItIsNotProved(t *testing.T) {
	dir := testProject(t)
	build := func(args ...string) string {
		t.Helper()
		cmd := command(t, append([]string{"build", "--source", dir, "--output", filepath.Join(t.TempDir(), "public"), "--now", "2026-11-23T09:00:00Z"}, args...)...)
		said, err := cmd.Output()
		if err != nil {
			t.Fatalf("%v\n%s", err, said)
		}
		return string(said)
	}
	const line = "\nnot proved (more than 1,000 documents); --prove does it, check always does\n"
	if said := build(); strings.Contains(said, "proved") {
		t.Errorf("a build of few documents says\n%s", said)
	}
	p := served{t: t, dir: dir}
	for i := range generator.ProvedUnasked/2 + 1 {
		p.write(fmt.Sprintf("content/en/guides/many/page-%d.md", i), fmt.Sprintf("---\ntitle: Page %d\nsummary: One of many.\nkind: article\nversion: 1\n---\nText.\n", i))
		p.write(fmt.Sprintf("content/id/guides/many/page-%d.md", i), fmt.Sprintf("---\ntitle: Halaman %d\nsummary: Salah satu.\nkind: article\ntranslates: 1\n---\nTeks.\n", i))
	}
	if said := build(); !strings.Contains(said, line) {
		t.Errorf("a build of many documents says\n%s", said)
	}
	if said := build("--prove"); strings.Contains(said, "proved") {
		t.Errorf("with --prove it says\n%s", said)
	}
	if said := build("--format", "json"); !strings.Contains(said, `"proved": false`) {
		t.Errorf("as JSON it says\n%s", said)
	}
}
