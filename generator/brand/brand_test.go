package brand_test

import (
	"errors"
	"fmt"
	"math/rand"
	"os"
	"strings"
	"testing"

	"mentorbook/generator/brand"
)

func base(t testing.TB) []byte {
	t.Helper()
	data, err := os.ReadFile("../../themes/default/assets/style.css/01-tokens.css")
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func TestContrast(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want string
	}{{"#000", "#ffffff", "21.00"}, {"#fff", "#fff", "1.00"}, {"#767676", "#fff", "4.54"}, {"#0d6a62", "#fbf8f2", "6.09"}} {
		a, _ := brand.Parse(c.a)
		b, _ := brand.Parse(c.b)
		if got := fmt.Sprintf("%.2f", brand.Contrast(a, b)); got != c.want {
			t.Errorf("%s on %s: %s, want %s", c.a, c.b, got, c.want)
		}
	}
	for _, bad := range []string{"", "fff", "#ff", "#ggg", "#1234567", "red", "#12345"} {
		if c, ok := brand.Parse(bad); ok {
			t.Errorf("%q is %s", bad, c)
		}
	}
}

// TestBrandCanBeRead makes brands of random colours: each has either enough contrast
// everywhere, in light and in dark, or is refused, and then the nearest has.
func TestBrandCanBeRead(t *testing.T) {
	random, sheet := rand.New(rand.NewSource(1)), base(t)
	for range 400 {
		first := brand.Colour{uint8(random.Intn(256)), uint8(random.Intn(256)), uint8(random.Intn(256))}
		b, err := brand.New(sheet, first, nil)
		var u *brand.Unreadable
		if errors.As(err, &u) {
			b, err = brand.New(sheet, u.Nearest, nil)
		}
		if err != nil {
			t.Fatalf("%s: %v", first, err)
		}
		if faults := brand.Faults(sheet, []byte(css(b))); len(faults) > 0 {
			t.Fatalf("%s\n%s\n%+v", first, css(b), faults)
		}
	}
}

func css(b brand.Brand) string {
	block := func(tokens map[string]brand.Colour) string {
		var out strings.Builder
		for name, c := range tokens {
			fmt.Fprintf(&out, "--%s: %s;\n", name, c)
		}
		return ":root {" + out.String() + "}"
	}
	return block(b.Light) + "\n@media screen and (prefers-color-scheme: dark) { " + block(b.Dark) + " }"
}

func TestFaults(t *testing.T) {
	for _, c := range []struct{ sheet, want string }{
		{"", ""},
		{":root { --mentor: #1f4fa3; --mentor-tint: #e6edf9; }\n@media (prefers-color-scheme: dark) { :root { --mentor: #9dbdf7; --mentor-tint: #1b2a47; --on-accent: #101a2c; } }", ""},
		{":root { --mentor: #ffd54a; }", "mentor #ffd54a ground"},
		{":root { --mentor: #ffd54a; --mentor-tint: #fff0c0; }", "mentor #ffd54a ground"},
		{":root { --mentor: #1f4fa3; --mentor-tint: #557; }", "mentor #1f4fa3 surface dark always, mentor-tint #557 soft"},
		{":root { --mentor: #1f4fa3; }", "mentor #1f4fa3 mentor-tint dark always"},
		{"/* --mentor: #fff; */ :root { --mentor: rgb(255 213 74); }", ""},
		{":root { --accent: #ffd54a; }", "accent #ffd54a ground"},
		{"@media print { :root { --mentor: #fff; } }", ""},
		{":root { --ink: var(--soft); --soft: #cccccc; }", "soft #cccccc mentee-tint"},
		{":root { --ink: var(--ink); }", ""},
	} {
		var got []string
		for _, f := range brand.Faults(base(t), []byte(c.sheet)) {
			text := f.Name + " " + c.sheet[f.Start:f.End] + " " + f.Other
			if f.Dark {
				text += " dark"
			}
			if f.Always {
				text += " always"
			}
			got = append(got, text)
		}
		if strings.Join(got, ", ") != c.want {
			t.Errorf("%s\n got %v\nwant %s", c.sheet, got, c.want)
		}
	}
}
