package search

// The numbers of the format. See the package comment.
const (
	version      = 1
	headLength   = 128 // sections of a list that its term shard holds, for each language
	pagesPerRow  = 16  // pages of a row shard
	hotForms     = 3000
	impactBits   = 5
	topImpact    = 1<<impactBits - 1
	shardTarget  = 8 << 10  // bytes of a file that shards are cut near
	tailTarget   = 32 << 10 // the same for tails
	longExcerpt  = 1500     // bytes of a section's text that are kept, about
	shortExcerpt = 480      // the same on a large site, whose index is to stay small
	largeSite    = 2000     // pages
)
