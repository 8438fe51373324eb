package source

import (
	"errors"
	"reflect"
	"strings"
	"time"

	"gopkg.in/yaml.v3"

	"mentorbook/generator/schedule"
)

func decodeInto[T any](d *decoder, n *yaml.Node, target *T, path []any) bool {
	return d.decode(n, reflect.ValueOf(target).Elem(), path)
}

// decodeFields reads a mapping into a struct that has a decode method of its
// own for other forms.
func decodeFields[T any](d *decoder, n *yaml.Node, target *T, path []any) bool {
	return d.mapping(n, reflect.ValueOf(target).Elem(), path)
}

// parsed reads a scalar with one of schedule's parsers. It returns false when
// the type of v has none, as the second result.
func (d *decoder) parsed(n *yaml.Node, v reflect.Value) (ok, known bool) {
	var value any
	var err error
	switch v.Interface().(type) {
	case schedule.Date:
		value, err = schedule.ParseDate(n.Value)
	case schedule.Offset:
		value, err = schedule.ParseOffset(n.Value)
	case schedule.Start:
		value, err = schedule.ParseStart(n.Value)
	case time.Weekday:
		value, err = schedule.ParseWeekday(n.Value)
	default:
		return false, false
	}
	if _, isScalar := d.scalar(n, "a date or a time"); !isScalar {
		return false, true
	}
	if d.syntaxError(n, err) {
		return false, true
	}
	v.Set(reflect.ValueOf(value))
	return true, true
}

// syntaxCode is the code of a value of package schedule that cannot be read.
var syntaxCode = map[string]string{
	"date": "bad-date", "distance from the start": "bad-distance-from-the-start", "session start": "bad-session-start",
	"session status": "bad-session-status", "time of day": "bad-time-of-day", "weekday": "bad-weekday",
}

func (d *decoder) syntaxError(n *yaml.Node, err error) bool {
	var syntax *schedule.SyntaxError
	if !errors.As(err, &syntax) {
		return false
	}
	d.list.Errorf(d.block.Span(n), syntaxCode[syntax.What], syntax.Want, "%s", syntax.Message())
	return true
}

// Clock is a time of day.
type Clock struct{ Hour, Minute int }

func (c *Clock) decode(d *decoder, n *yaml.Node, _ []any) bool {
	s, ok := d.scalar(n, "a time of day")
	if !ok {
		return false
	}
	var err error
	c.Hour, c.Minute, err = schedule.ParseClock(s)
	return !d.syntaxError(n, err)
}

// Zone is a time zone by its IANA name. The zero Zone is no zone.
type Zone struct{ location *time.Location }

// Location returns the zone, or fallback when none was given.
func (z Zone) Location(fallback *time.Location) *time.Location {
	if z.location == nil {
		return fallback
	}
	return z.location
}

// zoneHint names the zone that Indonesians call by three letters.
func zoneHint(s string) string {
	switch strings.ToUpper(strings.TrimSpace(s)) {
	case "WIB":
		return "write Asia/Jakarta"
	case "WITA":
		return "write Asia/Makassar"
	case "WIT":
		return "write Asia/Jayapura"
	}
	return "write an IANA name such as Asia/Jakarta, Asia/Makassar, Asia/Jayapura or UTC"
}

func (z *Zone) decode(d *decoder, n *yaml.Node, _ []any) bool {
	s, ok := d.scalar(n, "a time zone")
	if !ok {
		return false
	}
	location, err := time.LoadLocation(s)
	if err != nil || s == "" || s == "Local" {
		d.list.Errorf(d.block.Span(n), "unknown-timezone", zoneHint(s), "%q is not a time zone", s)
		return false
	}
	z.location = location
	return true
}
