package tailor_test

import (
	"testing"

	playbook "mentorbook"
	"mentorbook/generator/tailor"
)

func TestTry(t *testing.T) {
	files, err := tailor.Starter(playbook.Starter, date(t, "2026-11-23"), date(t, "2026-11-30"), tailor.Company{Languages: []string{"id"}, Organisation: "Acme | \"Maju\": *Co*", Contact: "mentoring@acme.test"})
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		if f.Path == "programs.yaml" {
			t.Logf("%s", f.Data)
		}
	}
}
