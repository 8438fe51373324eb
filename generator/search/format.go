package search

// The numbers of the format. See the package comment.
const (
	version      = 2
	headLength   = 128 // sections of a list that its term shard holds, for each language
	hotForms     = 3000
	blockFiles   = 16 // files of a kind that share a hash
	impactBits   = 5
	topImpact    = 1<<impactBits - 1
	shardTarget  = 8 << 10  // bytes of a file that shards are cut near
	rowTarget    = 5 << 10  // the same for rows, of which a page of results loads eight
	tailTarget   = 10 << 10 // the same for tails
	longExcerpt  = 1500     // bytes of a section's text that are kept, about
	shortExcerpt = 400      // the same on a large site, whose index is to stay small
	largeSite    = 2000     // pages
)
