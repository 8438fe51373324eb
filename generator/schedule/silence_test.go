package schedule_test

import (
	"testing"

	"mentorbook/generator/schedule"
)

// TestTwiceCancelled: two cancellations in a row are a matter until the pair meets.
func TestTwiceCancelled(t *testing.T) {
	letters := map[rune]schedule.Status{'p': schedule.Planned, 'd': schedule.Done, 'm': schedule.Moved, 'c': schedule.Cancelled}
	for plan, want := range map[string]string{
		"": "", "c": "", "cc": "1 2", "cpc": "", "cmc": "", "dccp": "2 3", "dccm": "2 3", "ccc": "2 3", "ccpcc": "4 5", "ccd": "", "ccdc": "", "ccdcc": "4 5",
	} {
		var sessions []schedule.Session
		for i, letter := range plan {
			sessions = append(sessions, schedule.Session{ID: string(rune('1' + i)), Status: letters[letter]})
		}
		got := ""
		if first, second, twice := schedule.TwiceCancelled(sessions); twice {
			got = first.ID + " " + second.ID
		}
		if got != want {
			t.Errorf("of %q, sessions %q were cancelled twice in a row; want %q", plan, got, want)
		}
	}
}
