package render

import "testing"

func TestStyleSheetsAndScriptsArePublishedWithoutComments(t *testing.T) {
	for _, c := range []struct{ why, name, data, want string }{
		{"a comment of a script goes", "a.js", "f();\n  // Why.\ng(); // how\n", "f(),g()"},
		{"names stay", "a.js", "(() => { const today = new Date(); f(today, today) })()", "(()=>{const today=new Date;f(today,today)})()"},
		{"a licence stays", "a.js", "/*! by somebody */\nf();\n", "/*! by somebody */f()"},
		{"a text over several lines may look like a comment", "a.js", "f(`\n// text\n`);\n", "f(`\n// text\n`)"},
		{"a script with a mistake stays as it is", "a.js", "f(;\n", "f(;\n"},
		{"a comment of a style sheet goes", "a.css", "/* One,\n   two. */\na { color: red } /* why */\n", "a{color:red}"},
		{"a licence stays", "a.css", "/*! by somebody */\na { color: red }\n", "/*!by somebody*/a{color:red}"},
		{"a text may look like a comment", "a.css", "a::before { content: \"/* text */\" }\n", "a::before{content:\"/* text */\"}"},
		{"a fallback stays beside what newer browsers know", "a.css", "a { inset: 0; inset: auto 0 0; }", "a{inset:0;inset:auto 0 0}"},
	} {
		if got := string(smaller(c.name, []byte(c.data))); got != c.want {
			t.Errorf("%s: %q, want %q", c.why, got, c.want)
		}
	}
}
