// Package shape reads what the records of a document are about: which key holds
// the day, which names a category, which holds a total and which an increment,
// whether a record is a day with many categories (wide) or one category (long).
//
// Keys are read by scheme first: a published layout that is recognised by its
// set of keys and states who claims what (folder schemes, with the terms of the
// category table). What no scheme knows is read by the lexicon. What a number
// measures is decided from the words and from the values of the first records;
// a total that falls every other day is no total.
//
// shape judges nothing and drops nothing: a number under a key that nobody
// knows leaves as a Stranger.
package shape
