// Package cue finds phrases in a document by rules over its words. The rules are written down in a small pattern language, so that a
// detector is mostly a table that a person can read, and one pass over the words tries only the patterns that can begin there.
//
// A pattern is a row of elements, separated by spaces:
//
//	word        that word
//	a|b|c       one of these words
//	abc*        a word that begins so
//	$name       a word of the class of that name
//	?a|b        one of these words, or nothing
//	~3          up to three words, none of them a negation
//	%3          up to three words of any kind
//	!a|b        not one of these words here (takes no word)
//	<s>         the beginning of a sentence (greetings and handles before it do not count)
//	</s>        the end of a sentence
//
// Words are compared in the form that Read makes: lower case, "can't" as "cant", hyphens split, "#tag" as "tag", the brand's handles and
// name as "@brand", other handles as "@other", addresses as "http". A match never crosses the end of a sentence.
package cue
