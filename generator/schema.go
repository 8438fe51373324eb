package generator

import "mentorbook/generator/source"

// Schema returns the JSON Schema of a format of the project's files, for
// editors. It reports false for a name that is none of SchemaNames.
func Schema(name string) ([]byte, bool) { return source.Schema(name) }

// SchemaNames lists the formats that have a schema.
func SchemaNames() []string { return source.SchemaNames() }
