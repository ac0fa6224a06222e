package nlp

import (
	"fmt"
	"sync"

	"github.com/jdkato/prose/v2"
)

// Analyser cuts text into words and tags them. It is safe for concurrent use; one is enough for a process, since the tagging model
// takes about 0.4 s and some tens of megabytes to load. The zero value is not usable, call New.
type Analyser struct {
	load func() (*prose.Model, error)
}

// New makes an Analyser. The tagging model is loaded at the first call of Load or Tag, so that programs that never tag start at once.
func New() *Analyser {
	return &Analyser{load: sync.OnceValues(loadModel)}
}

// NewUntagged makes an Analyser that tags nothing: for measuring what tags are worth.
func NewUntagged() *Analyser {
	return &Analyser{load: func() (*prose.Model, error) { return nil, nil }} //nolint:nilnil // No model is what it is for.
}

// Load loads the tagging model now instead of at the first Tag. It is cheap when the model is loaded already.
func (a *Analyser) Load() error {
	_, err := a.load()
	return err
}

// Words cuts text into words and marks sentences, quotations and negation. It costs a few microseconds a post and needs no model.
// Words never overlap, stand in the order of the text, and begin and end between runes. Invalid UTF-8 is stepped over.
func (a *Analyser) Words(text string) []Word {
	words := cut(text)
	markSentences(text, words)
	markQuotes(text, words)
	markNegation(words)
	return words
}

// loadModel makes the one prose document whose model all later ones share: each would otherwise load the model anew.
func loadModel() (model *prose.Model, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("loading the tagging model: %v", r)
		}
	}()
	doc, err := prose.NewDocument("ready", prose.WithSegmentation(false), prose.WithExtraction(false))
	if err != nil {
		return nil, fmt.Errorf("loading the tagging model: %w", err)
	}
	return doc.Model, nil
}
