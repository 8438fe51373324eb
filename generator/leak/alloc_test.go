//go:build !race

// The race detector makes sync.Pool forget things on purpose.

package leak_test

import (
	"testing"

	"mentorbook/generator/leak"
)

func TestCleanPageCostsNoAllocation(t *testing.T) {
	s := leak.New(people(1000))
	page := cleanPage(20 << 10)
	if n := testing.AllocsPerRun(50, func() { s.Scan("guides/how-it-works.html", page) }); n >= 1 {
		t.Errorf("%v allocations a page", n)
	}
}
