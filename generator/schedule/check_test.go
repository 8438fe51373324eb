package schedule_test

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"
	"time"

	"mentorbook/generator/schedule"
)

func TestCheckReportsWhatPeopleShouldLookAt(t *testing.T) {
	slot := &schedule.WeeklyTime{Day: time.Monday, Hour: 10}
	fixed := func(id, starts string) schedule.Override {
		return schedule.Override{ID: id, Starts: start(starts)}
	}
	cancelled := func(id string) schedule.Override {
		return schedule.Override{ID: id, Status: schedule.Cancelled}
	}
	everClosed := schedule.Cohort{Starts: date("2026-02-02"), Ends: date("2026-07-31"), Closed: []schedule.Closed{closed("2026-01-01", "2029-01-01")}}

	for _, test := range []struct {
		name   string
		cohort schedule.Cohort
		plan   []schedule.Item
		pair   schedule.Pair
		want   []schedule.Problem
	}{
		{
			name: "a plan that holds", cohort: spring(), plan: items("P0W", "P3W", "P6W"),
			pair: schedule.Pair{Slot: slot},
		},
		{
			name: "override of no item", cohort: spring(), plan: items("P0W"),
			pair: schedule.Pair{Overrides: []schedule.Override{{ID: "s9"}, {ID: "s1"}}},
			want: []schedule.Problem{{Kind: schedule.UnknownOverride, ID: "s9"}},
		},
		{
			name: "no open day, reported alone", cohort: everClosed, plan: items("P0W", "P0W"),
			want: []schedule.Problem{{Kind: schedule.NoOpenDay, ID: "s1"}, {Kind: schedule.NoOpenDay, ID: "s2"}},
		},
		{
			name: "before and after the cohort", cohort: spring(), plan: items("P0W", "P30W"),
			pair: schedule.Pair{Overrides: []schedule.Override{fixed("s1", "2026-02-01")}},
			want: []schedule.Problem{{Kind: schedule.OutsideCohort, ID: "s1"}, {Kind: schedule.OutsideCohort, ID: "s2"}},
		},
		{
			// 31 July 2026 is a Friday.
			name: "the cohort's last day is inside", cohort: spring(), plan: items("P179D"),
		},
		{
			name: "moved past the end", cohort: spring(), plan: items("P179D"),
			pair: schedule.Pair{Slot: slot},
			want: []schedule.Problem{{Kind: schedule.OutsideCohort, ID: "s1"}},
		},
		{
			name: "fixed on a closed day", cohort: spring(), plan: items("P6W"),
			pair: schedule.Pair{Overrides: []schedule.Override{fixed("s1", "2026-03-23T10:00")}},
			want: []schedule.Problem{{Kind: schedule.FixedOnClosedDay, ID: "s1", Closed: lebaran}},
		},
		{
			name: "fixed on a weekend is their choice", cohort: spring(), plan: items("P5W"),
			pair: schedule.Pair{Overrides: []schedule.Override{fixed("s1", "2026-03-14")}},
		},
		{
			name: "cancelled on a closed day outside the cohort is no matter", cohort: spring(), plan: items("P40W"),
			pair: schedule.Pair{Overrides: []schedule.Override{cancelled("s1")}},
		},
		{
			name: "one session put off is one problem", cohort: spring(), plan: items("P0W", "P2W", "P4W"),
			pair: schedule.Pair{Slot: slot, Overrides: []schedule.Override{fixed("s1", "2026-06-02T10:00")}},
			want: []schedule.Problem{{Kind: schedule.OutOfOrder, ID: "s2", Other: "s1"}},
		},
		{
			name: "out of order within a day", cohort: spring(), plan: items("P0W", "P2W"),
			pair: schedule.Pair{Overrides: []schedule.Override{fixed("s1", "2026-02-16T14:00"), fixed("s2", "2026-02-16T09:00")}},
			want: []schedule.Problem{{Kind: schedule.OutOfOrder, ID: "s2", Other: "s1"}},
		},
		{
			name: "out of order is seen past a cancelled one", cohort: spring(), plan: items("P0W", "P2W", "P4W"),
			pair: schedule.Pair{Slot: slot, Overrides: []schedule.Override{fixed("s1", "2026-06-02T10:00"), cancelled("s2")}},
			want: []schedule.Problem{{Kind: schedule.OutOfOrder, ID: "s3", Other: "s1"}},
		},
		{
			// The 23rd is closed, so both weekly sessions are due on the 30th.
			name: "pushed into the next session's hour", cohort: spring(), plan: items("P7W", "P8W"),
			pair: schedule.Pair{Slot: slot},
			want: []schedule.Problem{{Kind: schedule.SameTime, ID: "s2", Other: "s1"}},
		},
		{
			name: "pushed onto the next session's day", cohort: spring(), plan: items("P45D", "P49D"),
			want: []schedule.Problem{{Kind: schedule.SameTime, ID: "s2", Other: "s1"}},
		},
		{
			name: "two on one day by plan", cohort: spring(), plan: items("P3W", "P3W"),
		},
		{
			name: "overlapping hours", cohort: spring(), plan: items("P0W", "P2W"),
			pair: schedule.Pair{Overrides: []schedule.Override{fixed("s1", "2026-02-16T10:00"), fixed("s2", "2026-02-16T10:30")}},
			want: []schedule.Problem{{Kind: schedule.SameTime, ID: "s2", Other: "s1"}},
		},
		{
			name: "one right after the other", cohort: spring(), plan: items("P0W", "P2W"),
			pair: schedule.Pair{Overrides: []schedule.Override{fixed("s1", "2026-02-16T10:00"), fixed("s2", "2026-02-16T10:45")}},
		},
		{
			name: "the same time as an earlier one that is not the last", cohort: spring(), plan: items("P0W", "P2W", "P4W"),
			pair: schedule.Pair{Slot: slot, Overrides: []schedule.Override{fixed("s1", "2026-03-02T10:15")}},
			want: []schedule.Problem{
				{Kind: schedule.OutOfOrder, ID: "s2", Other: "s1"},
				{Kind: schedule.SameTime, ID: "s3", Other: "s1"},
			},
		},
		{
			name: "cancellations", cohort: spring(), plan: items("P0W", "P2W", "P4W", "P6W", "P8W"),
			pair: schedule.Pair{Overrides: []schedule.Override{cancelled("s1"), cancelled("s2"), cancelled("s3"), cancelled("s5")}},
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			sessions := schedule.Plan(test.cohort, test.plan, test.pair)
			if got := schedule.Check(test.cohort, test.pair, sessions); !reflect.DeepEqual(got, test.want) {
				t.Errorf("problems %+v, want %+v", got, test.want)
			}
		})
	}
}

func TestOverlapsFindPeopleExpectedTwice(t *testing.T) {
	for _, test := range []struct {
		name     string
		bookings []schedule.Booking
		want     []schedule.Overlap
	}{
		{
			name:     "one mentor of two pairs at one hour",
			bookings: []schedule.Booking{booking("p2", "ana", "cici", "10:30"), booking("p1", "ana", "budi", "10:00")},
			want:     []schedule.Overlap{overlap("ana", "p1", "p2")},
		},
		{
			name:     "mentor here and mentee there",
			bookings: []schedule.Booking{booking("p1", "ana", "budi", "10:00"), booking("p2", "budi", "cici", "10:00")},
			want:     []schedule.Overlap{overlap("budi", "p1", "p2")},
		},
		{
			name:     "one after the other",
			bookings: []schedule.Booking{booking("p1", "ana", "budi", "10:00"), booking("p2", "ana", "cici", "10:45")},
		},
		{
			name:     "different people",
			bookings: []schedule.Booking{booking("p1", "ana", "budi", "10:00"), booking("p2", "cici", "dedi", "10:00")},
		},
		{
			name:     "a pair with itself is for Check",
			bookings: []schedule.Booking{booking("p1", "ana", "budi", "10:00", "10:15")},
		},
		{
			name:     "another pair behind one's own session",
			bookings: []schedule.Booking{booking("p2", "ana", "cici", "10:00"), booking("p1", "ana", "budi", "10:10", "10:40")},
			want: []schedule.Overlap{
				overlap("ana", "p2", "p1"),
				{Person: "ana", Earlier: schedule.Appointment{Pair: "p2", Session: "s1"}, Later: schedule.Appointment{Pair: "p1", Session: "s2"}},
			},
		},
		{
			name:     "three at once are two reports",
			bookings: []schedule.Booking{booking("p1", "ana", "budi", "10:00"), booking("p2", "ana", "cici", "10:00"), booking("p3", "ana", "dedi", "10:00")},
			want:     []schedule.Overlap{overlap("ana", "p1", "p2"), overlap("ana", "p2", "p3")},
		},
		{
			name: "days and cancelled sessions take no time",
			bookings: []schedule.Booking{
				booking("p1", "ana", "budi", "10:00"),
				{Pair: "p2", People: [2]string{"ana", "cici"}, Sessions: schedule.Plan(spring(), items("P0W"), schedule.Pair{})},
				{Pair: "p3", People: [2]string{"ana", "dedi"}, Sessions: schedule.Plan(spring(), items("P0W"), schedule.Pair{
					Overrides: []schedule.Override{{ID: "s1", Starts: start("2026-02-02T10:00"), Status: schedule.Cancelled}},
				})},
			},
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := schedule.Overlaps(test.bookings); !reflect.DeepEqual(got, test.want) {
				t.Errorf("overlaps %+v, want %+v", got, test.want)
			}
		})
	}
}

func TestOverlapsAreFoundAcrossZones(t *testing.T) {
	at := func(pair, starts, zoneName string) schedule.Booking {
		return schedule.Booking{Pair: pair, People: [2]string{"ana", pair}, Sessions: schedule.Plan(spring(), items("P0W"), schedule.Pair{
			Location:  zone(t, zoneName),
			Overrides: []schedule.Override{{ID: "s1", Starts: start(starts)}},
		})}
	}
	got := schedule.Overlaps([]schedule.Booking{at("p1", "2026-02-02T16:00", "Asia/Jakarta"), at("p2", "2026-02-02T10:00", "Europe/Berlin")})
	if want := []schedule.Overlap{overlap("ana", "p1", "p2")}; !reflect.DeepEqual(got, want) {
		t.Errorf("overlaps %+v, want %+v", got, want)
	}
}

// TestOverlapsReportEveryDoubleBookedSession compares with looking at every
// two sessions, and with the same input in another order.
func TestOverlapsReportEveryDoubleBookedSession(t *testing.T) {
	for seed := range uint64(500) {
		r := rand.New(rand.NewPCG(seed, 2))
		var bookings []schedule.Booking
		for i := range 1 + r.IntN(5) {
			var hours []string
			for range 1 + r.IntN(4) {
				hours = append(hours, fmt.Sprintf("%02d:%02d", 8+r.IntN(4), 15*r.IntN(4)))
			}
			b := booking(fmt.Sprintf("p%d", i), "ana", fmt.Sprintf("mentee%d", i), hours...)
			for j := range b.Sessions {
				b.Sessions[j].End = b.Sessions[j].Start.Add(time.Duration(1+r.IntN(120)) * time.Minute)
			}
			bookings = append(bookings, b)
		}
		got := schedule.Overlaps(bookings)

		// A session is double booked when another pair's began before it, or
		// at the same moment and earlier in the order, and still runs.
		want := map[schedule.Appointment]bool{}
		forEach(bookings, func(a schedule.Appointment, s schedule.Session) {
			forEach(bookings, func(b schedule.Appointment, u schedule.Session) {
				first := u.Start.Before(s.Start) || u.Start.Equal(s.Start) && b.Pair < a.Pair
				if a.Pair != b.Pair && first && s.Start.Before(u.End) {
					want[a] = true
				}
			})
		})
		reported := map[schedule.Appointment]bool{}
		for _, o := range got {
			reported[o.Later] = true
		}
		if len(got) != len(want) || !reflect.DeepEqual(reported, want) {
			t.Fatalf("seed %d: reported %v, want %v", seed, reported, want)
		}

		slices.Reverse(bookings)
		for _, b := range bookings {
			slices.Reverse(b.Sessions)
		}
		if again := schedule.Overlaps(bookings); !reflect.DeepEqual(again, got) {
			t.Fatalf("seed %d: the order of bookings and sessions shows", seed)
		}
	}
}

func forEach(bookings []schedule.Booking, visit func(schedule.Appointment, schedule.Session)) {
	for _, b := range bookings {
		for _, s := range b.Sessions {
			visit(schedule.Appointment{Pair: b.Pair, Session: s.ID}, s)
		}
	}
}

// BenchmarkOverlaps compares 24,000 sessions of people with two pairs each.
func BenchmarkOverlaps(b *testing.B) {
	plan := items("P0W", "P2W", "P4W", "P6W", "P8W", "P10W", "P12W", "P14W", "P16W", "P18W", "P20W", "P22W")
	var bookings []schedule.Booking
	for i := range 2000 {
		slot := &schedule.WeeklyTime{Day: weekdays[1+i%5], Hour: 8 + i%9}
		bookings = append(bookings, schedule.Booking{
			Pair:     fmt.Sprint("p", i),
			People:   [2]string{fmt.Sprint("mentor", i/2), fmt.Sprint("mentee", i)},
			Sessions: schedule.Plan(spring(), plan, schedule.Pair{Slot: slot}),
		})
	}
	for b.Loop() {
		schedule.Overlaps(bookings)
	}
}

// booking returns a pair that meets on the cohort's first day at the given
// hours, for 45 minutes each.
func booking(pair, mentor, mentee string, hours ...string) schedule.Booking {
	var plan []schedule.Item
	var overrides []schedule.Override
	for i, hour := range hours {
		item := schedule.Item{ID: fmt.Sprintf("s%d", i+1), Minutes: 45}
		plan = append(plan, item)
		overrides = append(overrides, schedule.Override{ID: item.ID, Starts: start("2026-02-02T" + hour)})
	}
	return schedule.Booking{
		Pair:     pair,
		People:   [2]string{mentor, mentee},
		Sessions: schedule.Plan(spring(), plan, schedule.Pair{Overrides: overrides}),
	}
}

func overlap(person, earlier, later string) schedule.Overlap {
	return schedule.Overlap{
		Person:  person,
		Earlier: schedule.Appointment{Pair: earlier, Session: "s1"},
		Later:   schedule.Appointment{Pair: later, Session: "s1"},
	}
}
