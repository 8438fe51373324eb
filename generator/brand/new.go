package brand

import (
	"fmt"
	"math"
)

// Brand is the colours of a brand, by token, and the least contrast that its text has
// on light pages and on dark ones.
type Brand struct {
	Light, Dark           map[string]Colour
	LeastLight, LeastDark float64
}

// Unreadable says that text could not be read in a colour.
type Unreadable struct {
	Colour   Colour
	Contrast float64 // the least that it has
	Nearest  Colour
}

func (u *Unreadable) Error() string {
	return fmt.Sprintf("text in %s cannot be read: its contrast is %.1f to 1, and it takes %.1f; the nearest that can be read is %s", u.Colour, u.Contrast, Enough, u.Nearest)
}

// The tokens of a brand: a light page's colours are as they are given, and what goes
// with them is found at these lightnesses, with at most this chroma. On a dark page
// the same hues are light.
var (
	tint      = lch{l: 0.95, c: 0.03}
	onDark    = lch{l: 0.80, c: 0.12}
	tintDark  = lch{l: 0.29, c: 0.05}
	inkOnDark = lch{l: 0.21, c: 0.03}
)

// of is the hue of a colour in a lightness.
func (x lch) of(c Colour) Colour {
	own := c.lch()
	return lch{x.l, min(x.c, own.c), own.h}.colour()
}

// New returns the tokens of a brand. The first colour is that of mentors, links and
// buttons, the second that of mentees; without one it is the one of the sheet that
// holds without the brand, or, where that is much like the first, another. The error
// is an [Unreadable].
func New(base []byte, first Colour, second *Colour) (Brand, error) {
	light, dark := map[string]token{}, map[string]token{}
	addTokens(light, base, false, false)
	addTokens(dark, base, true, false)
	b := Brand{map[string]Colour{}, map[string]Colour{}, math.Inf(1), math.Inf(1)}
	if err := b.add("mentor", first, light, dark); err != nil {
		return b, err
	}
	b.Dark["on-accent"] = inkOnDark.of(first)
	if second == nil {
		usual, _ := Parse(light["mentee"].value)
		if !alike(first, usual) {
			return b, nil
		}
		other := usual.lch()
		other.h += 2.6
		found := other.colour()
		found, _ = nearest(found, grounds(light, tint.of(found)))
		second = &found
	}
	return b, b.add("mentee", *second, light, dark)
}

// add adds the colour of a role.
func (b *Brand) add(role string, c Colour, light, dark map[string]token) error {
	on := grounds(light, tint.of(c))
	if !readable(c, on) {
		u := &Unreadable{Colour: c, Contrast: least(c, on)}
		u.Nearest, _ = nearest(c, on)
		return u
	}
	b.Light[role], b.Light[role+"-tint"] = c, tint.of(c)
	b.Dark[role+"-tint"] = tintDark.of(c)
	inDark := append(grounds(dark, b.Dark[role+"-tint"]), inkOnDark.of(c))
	b.Dark[role], _ = nearest(onDark.of(c), inDark)
	b.LeastLight = min(b.LeastLight, least(c, on))
	b.LeastDark = min(b.LeastDark, least(b.Dark[role], inDark))
	return nil
}

// least is the least contrast that a colour has with others.
func least(c Colour, others []Colour) float64 {
	out := math.Inf(1)
	for _, other := range others {
		out = min(out, Contrast(c, other))
	}
	return out
}

// grounds are what a role's colour is on, and, of a light page, the text on it.
func grounds(tokens map[string]token, tint Colour) []Colour {
	out := make([]Colour, 0, 5)
	for _, name := range []string{"paper", "surface", "ground", "on-accent"} {
		t, _ := resolve(tokens, name)
		c, _ := Parse(t.value)
		out = append(out, c)
	}
	return append(out, tint)
}

// alike reports whether two colours would be taken for one.
func alike(a, b Colour) bool {
	x, y := a.lch(), b.lch()
	return min(x.c, y.c) > 0.03 && math.Abs(math.Remainder(x.h-y.h, 2*math.Pi)) < 0.7
}
