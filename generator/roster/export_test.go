package roster

// FieldNames names all that columns can be taken for.
func FieldNames() (names []string) {
	for _, f := range fields {
		names = append(names, f.name)
	}
	return names
}
