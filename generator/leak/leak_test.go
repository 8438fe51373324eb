package leak_test

import (
	"fmt"
	"slices"
	"sync"
	"testing"

	"mentorbook/generator/leak"
)

// hits scans one file for values, none of them exact.
func hits(path, data string, values ...string) []int {
	return leak.New(secrets(false, values...)).Scan(path, []byte(data))
}

func secrets(exact bool, values ...string) []leak.Secret {
	var list []leak.Secret
	for _, v := range values {
		list = append(list, leak.Secret{Value: v, What: "a value", Exact: exact})
	}
	return list
}

func TestSecretIsFoundAsWholeWords(t *testing.T) {
	for _, text := range []string{
		"Ann Example", "ANN EXAMPLE", "Ann  \n Example", "ann-example", "ann_example", "Ann, Example!",
		"(Ann)…«Example»", "Ann\u00a0Example", "x Ann Ann Example", "Ann\u200bExample", "❤\ufe0fAnn Example",
		"Ann Exam\u00adple", "Ann\u2060 Ex\u200dample", "Ann\xffExample", "ann.example@example.org",
	} {
		if hits("a.txt", text, "Ann Example") == nil {
			t.Errorf("%q: not found", text)
		}
	}
	for _, text := range []string{
		"", "Joann Example", "Ann Examples", "Ann x Example", "Example Ann", "AnnExample", "Ann 1Example",
		"Ann Exampleé", "Ann Example\u0301", "éAnn Example", "Ann Exam ple", "Anne Example",
	} {
		if hits("a.txt", text, "Ann Example") != nil {
			t.Errorf("%q: found", text)
		}
	}
}

func TestSpellingsOfOneWordAreTheSame(t *testing.T) {
	for _, alike := range [][]string{
		{"José", "JOSÉ", "Jose\u0301", "JOSE\u0301"},
		{"Weiß", "WEISS", "weiẞ", "Weiss"},
		{"Steffi", "Ste\ufb03", "Ｓｔｅｆｆｉ", "𝐒𝐭𝐞𝐟𝐟𝐢", "STEﬀI"},
		{"İpek", "ipek", "IPEK", "I\u0307pek", "i\u0307pek", "ıpek"},
		{"Νίκος", "ΝΊΚΟΣ", "νίκοσ", "Νι\u0301κος"},
		{"Kelvin", "\u212aelvin"},
		{"J\u030can", "ǰan"},
		{"Åsa", "\u212bsa", "A\u030asa"},
		{"한글", "\u1112\u1161\u11ab\u1100\u1173\u11af"},
		{"हिन्दी", "हिन्दी"},
	} {
		for _, secret := range alike {
			for _, text := range alike {
				if hits("a.txt", "x "+text+" y", secret) == nil {
					t.Errorf("secret %+q: not found in %+q", secret, text)
				}
			}
		}
	}
}

func TestEveryFormatIsDecoded(t *testing.T) {
	for _, test := range []struct{ path, data string }{
		{"a.html", `<p>Ann</p> <p>Example</p>`},
		{"a.html", `Ann</b><i>Example`},
		{"a.html", `Ann <a class="x" href="y">Example</a>`},
		{"a.html", `Ann <!-- a comment --> Example`},
		{"a.html", `Ann <script>let a = "b"</script><style>p{}</style> Example`},
		{"a.html", `Ann&nbsp;Example`},
		{"a.html", `Ann&ensp;Example`},
		{"a.html", `Ann&#32;&#69;xample`},
		{"a.html", `Ann&#x20;&#X45xample`},
		{"a.html", `A&#110;n Exam&shy;ple`},
		{"a.html", `Ann Exam<wbr>ple`},
		{"a.html", `1 < 2 & Ann Example`},
		{"a.html", `<!-- Ann Example -->`},
		{"a.html", `<!--> Ann Example`},
		{"a.html", `Ann <!--> Example`},
		{"a.html", `&lt;!-- Ann <b>Example</b>`},
		{"a.html", `<!-- <p>Ann <b>Example</b></p> -->`},
		{"a.html", `<!-- never closed Ann Example`},
		{"a.html", `<title>Ann Example</title>`},
		{"a.html", `<img alt="Ann Example">`},
		{"a.html", `<img alt='Ann&#32;Example'/>`},
		{"a.html", `<img alt = "Ann Example`},
		{"a.html", `<input value=Ann&#32;Example>`},
		{"a.html", `<a href="/x?q=Ann%20Example">`},
		{"a.html", `<a href="mailto:%41nn+Example">`},
		{"a.html", `<a href="?q=%26%2365%3Bnn+Example">`},
		{"a.html", `<p data-x="[&quot;Ann\u0020Example&quot;]">`},
		{"a.html", `<p data-x='{"a":"x\nAnn Example"}'>`},
		{"a.html", `<SCRIPT type="application/json">{"a":"Ann\u0020Exampl\u0065"}</script>`},
		{"a.html", `<script>/* Ann Example */</script >`},
		{"a.html", `<style>/* Ann Example */</style>`},
		{"a.html", `<script>x = "</p>"</script>Ann Example`},
		{"a.html", `<iframe srcdoc="<p>Ann</p><p>Example</p>">`},
		{"a.html", `<!DOCTYPE Ann Example>`},
		{"a.html", `<![CDATA[Ann Example`},
		{"a.svg", `<svg><style><![CDATA[x]]></style><text>Ann<tspan>Example</tspan></text></svg>`},
		{"a.svg", `<svg><text>Ann <![CDATA[Example]]></text></svg>`},
		{"a.xml", `<?xml version="1.0" title="Ann Example"?>`},
		{"a.xml", `<content type="html">&lt;p&gt;Ann &lt;b&gt;Example&lt;/b&gt;</content>`},
		{"a.xml", `<content type="html">&lt;a href=&quot;Ann%20Example&quot;&gt;</content>`},
		{"a.xml", `<content><![CDATA[<p>Ann <b>Example</b>]]></content>`},
		{"a.xml", `<loc>https://example.org/ann-example.html</loc>`},
		{"a.json", `{"a": ["Ann Example"]}`},
		{"a.json", `{"Ann Example": 1}`},
		{"a.json", `["Ann\tExample"]`},
		{"a.json", `["\u0041nn\/\u0045xample"]`},
		{"a.json", `["\"Ann\" Example"]`},
		{"a.json", `["<p>Ann <b>Example</b>"]`},
		{"a.json", `["a/ann%20example"]`},
		{"a.json", `["never closed: Ann Example`},
		{"a.webmanifest", `{"name": "Ann Example"}`},
		{"a.js", `f('Ann\x20Example')`},
		{"a.js", "f(`Ann\nExample`)"},
		{"a.js", `f("Ann\u{20}Example")`},
		{"a.js", "f(\"Ann \\\nExample\")"},
		{"a.js", "f(\"Ann Exa\\\nmple\")"},
		{"a.js", "// don't\nf(\"Ann \\x45xample\")"},
		{"a.js", `x.replace(/["'/]/g, "Ann \x45xample")`},
		{"a.js", "// Ann Example"},
		{"a.js", "ann.example()"},
		{"a.ics", "SUMMARY:Ann Exa\r\n mple\r\n"},
		{"a.ics", "SUMMARY:Ann\\nExample"},
		{"a.ics", "SUMMARY:Ann\\,Example"},
		{"a.ics", "SUMMARY:Ann\\NExample"},
		{"a.ics", "ATTENDEE;CN=\"Ann: Example\":mailto:a@b"},
		{"a.ics", "N:Example;x\nN:Ann;Example"},
		{"a.ics", "URL:https://example.org/?q=Ann%20Example"},
		{"a.vcf", "FN:Ann Example"},
		{"a.csv", "id,name\n1,Ann Example\n"},
		{"a.csv", "first,last\nAnn,Example"},
		{"a.csv", "\"Ann \"\"Example\"\"\""},
		{"a.md", "Ann\n*Example*"},
		{"a.md", "Ann&nbsp;Example"},
		{"a.css", `a::after { content: "Ann Example" }`},
		{"a.txt", "q=Ann%20Example"},
		{"a.png", "\x89PNG\x00tEXtAuthor\x00Ann Example\x00"},
		{"LICENSE", "Ann Example"},
		{"A.HTML", "Ann&#32;Example"},
		{"people/ann-example.html", ""},
		{"ann/example/index.html", ""},
		{"x/Ann%20Example.png", ""},
		{"x/ann%2Fexample.png", ""},
	} {
		if got := hits(test.path, test.data, "other", "Ann Example"); !slices.Equal(got, []int{1}) {
			t.Errorf("%s %q: hits %v, want the name", test.path, test.data, got)
		}
	}
}

func TestNumbersOfLettersAreDecoded(t *testing.T) {
	for _, test := range []struct{ path, data, secret string }{
		{"a.html", "&#138;an", "Šan"}, // Windows-1252, as browsers read it
		{"a.html", "&#0;&#xd800;&#99999999999;&#x1f600;an", "an"},
		{"a.html", "&#;an&#x;&#", "an"},
		{"a.html", "&eacute;t&eacute", "été"},
		{"a.json", `["\ud842\udfb7\u7530"]`, "𠮷田"},
		{"a.json", `["\ud842an"]`, "an"},
		{"a.js", `"\u{20bb7}\u{7530}"`, "𠮷田"},
		{"a.txt", "%F0%A0%AE%B7%E7%94%B0%4", "𠮷田"},
	} {
		if hits(test.path, test.data, test.secret) == nil {
			t.Errorf("%s %q: %q is not found", test.path, test.data, test.secret)
		}
	}
}

func TestTextsOfTheirOwnAreNotJoined(t *testing.T) {
	for _, test := range []struct{ path, data string }{
		{"a.html", `<p title="Ann">Example</p>`},
		{"a.html", `<p class="Ann" title="Example">`},
		{"a.html", `Ann <b title="Example">x</b>`},
		{"a.html", `<!-- Ann -->Example`},
		{"a.html", `Ann<script>Example</script>`},
		{"a.html", `<ann-example ann-example>`},
		{"a.html", `Ann &eacute;Example`},
		{"a.html", `Ann Exam<wbr>ples`},
		{"a.html", `Ann Example&#769;`},
		{"a.json", `["ann", "example"]`},
		{"a.js", `Q("ann","example")`},
		{"a.ics", "SUMMARY:Ann\r\nDESCRIPTION:x\r\nLOCATION:Example"},
		{"a.ics", "X-Ann:1\nEXAMPLE:1"},
		{"a.ics", "SUMMARY:Ann Example\r\n s"},
		{"a.csv", "x,Ann\nExample,x"},
		{"a.csv", "x;Ann\nExample;x"},
		{"ann.html", "Example"},
	} {
		if got := hits(test.path, test.data, "Ann Example"); got != nil {
			t.Errorf("%s %q: found", test.path, test.data)
		}
	}
}

func TestExactSecretIsTheWholeOfARun(t *testing.T) {
	for _, test := range []struct {
		path, data string
		want       bool
	}{
		{"a.html", `<td> May </td>`, true},
		{"a.html", `<td>M&#97;y&nbsp;</td>`, true},
		{"a.html", `<b>Ask</b> <b>May</b>`, true},
		{"a.html", `<td>You may</td>`, false},
		{"a.html", `<td>May</td>x`, true},
		{"a.html", `You may<b>x</b>`, false},
		{"a.html", `<img alt="May">`, true},
		{"a.html", `<img alt=May>`, true},
		{"a.html", `<img alt="In May">`, false},
		{"a.html", `<!-- may -->`, true},
		{"a.html", `<may may>`, false},
		{"a.html", `<script>f(may)</script>`, false},
		{"a.html", `<script>f("may")</script>`, true},
		{"a.json", `["May"]`, true},
		{"a.json", `["may I"]`, false},
		{"a.json", `["<td>May</td>"]`, true},
		{"a.js", `let may = 'x' + may + "y"`, false},
		{"a.js", `s.replace(/"/g, '') + may + "y"`, false},
		{"a.js", `a / 2 + 'may' / 2`, true},
		{"a.js", "it's\nmay's", false},
		{"a.js", "if (x) /'/.test(y)\nf('may')", true}, // the slash is taken for a division
		{"a.ics", "SUMMARY:May", true},
		{"a.ics", "CATEGORIES:x,May", true},
		{"a.ics", "SUMMARY:May\\, June", false},
		{"a.ics", "ATTENDEE;CN=May:mailto:x", true},
		{"a.ics", "ATTENDEE;CN=\"May\";X=\"a:b\":mailto:x", true},
		{"a.csv", "1,May,2\n", true},
		{"a.csv", "1,\"May, 2\"\n", false},
		{"a.csv", "1,May", true},
		{"a.csv", "id;name\n1;May\n", true},
		{"a.csv", "id;name\n1;May, June\n", false},
		{"a.csv", "id\tname\n1\tMay\n", true},
		{"a.txt", "you\nMay\ngo", true},
		{"a.txt", "you may", false},
		{"people/may.html", "", true},
		{"may/index.html", "", true},
		{"you-may.html", "", false},
	} {
		got := leak.New(secrets(true, "may")).Scan(test.path, []byte(test.data)) != nil
		if got != test.want {
			t.Errorf("%s %q: found is %v, want %v", test.path, test.data, got, test.want)
		}
	}
}

func TestExactSecretOfSeveralWords(t *testing.T) {
	s := leak.New(append(secrets(true, "How it works", "it works"), secrets(false, "works how it works")...))
	for _, test := range []struct {
		data string
		want []int
	}{
		{"<p>How it works</p>", []int{0}},
		{"<p>See how it works</p>", nil},
		{"<p>It works</p>", []int{1}},
		{"<p>How</p><p>it works</p>", []int{1}},
		{"<p>It works</p><p>How it works</p>", []int{0, 1, 2}},
	} {
		if got := s.Scan("a.html", []byte(test.data)); !slices.Equal(got, test.want) {
			t.Errorf("%q: hits %v, want %v", test.data, got, test.want)
		}
	}
}

func TestOverlappingAndEqualSecretsAreAllFound(t *testing.T) {
	got := hits("a.txt", "a bb cc dd ee", "bb cc dd xx", "cc dd ee", "dd", "bb cc", "BB-CC", "a bb cc", "xx", "dd ee")
	if want := []int{1, 2, 3, 4, 5, 7}; !slices.Equal(got, want) {
		t.Errorf("hits %v, want %v", got, want)
	}
}

func TestSecretsWithoutTwoLettersAreIgnored(t *testing.T) {
	s := leak.New(secrets(false, "", "-", "x", " é ", "e\u0301"))
	if !s.Empty() || s.Scan("x.html", []byte("x é -")) != nil || s.Find([]byte("x é -")) != nil {
		t.Error("looked for")
	}
	if leak.New(nil).Empty() == false {
		t.Error("a scanner without secrets is not empty")
	}
	if got := hits("a.txt", "x-y", "x", "x y"); !slices.Equal(got, []int{1}) {
		t.Errorf("hits %v, want the second", got)
	}
}

func TestFindReturnsPlacesInOrder(t *testing.T) {
	text := "Ask **Ann** Example, or Jose\u0301 (may)."
	s := leak.New(append(secrets(false, "example or", "Ann Example", "José", "ann", "nobody"), secrets(true, "may")...))
	var got []string
	for _, m := range s.Find([]byte(text)) {
		got = append(got, fmt.Sprintf("%d %s", m.Secret, text[m.Start:m.End]))
	}
	want := []string{"3 Ann", "1 Ann** Example", "0 Example, or", "2 Jose\u0301"}
	if !slices.Equal(got, want) {
		t.Errorf("found %q, want %q", got, want)
	}
}

func TestOneScannerServesManyGoroutines(t *testing.T) {
	s := leak.New(secrets(false, "Ann Example", "Bob Example"))
	var wg sync.WaitGroup
	for i := range 8 {
		wg.Go(func() {
			for range 200 {
				data, want := "<p>Ann &amp; Example</p>", []int{0}
				if i%2 == 1 {
					data, want = "<p>Bob&nbsp;Example</p>", []int{1}
				}
				if got := s.Scan("a.html", []byte(data)); !slices.Equal(got, want) {
					t.Errorf("hits %v, want %v", got, want)
				}
			}
		})
	}
	wg.Wait()
}
