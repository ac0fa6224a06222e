package detectors_test

import (
	"encoding/json"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"firebreak/detectors"
)

// stub is a detector that does what it is told.
type stub struct {
	name   string
	detect func(doc *detectors.Document, scores map[string]float64) []detectors.Finding
}

func (s stub) Name() string { return s.name }

func (s stub) Detect(doc *detectors.Document, scores map[string]float64) []detectors.Finding {
	return s.detect(doc, scores)
}

func found(kind string, severity detectors.Severity, spans ...detectors.Span) []detectors.Finding {
	return []detectors.Finding{{Kind: kind, Severity: severity, Evidence: spans}}
}

func said(text string) *detectors.Mention {
	return &detectors.Mention{ID: "1", ThreadID: "1", Kind: detectors.KindPost, Text: text}
}

func TestSetGoesOnWhenADetectorPanics(t *testing.T) {
	t.Parallel()
	set, err := detectors.NewSet(
		stub{"first", func(_ *detectors.Document, scores map[string]float64) []detectors.Finding {
			scores["first"] = .9
			return found("a", detectors.SeverityInfo)
		}},
		stub{"broken", func(_ *detectors.Document, scores map[string]float64) []detectors.Finding {
			scores["half"] = .5
			panic("a poison post")
		}},
		stub{"last", func(_ *detectors.Document, _ map[string]float64) []detectors.Finding {
			return found("b", detectors.SeverityCritical)
		}},
	)
	require.NoError(t, err)
	for range 3 {
		a := set.Analyse(said("text"), detectors.Speaker{}, nil)
		require.Len(t, a.Findings, 2)
		require.Equal(t, "b", a.Findings[0].Kind, "the gravest first")
		require.Equal(t, "last", a.Findings[0].Detector, "a finding carries its detector")
		require.NotNil(t, a.Findings[0].Evidence)
		require.Equal(t, detectors.Scores{"first": .9}, a.Scores, "a detector that panicked leaves no scores behind")
		require.Equal(t, detectors.RolePublic, a.Role)
	}
	require.Equal(t, map[string]uint64{"broken": 3}, set.Panics())
}

func TestSetDropsEvidenceThatIsNotThere(t *testing.T) {
	t.Parallel()
	spans := map[string]detectors.Span{
		"right": {Start: 0, End: 4, Text: "text"}, "other words": {Start: 0, End: 4, Text: "xxxx"}, "too far": {Start: 2, End: 40, Text: "x"},
		"backwards": {Start: 3, End: 1, Text: ""}, "before the beginning": {Start: -1, End: 2, Text: "te"},
	}
	for name, span := range spans {
		set, err := detectors.NewSet(stub{"d", func(*detectors.Document, map[string]float64) []detectors.Finding {
			return found("k", detectors.SeverityInfo, span)
		}})
		require.NoError(t, err)
		want := 0
		if name == "right" {
			want = 1
		}
		require.Len(t, set.Analyse(said("text"), detectors.Speaker{}, nil).Findings, want, name)
		require.Empty(t, set.Panics(), name)
	}
}

func TestSetAnalysesADocumentOnce(t *testing.T) {
	t.Parallel()
	var docs []*detectors.Document
	var tagged []*detectors.Word
	look := func(doc *detectors.Document, _ map[string]float64) []detectors.Finding {
		docs = append(docs, doc)
		tagged = append(tagged, &doc.Tagged()[0])
		return nil
	}
	set, err := detectors.NewSet(stub{"a", look}, stub{"b", look})
	require.NoError(t, err)
	set.Analyse(said("our security is good"), detectors.Speaker{}, nil)
	require.Len(t, docs, 2)
	require.Same(t, docs[0], docs[1])
	require.Same(t, tagged[0], tagged[1], "the tags are made once")
}

func TestSetLooksAtTextsOnly(t *testing.T) {
	t.Parallel()
	set, err := detectors.NewSet(stub{"d", func(*detectors.Document, map[string]float64) []detectors.Finding {
		return found("k", detectors.SeverityInfo)
	}})
	require.NoError(t, err)
	for _, kind := range []detectors.MentionKind{detectors.KindRepost, detectors.KindEngagement, detectors.KindDelete} {
		m := said("text")
		m.Kind = kind
		a := set.Analyse(m, detectors.Speaker{}, nil)
		require.Empty(t, a.Findings)
		require.NotNil(t, a.Findings)
		require.NotNil(t, a.Scores)
	}
	require.Empty(t, set.Analyse(said(""), detectors.Speaker{}, nil).Findings)
}

func TestSetIsSafeForConcurrentUse(t *testing.T) {
	t.Parallel()
	set, err := detectors.NewSet(stub{"d", func(doc *detectors.Document, _ map[string]float64) []detectors.Finding {
		if strings.Contains(doc.Text, "poison") {
			panic("x")
		}
		doc.Tagged()
		return found("k", detectors.SeverityInfo)
	}})
	require.NoError(t, err)
	var wg sync.WaitGroup
	for i := range 16 {
		wg.Go(func() {
			text := "it's fine"
			if i%2 == 0 {
				text = "poison"
			}
			set.Analyse(said(text), detectors.Speaker{}, nil)
		})
	}
	wg.Wait()
	require.Equal(t, map[string]uint64{"d": 8}, set.Panics())
}

func TestNewSetRefusesNamesThatTellNothing(t *testing.T) {
	t.Parallel()
	none := func(*detectors.Document, map[string]float64) []detectors.Finding { return nil }
	_, err := detectors.NewSet(stub{"", none})
	require.ErrorContains(t, err, "no name")
	_, err = detectors.NewSet(stub{"a", none}, stub{"a", none})
	require.ErrorContains(t, err, "twice")
	_, err = detectors.NewSet(stub{"nlp", none})
	require.Error(t, err, "the name of the text analysis is taken")
}

func TestScoresInOrderAndNotRoundedUp(t *testing.T) {
	t.Parallel()
	out, err := json.Marshal(detectors.Scores{"b": 0.49999, "a": 1, "c/d": 0.5, "e": 0.01})
	require.NoError(t, err)
	require.Equal(t, `{"a":1,"b":0.4999,"c/d":0.5,"e":0.01}`, string(out), "what is below 0.5 stays below it")
	out, err = json.Marshal(detectors.Scores{})
	require.NoError(t, err)
	require.Equal(t, `{}`, string(out))
}
