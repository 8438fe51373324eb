package site

import (
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"

	"mentorbook/generator/diag"
	"mentorbook/generator/markdown"
	"mentorbook/generator/source"
)

// written is a path as a writer types it: "é" is one character, however the
// file system of a Mac has stored it.
func written(path string) string { return norm.NFC.String(path) }

// asset follows a path to a file that is not Markdown.
func (l *linkChecker) asset(dest, fragment string, span diag.Span, image bool) *source.Asset {
	return l.lookUpAsset(l.hints(image), dest, fragment, func() diag.Span { return span })
}

func (c *checker) findAsset(v *version, dest string, at func() diag.Span) *source.Asset {
	return c.lookUpAsset(hinter{c, v, path.Dir(v.Lang + "/" + v.Key), v.Lang, true}, dest, "", at)
}

// picture follows the path of a picture, a video or a recording, and finds what
// lies beside it under the same name: the captions of a video, or the picture as it
// is drawn for small windows, NAME.narrow.svg.
func (l *linkChecker) picture(slot *markdown.Slot) (asset, beside *source.Asset) {
	player := markdown.Player(slot.Dest)
	asset = l.asset(slot.Dest, "", slot.Span, player == "")
	switch {
	case asset == nil:
		return nil, nil
	case player == "":
		if beside = l.assets[narrowName(strings.TrimPrefix(asset.Path, source.ContentDir+"/"))]; beside != nil {
			l.refer(beside, func() diag.Span { return slot.Span })
		}
		return asset, beside
	case player != "video":
		return asset, nil
	}
	return asset, l.captions(slot)
}

// narrowName is where a picture for small windows lies.
func narrowName(name string) string {
	ext := path.Ext(name)
	return strings.TrimSuffix(name, ext) + ".narrow" + ext
}

func (l *linkChecker) captions(slot *markdown.Slot) *source.Asset {
	name := strings.TrimSuffix(slot.Dest, path.Ext(slot.Dest)) + ".vtt"
	captions := l.assetInAnyCase(written(path.Join(l.dir, name)), l.reader.Lang)
	if captions == nil {
		l.list.Warnf(slot.Span, "missing-captions", fmt.Sprintf("write %s beside it, in the format WebVTT", path.Base(name)), "the video %q has no captions for readers who cannot hear it", slot.Dest)
		return nil
	}
	l.refer(captions, func() diag.Span { return slot.Span })
	return captions
}

// lookUpAsset finds a file beside the document or, for a translation, beside
// the same document in another language: pictures need not be copied.
func (c *checker) lookUpAsset(h hinter, dest, fragment string, at func() diag.Span) *source.Asset {
	full := written(path.Join(h.dir, dest))
	switch {
	case strings.HasPrefix(dest, "/"):
		c.list.Errorf(at(), "absolute-link", h.absolute(dest, fragment), "%q starts at the root of a host; this portal works anywhere", dest)
		return nil
	case dest == "" || strings.Contains(dest, `\`) || full == ".." || strings.HasPrefix(full, "../"):
		c.list.Errorf(at(), "outside-project", h.outside(dest), "%q does not lead to a file below %s/", dest, source.ContentDir)
		return nil
	}
	asset := c.assetAt(full, h.lang)
	switch {
	case asset == nil && c.isRefused(full, h.lang): // reported where it is
		return nil
	case asset == nil && h.image:
		c.list.Errorf(at(), "missing-image", h.picture(full), "there is no picture %q", dest)
		return nil
	case asset == nil:
		c.list.Errorf(at(), "broken-link", h.link(dest, fragment), "link to unknown file %q", dest)
		return nil
	case h.image && !asset.IsImage():
		c.list.Errorf(at(), "not-an-image", "link to it instead: [name](path)", "%q is not a picture", dest)
		return nil
	}
	c.refer(asset, at)
	return asset
}

// assetAt returns the file at a path below content/, or the same of another
// language, or nil.
func (c *checker) assetAt(full, lang string) *source.Asset {
	asset := c.assets[full]
	if rest, own := strings.CutPrefix(full, lang+"/"); asset == nil && own {
		for _, other := range c.config.Site.Languages {
			if asset = c.assets[other+"/"+rest]; asset != nil {
				break
			}
		}
	}
	return asset
}

// assetInAnyCase is assetAt for a file that nobody named: cameras and converters
// write "TALK.MP4" and "talk.vtt".
func (c *checker) assetInAnyCase(full, lang string) *source.Asset {
	if asset := c.assetAt(full, lang); asset != nil {
		return asset
	}
	for _, place := range slices.Sorted(maps.Keys(c.assets)) {
		if strings.EqualFold(place, full) {
			return c.assets[place]
		}
	}
	return nil
}

// isRefused reports whether there is a file that is not published.
func (c *checker) isRefused(full, lang string) bool {
	rest, own := strings.CutPrefix(full, lang+"/")
	return c.sources.Refused[full] || own && slices.ContainsFunc(c.config.Site.Languages, func(other string) bool { return c.sources.Refused[other+"/"+rest] })
}
