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
