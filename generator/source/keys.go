package source

import (
	"fmt"
	"slices"
	"strings"

	"gopkg.in/yaml.v3"

	"mentorbook/generator/diag"
	"mentorbook/generator/yamledit"
)

// unknownKey reports a key of the mapping n that its form does not have, and
// returns the key that the writer meant, or "". A slip of the pen is near to it;
// else it is what other tools call it.
func (d *decoder) unknownKey(n, key, value *yaml.Node, form *form) (meant string, slip bool) {
	if reason, refused := refusedKey(key.Value); refused {
		d.list.Errorf(d.block.Span(key), "protected-trait", "remove it from this file and from its history", "%q cannot be recorded here: %s", key.Value, reason)
		return "", false
	}
	meant, hint := foreignKey(key.Value, value.Value, form)
	if hint == "" {
		meant, slip = diag.Closest(key.Value, form.lacking(n))
		hint = diag.DidYouMean(key.Value, form.lacking(n), "known here: "+strings.Join(form.names(), ", "))
	} else if has(n, meant) {
		hint = fmt.Sprintf("remove it: %s: is here already", meant)
	}
	d.list.Errorf(d.block.Span(key), "unknown-key", hint, "unknown key %q", key.Value)
	return meant, slip
}

// lacking lists the keys of a form that a mapping does not have.
func (f *form) lacking(n *yaml.Node) []string {
	return slices.DeleteFunc(slices.Clone(f.names()), func(name string) bool { return has(n, name) })
}

func has(n *yaml.Node, key string) bool {
	_, value := yamledit.Descend(n, key)
	return value != nil
}

// ownNames are keys of ours with what other generators, and writers in
// Indonesian, call them, folded by foldKey. Of keys with the same name elsewhere,
// the first that a form has is meant.
var ownNames = []struct{ key, others string }{
	{"summary", "description desc excerpt abstract subtitle lead intro teaser ogdescription metadescription ringkasan deskripsi"},
	{"title", "sidebarlabel navtitle linktitle shorttitle heading pagetitle judul name nama"},
	{"order", "weight sidebarposition navorder menuorder position sortorder sort index urutan"},
	{"date", "lastmod lastmodified lastupdated lastupdate updated updatedat modified modifieddate changed revised created createdat tanggal"},
	{"topics", "tags tag categories category labels subjects topik tema"},
	{"keywords", "keyword searchterms searchwords katakunci"},
	{"image", "cover coverimage thumbnail featuredimage featureimage heroimage hero banner ogimage picture gambar"},
	{"publish", "publishdate publishedat publishedon datepublished publishon pubdate published embargo"},
	{"expire", "expirydate expires expireson expirationdate unpublishdate unpublish validuntil"},
	{"review_by", "reviewdate nextreview reviewon review reviewafter"},
	{"author", "authors by writer byline penulis"},
	{"owner", "maintainer responsible contactperson pemilik"},
	{"related", "seealso relatedpages relatedposts"},
	{"references", "sources bibliography citations sumber"},
	{"aliases", "redirectfrom redirects redirect oldurls oldurl"},
	{"kind", "type doctype contenttype jenis"},
	{"minutes", "duration length time durasi menit"},
	{"agenda", "steps schedule langkah"},
	{"step", "name title nama langkah"},
	{"detail", "description text details"},
	{"prompts", "questions pertanyaan"},
	{"outcome", "outcomes result goal hasil"},
	{"fields", "questions items pertanyaan"},
	{"label", "title question name text pertanyaan"},
	{"help", "hint description placeholder"},
	{"options", "choices values answers pilihan"},
	{"src", "url path file href"},
	{"alt", "text description title caption"},
	{"url", "link href address"},
	{"base_url", "baseurl siteurl url homepage"},
	{"organisation", "organization company org publisher organisasi"},
	{"languages", "language lang locale locales languagecode defaultlanguage bahasa"},
	{"contact", "email mail contactemail kontak"},
	{"timezone", "tz zone zonawaktu"},
	{"people", "participants members persons users orang peserta"},
	{"programs", "programmes program"},
	{"name", "fullname displayname namalengkap nama"},
	{"unit", "department dept division team departemen divisi"},
	{"email", "mail mailbox"},
	{"offers", "teaches skills canteach"},
	{"wants", "learns needs goals interests wantstolearn"},
	{"purpose", "description summary goal objective tujuan"},
	{"plan", "sessions schedule curriculum"},
	{"at", "after week offset due when"},
	{"starts", "start startdate startson begins begin from mulai"},
	{"ends", "end enddate endson finish until to selesai"},
	{"opens", "open start from"},
	{"closes", "close end until to deadline"},
	{"pairings", "pairs matches pasangan"},
	{"cohorts", "runs batches angkatan"},
}

// foreignKey returns the key of a form that other tools call name, and a hint.
// The hint is empty for a key that no other tool has. Some names lead to no key: what they
// say is said otherwise here.
func foreignKey(name, value string, form *form) (meant, hint string) {
	folded := foldKey(name)
	if form.fields["aliases"] != nil { // front matter
		if hint := saidOtherwise(folded, value); hint != "" {
			return "", hint
		}
	}
	for _, own := range ownNames {
		if form.fields[own.key] != nil && slices.Contains(strings.Fields(own.others), folded) {
			return own.key, ownHint(own.key)
		}
	}
	return "", ""
}

func ownHint(key string) string {
	switch key {
	case "topics":
		return "write topics: with ids of topics, which " + ConfigPath + " lists"
	case "image":
		return "write image: with src: and alt:"
	case "date", "publish", "expire", "review_by":
		return "write " + key + ": with a day such as 2026-02-03"
	}
	return "write " + key + ":"
}

// saidOtherwise is for keys of front matter that this generator does without.
func saidOtherwise(folded, value string) string {
	is := func(words string) bool { return slices.Contains(strings.Fields(words), folded) }
	switch {
	case is("published visible public show") && (value == "true" || value == "yes"), is("hidden unlisted private noindex hide") && (value == "false" || value == "no"):
		return "remove it: a page is published unless it says draft: true"
	case is("published visible public show") && (value == "false" || value == "no"), is("hidden unlisted private noindex hide status unpublished"):
		return "write draft: true, or audience: participants or organizers for fewer readers"
	case is("permalink slug url path"):
		return "remove it: the address is the file's name; an earlier address goes under aliases:"
	case is("id uid uuid docid translationkey"):
		return "remove it: a page is known by its file's name, and so are its translations"
	case is("lang language locale languagecode bahasa"):
		return "remove it: the folder says the language, as in " + ContentDir + "/en/"
	case is("layout template pageclass bodyclass cssclass css class theme"):
		return "remove it: what a page looks like follows from the folder that it is in"
	case is("menu menus parent grandparent haschildren navexclude sidebar sidebarclassname displayedsidebar pagination paginationnext paginationprev prev next section nav hidefromnav"):
		return "remove it: the folders are the navigation, and order: is the place in it"
	case is("toc tableofcontents hidetableofcontents showtoc math mathjax katex comments search sitemap robots head editpost markup outputs cascade collections tocmaxheadinglevel tocminheadinglevel customediturl"):
		return "remove it: there is no such setting of a page"
	}
	return ""
}
