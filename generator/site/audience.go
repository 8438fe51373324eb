package site

import (
	"reflect"

	"mentorbook/generator/source"
)

// Audience is who a build is for. Each one sees everything that the ones
// before it see.
type Audience uint8

// The audiences, from the widest to the narrowest.
const (
	Public       Audience = iota // all staff
	Participants                 // mentors and mentees
	Organizers                   // L&D
	never                        // no build has it: only validation and matching do
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

// levelOf reads a level tag.
func levelOf(tag reflect.StructTag) Audience {
	switch tag.Get("level") {
	case "c":
		return Participants
	case "o":
		return Organizers
	case "n":
		return never
	}
	return Public
}

// restrict returns a deep copy of v without the fields above audience a. A
// field counts as at least floor: in a sensitive program what participants
// would see is for organizers.
func restrict[T any](v T, a, floor Audience) T {
	out := reflect.New(reflect.TypeFor[T]()).Elem()
	restrictInto(out, reflect.ValueOf(v), a, floor)
	return out.Interface().(T)
}

func restrictInto(out, in reflect.Value, a, floor Audience) {
	switch in.Kind() {
	case reflect.Pointer:
		if !in.IsNil() {
			out.Set(reflect.New(in.Type().Elem()))
			restrictInto(out.Elem(), in.Elem(), a, floor)
		}
	case reflect.Slice:
		if !in.IsNil() {
			out.Set(reflect.MakeSlice(in.Type(), in.Len(), in.Len()))
			for i := range in.Len() {
				restrictInto(out.Index(i), in.Index(i), a, floor)
			}
		}
	case reflect.Struct:
		if !leveled(in.Type()) {
			out.Set(in)
			return
		}
		for i := range in.NumField() {
			field := in.Type().Field(i)
			if field.Anonymous || raise(levelOf(field.Tag), floor) <= a {
				restrictInto(out.Field(i), in.Field(i), a, floor)
			}
		}
	default:
		out.Set(in)
	}
}

// raise lifts what is not public to floor.
func raise(level, floor Audience) Audience {
	if level == Public {
		return Public
	}
	return max(level, floor)
}

// leveled reports whether values of a type are read field by field: those that
// package source decodes from a mapping.
func leveled(t reflect.Type) bool {
	_, ok := t.FieldByName("Node")
	return ok
}
