package main

import (
	"strings"

	"github.com/jonreiter/govader"
)

// lexicon scores a post by plain words of complaint, a baseline: 0.5 at the first, more with each.
func lexicon(text string) float64 {
	words := map[string]bool{}
	for _, w := range strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return r != '\'' && (r < 'a' || r > 'z') }) {
		words[w] = true
	}
	n := 0
	for _, w := range []string{
		"worst", "terrible", "awful", "horrible", "bad", "poor", "never", "not", "no", "can't", "won't", "doesn't", "didn't", "isn't", "still", "waiting",
		"refund", "late", "delayed", "cancelled", "lost", "broken", "wrong", "problem", "issue", "error", "fail", "failed", "why", "complaint", "disappointed",
		"ridiculous", "unacceptable", "useless", "rude", "hours", "disgusting", "annoying", "sucks", "hate", "fix", "help",
	} {
		if words[w] {
			n++
		}
	}
	return 1 - 1/(1+float64(n)/2+.0001)
}

// vader scores a post by its sentiment (Hutto and Gilbert: VADER, 2014), a baseline: the more negative, the surer a complaint.
func vader() func(text string) float64 {
	analyser := govader.NewSentimentIntensityAnalyzer()
	return func(text string) float64 { return (1 - analyser.PolarityScores(text).Compound) / 2 }
}
