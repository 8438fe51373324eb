package site

import (
	"fmt"
	"reflect"
)

// difference returns where two values first differ, or "". Unlike
// reflect.DeepEqual it takes an empty slice for a nil one, and passes over maps
// whose keys are pointers: equal values have them at other addresses.
func difference(a, b any) string {
	c := comparison{seen: map[[2]uintptr]bool{}}
	return c.compare(reflect.ValueOf(a), reflect.ValueOf(b), "")
}

type comparison struct{ seen map[[2]uintptr]bool }

func (c *comparison) compare(a, b reflect.Value, path string) string {
	if a.IsValid() != b.IsValid() || a.IsValid() && a.Type() != b.Type() {
		return path
	}
	switch a.Kind() {
	case reflect.Invalid:
		return ""
	case reflect.Pointer:
		pair := [2]uintptr{a.Pointer(), b.Pointer()}
		switch {
		case pair[0] == pair[1] || c.seen[pair]:
			return ""
		case a.IsNil() || b.IsNil():
			return path
		}
		c.seen[pair] = true
		return c.compare(a.Elem(), b.Elem(), path)
	case reflect.Interface:
		return c.compare(a.Elem(), b.Elem(), path)
	case reflect.Slice, reflect.Array:
		if a.Len() != b.Len() {
			return path
		}
		for i := range a.Len() {
			if d := c.compare(a.Index(i), b.Index(i), fmt.Sprintf("%s[%d]", path, i)); d != "" {
				return d
			}
		}
		return ""
	case reflect.Struct:
		for i := range a.NumField() {
			if d := c.compare(a.Field(i), b.Field(i), path+"."+a.Type().Field(i).Name); d != "" {
				return d
			}
		}
		return ""
	case reflect.Map:
		if a.Len() != b.Len() {
			return path
		}
		if a.Type().Key().Kind() == reflect.Pointer {
			return ""
		}
		for _, key := range a.MapKeys() {
			if d := c.compare(a.MapIndex(key), b.MapIndex(key), fmt.Sprintf("%s[%v]", path, key)); d != "" {
				return d
			}
		}
		return ""
	case reflect.Func, reflect.Chan, reflect.UnsafePointer:
		if a.Pointer() != b.Pointer() {
			return path
		}
		return ""
	}
	if !a.Equal(b) {
		return path
	}
	return ""
}
