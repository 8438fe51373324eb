package leak_test

import (
	"bytes"
	"slices"
	"testing"

	"mentorbook/generator/leak"
)

func FuzzScan(f *testing.F) {
	for _, e := range encoders {
		f.Add(e.path, []byte(e.encode("Ann Example & “José”")))
	}
	s := leak.New(append(secrets(false, "Ann Example", "José", "o b"), secrets(true, "may", "x y")...))
	f.Fuzz(func(t *testing.T, path string, data []byte) {
		copied := bytes.Clone(data)
		first := s.Scan(path, data)
		if !bytes.Equal(data, copied) {
			t.Fatal("data changed")
		}
		for i, n := range first {
			if n < 0 || n > 4 || i > 0 && n <= first[i-1] {
				t.Fatalf("hits %v are not sorted indexes", first)
			}
		}
		if again := s.Scan(path, data); !slices.Equal(first, again) {
			t.Fatalf("hits %v, then %v", first, again)
		}
		// What holds a NUL is binary, and short secrets are not looked for there.
		if plain := s.Scan("x.txt", data); plain == nil && bytes.IndexByte(data, 0) < 0 && len(s.Find(data)) > 0 {
			t.Fatal("found by Find, not by Scan")
		}
	})
}

func FuzzFind(f *testing.F) {
	f.Add("Ann Example", []byte("Ask **Ann** Example"))
	f.Add("José", []byte("Jose\u0301"))
	f.Fuzz(func(t *testing.T, value string, text []byte) {
		s := leak.New(secrets(false, value, "Ann Example"))
		last := leak.Match{}
		for _, m := range s.Find(text) {
			if m.Start < last.Start || m.Start >= m.End || m.End > len(text) || m.Secret < 0 || m.Secret > 1 {
				t.Fatalf("match %v after %v in %d bytes", m, last, len(text))
			}
			found := text[m.Start:m.End]
			if got := s.Scan("x", found); bytes.IndexByte(found, 0) < 0 && !slices.Contains(got, m.Secret) {
				t.Fatalf("match %v: %q does not hold it", m, found)
			}
			last = m
		}
		if only := leak.New(secrets(false, value)); !only.Empty() && len(only.Find([]byte(value))) == 0 {
			t.Fatalf("%q is not found in itself", value)
		}
	})
}
