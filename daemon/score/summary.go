package score

import (
	"math"
	"strconv"
	"strings"
	"time"
)

// headerSummary carries, beside a thread's record, what must be known of it while nothing touches the thread, so that a restart does not decode a
// million records. A record without it, or with one of another version, is decoded.
const headerSummary = "summary"

// summaryVersion is the first word of a summary that this version reads.
const summaryVersion = "1"

// The fields of a summary that is a thread's alone, and of one with a clock.
const (
	quietFields = 5
	clockFields = 6
)

// Summary says of a key's state what its record's header carries, "" where there is none.
func (e *Engine) Summary(key string) string {
	sl := e.slots[key]
	if sl == nil {
		return ""
	}
	s := e.load(sl)
	if s == nil {
		return ""
	}
	sum := summarize(s)
	out := make([]byte, 0, 64)
	out = append(out, summaryVersion...)
	word := func(n int64) { out = strconv.AppendInt(append(out, ' '), n, 10) }
	moment := func(at instant) {
		word(at.sec)
		out = strconv.AppendInt(append(out, '.'), int64(at.nsec), 10)
	}
	word(int64(sum.posted))
	word(int64(sum.event))
	switch {
	case sum.attached:
		out = append(out, " crisis"...)
	case sum.quiet:
		out = append(out, " quiet"...)
		moment(instantOf(s.Thread.LastAt))
		return string(out)
	default:
		out = append(out, " clock"...)
	}
	moment(sl.due)
	out = append(append(out, ' '), e.clocks...)
	return string(out)
}

// RestoreSummarized takes a value of the changelog with its summary. The value is not looked at where the summary says all that is needed now: what is
// wrong with it then comes to light, by Err, when the thread is touched.
func (e *Engine) RestoreSummarized(key, sum string, data []byte) error {
	s, due, ok := e.readSummary(sum)
	if !ok {
		return e.RestoreRecord(key, data)
	}
	e.restoreCold(key, data, s, due)
	return nil
}

// readSummary reads a summary; false where it is none, or its clock was wound by other settings.
func (e *Engine) readSummary(text string) (sum summary, due instant, ok bool) {
	var words [clockFields]string
	n := 0
	for word := range strings.SplitSeq(text, " ") {
		if n == len(words) {
			return sum, due, false
		}
		words[n] = word
		n++
	}
	if words[0] != summaryVersion || n < quietFields {
		return sum, due, false
	}
	posted, err1 := strconv.ParseInt(words[1], 10, 64)
	event, err2 := strconv.ParseInt(words[2], 10, 32)
	at, whole := readInstant(words[4])
	if err1 != nil || err2 != nil || !whole || event < 0 {
		return sum, due, false
	}
	sum = summary{posted: secondsOf(posted), event: int32(event)}
	switch {
	case words[3] == "quiet" && n == quietFields && event == 0:
		sum.quiet = true
		return sum, instantOf(at.time().Add(e.cfg.Escalation.ForgetAfter)), true
	case words[3] == "crisis":
		sum.attached = true
	case words[3] != "clock":
		return sum, due, false
	}
	return sum, at, n == clockFields && words[5] == e.clocks && at != instantOf(time.Time{})
}

func readInstant(text string) (instant, bool) {
	sec, nsec, ok := strings.Cut(text, ".")
	s, err1 := strconv.ParseInt(sec, 10, 64)
	n, err2 := strconv.ParseInt(nsec, 10, 32)
	if !ok || err1 != nil || err2 != nil || n < 0 || n >= int64(time.Second) || s == math.MinInt64 {
		return instant{}, false
	}
	return instant{sec: s, nsec: int32(n)}, true
}
