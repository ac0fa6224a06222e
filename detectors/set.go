package detectors

import (
	"cmp"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"

	"firebreak/detectors/internal/model"
	"firebreak/detectors/internal/nlp"
)

// nlpName is the name that panics of the text analysis are counted under; no detector may carry it.
const nlpName = "nlp"

// usualHeads is room for the scores of all heads.
const usualHeads = 24

// Set runs detectors over mentions. It is safe for concurrent use and keeps nothing of a mention.
type Set struct {
	analyser  *nlp.Analyser
	model     *model.Model
	detectors []Detector
	panics    map[string]*atomic.Uint64
	// analysed and tagged count documents.
	analysed, tagged atomic.Uint64
}

// NewSet makes a Set of detectors that run in the order given. It refuses detectors without a name or with a name used twice.
func NewSet(list ...Detector) (*Set, error) {
	trained, err := model.Load()
	if err != nil {
		return nil, fmt.Errorf("building the set of detectors: %w", err)
	}
	return NewSetWith(trained, list...)
}

// NewSetWith makes a Set like NewSet, with another model than the one of the binary: for the program that trains it.
func NewSetWith(trained *model.Model, list ...Detector) (*Set, error) {
	s := &Set{analyser: nlp.New(), model: trained, detectors: slices.Clone(list), panics: map[string]*atomic.Uint64{nlpName: {}}}
	for _, d := range list {
		name := d.Name()
		if name == "" {
			return nil, fmt.Errorf("building the set of detectors: a detector has no name")
		}
		if s.panics[name] != nil {
			return nil, fmt.Errorf("building the set of detectors: the name %q is used twice", name)
		}
		s.panics[name] = &atomic.Uint64{}
	}
	return s, nil
}

// WithoutTags makes the Set see words without parts of speech, and returns it: for measuring what they are worth. It must not be called while
// the Set is used.
func (s *Set) WithoutTags() *Set {
	s.analyser = nlp.NewUntagged()
	return s
}

// Counts returns how many documents were analysed, and for how many of them a detector asked for parts of speech, which costs the most.
func (s *Set) Counts() (analysed, tagged uint64) { return s.analysed.Load(), s.tagged.Load() }

// Load loads the tagging model (about 0.4 s) now instead of at the first document that needs it.
func (s *Set) Load() error { return s.analyser.Load() }

// Names returns the names of the detectors in the order they run in.
func (s *Set) Names() []string {
	names := make([]string, 0, len(s.detectors))
	for _, d := range s.detectors {
		names = append(names, d.Name())
	}
	return names
}

// Panics returns how often each detector panicked so far, and how often the text analysis did, under "nlp". Detectors that never did
// are absent.
func (s *Set) Panics() map[string]uint64 {
	counts := map[string]uint64{}
	for name, n := range s.panics {
		if v := n.Load(); v > 0 {
			counts[name] = v
		}
	}
	return counts
}

// Analyse says everything that the detectors find in a mention whose text is masked already. Findings come gravest first, then by
// place, kind and topic. A detector that panics is counted and adds nothing, the others go on. A mention without text (a repost, an
// engagement count, a deletion) has no findings. b may be nil when the brand is unknown. The mention is only read, and not kept.
func (s *Set) Analyse(m *Mention, sp Speaker, b *Brand) Analysis {
	if sp.Role == "" {
		sp.Role = RolePublic
	}
	a := Analysis{ID: m.ID, ThreadID: m.ThreadID, Role: sp.Role, Findings: []Finding{}, Scores: Scores{}, Redacted: m.Text}
	if !m.Kind.HasText() || m.Text == "" {
		return a
	}
	doc := s.Document(m, sp, b)
	s.analysed.Add(1)
	var broken []string
	for name := s.run(doc, &a, nil); name != ""; name = s.run(doc, &a, broken) {
		// A detector that panicked half-way left half its scores behind: all run again without it.
		broken = append(broken, name)
	}
	slices.SortStableFunc(a.Findings, compareFindings)
	return a
}

// run lets all detectors that are not broken look at a document. It stops at one that panics, and returns its name.
func (s *Set) run(doc *Document, a *Analysis, broken []string) string {
	a.Findings, a.Scores = []Finding{}, make(Scores, usualHeads)
	for _, d := range s.detectors {
		if slices.Contains(broken, d.Name()) {
			continue
		}
		found, ok := s.detect(d, doc, a.Scores)
		if !ok {
			return d.Name()
		}
		for _, f := range found {
			if f.Detector == "" {
				f.Detector = d.Name()
			}
			if f.Evidence == nil {
				f.Evidence = []Span{}
			}
			if inside(f.Evidence, doc.Text) {
				a.Findings = append(a.Findings, f)
			}
		}
	}
	return ""
}

// Document prepares a mention whose text is masked already, as Analyse does, for those who look at it in other ways. b may be nil.
func (s *Set) Document(m *Mention, sp Speaker, b *Brand) *Document {
	return newDocument(s.analyser, s.model, m, sp, b, func() { s.tagged.Add(1) }, func(error) { s.panics[nlpName].Add(1) })
}

func (s *Set) detect(d Detector, doc *Document, scores map[string]float64) (found []Finding, ok bool) {
	defer func() {
		if recover() != nil {
			s.panics[d.Name()].Add(1)
		}
	}()
	return d.Detect(doc, scores), true
}

// NewDocument analyses one mention outside a Set, for the tests of detectors. It loads a tagging model of its own at the first call of
// Tagged, so a test that needs many documents should use one NewDocuments.
func NewDocument(m *Mention, sp Speaker, b *Brand) *Document { return NewDocuments()(m, sp, b) }

// NewDocuments returns a function that analyses mentions as a Set does. Its documents share one tagging model; it is safe for
// concurrent use.
func NewDocuments() func(m *Mention, sp Speaker, b *Brand) *Document {
	analyser := nlp.New()
	trained, err := model.Load()
	if err != nil {
		// The weights are part of the binary: without them nothing else of it can be trusted.
		panic(err)
	}
	return func(m *Mention, sp Speaker, b *Brand) *Document {
		return newDocument(analyser, trained, m, sp, b, func() {}, func(error) {})
	}
}

// newDocument analyses a mention; used is called once when the words are tagged, failed once if they could not be.
func newDocument(analyser *nlp.Analyser, trained *model.Model, m *Mention, sp Speaker, b *Brand, used func(), failed func(error)) *Document {
	if b == nil {
		b = &Brand{Name: m.Brand}
	}
	words := analyser.Words(m.Text)
	lower := nlp.Fold(m.Text)
	d := &Document{
		Mention: m,
		Speaker: sp,
		Brand:   b,
		Text:    m.Text,
		Lower:   lower,
		Words:   words,
		tagged: sync.OnceValue(func() []Word {
			used()
			tagged, err := analyser.Tag(words)
			if err != nil {
				failed(err)
			}
			return tagged
		}),
	}
	d.judged.begin(trained, sp.Role, lower)
	return d
}

// inside reports whether every span lies in text, says what stands there, and follows the one before it.
func inside(spans []Span, text string) bool {
	last := 0
	for _, s := range spans {
		if s.Start < last || s.End < s.Start || s.End > len(text) || text[s.Start:s.End] != s.Text {
			return false
		}
		last = s.Start
	}
	return true
}

// compareFindings orders findings: gravest first, then by start of the evidence, kind, topic and detector.
func compareFindings(a, b Finding) int {
	return cmp.Or(
		cmp.Compare(b.Severity.Rank(), a.Severity.Rank()),
		cmp.Compare(startOf(a), startOf(b)),
		cmp.Compare(a.Kind, b.Kind),
		cmp.Compare(a.Topic, b.Topic),
		cmp.Compare(a.Detector, b.Detector),
	)
}

func startOf(f Finding) int {
	if len(f.Evidence) == 0 {
		return 0
	}
	return f.Evidence[0].Start
}
