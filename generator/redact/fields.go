package redact

import (
	"reflect"
	"strings"

	"mentorbook/generator/source"
)

// level is who may see a value, from the widest circle to the narrowest.
type level uint8

const (
	public       level = iota
	participants       // every mentor and mentee
	own                // the two of a pair
	organizers
	never // no portal has it
)

var levels = map[string]level{"public": public, "participants": participants, "organizers": organizers}

// levelOf reads a level tag. One that is unknown hides the value: a portal that
// shows it all the same is not the one that is expected, which somebody notices.
func levelOf(tag reflect.StructTag) level {
	switch tag.Get("level") {
	case "", "p":
		return public
	case "c":
		return participants
	case "own":
		return own
	case "o":
		return organizers
	}
	return never
}

// letThrough names what stays although it is above the readers' level, by type
// and field, and says why. Whatever a portal shows of it, the comparison does
// not notice.
var letThrough = map[string]exception{
	"Person.ID":              {why: "a pair finds its people by it; it is replaced by a word that says nothing"},
	"Person.Directory":       {why: "that an entry applies to these readers makes them see it; to whom else it applies, and since when, is taken away"},
	"Sources.Broken":         {why: "a link to a hidden document is text, and not a link to a page that nobody wrote; what the document is, is taken away"},
	"Cohort.Pairings":        {why: "organizers learn how many pairs a sensitive program has; everything else of the pairs is taken away"},
	"SessionOverride.Status": {only: "cancelled", why: "what is cancelled is not among the sessions that others see"},
}

// exception is a value that is let through.
type exception struct {
	only string // the one value that is; empty for all
	why  string
}

// takeFields takes away the values of everything but people that are above the
// readers' level.
func (r *redactor) takeFields() {
	config := r.out.Config
	people := config.People
	config.People = source.List[source.Person]{} // see takePeople
	config = r.below(reflect.ValueOf(config)).Interface().(*source.Config)
	config.People = people
	r.out.Config = config
}

// below returns a value without what is above the level in it. What has no levels
// in it is the same; everything else is a copy.
func (r *redactor) below(in reflect.Value) reflect.Value {
	if !r.hasLevels(in.Type()) {
		return in
	}
	out := reflect.New(in.Type()).Elem()
	switch {
	case in.Kind() == reflect.Struct:
		out.Set(in)
		for i := range in.NumField() {
			r.field(out, in.Type().Field(i), i)
		}
	case in.IsNil():
	case in.Kind() == reflect.Pointer:
		out.Set(reflect.New(in.Type().Elem()))
		out.Elem().Set(r.below(in.Elem()))
	default:
		out.Set(reflect.MakeSlice(in.Type(), in.Len(), in.Len()))
		for i := range in.Len() {
			out.Index(i).Set(r.below(in.Index(i)))
		}
	}
	return out
}

// field takes away a field of a struct, or what is above the level in it.
func (r *redactor) field(of reflect.Value, f reflect.StructField, i int) {
	value := of.Field(i)
	switch {
	case levelOf(f.Tag) <= r.level:
		value.Set(r.below(value))
	case value.IsZero() || isLetThrough(of.Type().Name()+"."+f.Name, value):
	default:
		node, _ := of.FieldByName("Node").Interface().(source.Node)
		if r.hide(valueOf(node, f)) {
			value.SetZero()
		}
	}
}

func isLetThrough(name string, value reflect.Value) bool {
	e, ok := letThrough[name]
	return ok && (e.only == "" || value.String() == e.only)
}

// valueOf is the value of a field as a hidden thing.
func valueOf(node source.Node, f reflect.StructField) Hidden {
	key, _, _ := strings.Cut(f.Tag.Get("yaml"), ",")
	return Hidden{What: key, node: node, key: key}
}

// hasLevels reports whether a value of a type has level tags in it.
func (r *redactor) hasLevels(t reflect.Type) bool {
	has, known := r.leveled[t]
	if known {
		return has
	}
	r.leveled[t] = false // for types that hold themselves
	switch t.Kind() {
	case reflect.Pointer, reflect.Slice:
		has = r.hasLevels(t.Elem())
	case reflect.Struct:
		for i := range t.NumField() {
			f := t.Field(i)
			has = has || f.IsExported() && (levelOf(f.Tag) > public || r.hasLevels(f.Type))
		}
	}
	r.leveled[t] = has
	return has
}
