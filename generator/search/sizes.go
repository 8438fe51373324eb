package search

import "mentorbook/generator/search/format"

// How the index is cut into files, and what it keeps. A reader need not know
// these; the numbers that it must know are in package format.
const (
	headLength   = 128  // sections of a long list that its term shard holds, for each language
	tailExact    = 4096 // sections of a tail whose impacts it keeps, at least
	tailShare    = 4    // or one in so many
	hotForms     = 1500
	mostShared   = '~' - format.NoneShared
	shardTarget  = 8 << 10  // bytes of a file that shards are cut near
	rowTarget    = 3600     // the same for rows; a page of results loads eight
	tailTarget   = 10 << 10 // sections of a file of tails, unless it is of one list
	longExcerpt  = 6000     // bytes of a section's text that are kept, about: hardly one is longer
	shortExcerpt = 280      // the same on a large site, whose index is to stay small
	largeSite    = 2000     // pages
)
