// Package search makes the index that the browser searches.
//
// Most callers need one function. Build takes a Site: pages as sections of plain
// text, with their language, kind and topics. It returns the files of the index,
// which are published in Folder as they are:
//
//	index, err := search.Build(ctx, search.Site{Languages: []string{"en"}, Pages: pages})
//
// What it found in the texts may spare the next Build most of them (before.go).
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
// lowered (a final sigma is a sigma), and apostrophes (' and ’) between two letters
// or digits dropped. A group is what is left in words of [\p{L}\p{N}]+, linked by
// one of & : ‐ ‑ – - or by an ampersand between spaces. The words of a group are
// its parts, unless it is one word:
//
//	L&D     links are "&", and no part has more than 3 letters; with spaces, 1
//	1:1     links are ":", and each part has 1 letter or digit
//	e-mail  links are hyphens, there are up to 3 parts, and the first has 1
//	        letter, or both the first and the last have 1 letter or digit
//	A–Z     links are dashes (U+2013), and each part has 1 letter
//
// Hyphens, dashes and spaces are not part of the word, other signs are: l&d, 1:1,
// email, az. A single letter or digit also takes "++" or "#" that follows it: c++.
//
// The index also knows the parts of a hyphenated word written together
// ("follow-up": follow, up, followup), and the parts of one word that have 3
// letters or more. Function words ("the", "yang") are not indexed; the manifest
// lists them. Words of one byte count as function words, too, and words of more
// than 48 bytes are not indexed.
//
// Forms of one word ("membimbing", "bimbingan"; "mentor", "mentors") make a
// class. A class has a home, the most frequent of its forms on the site, under
// which its places are kept.
// A form is in the index when it stands on the site, or when it is another form
// of a word that does, so that a reader may type it. Endings that go with any word
// (bukunya) are taken off by the reader of the index.
//
// A whole name is one word as well: the first 10 words of it, function words too,
// each behind "=". The index has those of titles, of the other names of a page, and
// of headings of 2 to 5 words.
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
//	numbers  [version] = 4; another one cannot be read
//	texts    the folding rules, on one line (see Corrections)
//	words    the function words, on one line, separated by spaces
//	words    the endings, in the same way
//	words    words that look as if they had an ending, and have none
//	numbers  [kinds], k × [1 if it is light, else 0]; texts: its name;
//	             words: the words for it
//	         [languages], k × for each kind [pages of it]; texts: its code
//	         [pages], k × [sections of it]
//	         [term shards], k × words: the smallest form of it; [blocks]
//	         [row shards], k × [pages in it]; [blocks]
//	         [tail shards], k × [lists in it]; [blocks]
//	         [lexicon shards], k × [length]; [blocks]
//	         [facet shards] = 1; [blocks]
//	         [facets] = 2 (program, topic), k × [values of it],
//	             k × texts: the id of the value
//	         [hot forms], k × [weight]; words: "FORM" or "FORM HOME"
//
// Languages are runs of pages: those of the first, then those of the second. In
// each, the pages of a kind are a run, in the order of the kinds. Light kinds
// define or list other pages. A word for a kind is a word of all its pages. Labels of programs
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
//	numbers  [forms], k × words: "FORM", a home; "FORM HOME +", another one that
//	             stands on the site; "FORM HOME", one that does not
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
// before (the first: less 0). Impacts of 1 to 23 are those of words in texts. From
// 24 on, the word is one of the title, in the first section of a page, or of the
// heading, in others, and 32 less impact is how many words that has, of those that
// are indexed (at most 8). Of whole names, 31 is a title, 30 another name of the
// page, 29 a heading. Postings are in the order of sections. A long list holds the
// best 128 sections of each language by impact.
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
// text ends in it. Each word is looked up in four steps, and the first that
// gives anything counts; the last two are for words that are no function words:
//
//  1. Form. The word has a line in its term shard. Its class is that of its
//     home: lists of the word itself have the factor 16, others 12.
//  2. Completion, when the word is open and has 2 letters or more. Candidates
//     are the lines of its term shard that begin with it and stand on the site,
//     and the hot forms that do. Each candidate has a weight (that of the hot
//     form; otherwise 0), and stands for its home. Sorted by weight, greatest
//     first, then length (code units), then form, the first 6 different homes are
//     taken. In these classes, lists of forms that begin with the word have the
//     factor 12, others 9.
//  3. Ending. An ending of the manifest, in its order, comes off and leaves 3
//     letters or more; then another one. The first rest that has a line is
//     taken: lists of it, and of the other rests, have the factor 14. Others have 1, are none of titles,
//     and a fifth of their impact counts, plus 1, so that pages with the rest
//     itself stand first; but the factor 12 if none stands on the site.
//  4. Correction, see below, unless the word is one for a kind. In the classes of
//     the corrected forms, lists of those forms have the factor 10, others 7.
//
// The weight of a word is the greatest of its classes, or 12 without any. Its
// score in a section is the greatest, over the lists that hold it, of weight of
// the class × impact × factor. An impact of 24 or more counts as 16 + 3 × (impact −
// 24); then the word is in the title or heading. A word for a kind, or one that was
// corrected to it, is a word of each page of the kind, with the score K = weight ×
// 12 × 16, and as if it were in its title.
//
// The score of a page is made of
//
//	sum    of each word's greatest score on it, or K if that is greater
//	top    the greatest, over its sections, of s × share/total,
//	       where s is the sum of the scores of the words there and of all K, and
//	       share is the weight of the words that the section, or the kind, has
//
// and is sum + 2 × top; twice that if its title has all words and no others; a third
// of that, times the weight of the words that the page has, divided by total; of a
// light kind, unless the query has a word for it, three quarters of that. total is the
// weight of all words. Words that the page lacks lower its score, and do not hide it:
// with two words or fewer twice, so that share and the weight of the words that the
// page has come in two times each.
//
// Pages are ordered by rank, then score, greatest first, then page. The ranks are,
// in the reader's language, and in others:
//
//	0  4  the query, with the first corrections of its words, or with any of its
//	      only word, is the whole title
//	1  5  it is a whole heading; or each word is in the title or for the kind of
//	      the page, and both have one
//	2  5  all words are in the title; or two or more are all that a heading has;
//	      or it is another name of the page
//	3  6  the page has words of 30% of the weight
//	7  8  less: only when there are fewer than 3 other pages
//
// A page lacks a word when it has not all of the weight. Its hits are the sections
// that have a word or are called so, ordered by s, then section; its beginning,
// where there are none.
//
// A filter keeps the pages that have one of the chosen values in every facet with a
// choice (kind and language are two). Filters act before everything else.
//
// In a query of two words or more or with a filter, tails belong to the long lists
// of the first class of each word. Other lists are their best sections.
//
// Words between double quotation marks are asked for side by side, function words
// too. Of the first 48 pages those stay of which each such phrase of two words or
// more stands in the title, a heading or a text that rows have; and behind them,
// as pages that lack a word, those of which a text is cut short.
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
