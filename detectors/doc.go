// Package detectors holds the words that the rest of firebreak is built on (Mention, Document, Finding) and the contract of a
// detector: a pure function from a Document to Findings.
//
// The package and everything below it do no input or output, read no clock and keep no state between mentions. A Set analyses the
// text of a mention once and hands the same Document to every detector.
package detectors
