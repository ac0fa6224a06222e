package score

import (
	"encoding/json"
	"fmt"
	"math"
	"strings"
	"time"

	"github.com/klauspost/compress/s2"

	"firebreak/daemon/escalation"
	"firebreak/daemon/stream"
	"firebreak/daemon/thread"
	"firebreak/detectors"
)

// hotThreads is how many threads of an engine are kept decoded. The others, touched longest ago, are kept as their compressed record, which
// takes a tenth of the memory and some 20 µs to decode when something touches the thread again.
const hotThreads = 4096

// nowhere is the place of a slot that is not among the deadlines, or not among the hot.
const nowhere = -1

// slot holds one thread: hot with its state, or cold with its record. There may be a million: it has 80 bytes, which is a size that memory is given in.
type slot struct {
	// key and cold lie in one piece of memory while it is cold.
	key   string
	state *State
	cold  string
	// due is when its earliest clock runs out, or is to be looked at again.
	due instant
	// at is its place among the deadlines, place that among the hot.
	at, place int32
	// summary is of a cold one.
	summary
	// touched is set whenever a hot slot is used.
	touched bool
}

// summary is what must be known of a cold thread without decoding it.
type summary struct {
	// posted is when it last had a post.
	posted seconds
	// event is that of its incident, 0 without one.
	event int32
	// quiet reports that nothing runs but the time after which it is forgotten, and that it has no incident.
	quiet bool
	// attached reports that it belongs to a crisis.
	attached bool
}

// seconds since 1970, up to the year 2106. What is beyond is the first or the last of them.
type seconds uint32

func secondsOf(unix int64) seconds {
	return seconds(min(max(unix, 0), math.MaxUint32)) //nolint:gosec // Within its bounds.
}

func summarize(s *State) summary {
	sum := summary{quiet: quiet(s), posted: secondsOf(s.Thread.LastPostAt.Unix())}
	if s.Incident != nil {
		sum.event, sum.attached = int32(min(s.Incident.Event, math.MaxInt32)), s.Incident.Crisis != "" //nolint:gosec // Its events are few.
	}
	return sum
}

// quiet reports whether no clock of escalation's can run for a state but the one that forgets it, whatever the settings are.
func quiet(s *State) bool { return s.Incident == nil && s.Thread.Unanswered() < 0 }

// slot is the one of a key, made where there is none.
func (e *Engine) slot(key string) *slot {
	sl := e.slots[key]
	if sl == nil {
		sl = &slot{key: key, at: nowhere, place: nowhere}
		e.slots[key] = sl
	}
	return sl
}

// forget drops a slot with all that points to it.
func (e *Engine) forget(sl *slot) {
	delete(e.slots, sl.key)
	e.due.drop(sl)
	e.leaveHot(sl)
}

// load returns a slot's state, decoded for the moment where the slot is cold. It returns nil where that fails, which Err tells.
func (e *Engine) load(sl *slot) *State {
	if sl.state != nil {
		return sl.state
	}
	data, err := e.codec.Decode(e.scratch[:0], []byte(sl.cold))
	if err == nil {
		e.scratch = data
		var s *State
		if s, err = decodeRecord(data); err == nil {
			return s
		}
	}
	if e.err == nil {
		e.err = fmt.Errorf("thread %q: %w", sl.key, err)
	}
	return nil
}

// thaw returns a slot's state and keeps it hot.
func (e *Engine) thaw(sl *slot) *State {
	s := e.load(sl)
	if s != nil {
		e.keep(sl, s)
	}
	return s
}

// keep makes a slot hot, where need be in place of one that was touched longer ago: a clock with a second chance.
func (e *Engine) keep(sl *slot, s *State) {
	sl.state, sl.cold, sl.touched = s, "", true
	if sl.place != nowhere {
		return
	}
	if len(e.hot) >= e.hotLimit {
		for e.hot[e.hand%len(e.hot)].touched {
			e.hot[e.hand%len(e.hot)].touched = false
			e.hand++
		}
		e.hand %= len(e.hot)
		if old := e.hot[e.hand]; e.chill(old) {
			e.place(sl, e.hand)
			e.hand++
			return
		}
	}
	e.hot = append(e.hot, sl)
	e.place(sl, len(e.hot)-1)
}

func (e *Engine) place(sl *slot, at int) {
	e.hot[at] = sl
	sl.place = int32(at) //nolint:gosec // The hot are few.
}

// leaveHot takes a slot out of the hot ones.
func (e *Engine) leaveHot(sl *slot) {
	sl.state = nil
	if sl.place == nowhere {
		return
	}
	last := len(e.hot) - 1
	e.place(e.hot[last], int(sl.place))
	e.hot[last] = nil
	e.hot = e.hot[:last]
	sl.place = nowhere
}

// chill makes a hot slot cold. Its place among the hot is the caller's to give away. A state that cannot be encoded stays: writing it to the
// changelog will tell.
func (e *Engine) chill(sl *slot) bool {
	data, err := e.encodeRecord(sl, sl.state, 0)
	if err != nil {
		return false
	}
	sum := summarize(sl.state)
	sl.state, sl.place = nil, nowhere
	e.store(sl, data, sum)
	return true
}

// store keeps a record in a slot, compressed.
func (e *Engine) store(sl *slot, data []byte, sum summary) {
	if n := s2.MaxEncodedLen(len(data)); n > len(e.packed) {
		e.packed = make([]byte, n)
	}
	packed := e.codec.Encode(e.packed, data)
	var b strings.Builder
	b.Grow(len(sl.key) + len(packed))
	b.WriteString(sl.key)
	b.Write(packed)
	both := b.String()
	sl.key, sl.cold = both[:len(sl.key)], both[len(sl.key):]
	// The map takes the new key, too, so that the memory of the old one is free.
	e.slots[sl.key] = sl
	sl.summary = sum
}

// newCodec returns what compresses cold records. They are short, so that it is given what nearly all of them say.
func newCodec() *s2.Dict {
	at := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	finding := detectors.Finding{
		Kind: detectors.KindSecurityComplaint, Topic: "plaintext_password", Score: 0.9, Severity: detectors.SeverityError,
		Evidence: []detectors.Span{{End: 5, Text: "words"}}, Why: "says that the brand", Detector: "complaint",
	}
	reason := escalation.Reason{Signal: detectors.KindSecurityComplaint, Value: 0.9, Weight: 1, Rule: "grave_complaint"}
	t := thread.New("x:1", "")
	t.Root, t.LastAt, t.LastPostAt, t.BrandAt = thread.Root{ID: "x:1", Author: "1", Followers: 1, At: at}, at, at, at
	t.Facts = []thread.Fact{{Kind: thread.FactAnswered, Post: "x:1", At: at, Severity: detectors.SeverityError, Value: 1}}
	t.Posts = []thread.Post{
		{
			ID: "x:1", Author: "1", Role: detectors.RoleBrand, Account: "care", Tier: detectors.TierPublic, CreatedAt: at, Text: "words",
			Stances: []string{detectors.HeadDissent}, AnsweredAt: at, Overdue: at, Findings: []detectors.Finding{finding},
		},
		{ID: "bluesky:at://did:plc:x/app.bsky.feed.post/3", InReplyTo: "x:1", Author: "did:plc:x", Role: detectors.RolePublic, URL: "https://bsky.app/profile/", CreatedAt: at},
	}
	inc := escalation.Incident{
		ID: "t:x:1", ThreadID: "x:1", Level: escalation.LevelNotify, Severity: detectors.SeverityError, Status: escalation.StatusOpen,
		Kinds: []string{detectors.KindSecurityComplaint}, Topic: finding.Topic, Finding: &finding, OpenedAt: at, UpdatedAt: at, Event: 1,
		Tells:   []escalation.Tell{{Number: 1, Level: escalation.LevelNotify, Severity: detectors.SeverityError, At: at, MentionID: "x:1", Reasons: []escalation.Reason{reason}}},
		Reasons: []escalation.Reason{reason}, LoweredAt: at,
	}
	grave := Record{State: State{Thread: t, Incident: &inc}, Applied: map[string]int64{stream.TopicMentions: 1}, Due: at, Clocks: "0"}
	plain := Record{State: State{Thread: thread.New("x:1", "")}, Applied: grave.Applied, Quiet: true}
	plain.Thread.Root, plain.Thread.LastAt, plain.Thread.LastPostAt, plain.Thread.Seen = t.Root, at, at, []uint64{1}
	plain.Thread.Posts = []thread.Post{{
		ID: "x:1", Author: "1", Role: detectors.RolePublic, Tier: detectors.TierPublic, CreatedAt: at, URL: "https://x.com/i/status/",
	}}
	plain.Thread.People["1"] = thread.Person{Handle: "h", Name: "n", Followers: 1, Role: detectors.RolePublic, Posts: 1, FirstAt: at}
	var sample []byte
	for _, rec := range []Record{grave, plain} {
		// What cannot fail leaves the dictionary empty if it does, and the codec as it is.
		data, _ := json.Marshal(rec) //nolint:errchkjson // No field of it can fail.
		sample = append(sample, data...)
	}
	return s2.MakeDict(sample, []byte(`{"thread":{"id":"`))
}
