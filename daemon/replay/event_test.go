package replay_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"firebreak/config"
	"firebreak/daemon"
	"firebreak/daemon/escalation"
	"firebreak/daemon/replay"
	"firebreak/detectors"
)

const acme = "brands: [{name: Acme, query: acme, accounts: [{handle: acmecare, role: care}]}]\n"

func coreOf(t require.TestingT, yaml string) *daemon.Core {
	cfg, err := config.Parse("test.yaml", []byte(yaml))
	require.NoError(t, err)
	core, err := daemon.NewCore(cfg)
	require.NoError(t, err)
	return core
}

// taken replays events and returns the decisions as lines.
func taken(t require.TestingT, core *daemon.Core, events []replay.Event, opts replay.Options, until time.Time) ([]string, replay.Totals) {
	var lines []string
	opts.Decide = func(d escalation.Decision) error {
		data, err := json.Marshal(d)
		lines = append(lines, string(data))
		return err
	}
	r := replay.New(nil, core.Judge, core.Engine, opts)
	for _, e := range events {
		require.NoError(t, r.Take(e))
	}
	require.NoError(t, r.Finish(until))
	return lines, r.Totals()
}

func noon() time.Time { return time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC) }

// recordedPost is a post as it stands on the topic; it arrived when it was written.
func recordedPost(id, author, thread, text string, at time.Time) replay.Event {
	m := detectors.Mention{
		ID: id, Source: "x", Kind: detectors.KindPost, Brand: "Acme", ThreadID: thread, CreatedAt: at, Text: text, Author: detectors.Author{ID: author, Handle: author},
	}
	if id != thread {
		m.InReplyTo = thread
	}
	return replay.Event{Arrived: at, Mention: &m}
}

const complaint = "acme mailed me my password in plain text, that is not safe"

// TestWarmUp: whatever was said and done, a range with all that came before it as its warm-up decides what a replay of everything does from
// there on.
func TestWarmUp(t *testing.T) {
	t.Parallel()
	core := coreOf(t, acme)
	texts := []string{complaint, "acme, any news?", "thank you", "acme is down again, I cannot log in", "me too, acme!", "all data on our system is totally secure", "please send us a DM"}
	rapid.Check(t, func(t *rapid.T) {
		now := noon()
		var events []replay.Event
		for i := range rapid.IntRange(1, 25).Draw(t, "events") {
			now = now.Add(time.Duration(rapid.IntRange(1, 90).Draw(t, "minutes")) * time.Minute)
			if rapid.IntRange(0, 5).Draw(t, "what") == 0 {
				events = append(events, replay.Event{Arrived: now, Action: &escalation.Action{
					ID: fmt.Sprintf("act%d", i), Incident: rapid.SampledFrom([]string{"t:1", "t:2"}).Draw(t, "incident"), By: "jo", Via: "cli", At: now,
					Kind: rapid.SampledFrom([]escalation.ActionKind{escalation.ActionAcknowledge, escalation.ActionResolve, escalation.ActionNote}).Draw(t, "kind"),
				}})
				continue
			}
			thread := rapid.SampledFrom([]string{"1", "2"}).Draw(t, "thread")
			id := thread
			if slices.ContainsFunc(events, func(e replay.Event) bool { return e.Mention != nil && e.Mention.ID == thread }) {
				id = fmt.Sprintf("p%d", i)
			}
			author := rapid.SampledFrom([]string{"jane", "kim", "acmecare"}).Draw(t, "author")
			events = append(events, recordedPost(id, author, thread, rapid.SampledFrom(texts).Draw(t, "text"), now))
		}
		arrival := rapid.Bool().Draw(t, "arrival")
		until := now.Add(time.Duration(rapid.IntRange(0, 48).Draw(t, "hours")) * time.Hour)
		whole, sums := taken(t, core, events, replay.Options{Arrival: arrival}, until)
		require.Zero(t, sums.WarmUp)

		cut := rapid.IntRange(0, len(events)).Draw(t, "cut")
		begin := now.Add(time.Minute)
		if cut < len(events) {
			// A range begins at its first event, or before it.
			begin = events[cut].Arrived.Add(-time.Duration(rapid.IntRange(0, 59).Draw(t, "seconds")) * time.Second)
		}
		for i := range cut {
			events[i].WarmUp = true
		}
		part, counted := taken(t, core, events, replay.Options{Arrival: arrival, Begin: begin}, until)
		require.LessOrEqual(t, len(part), len(whole))
		before := len(whole) - len(part)
		require.Equal(t, append([]string{}, whole[before:]...), append([]string{}, part...), "the range decides what the whole does from there on")
		for i, line := range whole {
			var d escalation.Decision
			require.NoError(t, json.Unmarshal([]byte(line), &d))
			require.Equal(t, i >= before, !d.Time.Before(begin), "what is reported is not before %s, and all else is: %s", begin, line)
		}
		require.Equal(t, sums.Mentions, counted.Mentions+counted.WarmUp)
		require.LessOrEqual(t, counted.Incidents, sums.Incidents)
	})
}

// TestClocks: a post that arrives late stops a clock that follows the times of posts, and comes too late for one that follows the arrival.
func TestClocks(t *testing.T) {
	t.Parallel()
	core := coreOf(t, acme)
	question := recordedPost("1", "jane", "1", complaint, noon())
	answer := recordedPost("2", "acmecare", "1", "We are sorry. Please send us a DM, so that our tech team can help you.", noon().Add(10*time.Minute))
	answer.Arrived = noon().Add(2 * time.Hour)
	last := recordedPost("3", "kim", "3", complaint, noon().Add(3*time.Hour))
	overdue := func(lines []string) bool {
		return slices.ContainsFunc(lines, func(l string) bool {
			return strings.Contains(l, `"incident":"t:1"`) && strings.Contains(l, `_overdue"`)
		})
	}
	posted, _ := taken(t, core, []replay.Event{question, answer, last}, replay.Options{}, time.Time{})
	require.False(t, overdue(posted))
	arrived, _ := taken(t, core, []replay.Event{question, answer, last}, replay.Options{Arrival: true}, time.Time{})
	require.True(t, overdue(arrived), "%v", arrived)
}

// TestNobodyMovesTheClockAhead of an arrival.
func TestNobodyMovesTheClockAhead(t *testing.T) {
	t.Parallel()
	core := coreOf(t, acme)
	future := recordedPost("2", "kim", "2", complaint, noon().Add(1000*time.Hour))
	future.Arrived = noon().Add(time.Minute)
	lines, _ := taken(t, core, []replay.Event{recordedPost("1", "jane", "1", complaint, noon()), future}, replay.Options{}, time.Time{})
	require.Len(t, lines, 2, "no clock ran out")
}

// TestTimePassesInAnEmptyRange: clocks that run out in it are reported, those before are not.
func TestTimePassesInAnEmptyRange(t *testing.T) {
	t.Parallel()
	core := coreOf(t, acme)
	early, late := recordedPost("1", "jane", "1", complaint, noon()), recordedPost("2", "kim", "2", complaint, noon().Add(30*time.Minute))
	early.WarmUp, late.WarmUp = true, true
	lines, totals := taken(t, core, []replay.Event{early, late}, replay.Options{Arrival: true, Begin: noon().Add(70 * time.Minute)}, noon().Add(2*time.Hour))
	require.Len(t, lines, 1, "%v", lines)
	require.Contains(t, lines[0], `"incident":"t:2"`)
	require.Equal(t, replay.Totals{WarmUp: 2}, totals, "both incidents were opened before")
}
