package leak_test

import (
	"bytes"
	"compress/flate"
	"encoding/base64"
	"testing"

	"mentorbook/generator/leak"
)

// pack returns a file of the search index with a payload.
func pack(payload string) string {
	var b bytes.Buffer
	w, _ := flate.NewWriter(&b, flate.BestCompression)
	w.Write([]byte(payload))
	w.Close()
	return `Q("r0","` + base64.StdEncoding.EncodeToString(b.Bytes()) + "\");\n"
}

func TestPackedStringsAreRead(t *testing.T) {
	for payload, want := range map[string]bool{
		"A page\nby Ann Example, and more\n\x00\x00\x05": true,
		"Ann Example\n\x00\x00":                          true,
		"no zero at all, Ann Example":                    true,
		"Ann\nExample\n\x00\x00":                         false, // texts of their own
		"A page\n\x00!ann\n!example\n\x00":               false, // neighbours in a sorted list
		"A page\n\x00\x00Ann Example":                    false, // numbers
	} {
		if got := hits("search/r0.0a1b2c.js", pack(payload), "Ann Example") != nil; got != want {
			t.Errorf("%q: found %v, want %v", payload, got, want)
		}
	}
}

// A line of words leaves out what it shares with the line before.
func TestPackedWordsAreMadeWhole(t *testing.T) {
	for words, want := range map[string]bool{
		"!p0406\n$715\n":        false, // p04715
		"!p0406\n$71\n":         true,
		"!p04\n!p0471\n":        true,
		"!p04\n$71\n!x\n":       true,
		"!p04\n~71\n p0471\n":   true, // as no index is written
		"!p0471 p047\n\"9999\n": true,
		"p0471\n":               true,
		"!p\n\"0\n#4\n$7\n%1\n": true,
	} {
		file := pack("A page\n\x00" + words + "\x00\x05")
		if got := hits("search/t0.0a1b2c.js", file, "p0471") != nil; got != want {
			t.Errorf("%q: found %v, want %v", words, got, want)
		}
	}
}

func TestPackedWordsAreNeverAWholeName(t *testing.T) {
	s := leak.New(secrets(true, "Sukarno"))
	for payload, want := range map[string]bool{
		"Sukarno\n\x00\x00":                    true,
		"Sukarno was here\n\x00!sukarno\n\x00": false,
	} {
		if got := s.Scan("search/r0.0a1b2c.js", []byte(pack(payload))) != nil; got != want {
			t.Errorf("%q: found %v, want %v", payload, got, want)
		}
	}
}

// TestStringsThatOnlyLookPackedAreText looks at strings that are base64, or
// deflate data with something behind it.
func TestStringsThatOnlyLookPackedAreText(t *testing.T) {
	whole := pack("Some text that is long enough to be packed\n\x00\x00")
	text := whole[len(`Q("r0","`) : len(whole)-len("\");\n")]
	for _, file := range []string{
		`x = "AnnExampleAnnExa/Ann/Example/Ann"`,
		`x = "` + text[:len(text)-4] + `/Ann/Example/w=="`,
	} {
		if hits("a.js", file, "Ann Example") == nil {
			t.Errorf("%s: not found", file)
		}
	}
}
