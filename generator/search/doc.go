// Package search makes the index that the browser searches.
//
// Most callers need one function. Build takes a Site: pages as sections of plain
// text, with their language, kind and topics. It returns the files of the index,
// which are published in Folder as they are:
//
//	files, err := search.Build(ctx, search.Site{Languages: []string{"en"}, Pages: pages})
//
// The same site gives the same bytes, whatever the order of its pages. There is
// no site that Build refuses: its only error is that of ctx.
//
// The files are classic scripts that a page loads one at a time, so that the same
// index works on a web server and from a file share. All knowledge of languages
// is here, in one table. The client looks words up; it never stems.
//
// The rest of this comment is the contract between the index and what reads it:
// how texts become words, what is in the files, and how a query is answered. It
// is kept by search.js of the default theme, the client in the browser, and by
// mentorbook/internal/searchreader, the specification of that client as a program,
// which only tests run. What a reader in Go shares with this package is in
// generator/search/format.
//
// # Words
//
// A text is put into Unicode normal form KD, marks (\p{M}) are dropped, letters
// lowered, and apostrophes (' and ’) between two letters or digits dropped. A
// word is a maximal run of [\p{L}\p{N}] in what is left. The client does the
// same with a query:
//
//	text.normalize("NFKD").replace(/\p{M}+/gu, "").toLowerCase()
//	    .replace(/(?<=[\p{L}\p{N}])['’](?=[\p{L}\p{N}])/gu, "").match(/[\p{L}\p{N}]+/gu)
//
// The parts of a hyphenated word are words; the index also knows them written
// together ("follow-up": follow, up, followup). Function words ("the", "yang")
// are not indexed; the manifest lists them. Words of one byte count as function
// words, too, and words of more than 48 bytes are not indexed.
//
// Forms of one word ("membimbing", "bimbingan"; "mentor", "mentors") make a
// class. A class has a home, the most frequent of its forms on the site, under
// which its places are kept.
// A form is in the index when it stands on the site, or when it is another form
// of a word that does, so that a reader may type it.
//
// # Places
//
// The unit that is found is a section: a heading and the text below it. Pages
// are numbered from 0, sorted by language (the default first), kind, program,
// topic and address. Sections are numbered from 0 in the order of pages; the
// first of every page is its beginning, which has no heading and holds what
// belongs to the whole page: title, summary, topics.
//
// # Files
//
// All lie in the folder search/ of the output. Each is a script of one call,
//
//	Q("NAME","BASE64");
//
// where BASE64 (the standard alphabet, padded) is raw deflate data (RFC 1951):
// a payload of three parts, each ended by a NUL except the last.
//
//	texts   lines of UTF-8, each ended by "\n"; text that people read
//	words   lines of UTF-8, each ended by "\n"; normalised words and keys, each
//	        behind a character that says how many letters of ASCII it shares with
//	        the beginning of the line before and does not repeat: "!" none, "\""
//	        one, and so on
//	numbers bytes: unsigned LEB128 integers below 2^31, and hashes
//
// No line holds a control character. A hash is three bytes, written as six
// lower-case hexadecimal digits in the name of a file: shard t7 with the hash
// 0a1b2c is search/t7.0a1b2c.js and calls Q("t7", …). Sixteen shards of a kind,
// from one whose number is a multiple of 16 on, are a block: they have one hash,
// of the content of all of them. Only the manifest's name is stable:
// search/manifest.js calls Q("manifest", …). A hashed name that is not there any
// more, or a payload that does not decode, means that the site was published
// again.
//
// Below, [n] is a number, [h] a hash, and "k ×" repeats what follows. Lines of
// texts and words are taken in the order in which they are mentioned. Where a
// count comes first, it is a number. [blocks] are the hashes of the shards that
// were just counted, one for each block, without a count.
//
// # manifest
//
//	numbers  [version] = 3; another one cannot be read
//	texts    the folding rules, on one line (see Corrections)
//	words    the function words, on one line, separated by spaces
//	numbers  [languages], k × [pages in it]; texts: its code
//	         [pages], k × [sections of it]
//	         [term shards], k × words: the smallest form of it; [blocks]
//	         [row shards], k × [pages in it]; [blocks]
//	         [tail shards], k × [lists in it]; [blocks]
//	         [lexicon shards], k × [length]; [blocks]
//	         [facet shards] = 1; [blocks]
//	         [facets] = 3 (kind, program, topic), k × [values of it],
//	             k × texts: the id of the value
//	         [hot forms], k × [weight]; words: "FORM" or "FORM HOME"
//
// Languages are runs of pages: those of the first, then those of the second.
// The values of kind are all kinds, in the order of the site. Labels of programs
// and topics are in the page's language in search/words.LANG.js,
// under the keys program.ID and topic.ID.
//
// The hot forms are the words of titles, headings and the glossary, the 1,500 most
// frequent, and all whose list is long, sorted. A weight is the binary logarithm
// of how many sections hold the form, rounded down, plus 1. A list is long when
// that is 12 or more; then it has a tail. The tails are in the order of the hot
// forms, so that they can be asked for together with the term shards.
//
// # t: terms
//
// A form stands in the last term shard whose smallest form is not greater. All
// comparisons of forms compare UTF-16 code units, as < does in JavaScript.
//
//	numbers  [forms], k × words: "FORM", a home, or "FORM HOME"
//	then, for each line that is a home, in their order, a class:
//	         [weight], [lists]
//	         lists × [own], [postings], postings × [posting]
//
// Forms are sorted. The home of a form may be in another shard, where it stands
// as a home. A list is the places of one form of the class: own is the number
// from 1 of its line in this shard, or 0 for a form with a line elsewhere, which
// is then the next line of words. Forms that do not stand on the site have no
// list.
//
// A posting is gap<<5 | impact: gap is the section less that of the posting
// before (the first: less 0), impact is 1 to 31. Postings are in the order of
// sections. A long list holds the best 128 sections of each language by impact.
//
// # o: tails
//
//	for each list
//	  numbers  [low], unless it is 0: [usual]; [width]; [postings],
//	           postings × gap<<width | level
//
// The remaining sections of a long list. The impact of one is low + level, but
// usual when its level is 0: only the best of a tail are told apart, at least
// 4,096 and a quarter of it.
//
// # r: rows
//
// What results show. A shard holds a run of pages, as many as the manifest says;
// the first shard begins with page 0.
//
//	for each page
//	  texts    title; path from the root of the site, percent-encoded
//	  numbers  [kind], the index of its value in the manifest
//	  for each section
//	    texts  unless it is the first: heading; fragment, percent-encoded; may be empty
//	    texts  the text, or as much of its beginning as is kept
//
// # f: facets
//
//	for each facet of the manifest, for each value
//	  numbers  [runs], k × [gap], [length]
//
// A run is length pages; gap counts the pages between it and the run before
// (the first: before it). A value's pages are in the reader's every language.
//
// # l: lexicon
//
// Lexicon shard number k holds the forms on the site whose folded length is the
// length that the manifest gives it, sorted, for corrections.
//
//	numbers  [forms], k × [weight]; words: the form
//
// # A query
//
// All arithmetic is in integers; x/y drops the remainder.
//
// The words of a query are those of its text, each once, at most 8; function
// words are dropped unless nothing else is left. The last word is open when the
// text ends in it. Each word is looked up in three steps, and the first that
// gives anything counts:
//
//  1. Form. The word has a line in its term shard. Its class is that of its
//     home: lists of the word itself have the factor 16, others 12.
//  2. Completion, when the word is open and has 2 letters or more. Candidates
//     are the lines of its term shard that begin with it, and the hot forms
//     that do. Each candidate has a weight (that of the hot form; otherwise 0),
//     and stands for its home. Sorted by weight, greatest first, then length
//     (code units), then form, the first 6 different homes are taken. In these
//     classes, lists of forms that begin with the word have the factor 12,
//     others 9.
//  3. Correction, see below. In the classes of the corrected forms, lists of
//     those forms have the factor 10, others 7.
//
// A word's score in a section is the greatest, over the lists that hold it, of
// weight of the class × impact × factor. A word that is found nowhere scores
// nothing.
//
// Hits, with s the sum of the scores of the words:
//
//	whole  sections that hold every word: s
//	page   other pages that hold every word: the sum of each word's greatest
//	       score on the page; the hit is its section with the greatest s, the
//	       first of equals
//	part   only when whole and page make fewer than 3 hits: other sections that
//	       hold any word, except on pages of a hit above: s, times the number of
//	       words it holds, divided by the number of words
//
// A filter keeps the pages that have one of the chosen values in every facet
// with a choice (language is one). Filters act before hits are counted.
//
// In a query of two words or more or with a filter, tails belong to the long lists
// of the first class of each word. Other lists are their best sections.
//
// Hits are ordered by: part last; then the reader's language first; then whole
// before page; then score, greatest first; then section. Results are pages in
// the order of their best hit, each with its hits in that order. A hit in the
// first section of a page is the page itself.
//
// # Corrections
//
// Only words of 4 letters or more are corrected (letters are code points
// throughout). A word is folded by the rules, pairs of "from to" separated by
// spaces, one after the other, each applied to the whole word. The distance of
// two words is the optimal string alignment distance (insertion, deletion,
// substitution, transposition of neighbours) as they are or as they are folded,
// whichever is less. It may be 1 where the folded query has up to 7 letters, and
// 2 from 8 on.
//
// The hot forms are looked through first. When none is at a distance of at most
// 1, the lexicon shards of the folded lengths that the allowed distance reaches
// are looked through instead. Of the near forms those
// with the least distance are taken, sorted by weight, greatest first, then
// form; at most 3. The first is what the reader may have meant.
package search
