package cue

// Same reports whether tokens i and j both exist and stand in one sentence.
func (t *Text) Same(i, j int) bool {
	return i >= 0 && j >= 0 && i < len(t.Tokens) && j < len(t.Tokens) && t.Tokens[i].Sentence == t.Tokens[j].Sentence
}

// At returns the normalised word at i, "" where there is none.
func (t *Text) At(i int) string {
	if i < 0 || i >= len(t.Tokens) {
		return ""
	}
	return t.Tokens[i].S
}

// Tag returns the part of speech of token i. The first call in a document pays for the tagging of all of it.
func (t *Text) Tag(i int) string {
	if i < 0 || i >= len(t.Tokens) {
		return ""
	}
	return t.Doc.Tagged()[t.Tokens[i].Word].Tag
}

// Denied reports whether token i stands in the scope of a negation, however far back it opened.
func (t *Text) Denied(i int) bool { return t.Doc.Words[t.Tokens[i].Word].Negated }

// First returns the first token of the sentence of token i that is no greeting and no handle.
func (t *Text) First(i int) int {
	first := i
	for first > 0 && t.Same(first-1, i) {
		first--
	}
	for first < i && t.Same(first+1, i) && t.greets(first) {
		first++
	}
	return first
}

// greets reports handles, greetings, and the name that follows a greeting.
func (t *Text) greets(i int) bool {
	switch t.Tokens[i].S {
	case "@brand", "@other", "hi", "hey", "hello", "hiya", "dear", "ok", "okay", "sure", "yes", "yep", "no", "thanks", "thank", "sorry", "well", "right", "great", "and", "so", "but", "then", "also":
		return true
	}
	switch t.At(i - 1) {
	case "hi", "hey", "hello", "hiya", "dear", "thanks", "sorry", "ok", "okay", "sure":
		return t.Same(i-1, i) && t.Same(i, i+1) && t.Tokens[i+1].Break
	default:
		return false
	}
}

// Ends reports whether token i is the last of its sentence, not counting signatures and addresses.
func (t *Text) Ends(i int) bool {
	for j := i + 1; t.Same(i, j); j++ {
		switch s := t.Tokens[j].S; s {
		case "http", "thanks", "thank", "thx", "then", "too", "again", "@other", "@brand", "xx", "x":
		default:
			// "^JE", "/LM", "-Mi": initials of who signs.
			return len(s) <= 3 && t.Tokens[j].Break
		}
	}
	return true
}
