// Package detecttest holds what the tests of detectors share: a conformance suite that every detector must pass, a table of cases,
// and hostile texts.
package detecttest

import (
	"maps"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"firebreak/detectors"
)

// maxWhy is the longest Why, in bytes: one line.
const maxWhy = 300

// Conform runs the conformance suite on a detector. The examples are documents on which it finds something; the suite fails when it
// finds nothing on one, so that the other checks mean something. It checks that Detect is pure (equal answers to equal documents, the
// document unchanged), safe for concurrent use, finds nothing in an empty text, does not panic on Hostile texts, and that findings and
// scores are well formed.
func Conform(t *testing.T, d detectors.Detector, examples ...*detectors.Document) {
	t.Helper()
	require.NotEmpty(t, d.Name(), "a detector has a name")
	name := d.Name()
	require.Equal(t, name, d.Name(), "the name is stable")

	t.Run("examples", func(t *testing.T) {
		require.NotEmpty(t, examples, "the suite needs documents on which the detector finds something")
		for _, doc := range examples {
			before := snapshot(doc)
			first, scores := detect(t, d, doc)
			require.NotEmpty(t, first, "nothing found in %q", doc.Text)
			require.Equal(t, before, snapshot(doc), "the document was changed: %q", doc.Text)
			again, scoresAgain := detect(t, d, doc)
			require.Equal(t, first, again, "the second answer differs: %q", doc.Text)
			require.Equal(t, scores, scoresAgain, "the second scores differ: %q", doc.Text)
		}
	})
	t.Run("concurrent", func(t *testing.T) { concurrent(t, d, examples) })
	t.Run("hostile", func(t *testing.T) { hostile(t, d, false) })
}

// Scored is a document on which a detector that finds nothing gives a head a probability that decides.
type Scored struct {
	Head     string
	Document *detectors.Document
}

// ConformScores is Conform for a detector that only scores. It fails where an example's head does not decide, or where anything is found.
func ConformScores(t *testing.T, d detectors.Detector, examples ...Scored) {
	t.Helper()
	require.NotEmpty(t, d.Name(), "a detector has a name")
	require.NotEmpty(t, examples, "the suite needs documents on which a head decides")
	want := make([]map[string]float64, len(examples))
	t.Run("examples", func(t *testing.T) {
		for i, e := range examples {
			before := snapshot(e.Document)
			found, scores := detect(t, d, e.Document)
			require.Empty(t, found, "found something in %q", e.Document.Text)
			require.GreaterOrEqual(t, scores[e.Head], detectors.Decides, "%s in %q", e.Head, e.Document.Text)
			require.Equal(t, before, snapshot(e.Document), "the document was changed: %q", e.Document.Text)
			_, want[i] = detect(t, d, e.Document)
			require.Equal(t, scores, want[i], "the second scores differ: %q", e.Document.Text)
		}
	})
	t.Run("concurrent", func(t *testing.T) {
		const goroutines = 16
		got := make([][]map[string]float64, goroutines)
		var wg sync.WaitGroup
		for g := range goroutines {
			wg.Go(func() {
				for _, e := range examples {
					scores := map[string]float64{"another detector's": 0.25}
					d.Detect(e.Document, scores)
					got[g] = append(got[g], scores)
				}
			})
		}
		wg.Wait()
		for g := range goroutines {
			require.Equal(t, want, got[g], "scores differ between goroutines")
		}
	})
	t.Run("hostile", func(t *testing.T) { hostile(t, d, true) })
}

// hostile runs a detector over Hostile texts of both sides; nothing may be found in an empty one, and in none where silent.
func hostile(t *testing.T, d detectors.Detector, silent bool) {
	t.Helper()
	build := detectors.NewDocuments()
	for _, text := range Hostile() {
		for _, role := range []detectors.Role{detectors.RolePublic, detectors.RoleBrand} {
			doc := build(mentionOf(text, ""), detectors.Speaker{Role: role}, Brand())
			found, _ := detect(t, d, doc)
			if text == "" || silent {
				require.Empty(t, found, "found something in %q", text[:min(len(text), 40)])
			}
		}
	}
}

func concurrent(t *testing.T, d detectors.Detector, examples []*detectors.Document) {
	t.Helper()
	const goroutines = 16
	want := make([][]detectors.Finding, len(examples))
	for i, doc := range examples {
		want[i] = d.Detect(doc, map[string]float64{})
	}
	got := make([][][]detectors.Finding, goroutines)
	var wg sync.WaitGroup
	for g := range goroutines {
		wg.Go(func() {
			for _, doc := range examples {
				got[g] = append(got[g], d.Detect(doc, map[string]float64{}))
			}
		})
	}
	wg.Wait()
	for g := range goroutines {
		require.Equal(t, want, got[g], "answers differ between goroutines")
	}
}

// detect runs d and checks the form of what it returns.
func detect(t *testing.T, d detectors.Detector, doc *detectors.Document) ([]detectors.Finding, map[string]float64) {
	t.Helper()
	scores := map[string]float64{"another detector's": 0.25}
	found := d.Detect(doc, scores)
	require.InDelta(t, 0.25, scores["another detector's"], 0, "another detector's score was changed")
	for head, p := range scores {
		require.True(t, p >= 0 && p <= 1, "score %s = %v is no probability", head, p)
	}
	for _, f := range found {
		checkFinding(t, d, doc, f)
	}
	return found, maps.Clone(scores)
}

func checkFinding(t *testing.T, d detectors.Detector, doc *detectors.Document, f detectors.Finding) {
	t.Helper()
	short := doc.Text[:min(len(doc.Text), 80)]
	require.NotEmpty(t, f.Kind, "%q: a finding has a kind", short)
	require.Equal(t, d.Name(), f.Detector, "%q: a finding names its detector", short)
	require.Positive(t, f.Severity.Rank(), "%q: unknown severity %q", short, f.Severity)
	require.True(t, f.Score >= 0 && f.Score <= 1, "%q: score %v is no probability", short, f.Score)
	require.NotEmpty(t, f.Why, "%q: a finding says why", short)
	require.NotContains(t, f.Why, "\n", "%q: why is one line", short)
	require.LessOrEqual(t, len(f.Why), maxWhy, "%q: why is one line", short)
	last := 0
	for _, s := range f.Evidence {
		require.True(t, s.Start >= last && s.End > s.Start && s.End <= len(doc.Text), "%q: span %d to %d out of place", short, s.Start, s.End)
		require.Equal(t, doc.Text[s.Start:s.End], s.Text, "%q: a span says what stands there", short)
		last = s.Start
	}
}

// snapshot copies what a detector could change in a document. It takes the tags too, so that the analysis is done before.
func snapshot(doc *detectors.Document) any {
	m := *doc.Mention
	m.Masked = append([]detectors.Mask(nil), m.Masked...)
	b := *doc.Brand
	b.Handles = append([]string(nil), b.Handles...)
	b.Domains = append([]string(nil), b.Domains...)
	b.Phones = append([]string(nil), b.Phones...)
	return []any{
		m, b, doc.Speaker, doc.Text, doc.Lower,
		append([]detectors.Word(nil), doc.Words...), append([]detectors.Word(nil), doc.Tagged()...),
	}
}
