package site

import (
	"context"
	"fmt"
	"path"
	"slices"
	"strings"

	"mentorbook/generator/attachment"
	"mentorbook/generator/diag"
	"mentorbook/generator/source"
)

// use is a place where a text that this build shows leads to a file.
type use struct {
	span      func() diag.Span
	unchecked bool // its page says that nobody need look into the file
}

// usesOf returns the places that lead to each file, in the order of pages.
func usesOf(site *Site) map[*source.Asset][]use {
	uses := map[*source.Asset][]use{}
	for _, d := range site.Documents {
		for _, v := range d.versions {
			if v != nil {
				eachFile(v, func(asset *source.Asset, at func() diag.Span) {
					uses[asset] = append(uses[asset], use{at, v.Unchecked})
				})
			}
		}
	}
	for key, asset := range map[string]*source.Asset{"logo": site.Logo, "icon": site.Icon} {
		if asset != nil {
			uses[asset] = append(uses[asset], use{span: func() diag.Span { return site.Settings.At(key) }})
		}
	}
	return uses
}

// find is a secret in a file.
type find struct {
	secret int
	where  string // in the file
	author bool   // the file says it of whoever made it
}

// checkFiles looks for names in the files that this build publishes, and reports
// them and the files that cannot be looked into.
func (s *Secrets) checkFiles(ctx context.Context, list *diag.List, site *Site) {
	if len(site.Assets) == 0 || !slices.ContainsFunc(s.values, func(v secret) bool { return v.personal && !v.meant }) {
		return
	}
	found, names := make([][]find, len(site.Assets)), s.spelledNames()
	inPortions(ctx, len(site.Assets), func(from, to int) {
		for i := from; i < to; i++ {
			found[i] = s.lookThrough(site.Assets[i], names)
		}
	})
	uses := usesOf(site)
	for i, asset := range site.Assets {
		if len(found[i]) > 0 {
			s.reportFinds(list, asset, found[i], uses[asset][0].span())
		}
		if unchecked := slices.IndexFunc(uses[asset], func(u use) bool { return !u.unchecked }); len(asset.Inside.Refusals) > 0 && unchecked >= 0 {
			refusal := asset.Inside.Refusals[0]
			list.Errorf(uses[asset][unchecked].span(), "unchecked-file", "link to a file that can be opened, or let somebody look through it and write unchecked: true in the front matter of this page",
				"%s cannot be looked into for names that readers do not get to see: it is %s%s", path.Base(asset.Path), refusal.Reason, s.inFile(refusal.Where))
		}
	}
}

// lookThrough returns what a file holds of personal secrets, in its texts and in
// its name, each once.
func (s *Secrets) lookThrough(asset *source.Asset, names spelled) []find {
	var finds []find
	note := func(secrets []int, text attachment.Text) {
		for _, i := range secrets {
			// What a drawing shows was typed as the text around it was.
			v, typed := &s.values[i], asset.Ext() == ".svg" && !text.Author
			if !v.personal || v.meant || typed && v.everyday || slices.ContainsFunc(finds, func(f find) bool { return f.secret == i }) {
				continue
			}
			finds = append(finds, find{i, text.Where, text.Author})
		}
	}
	asset.Inside.Texts(func(text attachment.Text, value []byte) {
		note(s.scanner.ScanText(text.Ending, value), text)
		note(names.in(text.Ending, value), text)
	})
	note(names.inName(asset), attachment.Text{Where: "its name"})
	return finds
}

// reportFinds reports what a file holds, at the first link to it.
func (s *Secrets) reportFinds(list *diag.List, asset *source.Asset, finds []find, span diag.Span) {
	const named = 3 // a list of everybody need not be copied
	var what []string
	for _, f := range finds[:min(len(finds), named)] {
		what = append(what, "the "+strings.TrimPrefix(s.values[f.secret].What, personSecret)+s.inFile(f.where))
	}
	if more := len(finds) - named; more > 0 {
		what = append(what, fmt.Sprintf("%d more", more))
	}
	hint := "take it out of the file, or let only a page link to it whose readers may know"
	switch first := finds[0]; {
	case first.author:
		hint = "take it out of the file's properties; office programs do so under File, Info, Inspect Document"
	case s.values[first.secret].everyday:
		hint += "; if the word means something else there, write it under site.not_secret in " + source.ConfigPath
	}
	list.Errorf(span, "name-in-file", hint, "%s holds %s, which readers do not get to see otherwise", path.Base(asset.Path), strings.Join(what, ", "))
}

// inFile says where in a file something is, unless that names somebody, too.
func (s *Secrets) inFile(where string) string {
	if where == "" || len(s.scanner.ScanText(".txt", []byte(where))) > 0 {
		return ""
	}
	return " (in " + where + ")"
}

// validatePositions reports the places on Earth that a file tells, at the first
// link to it.
func (c *checker) validatePositions(asset *source.Asset, at func() diag.Span) {
	if len(asset.Inside.Positions) == 0 {
		return
	}
	name := path.Base(asset.Path)
	hint := "save it without the location, or take the pictures in it out and put them in again without"
	if asset.IsImage() {
		hint = "take it out: exiftool -gps:all= -xmp:geotag= " + name + "; or export the picture without its location"
	}
	c.list.Errorf(at(), "position-in-file", hint, "%s tells where on Earth it was made (%s)", name, asset.Inside.Positions[0])
}
