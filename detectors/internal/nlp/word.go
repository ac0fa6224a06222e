// Package nlp is the only door to the prose library: it cleans text, guards against the library's faults, and analyses a text once.
package nlp

// Word is one token, with its place in the text it was cut from.
type Word struct {
	// Text is the token as written; Lower its lower case with straight quotes.
	Text, Lower string
	// Tag is the Penn Treebank part of speech; empty before tagging.
	Tag string
	// Start and End are byte offsets into the text.
	Start, End int
	// Sentence numbers the sentence, from 0.
	Sentence int
	// Negated reports that the word stands in the scope of a negation or a refusal ("never", "can't", "don't").
	Negated bool
	// Quoted reports that the word stands inside quotation marks.
	Quoted bool
}
