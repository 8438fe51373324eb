package source

import (
	"bytes"
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
	"time"

	"mentorbook/generator/schedule"
)

// programsSchema is the name of the schema of programs.yaml.
const programsSchema = "programs"

// schemaOf returns the title of a format, and what is read from it.
func schemaOf(name string) (title string, of reflect.Type) {
	if name == programsSchema {
		return ConfigPath, reflect.TypeFor[Config]()
	}
	for _, row := range kinds {
		if row.word == name {
			return row.title, row.form
		}
	}
	return "", nil
}

// SchemaNames lists the formats that Schema knows.
func SchemaNames() []string { return append([]string{programsSchema}, Kinds()...) }

// Schema returns the JSON Schema (draft 2020-12) of a format: programs, guide,
// session or form. It is made of the same struct tags that the decoder follows,
// so an editor that knows the schema completes and explains the keys that exist.
//
// It says of a file what can be said without the rest of the project. Whether a
// reference leads anywhere, a time zone exists or the minutes add up is left to
// the decoder and package site. It is stricter in a few places where YAML would
// let a slip pass: a number or true in quotes is not a number or a truth.
func Schema(name string) ([]byte, bool) {
	title, of := schemaOf(name)
	if of == nil {
		return nil, false
	}
	b := schemaBuilder{}
	root := b.object(of)
	root.Schema, root.Title, root.Defs = "https://json-schema.org/draft/2020-12/schema", title, b.defs
	var out bytes.Buffer
	e := json.NewEncoder(&out)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(root); err != nil { // it holds nothing but text and numbers
		panic(err)
	}
	return out.Bytes(), true
}

// schema is what this package uses of JSON Schema, in the order in which it is
// written. A keyword speaks of one type of value only (pattern of strings, items
// of arrays), so one schema describes a key that can be written in several ways.
type schema struct {
	Schema            string   `json:"$schema,omitempty"`
	Ref               string   `json:"$ref,omitempty"`
	Title             string   `json:"title,omitempty"`
	Description       string   `json:"description,omitempty"`
	Default           *int     `json:"default,omitempty"`
	Type              types    `json:"type,omitempty"`
	Enum              []any    `json:"enum,omitempty"`
	Format            string   `json:"format,omitempty"`
	Pattern           string   `json:"pattern,omitempty"`
	MaxLength         int      `json:"maxLength,omitempty"`
	Minimum           *int     `json:"minimum,omitempty"`
	Maximum           *int     `json:"maximum,omitempty"`
	Items             *schema  `json:"items,omitempty"`
	MinItems          int      `json:"minItems,omitempty"`
	Properties        keywords `json:"properties,omitempty"`
	PatternProperties keywords `json:"patternProperties,omitempty"`
	PropertyNames     *schema  `json:"propertyNames,omitempty"`
	Additional        any      `json:"additionalProperties,omitempty"` // false, or a *schema
	MinProperties     int      `json:"minProperties,omitempty"`
	Required          []string `json:"required,omitempty"`
	AnyOf             []schema `json:"anyOf,omitempty"`
	If                *schema  `json:"if,omitempty"`
	Then              *schema  `json:"then,omitempty"`
	Defs              keywords `json:"$defs,omitempty"`
}

// types is one name of a type, or several.
type types []string

func (t types) MarshalJSON() ([]byte, error) {
	if len(t) == 1 {
		return json.Marshal(t[0])
	}
	return json.Marshal([]string(t))
}

// keywords are schemas by key, in the order in which the keys were declared.
type keywords []keyword

type keyword struct {
	name   string
	schema schema
}

func (k keywords) MarshalJSON() ([]byte, error) {
	var out bytes.Buffer
	for i, entry := range k {
		name, err := json.Marshal(entry.name)
		if err != nil {
			return nil, err
		}
		value, err := json.Marshal(entry.schema)
		if err != nil {
			return nil, err
		}
		fmt.Fprintf(&out, "%c%s:%s", "{,"[min(i, 1)], name, value)
	}
	out.WriteByte('}')
	return out.Bytes(), nil
}

// The shapes of values that are written as one word. YAML takes 2026 for a
// number and the decoder takes it for a text as well, so a text may be either.
var (
	textSchema   = schema{Type: types{"string", "number", "boolean"}}
	idSchema     = schema{Type: types{"string", "integer"}, Pattern: idPattern.String(), MaxLength: maxID, Minimum: new(int)}
	slugSchema   = schema{Type: types{"string", "integer"}, Pattern: `^[a-z0-9]+(?:[-/][a-z0-9]+)*$`, Minimum: new(int)}
	zoneSchema   = schema{Type: types{"string"}, Pattern: `^[A-Za-z0-9_+-]+(?:/[A-Za-z0-9_+-]+)*$`}
	dateSchema   = schema{Type: types{"string"}, Format: "date", Pattern: `^` + dayPattern + `$`}
	startSchema  = schema{Type: types{"string"}, Pattern: `^` + dayPattern + `(?:T` + clockPattern + `)?$`}
	clockSchema  = schema{Type: types{"string"}, Pattern: `^` + clockPattern + `$`}
	offsetSchema = schema{Type: types{"string"}, Pattern: `^(?:` + isoPattern + `|[0-9]{1,5} +` + anyCase("(?:days?|hari|weeks?|minggu|months?|bulan)") + `)$`}
)

const (
	dayPattern   = `[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])`
	clockPattern = `(?:[01][0-9]|2[0-3]):[0-5][0-9]`
	isoPattern   = `P(?:[0-9]{1,5}M(?:[0-9]{1,5}W)?(?:[0-9]{1,5}D)?|[0-9]{1,5}W(?:[0-9]{1,5}D)?|[0-9]{1,5}D)`
	notBlank     = `\S`
)

// weekdaySchema offers the short names and takes every spelling.
func weekdaySchema() schema {
	var short []any
	var all []string
	for day := time.Sunday; day <= time.Saturday; day++ {
		name := strings.ToLower(day.String())
		short, all = append(short, name[:3]), append(all, name[:3], name)
	}
	return schema{Type: types{"string"}, AnyOf: []schema{{Enum: short}, {Pattern: "^" + anyCase("(?:"+strings.Join(all, "|")+")") + "$"}}}
}

// anyCase makes a pattern of lower-case words accept capitals. The regular
// expressions of JSON Schema have no flag for it.
func anyCase(pattern string) string {
	var b strings.Builder
	for _, r := range pattern {
		if 'a' <= r && r <= 'z' {
			fmt.Fprintf(&b, "[%c%c]", r, r-'a'+'A')
		} else {
			b.WriteRune(r)
		}
	}
	return b.String()
}

// schemaBuilder collects the schemas of the structs that it meets. No struct of
// the formats contains itself.
type schemaBuilder struct{ defs keywords }

// ref returns a reference to the schema of a struct.
func (b *schemaBuilder) ref(t reflect.Type) *schema {
	known := false
	for _, d := range b.defs {
		known = known || d.name == t.Name()
	}
	if !known {
		b.defs = append(b.defs, keyword{t.Name(), b.object(t)})
	}
	return &schema{Ref: "#/$defs/" + t.Name()}
}

// object describes a mapping that is read into a struct.
func (b *schemaBuilder) object(t reflect.Type) schema {
	form := formOf(t)
	s := schema{Type: types{"object"}, Additional: false}
	for _, name := range form.order {
		f := form.fields[name]
		s.Properties = append(s.Properties, keyword{name, b.property(t.FieldByIndex(f.index).Type, f)})
		if f.required {
			s.Required = append(s.Required, name)
		}
	}
	if form.rest != nil {
		s.PatternProperties = keywords{{languagePattern.String(), textSchema}}
	}
	return s
}

// property describes the value of a key.
func (b *schemaBuilder) property(t reflect.Type, f *field) schema {
	s := b.value(t)
	switch {
	case f.keyed:
		s = schema{Type: types{"object"}, PropertyNames: &schema{Pattern: idSchema.Pattern, MaxLength: maxID}, Additional: b.ref(t.Elem())}
	case len(f.enum) > 0 && t.Kind() == reflect.Slice:
		s = listOf(schema{Type: types{"string"}, Pattern: "^(?:" + strings.Join(f.enum, "|") + ")$"})
	case len(f.enum) > 0:
		s = schema{Type: types{"string"}}
		for _, word := range f.enum {
			s.Enum = append(s.Enum, word)
		}
	case f.language:
		s = listOf(schema{Type: types{"string"}, Pattern: languagePattern.String()})
	case f.required && t.Kind() == reflect.String && s.Pattern == "":
		s.Pattern = notBlank
	case f.required && t.Kind() == reflect.Slice && s.Items.Pattern == "" && s.Items.Ref == "":
		s.Items.Pattern = notBlank
	}
	s.MaxLength = max(s.MaxLength, f.length)
	s.MinItems = f.least
	if f.hasRange {
		s.Minimum, s.Maximum = &f.min, &f.max
	}
	for lang, text := range s.PatternProperties {
		text.schema.MaxLength = f.length
		s.PatternProperties[lang] = text
	}
	if !f.required {
		s.MinProperties = 0
		s.orEmpty()
	}
	s.Description, s.Default = f.doc, f.byDefault
	return s
}

// orEmpty allows a key that the writer has not filled in yet.
func (s *schema) orEmpty() {
	switch {
	case s.Ref != "":
		*s = schema{AnyOf: []schema{{Ref: s.Ref}, {Type: types{"null"}}}}
	case s.Enum != nil:
		s.Enum = append(s.Enum, nil)
		fallthrough
	default:
		s.Type = append(s.Type[:len(s.Type):len(s.Type)], "null")
	}
}

// value describes what the decoder reads into a type.
func (b *schemaBuilder) value(t reflect.Type) schema {
	switch t {
	case reflect.TypeFor[Localized]():
		s := byLanguage(textSchema)
		s.Pattern, s.MinProperties = notBlank, 1
		return s
	case reflect.TypeFor[Words]():
		words := listOf(textSchema)
		s := byLanguage(words)
		s.Items = words.Items
		return s
	case reflect.TypeFor[ID]():
		return idSchema
	case reflect.TypeFor[Slug]():
		return slugSchema
	case reflect.TypeFor[Zone]():
		return zoneSchema
	case reflect.TypeFor[Clock]():
		return clockSchema
	case reflect.TypeFor[schedule.Date]():
		return dateSchema
	case reflect.TypeFor[schedule.Start]():
		return startSchema
	case reflect.TypeFor[schedule.Offset]():
		return offsetSchema
	case reflect.TypeFor[time.Weekday]():
		return weekdaySchema()
	case reflect.TypeFor[Closing]():
		return orObject(dateSchema, b.ref(t))
	case reflect.TypeFor[Fallbacks]():
		to := listOf(schema{Type: types{"string"}, Pattern: languagePattern.String()})
		return schema{Type: types{"object"}, PatternProperties: keywords{{languagePattern.String(), to}}, Additional: false}
	case reflect.TypeFor[NavEntry]():
		return orObject(textSchema, b.ref(t))
	case reflect.TypeFor[Counts]():
		number := schema{Type: types{"integer"}}
		answers := listOf(number)
		return schema{Type: types{"object"}, PropertyNames: &schema{Pattern: idSchema.Pattern, MaxLength: maxID}, Additional: &answers}
	case reflect.TypeFor[List[Person]](), reflect.TypeFor[List[Signup]](), reflect.TypeFor[List[Pairing]]():
		items, _ := t.FieldByName("Items")
		s := b.value(items.Type)
		s.Type, s.Pattern = append(types{"string"}, s.Type...), `^(?:`+PrivatePrefix+`)?[^\\:]*$`
		return s
	}
	switch t.Kind() {
	case reflect.Pointer:
		return b.value(t.Elem())
	case reflect.String:
		return textSchema
	case reflect.Int:
		return schema{Type: types{"integer"}}
	case reflect.Bool:
		return schema{Type: types{"boolean"}}
	case reflect.Slice:
		item := b.value(t.Elem())
		if t.Elem().Kind() != reflect.Struct {
			return listOf(item)
		}
		return orObject(schema{Type: types{"array"}, Items: &item}, b.ref(t.Elem()))
	case reflect.Struct:
		return *b.ref(t)
	}
	panic("source: no schema for " + t.String())
}

// listOf describes a list of words. One where a list is expected is a list of
// one.
func listOf(item schema) schema {
	s := item
	s.Type, s.Items = append(types{"array"}, item.Type...), &item
	return s
}

// byLanguage describes a value that stands for every language, or one for each.
func byLanguage(one schema) schema {
	s := schema{Type: append(one.Type[:len(one.Type):len(one.Type)], "object"), Additional: false}
	s.PatternProperties = keywords{{languagePattern.String(), one}}
	return s
}

// orObject lets a mapping stand in place of s. The condition, other than a
// choice, makes editors offer the form that s describes.
func orObject(s schema, object *schema) schema {
	s.Type = append(s.Type[:len(s.Type):len(s.Type)], "object")
	s.If, s.Then = &schema{Type: types{"object"}}, object
	return s
}
