package search

// The numbers of the format. See the package comment.
const (
	version      = 3
	longWeight   = 12   // of a form whose list is long: it is in 2,048 sections or more
	headLength   = 128  // sections of a long list that its term shard holds, for each language
	tailExact    = 4096 // sections of a tail whose impacts it keeps, at least
	tailShare    = 4    // or one in so many
	hotForms     = 1500
	noneShared   = '!' // says that a line of words shares no letter with the one before; '"', that it shares one
	mostShared   = '~' - noneShared
	blockFiles   = 16 // files of a kind that share a hash
	impactBits   = 5
	topImpact    = 1<<impactBits - 1
	shardTarget  = 8 << 10  // bytes of a file that shards are cut near
	rowTarget    = 3600     // the same for rows, of which a page of results loads eight
	tailTarget   = 10 << 10 // sections of a file of tails, unless it is of one list
	longExcerpt  = 1500     // bytes of a section's text that are kept, about
	shortExcerpt = 280      // the same on a large site, whose index is to stay small
	largeSite    = 2000     // pages
)
