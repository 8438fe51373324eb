// Package searchreader is the specification of the search client, written as a
// program: it answers a query from the files of an index as search.js of the
// default theme must, slowly and plainly. Only tests run it. They hold the client
// to it, measure how good the answers are, and look into indexes with it. No
// product package may import it.
//
// In go the files of an index, as search.Build makes them or a browser loads
// them, and a Query. Out come Results: pages with their hits, the best first, and
// the words that were corrected. What is done in between is written down in the
// comment of package search, and so is the format of the files. Whoever changes
// one of the three, that comment, this package and search.js, changes all.
//
// It refuses an index of another version, and reports files that are missing, cut
// short or damaged as errors; it never panics on them. What it is not: quick,
// safe for concurrent use, or able to ask for files one by one while a reader
// types, as the client does.
package searchreader
