package letters_test

import (
	"testing"

	"mentorbook/generator/letters"
)

func TestPlainTextIsWhatTheLetterSays(t *testing.T) {
	for _, test := range []struct{ html, want string }{
		{"<p>Dear Ibu Sari,</p>\n<p>you have a\nsession.</p>", "Dear Ibu Sari,\n\nyou have a session.\n"},
		{"<p>Read <a href=\"https://a.example/x\">this page</a>, please.</p>", "Read this page (https://a.example/x), please.\n"},
		{"<p>At <a href=\"https://a.example/\">https://a.example/</a>.</p>", "At https://a.example/.\n"},
		{"<p>Write to <a href=\"mailto:a@b.example\">a@b.example</a>.</p>", "Write to a@b.example.\n"},
		{"<p>Two things:</p>\n<ul>\n<li>one <strong>bold</strong> word</li>\n<li>two</li>\n</ul>\n<p>Bye</p>", "Two things:\n- one bold word\n- two\n\nBye\n"},
		{"<ol>\n<li>\n<p>one</p>\n</li>\n<li>\n<p>two</p>\n</li>\n</ol>", "1. one\n2. two\n"},
		{"<p>a<br>b</p>", "a\nb\n"},
		{"<p>R&amp;D &lt;now&gt;</p>", "R&D <now>\n"},
	} {
		if got := letters.Plain(test.html); got != test.want {
			t.Errorf("%q is %q in plain text, want %q", test.html, got, test.want)
		}
	}
}
