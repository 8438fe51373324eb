package site

import (
	"reflect"

	"mentorbook/generator/source"
)

// Audience is who a build is for. Each one sees everything that the ones
// before it see, but for the pairs of sensitive programs.
type Audience uint8

// The audiences, from the widest to the narrowest.
const (
	Public       Audience = iota // all staff
	Participants                 // mentors and mentees
	Organizers                   // L&D
)

var audienceNames = []string{"public", "participants", "organizers"}

// Audiences lists those that a build can have.
func Audiences() []Audience { return []Audience{Public, Participants, Organizers} }

// ParseAudience returns the audience of that name.
func ParseAudience(name string) (Audience, bool) {
	for i, n := range audienceNames {
		if n == name {
			return Audience(i), true
		}
	}
	return 0, false
}

func (a Audience) String() string { return audienceNames[a] }

// AudienceNames lists the names that ParseAudience knows.
func AudienceNames() []string { return audienceNames }

// audienceOf reads the audience of a document, which was checked when it was
// read; nothing written means public.
func audienceOf(doc *source.Document) Audience {
	a, _ := ParseAudience(doc.Audience)
	return a
}

// level is who may see a field, and what a reader may see: every level up to
// their own.
type level uint8

// The levels, by the letter or word of their tag.
const (
	open   level = iota // p, or no tag: everybody
	shared              // c: mentors and mentees
	own                 // own: the pair that it is about
	office              // o: organizers
	never               // n: no build; only validation and matching
)

// level is what a reader of a portal may see of what belongs to no pair.
func (a Audience) level() level { return []level{open, shared, office}[a] }

// levelOf reads a level tag.
func levelOf(tag reflect.StructTag) level {
	switch tag.Get("level") {
	case "c":
		return shared
	case "own":
		return own
	case "o":
		return office
	case "n":
		return never
	}
	return open
}

// restrict returns a deep copy of v without the fields above the reader's level.
// A field counts as at least floor: in a sensitive program what participants
// would see is the pair's own.
func restrict[T any](v T, reader, floor level) T {
	out := reflect.New(reflect.TypeFor[T]()).Elem()
	restrictInto(out, reflect.ValueOf(v), reader, floor)
	return out.Interface().(T)
}

func restrictInto(out, in reflect.Value, reader, floor level) {
	switch in.Kind() {
	case reflect.Pointer:
		if !in.IsNil() {
			out.Set(reflect.New(in.Type().Elem()))
			restrictInto(out.Elem(), in.Elem(), reader, floor)
		}
	case reflect.Slice:
		if !in.IsNil() {
			out.Set(reflect.MakeSlice(in.Type(), in.Len(), in.Len()))
			for i := range in.Len() {
				restrictInto(out.Index(i), in.Index(i), reader, floor)
			}
		}
	case reflect.Struct:
		if !leveled(in.Type()) {
			out.Set(in)
			return
		}
		for i := range in.NumField() {
			field := in.Type().Field(i)
			if field.Anonymous || raise(levelOf(field.Tag), floor) <= reader {
				restrictInto(out.Field(i), in.Field(i), reader, floor)
			}
		}
	default:
		out.Set(in)
	}
}

// raise lifts what is not for everybody to floor.
func raise(l, floor level) level {
	if l == open {
		return open
	}
	return max(l, floor)
}

// leveled reports whether values of a type are read field by field: those that
// package source decodes from a mapping.
func leveled(t reflect.Type) bool {
	_, ok := t.FieldByName("Node")
	return ok
}
