// Package brand is about the colours of a theme.
//
// A company's colour goes in, and the tokens of its brand come out, for light pages
// and for dark ones ([New]); style sheets go in, and what of their text cannot be
// read comes out ([Faults]). The package refuses a colour in which text could not be
// read, and says the nearest in which it could. It knows no file and no theme but
// the names of the tokens.
package brand

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// Colour is a colour of sRGB, each channel from 0 to 255.
type Colour [3]uint8

// Parse reads a colour such as #0d6a62 or #fff.
func Parse(text string) (c Colour, ok bool) {
	digits, found := strings.CutPrefix(strings.TrimSpace(text), "#")
	if len(digits) == 3 {
		digits = string([]byte{digits[0], digits[0], digits[1], digits[1], digits[2], digits[2]})
	}
	rgb, err := strconv.ParseUint(digits, 16, 32)
	if err != nil || !found || len(digits) != 6 {
		return c, false
	}
	return Colour{uint8(rgb >> 16), uint8(rgb >> 8), uint8(rgb)}, true
}

func (c Colour) String() string { return fmt.Sprintf("#%02x%02x%02x", c[0], c[1], c[2]) }

// Enough is the contrast that text needs: WCAG 2.2, 1.4.3.
const Enough = 4.5

// Contrast is the contrast ratio of two colours, from 1 to 21, as WCAG 2.2 has it.
func Contrast(a, b Colour) float64 {
	x, y := a.luminance(), b.luminance()
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

func (c Colour) luminance() float64 {
	return 0.2126*linear(c[0]) + 0.7152*linear(c[1]) + 0.0722*linear(c[2])
}

func linear(channel uint8) float64 {
	c := float64(channel) / 255
	if c <= 0.04045 {
		return c / 12.92
	}
	return math.Pow((c+0.055)/1.055, 2.4)
}

// lch is a colour as people see it: lightness from 0 to 1, chroma from 0, hue in
// radians. It is Oklab, by Björn Ottosson, in polar coordinates.
type lch struct{ l, c, h float64 }

func (c Colour) lch() lch {
	r, g, b := linear(c[0]), linear(c[1]), linear(c[2])
	l := math.Cbrt(0.4122214708*r + 0.5363325363*g + 0.0514459929*b)
	m := math.Cbrt(0.2119034982*r + 0.6806995451*g + 0.1073969566*b)
	s := math.Cbrt(0.0883024619*r + 0.2817188376*g + 0.6299787005*b)
	a := 1.9779984951*l - 2.4285922050*m + 0.4505937099*s
	d := 0.0259040371*l + 0.7827717662*m - 0.8086757660*s
	return lch{0.2104542553*l + 0.7936177850*m - 0.0040720468*s, math.Hypot(a, d), math.Atan2(d, a)}
}

// colour is the colour of sRGB of that lightness and hue, with as much of the chroma
// as there is.
func (x lch) colour() Colour {
	if c, ok := x.exact(); ok {
		return c
	}
	low, high := 0.0, x.c
	for range 20 {
		x.c = (low + high) / 2
		if _, ok := x.exact(); ok {
			low = x.c
		} else {
			high = x.c
		}
	}
	x.c = low
	c, _ := x.exact()
	return c
}

// exact is the colour, if sRGB has it.
func (x lch) exact() (out Colour, ok bool) {
	a, b := x.c*math.Cos(x.h), x.c*math.Sin(x.h)
	l := math.Pow(x.l+0.3963377774*a+0.2158037573*b, 3)
	m := math.Pow(x.l-0.1055613458*a-0.0638541728*b, 3)
	s := math.Pow(x.l-0.0894841775*a-1.2914855480*b, 3)
	ok = true
	for i, channel := range [3]float64{
		4.0767416621*l - 3.3077115913*m + 0.2309699292*s,
		-1.2684380046*l + 2.6097574011*m - 0.3413193965*s,
		-0.0041960863*l - 0.7034186147*m + 1.7076147010*s,
	} {
		if channel > 0.0031308 {
			channel = 1.055*math.Pow(channel, 1/2.4) - 0.055
		} else {
			channel *= 12.92
		}
		ok = ok && channel > -0.001 && channel < 1.001
		out[i] = uint8(math.Round(255 * min(max(channel, 0), 1)))
	}
	return out, ok
}

// nearest is the colour nearest to c, in lightness, that has enough contrast with
// all others; there may be none.
func nearest(c Colour, others []Colour) (Colour, bool) {
	if readable(c, others) {
		return c, true
	}
	was := c.lch()
	var found []lch
	for _, end := range []float64{0, 1} {
		good, bad := end, was.l
		at := func(l float64) Colour { return lch{l, was.c, was.h}.colour() }
		if !readable(at(good), others) {
			continue
		}
		for range 20 {
			if middle := (good + bad) / 2; readable(at(middle), others) {
				good = middle
			} else {
				bad = middle
			}
		}
		found = append(found, lch{good, was.c, was.h})
	}
	switch {
	case len(found) == 0:
		return c, false
	case len(found) == 2 && math.Abs(found[1].l-was.l) < math.Abs(found[0].l-was.l):
		return found[1].colour(), true
	}
	return found[0].colour(), true
}

func readable(c Colour, others []Colour) bool {
	for _, other := range others {
		if Contrast(c, other) < Enough {
			return false
		}
	}
	return true
}
