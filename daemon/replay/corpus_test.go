package replay_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"firebreak/config"
	"firebreak/daemon"
	"firebreak/daemon/escalation"
	"firebreak/daemon/replay"
	"firebreak/detectors"
	"firebreak/detectors/detecttest"
)

// customerCare is one thread of the corpus.
type customerCare struct {
	ThreadID string `json:"thread_id"`
	Brand    string `json:"brand"`
	Posts    []struct {
		ID        string  `json:"id"`
		Author    string  `json:"author"`
		Inbound   bool    `json:"inbound"`
		CreatedAt *string `json:"created_at"`
		Text      string  `json:"text"`
		InReplyTo *string `json:"in_reply_to"`
	} `json:"posts"`
}

// shortThreads is how many threads are enough where only the way through the code matters.
const shortThreads = 500

// convert makes mentions of the corpus's threads, in file order, and a configuration of its brands. Posts without a time get one: a thread
// begins a minute after the one before, and its posts are five minutes apart.
func convert(t *testing.T, path string) (mentions []byte, cfg *config.Config, count, public int) {
	t.Helper()
	file, err := os.Open(path)
	require.NoError(t, err)
	defer func() { require.NoError(t, file.Close()) }()
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	brands := map[string]bool{}
	var yaml strings.Builder
	yaml.WriteString("brands:\n")
	base := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	lines := bufio.NewScanner(file)
	lines.Buffer(nil, 16<<20)
	for n := 0; lines.Scan() && (!testing.Short() || n < shortThreads); n++ {
		var c customerCare
		require.NoError(t, json.Unmarshal(lines.Bytes(), &c))
		handle := fmt.Sprintf("care%d", len(brands))
		if !brands[c.Brand] {
			brands[c.Brand] = true
			fmt.Fprintf(&yaml, "  - {name: %q, accounts: [{id: %q, role: care}]}\n", c.Brand, "brand:"+c.Brand)
		}
		for i, p := range c.Posts {
			at := base.Add(time.Duration(n)*time.Minute + time.Duration(i)*5*time.Minute)
			if p.CreatedAt != nil {
				if parsed, err := time.Parse(time.RFC3339, *p.CreatedAt); err == nil {
					at = parsed
				}
			}
			m := detectors.Mention{
				ID: p.ID, Source: "corpus", Kind: detectors.KindPost, Brand: c.Brand, ThreadID: c.ThreadID, CreatedAt: at, Text: p.Text,
				Author: detectors.Author{ID: c.ThreadID + "/" + p.Author, Handle: "customer"},
			}
			if p.Inbound {
				public++
			} else {
				m.Author = detectors.Author{ID: "brand:" + c.Brand, Handle: handle}
			}
			if p.InReplyTo != nil {
				m.InReplyTo = *p.InReplyTo
			}
			require.NoError(t, encoder.Encode(m))
			count++
		}
	}
	require.NoError(t, lines.Err())
	cfg, err = config.Parse("corpus.yaml", []byte(yaml.String()))
	require.NoError(t, err)
	return out.Bytes(), cfg, count, public
}

// run replays mentions and returns the decisions as bytes.
func run(t *testing.T, cfg *config.Config, mentions []byte) ([]byte, replay.Totals) {
	t.Helper()
	core, err := daemon.NewCore(cfg)
	require.NoError(t, err)
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	totals, err := replay.New(core.Pipeline(false), core.Judge, core.Engine, replay.Options{
		Tail:   48 * time.Hour,
		Decide: func(d escalation.Decision) error { return encoder.Encode(d) },
		Bad:    func(_ string, line int, reason string) { t.Errorf("line %d: %s", line, reason) },
	}).Run(t.Context(), replay.Input{Name: "corpus", Reader: bytes.NewReader(mentions)})
	require.NoError(t, err)
	require.Empty(t, core.Set.Panics(), "no detector may panic")
	return out.Bytes(), totals
}

// TestReplayOfCustomerCare runs thirteen thousand threads of real customer care, twice.
func TestReplayOfCustomerCare(t *testing.T) {
	mentions, cfg, count, public := convert(t, detecttest.Shared(t, "data", "threads.jsonl"))
	began := time.Now()
	first, totals := run(t, cfg, mentions)
	took := time.Since(began)
	require.Equal(t, count, totals.Mentions, "every post is a mention")
	require.NotZero(t, totals.Incidents)
	t.Logf("%d mentions, %d by the public, %d threads, %.0f mentions/s, %d incidents, %d notices, %d pages", totals.Mentions, public,
		totals.Threads, float64(totals.Mentions)/took.Seconds(), totals.Incidents, totals.Notifies, totals.Pages)
	second, _ := run(t, cfg, mentions)
	require.True(t, bytes.Equal(first, second), "the same input and configuration must give the same bytes")
	if !testing.Short() {
		require.LessOrEqual(t, totals.Pages*5_000, public, "at most one page in 5,000 posts of the public: a pager that rings for nothing is turned off")
	}
}
