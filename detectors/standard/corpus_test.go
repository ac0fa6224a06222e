package standard_test

import (
	"bufio"
	"encoding/json"
	"os"
	"slices"
	"sort"
	"testing"

	"github.com/stretchr/testify/require"

	"firebreak/detectors"
	"firebreak/detectors/detecttest"
)

// labelled is one post of an evaluation file. Label is a word, or a list of them.
type labelled struct {
	Text      string          `json:"text"`
	Label     json.RawMessage `json:"label"`
	Ambiguous bool            `json:"ambiguous"`
	Role      string          `json:"author_role"`
}

func (l *labelled) is(label string) bool {
	var one string
	if json.Unmarshal(l.Label, &one) == nil {
		return one == label
	}
	var many []string
	return json.Unmarshal(l.Label, &many) == nil && slices.Contains(many, label)
}

// corpus reads an evaluation file, or skips the test and says so. Doubtful labels are left out.
func corpus(t *testing.T, name string) []labelled {
	t.Helper()
	file, err := os.Open(detecttest.Shared(t, "data", name))
	require.NoError(t, err)
	defer func() { require.NoError(t, file.Close()) }()
	var out []labelled
	lines := bufio.NewScanner(file)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var l labelled
		require.NoError(t, json.Unmarshal(lines.Bytes(), &l))
		if !l.Ambiguous {
			out = append(out, l)
		}
	}
	require.NoError(t, lines.Err())
	require.NotEmpty(t, out)
	return out
}

// quality is how well a head tells posts with a label from others, at the decision of 0.5.
type quality struct{ precision, recall, f1, auc float64 }

func judge(scores []float64, labels []bool) quality {
	var tp, fp, fn float64
	var with, without []float64
	for i, s := range scores {
		switch {
		case labels[i] && s >= .5:
			tp++
		case labels[i]:
			fn++
		case s >= .5:
			fp++
		}
		if labels[i] {
			with = append(with, s)
		} else {
			without = append(without, s)
		}
	}
	sort.Float64s(without)
	above := 0.0
	for _, s := range with {
		less := sort.SearchFloat64s(without, s)
		equal := sort.Search(len(without), func(i int) bool { return without[i] > s }) - less
		above += float64(less) + float64(equal)/2
	}
	q := quality{precision: tp / max(tp+fp, 1), recall: tp / max(tp+fn, 1), auc: above / max(float64(len(with)*len(without)), 1)}
	q.f1 = 2 * q.precision * q.recall / max(q.precision+q.recall, 1e-9)
	return q
}

// TestQualityOnRealPosts prints how well the heads do on labelled posts of real customer care, and holds them to floors a little below.
// The files are development data: the figures flatter.
func TestQualityOnRealPosts(t *testing.T) {
	t.Parallel()
	s := newSet(t)
	tests := []struct {
		file, label, head string
		by                detectors.Role
		floor             quality
	}{
		{"security_hand.jsonl", "security_complaint", "security_complaint", detectors.RolePublic, quality{precision: .85, recall: .87, f1: .88, auc: .97}},
		{"security_hand.jsonl", "technical_complaint", "technical_complaint", detectors.RolePublic, quality{precision: .9, recall: .74, f1: .84, auc: .9}},
		{"complaints.jsonl", "complaint", "complaint", detectors.RolePublic, quality{precision: .62, recall: .64, f1: .64, auc: .81}},
		{"airline_complaints_vp.jsonl", "complaint", "complaint", detectors.RolePublic, quality{precision: .5, recall: .7, f1: .6, auc: .83}},
		{"brand_reply_hand.jsonl", "dismissive", "dismissive_reply", detectors.RoleBrand, quality{precision: .7, recall: .5, f1: .64, auc: .92}},
		{"brand_reply_hand.jsonl", "take_offline", "moved_private", detectors.RoleBrand, quality{precision: .95, recall: .8, f1: .88, auc: .94}},
		{"brand_reply_hand.jsonl", "pii_request", "personal_data_request", detectors.RoleBrand, quality{precision: .8, recall: .82, f1: .82, auc: .95}},
	}
	for _, tt := range tests {
		t.Run(tt.file+" "+tt.head, func(t *testing.T) {
			t.Parallel()
			var scores []float64
			var labels []bool
			for _, l := range corpus(t, tt.file) {
				if tt.by == detectors.RolePublic && l.Role == "brand" {
					continue
				}
				scores = append(scores, s.analyse(l.Text, tt.by, detectors.TierPublic, false).Scores[tt.head])
				labels = append(labels, l.is(tt.label))
			}
			q := judge(scores, labels)
			t.Logf("%d posts: precision %.3f, recall %.3f, F1 %.3f, AUC %.3f", len(labels), q.precision, q.recall, q.f1, q.auc)
			require.GreaterOrEqual(t, q.precision, tt.floor.precision)
			require.GreaterOrEqual(t, q.recall, tt.floor.recall)
			require.GreaterOrEqual(t, q.f1, tt.floor.f1)
			require.GreaterOrEqual(t, q.auc, tt.floor.auc)
		})
	}
}

func TestJudge(t *testing.T) {
	t.Parallel()
	q := judge([]float64{.9, .8, .3, .6, .1}, []bool{true, true, true, false, false})
	require.InDelta(t, 2.0/3, q.precision, 1e-9)
	require.InDelta(t, 2.0/3, q.recall, 1e-9)
	require.InDelta(t, 5.0/6, q.auc, 1e-9)
}
