package generator_test

import (
	"fmt"
	"io/fs"
	"reflect"
	"strings"
	"testing"

	playbook "mentorbook"
	"mentorbook/generator"
	"mentorbook/generator/diag"
	"mentorbook/generator/site"
)

// TestHiddenThingsHaveNoInfluence proves every portal of projects in which all
// kinds of things are hidden. Their sites are equal, so that the proof is quick.
func TestHiddenThingsHaveNoInfluence(t *testing.T) {
	t.Parallel()
	l := newLabelled(t, nil, nil)
	for _, b := range builds {
		t.Run("labelled/"+b.name, func(t *testing.T) {
			assertProved(t, mapFS(l.files), l.options(b))
		})
	}
	for _, a := range site.Audiences() {
		t.Run("starter/"+a.String(), func(t *testing.T) { assertProved(t, playbook.Starter, options(a)) })
		t.Run("nooks/"+a.String(), func(t *testing.T) { assertProved(t, mapFS(nooks()), options(a)) })
		t.Run("small/"+a.String(), func(t *testing.T) { assertProved(t, mapFS(small()), options(a)) })
	}
}

func assertProved(t *testing.T, root fs.FS, o generator.Options) {
	t.Helper()
	portal, list, err := generator.Build(t.Context(), generator.Project{Root: root}, o)
	if err != nil || list.HasErrors() {
		t.Fatal(err, places(list))
	}
	list, err = portal.Prove(t.Context())
	if err != nil || len(list) > 0 {
		t.Error(err, messages(list))
	}
	bare, err := portal.Bare(t.Context())
	if path, err := portal.Difference(t.Context(), bare); err != nil || path != "" {
		t.Error("the files are made twice and differ:", err, path)
	}
	if err != nil || !reflect.DeepEqual(portal.Site, bare) {
		t.Errorf("the sites are not equal, so that the proof takes long: %v %s", err, unequal(reflect.ValueOf(portal.Site), reflect.ValueOf(bare), "", map[uintptr]bool{}))
	}
}

func messages(list diag.List) string {
	var text strings.Builder
	diag.Print(&text, list, diag.Text, diag.PrintOptions{})
	return text.String()
}

// unequal names a place at which two values differ.
func unequal(a, b reflect.Value, at string, seen map[uintptr]bool) string {
	switch {
	case a.IsValid() != b.IsValid(), a.IsValid() && a.Type() != b.Type():
		return at
	case !a.IsValid():
		return ""
	}
	switch a.Kind() {
	case reflect.Pointer, reflect.Interface:
		if a.IsNil() || b.IsNil() {
			if a.IsNil() != b.IsNil() {
				return at + " (nil)"
			}
			return ""
		}
		if a.Kind() == reflect.Pointer {
			if a.Pointer() == b.Pointer() || seen[a.Pointer()] {
				return ""
			}
			seen[a.Pointer()] = true
		}
		return unequal(a.Elem(), b.Elem(), at, seen)
	case reflect.Slice, reflect.Array:
		if a.Len() != b.Len() || a.Kind() == reflect.Slice && a.IsNil() != b.IsNil() {
			return fmt.Sprintf("%s (%d, %d)", at, a.Len(), b.Len())
		}
		for i := range a.Len() {
			if d := unequal(a.Index(i), b.Index(i), fmt.Sprintf("%s[%d]", at, i), seen); d != "" {
				return d
			}
		}
	case reflect.Struct:
		for i := range a.NumField() {
			if d := unequal(a.Field(i), b.Field(i), at+"."+a.Type().Field(i).Name, seen); d != "" {
				return d
			}
		}
	case reflect.Map:
		if a.Len() != b.Len() {
			return at
		}
		for _, key := range a.MapKeys() {
			if d := unequal(a.MapIndex(key), b.MapIndex(key), fmt.Sprintf("%s[%v]", at, key), seen); d != "" {
				return d
			}
		}
	default:
		if !a.Equal(b) {
			return fmt.Sprintf("%s (%v, %v)", at, a, b)
		}
	}
	return ""
}
