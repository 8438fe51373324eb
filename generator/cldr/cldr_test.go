package cldr_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"mentorbook/generator/cldr"
)

func TestLanguagesAreWrittenAsTheirReadersExpect(t *testing.T) {
	for code, want := range map[string]string{
		"en":      "3 February 2026|12,345|one other|one|other",
		"id":      "3 Februari 2026|12.345|other|other|other",
		"ms":      "3 Februari 2026|12,345|other|other|other",
		"ar":      "3 فبراير 2026|12٬345|zero one two few many other|one|two",
		"ja":      "2026年2月3日|12,345|other|other|other",
		"de-AT":   "3. Februar 2026|12.345|one other|one|other",
		"zh-TW":   "2026年2月3日|12,345|other|other|other",
		"pt":      "3 de fevereiro de 2026|12.345|one other|one|other",
		"xx-none": "3 February 2026|12,345|one other|one|other",
	} {
		l := cldr.Of(code)
		forms := l.Forms()
		got := strings.Join([]string{l.Date(2026, time.February, 3), l.Number(12345), strings.Join(forms, " "), l.Form(1), l.Form(2)}, "|")
		if got != want {
			t.Errorf("%s: %s\nwant %s", code, got, want)
		}
		if !slices.Contains(forms, "other") {
			t.Errorf("%s has no form for most numbers", code)
		}
	}
}

func TestDirectionFollowsTheScript(t *testing.T) {
	for code, want := range map[string]bool{"ar": true, "he": true, "fa": true, "ur": true, "en": false, "id": false, "az": false, "az-Arab": true, "ja": false, "ks-Deva": false} {
		if cldr.IsRightToLeft(code) != want {
			t.Errorf("%s: right to left is %v", code, !want)
		}
	}
}
