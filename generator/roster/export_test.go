package roster

import "slices"

// FieldNames names all that columns can be taken for.
func FieldNames() (names []string) {
	for _, f := range slices.Concat(fields, answerFields, sessionFields) {
		names = append(names, f.name)
	}
	return names
}
