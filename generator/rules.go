package generator

import (
	"bytes"
	"fmt"
	"html"
	"path"
	"regexp"
	"slices"

	"mentorbook/generator/diag"
	"mentorbook/generator/hosts"
	"mentorbook/generator/search"
	"mentorbook/generator/site"
)

// withRules adds the rules for a host to the files of the portal, and takes out the
// pages that the rules replace. Rules that lie beside the portal are those of
// RulesBeside.
func (p *Portal) withRules(artifacts []Artifact, o PublishOptions) ([]Artifact, error) {
	description, err := describe(p.Site, p.Pages, p.redirects)
	if err != nil {
		return nil, err
	}
	description.Precompressed = o.Precompress
	files, replaced := hosts.Files(o.Headers, description)
	artifacts = slices.DeleteFunc(slices.Clone(artifacts), func(a Artifact) bool { return replaced[a.Path] })
	for _, file := range files {
		if !file.Beside {
			artifacts = append(artifacts, ruleFile(file))
		}
	}
	return artifacts, nil
}

// RulesBeside returns the rules for o.Headers that are no part of the portal, and
// what the leak check has to say of them. The path of each is the end of its name.
func (p *Portal) RulesBeside(o PublishOptions) ([]hosts.File, diag.List, error) {
	description, err := describe(p.Site, p.Pages, p.redirects)
	if err != nil {
		list, err := problemsIn(err)
		return nil, list, err
	}
	description.Precompressed = o.Precompress
	files, _ := hosts.Files(o.Headers, description)
	files = slices.DeleteFunc(files, func(f hosts.File) bool { return !f.Beside })
	var list diag.List
	if inspect := p.inspect(); inspect != nil {
		for _, file := range files {
			problems, _ := problemsIn(inspect("portal"+file.Path, []byte(file.Data)))
			list = append(list, problems...)
		}
	}
	return files, list, nil
}

// rules are the files of every host, for the proof. A portal without an address has
// none.
func (m planned) rules(s *site.Site) []Artifact {
	description, err := describe(s, m.pages, m.redirects)
	if err != nil {
		return nil
	}
	description.Precompressed = true
	var out []Artifact
	for _, host := range hosts.Names() {
		files, _ := hosts.Files(host, description)
		for _, file := range files {
			out = append(out, ruleFile(file))
		}
	}
	return out
}

func ruleFile(file hosts.File) Artifact {
	return Artifact{Path: file.Path, Render: func(w *bytes.Buffer) error {
		w.WriteString(file.Data)
		return nil
	}}
}

// assetsFolder is where the files of the theme and those that pages show lie.
const assetsFolder = "assets"

// describe says of a site what servers have to know.
func describe(s *site.Site, pages []Artifact, redirects []hosts.Redirect) (hosts.Portal, error) {
	base, err := hosts.Base(s.BaseURL)
	if err != nil {
		return hosts.Portal{}, err
	}
	p := hosts.Portal{
		Host: hosts.Host(s.BaseURL), Base: base, Frame: s.Settings.Frame, Limited: s.Audience > site.Public,
		Hashed: []string{assetsFolder, search.Folder}, Redirects: redirects,
	}
	shown := []string{s.Path(s.DefaultLanguage(), "index")}
	for name := range notFoundPages(s) {
		shown = append(shown, name)
		p.NotFound = append(p.NotFound, trimDot(path.Dir(name)))
	}
	for _, a := range pages {
		if path.Ext(a.Path) == ".html" {
			p.Pages = append(p.Pages, a.Path)
		}
		if slices.Contains(shown, a.Path) {
			policy, err := policyIn(a)
			if err != nil {
				return hosts.Portal{}, err
			}
			p.Policies = append(p.Policies, policy)
		}
	}
	return p, nil
}

func trimDot(folder string) string {
	if folder == "." {
		return ""
	}
	return folder
}

var policyTag = regexp.MustCompile(`<meta http-equiv="?Content-Security-Policy"? content="([^"]*)"`)

// policyIn returns the content security policy that a page has itself. So the two
// agree, whatever the theme.
func policyIn(page Artifact) (string, error) {
	var b bytes.Buffer
	if err := page.Render(&b); err != nil {
		return "", err
	}
	m := policyTag.FindSubmatch(b.Bytes())
	if m == nil {
		return "", fmt.Errorf("%s has no content security policy, of which the headers could be made; take the theme's base.html back", page.Path)
	}
	return html.UnescapeString(string(m[1])), nil
}
