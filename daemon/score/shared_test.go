package score_test

import (
	"context"
	"encoding/json"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"firebreak/daemon/escalation"
	"firebreak/daemon/score"
	"firebreak/daemon/stream"
	"firebreak/detectors"
)

// shared are one conversation that concerns two brands, which both invite the customer to a private message.
func shared() []detectors.Mention {
	var out []detectors.Mention
	for _, brand := range []string{"Acme", "Beta"} {
		ask, invite := mention("p1", "T", "jane", plaintext, 0), mention("p2", "T", "acmecare", invites, time.Minute)
		ask.Brand, invite.Brand = brand, brand
		out = append(out, ask, invite)
	}
	return out
}

// private is the customer's message to one of the brands.
func private(brand string) detectors.Mention {
	m := mention("d1", "D", "jane", "", 5*time.Minute)
	m.Brand, m.Tier, m.RelatedThread = brand, detectors.TierPrivate, "T"
	return m
}

// Where two brands share a conversation, a customer who comes to one of them has taken up that one's hand-off.
func TestATakenUpHandOffIsTheBrandsOwn(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ brand, lowered, stays string }{{"Acme", "T", "T#Beta"}, {"Beta", "T#Beta", "T"}} {
		t.Run(c.brand, func(t *testing.T) {
			t.Parallel()
			e := score.NewEngine(config())
			judge := textJudge{}
			for _, m := range shared() {
				in := judge.Score(m)
				e.Apply(&in)
			}
			in := judge.Score(private(c.brand))
			eff := e.Apply(&in)
			require.Len(t, eff.Actions, 1)
			got := e.Act(eff.Actions[0])
			require.NotNil(t, got.Decision)
			require.Equal(t, c.lowered, got.Key)
			require.Equal(t, escalation.LevelWatch, e.State(c.lowered).Incident.Level)
			require.Equal(t, escalation.LevelNotify, e.State(c.stays).Incident.Level)
		})
	}
}

// The action goes where the conversation lives, whichever brand it is for, and its owner applies it once.
func TestAnActionOnASharedConversationFindsItsPartition(t *testing.T) {
	t.Parallel()
	k := newMemoryKafka()
	p, err := newStage(k).New(context.Background(), 0, stream.Generation{ID: 1})
	require.NoError(t, err)
	require.NoError(t, p.Process(context.Background(), recordsOf(t, append(shared(), private("Beta")))))
	require.Len(t, k.logs[stream.TopicActions], 1)
	sent := k.logs[stream.TopicActions][0]
	require.Equal(t, "T", sent.Thread, "the partition is that of the conversation")
	require.Nil(t, sent.ToPartition)
	var a escalation.Action
	require.NoError(t, json.Unmarshal(sent.Value, &a))
	require.Equal(t, "Beta", a.Brand)
	for range 2 {
		require.NoError(t, p.Process(context.Background(), []stream.Record{sent}))
	}
	require.NoError(t, p.Close())
	incidents := k.incidents(t)
	require.Equal(t, escalation.LevelWatch, incidents["t:T#Beta"].Level)
	require.Equal(t, 3, incidents["t:T#Beta"].Event)
	require.Equal(t, escalation.LevelNotify, incidents["t:T"].Level)
}
