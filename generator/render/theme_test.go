package render

import "testing"

func TestScriptsArePublishedWithoutLinesThatOnlyComment(t *testing.T) {
	for _, c := range []struct{ why, script, want string }{
		{"a comment goes, its line stays", "f();\n  // Why.\ng(); // how\n", "f();\n\ng(); // how\n"},
		{"what tools read stays", "f();\n//# sourceMappingURL=f.map\n", "f();\n//# sourceMappingURL=f.map\n"},
		{"a text over several lines may look like a comment", "f(`\n// text\n`);\n", "f(`\n// text\n`);\n"},
	} {
		if got := string(withoutComments([]byte(c.script))); got != c.want {
			t.Errorf("%s: %q, want %q", c.why, got, c.want)
		}
	}
}

func TestStyleSheetsArePublishedWithoutLinesThatOnlyComment(t *testing.T) {
	for _, c := range []struct{ why, sheet, want string }{
		{"a comment goes with its lines", "/* One,\n   two. */\na { color: red } /* why */\n", "a { color: red } /* why */\n"},
		{"one within a rule, too", "a {\n  /* Why. */\n  color: red;\n}\n", "a {\n  color: red;\n}\n"},
		{"a rule in the line of a comment stays", "/* a */ a { color: red }\n/**/ b { color: red }\n/* c */\n", "/* a */ a { color: red }\n/**/ b { color: red }\n"},
		{"a licence stays", "/*! by somebody */\na { color: red }\n", "/*! by somebody */\na { color: red }\n"},
		{"a text over several lines may look like a comment", "a::before { content: \"\\\n/* text */\n\" }\n", "a::before { content: \"\\\n/* text */\n\" }\n"},
	} {
		if got := string(sheetWithoutComments([]byte(c.sheet))); got != c.want {
			t.Errorf("%s: %q, want %q", c.why, got, c.want)
		}
	}
}
