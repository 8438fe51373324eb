package hosts

import (
	"fmt"
	"path"
	"slices"
	"strings"
)

// What Netlify and Cloudflare Pages read, at most; Cloudflare's is less
// (developers.cloudflare.com/pages/configuration). Fragments never reach a host.
const (
	mostHeaderRules = 100
	mostRedirects   = 2000
	longestRedirect = 1000 // characters
	longestHeader   = 2000
)

// files writes _headers and _redirects as Netlify and Cloudflare Pages read them.
// Both ask for everything each time unless they are told otherwise, have 404.html
// without being told, and join the values of a header that two rules set: so each
// header of an address is in one rule. Netlify prefers a page to a rule, and the
// mark that turns that round is a mistake to Cloudflare: so where there is a rule,
// the page goes.
func (p Portal) files() ([]File, Replaced) {
	redirects, replaced := p.redirects()
	return []File{{Path: "_headers", Data: p.headers()}, {Path: "_redirects", Data: redirects}}, replaced
}

func (p Portal) headers() string {
	var b strings.Builder
	rules := 0
	rule := func(pattern string, headers []header) {
		if rules++; rules > mostHeaderRules {
			return // what follows has the policy of its own page
		}
		fmt.Fprintf(&b, "%s\n", pattern)
		for _, h := range headers {
			fmt.Fprintf(&b, "  %s: %s\n", h.name, h.value)
		}
	}
	fmt.Fprintf(&b, "%s files. It has to lie at the root of what is published.\n", Signature)
	rule(p.at("*"), p.common())
	for _, folder := range p.Hashed {
		rule(p.at(folder+"/*"), p.ofHashed())
	}
	policy := []header{{"Content-Security-Policy", p.policy()}}
	if len(policy[0].value) < longestHeader-len(policy[0].name)-4 {
		for _, pattern := range p.patterns() {
			rule(pattern, policy)
		}
	}
	return b.String()
}

// patterns name all pages, those in folders together. Cloudflare shows a page at its
// address without the ending as well.
func (p Portal) patterns() []string {
	var folders, alone []string
	for _, page := range p.Pages {
		first, _, inFolder := strings.Cut(page, "/")
		switch {
		case inFolder:
			folders = append(folders, p.at(first+"/*"))
		case page == "index.html":
			alone = append(alone, p.Base, p.at(page))
		default:
			alone = append(alone, p.at(page), p.at(strings.TrimSuffix(page, path.Ext(page))))
		}
	}
	slices.Sort(folders)
	return append(slices.Compact(folders), alone...)
}

func (p Portal) redirects() (string, Replaced) {
	var b strings.Builder
	replaced, rules := Replaced{}, 0
	fmt.Fprintf(&b, "%s files.\n", Signature)
	for _, r := range p.Redirects {
		lines := p.lines(r)
		if rules+len(lines) > mostRedirects || slices.ContainsFunc(lines, func(l string) bool { return len(l) > longestRedirect }) {
			continue // its page leads on
		}
		rules += len(lines)
		replaced[r.From] = true
		for _, line := range lines {
			b.WriteString(line + "\n")
		}
	}
	return b.String(), replaced
}

// lines are the rules of a redirect: Cloudflare knows its address without the ending
// as well.
func (p Portal) lines(r Redirect) []string {
	asked := r.asked()
	if len(asked) == 1 {
		asked = append(asked, strings.TrimSuffix(r.From, ".html"))
	}
	var out []string
	for _, from := range asked {
		out = append(out, fmt.Sprintf("%s %s 301", p.at(from), p.at(r.target())))
	}
	return out
}
