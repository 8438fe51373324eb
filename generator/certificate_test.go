package generator_test

import (
	"context"
	"strings"
	"testing"

	"mentorbook/generator"
	"mentorbook/generator/site"
)

// TestCertificateIsForPairsThatMayBeNamed: who completed a program is thanked, by
// organizers alone, and never in a sensitive program.
func TestCertificateIsForPairsThatMayBeNamed(t *testing.T) {
	files := small()
	files["programs.yaml"] = strings.Replace(files["programs.yaml"], "status: active", "status: completed", 1)
	files["programs.yaml"] = strings.Replace(files["programs.yaml"], "status: proposed", "status: completed, accepted: {mentor: 2026-10-20, mentee: 2026-10-21}", 1)
	const open, sensitive = "programs/social/pairs/pair-7k-thanks.html", "programs/voices/pairs/pair-9z-thanks.html"
	for _, o := range []generator.Options{options(site.Public), options(site.Participants), options(site.Organizers), runs("voices"), {Audience: site.Participants, Pair: "pair-7k", Now: now}} {
		portal, list, err := generator.Build(context.Background(), generator.Project{Root: mapFS(files)}, o)
		if err != nil || list.HasErrors() {
			t.Fatal(err, places(list))
		}
		pages := render(t, portal.Pages)
		if got, want := pages[open] != nil, o.Audience == site.Organizers; got != want {
			t.Errorf("%v %s: there is a certificate: %v", o.Audience, o.Pair, got)
		}
		if pages[sensitive] != nil {
			t.Errorf("%v %s: a sensitive program has a certificate", o.Audience, o.Pair)
		}
		if page := string(pages["id/"+open]); o.Audience == site.Organizers && (!strings.Contains(page, "Terima kasih") || !strings.Contains(page, "Budi Kenanga")) {
			t.Errorf("the certificate is\n%s", page)
		}
	}
}
