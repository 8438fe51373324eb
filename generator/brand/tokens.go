package brand

import (
	"bytes"
	"regexp"
	"slices"
	"strings"
)

// pairs are the tokens of text, each with one that it is set on.
var pairs = [][2]string{
	{"ink", "paper"}, {"ink", "surface"}, {"ink", "ground"}, {"ink", "mentor-tint"}, {"ink", "mentee-tint"},
	{"soft", "paper"}, {"soft", "surface"}, {"soft", "ground"}, {"soft", "mentor-tint"}, {"soft", "mentee-tint"},
	{"mentor", "paper"}, {"mentor", "surface"}, {"mentor", "mentor-tint"},
	{"mentee", "paper"}, {"mentee", "surface"}, {"mentee", "mentee-tint"},
	{"accent", "paper"}, {"accent", "surface"}, {"accent", "ground"}, {"on-accent", "accent"},
}

// Fault is a token of a brand's sheet with which text cannot be read.
type Fault struct {
	Start, End int // of its value, in the sheet
	Name       string
	Other      string  // the token with which it has too little contrast
	Contrast   float64 // with it
	Dark       bool    // on dark pages
	Always     bool    // it holds on light and on dark pages
	Nearest    Colour  // in which text could be read
	Found      bool    // there is one
}

// token is what a custom property of a sheet is set to.
type token struct {
	name       string
	value      string
	start, end int
	own, dark  bool
}

// Faults lists the colours that a brand's sheet sets and with which text cannot be
// read, given the sheet that holds without it: at most one fault for each value, the
// worst. Colours in other notations than #0d6a62 are not judged.
func Faults(base, sheet []byte) (out []Fault) {
	for _, dark := range []bool{false, true} {
		tokens := map[string]token{}
		addTokens(tokens, base, dark, false)
		addTokens(tokens, sheet, dark, true)
		for _, pair := range pairs {
			for i, name := range pair {
				out = withFault(out, tokens, name, pair[1-i], dark)
			}
		}
	}
	all := slices.Clone(out)
	out = slices.DeleteFunc(out, func(f Fault) bool { // it follows from another
		return slices.ContainsFunc(all, func(g Fault) bool { return g.Name == f.Other && g.Other != f.Name && g.Dark == f.Dark })
	})
	slices.SortFunc(out, func(a, b Fault) int { return a.Start - b.Start })
	return out
}

// withFault adds the fault of a token with another, if there is one and it is not of
// a value that has a worse one.
func withFault(out []Fault, tokens map[string]token, name, other string, dark bool) []Fault {
	at, own := resolve(tokens, name)
	with, _ := resolve(tokens, other)
	a, isColour := Parse(at.value)
	b, known := Parse(with.value)
	if !own || !at.own || !isColour || !known || Contrast(a, b) >= Enough || with.own && with.start > at.start {
		return out
	}
	f := Fault{Start: at.start, End: at.end, Name: at.name, Other: other, Contrast: Contrast(a, b), Dark: dark, Always: dark && !at.dark}
	f.Nearest, f.Found = nearest(a, counterparts(tokens, at))
	i := slices.IndexFunc(out, func(o Fault) bool { return o.Start == at.start })
	switch {
	case i < 0:
		return append(out, f)
	case f.Contrast < out[i].Contrast && f.Dark == out[i].Dark:
		out[i] = f
	}
	return out
}

// counterparts are the colours that a value has to have enough contrast with.
func counterparts(tokens map[string]token, value token) (out []Colour) {
	for _, pair := range pairs {
		for i, name := range pair {
			if at, _ := resolve(tokens, name); at == value {
				other, _ := resolve(tokens, pair[1-i])
				if c, ok := Parse(other.value); ok {
					out = append(out, c)
				}
			}
		}
	}
	return out
}

// resolve follows var(--name) to a value.
func resolve(tokens map[string]token, name string) (t token, found bool) {
	for range 8 { // no sheet that works has more, and none that leads in a circle ends
		t, found = tokens[name]
		of, refers := strings.CutPrefix(t.value, "var(--")
		if !refers {
			break
		}
		name = strings.TrimSpace(strings.TrimSuffix(of, ")"))
	}
	return t, found
}

var (
	comment   = regexp.MustCompile(`(?s)/\*.*?\*/`)
	rootBlock = regexp.MustCompile(`(@media[^{}]*\{\s*)?:root\s*\{([^{}]*)\}`)
	property  = regexp.MustCompile(`--([a-z-]+)\s*:\s*([^;{}]*[^;{}\s])`)
)

// addTokens adds what a sheet sets for the whole page, on light or on dark screens.
func addTokens(tokens map[string]token, sheet []byte, dark, own bool) {
	sheet = comment.ReplaceAllFunc(sheet, func(c []byte) []byte { return bytes.Repeat([]byte(" "), len(c)) })
	for _, block := range rootBlock.FindAllSubmatchIndex(sheet, -1) {
		inDark := false
		if block[2] >= 0 {
			media := string(sheet[block[2]:block[3]])
			inDark = strings.Contains(media, "prefers-color-scheme: dark")
			if !inDark || !dark {
				continue
			}
		}
		for _, m := range property.FindAllSubmatchIndex(sheet[block[4]:block[5]], -1) {
			name := string(sheet[block[4]+m[2] : block[4]+m[3]])
			start, end := block[4]+m[4], block[4]+m[5]
			tokens[name] = token{name, string(sheet[start:end]), start, end, own, inDark}
		}
	}
}
