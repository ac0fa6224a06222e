package backtest

import (
	"slices"
	"strings"
	"time"

	"firebreak/daemon/escalation"
	"firebreak/daemon/replay"
)

// Run collects what was decided about labelled threads: its Add is the Decide of replay.Options. It is not safe for concurrent use.
type Run struct {
	labels map[string]Label
	order  []string
	seen   map[string]*outcome
	// unlabelled are the threads that were paged without a label.
	unlabelled map[string]bool
}

// outcome is what happened to a labelled thread.
type outcome struct {
	paged *escalation.Decision
	last  escalation.Decision
	level escalation.Level
}

// NewRun begins a run for labels, of which every thread has one.
func NewRun(labels []Label) *Run {
	r := &Run{labels: make(map[string]Label, len(labels)), seen: map[string]*outcome{}, unlabelled: map[string]bool{}}
	for _, l := range labels {
		r.labels[l.ThreadID] = l
		r.order = append(r.order, l.ThreadID)
	}
	return r
}

// Add takes the next decision. It never fails.
func (r *Run) Add(d escalation.Decision) error {
	id, ok := r.label(d.ThreadID)
	if !ok {
		if d.Action == escalation.DecisionPage {
			r.unlabelled[d.Incident] = true
		}
		return nil
	}
	o := r.seen[id]
	if o == nil {
		o = &outcome{}
		r.seen[id] = o
	}
	o.last = d
	if d.Level.Rank() > o.level.Rank() {
		o.level = d.Level
	}
	if d.Action == escalation.DecisionPage && o.paged == nil {
		o.paged = &d
	}
	return nil
}

// label finds the label of a thread. A conversation that concerns two brands is followed once for each: the second one's id ends with "#"
// and the brand.
func (r *Run) label(thread string) (string, bool) {
	if _, ok := r.labels[thread]; ok {
		return thread, true
	}
	if i := strings.LastIndexByte(thread, '#'); i > 0 {
		if _, ok := r.labels[thread[:i]]; ok {
			return thread[:i], true
		}
	}
	return "", false
}

// Verdicts on a labelled thread.
const (
	// VerdictRight is a page that a label asks for.
	VerdictRight = "right"
	// VerdictQuiet is no page where a label asks for none.
	VerdictQuiet = "quiet"
	// VerdictFalse is a page that no label asks for.
	VerdictFalse = "false"
	// VerdictMissed is a page that a label asks for.
	VerdictMissed = "missed"
)

// Row is what became of one label.
type Row struct {
	ThreadID string `json:"thread_id"`
	// Page is what the label wants.
	Page    bool   `json:"page"`
	Verdict string `json:"verdict"`
	// At is the label's time, PagedAt that of the first page; zero where there is none.
	At      time.Time `json:"at,omitzero"`
	PagedAt time.Time `json:"paged_at,omitzero"`
	// LeadSeconds is how much earlier than At it was paged, negative where it was later; nil where one of the times is missing.
	LeadSeconds *int64 `json:"lead_seconds,omitempty"`
	// Level is the highest that it reached; empty where it was no incident.
	Level escalation.Level `json:"level"`
	Topic string           `json:"topic,omitempty"`
	// Unheard reports that no mention of the thread was let in.
	Unheard bool `json:"unheard,omitempty"`
	// Reasons are those of the first page, or of the last line where it was not paged.
	Reasons []escalation.Reason `json:"reasons,omitempty"`
}

// Case is a thread that was judged wrongly.
type Case struct {
	ThreadID string `json:"thread_id"`
	Verdict  string `json:"verdict"`
	// At is when it was paged, or when a missed one went wrong; zero where nobody knows.
	At time.Time `json:"at,omitzero"`
	// Level is the highest that it reached; empty where it was no incident.
	Level escalation.Level `json:"level"`
	Topic string           `json:"topic,omitempty"`
	// Reasons are those of the page, or of the last line of a missed one.
	Reasons []escalation.Reason `json:"reasons,omitempty"`
	// Unheard reports that no mention of the thread was let in: it is not in the input, or no query and no account takes it.
	Unheard bool `json:"unheard,omitempty"`
}

// Report is how a configuration did.
type Report struct {
	// Labels are all, Wanted those that ask for a page. Unheard ones had no mention and count as not paged.
	Labels  int `json:"labels"`
	Wanted  int `json:"wanted"`
	Unheard int `json:"unheard"`
	// Right, False and Missed are pages of labelled threads, each thread once.
	Right  int `json:"right"`
	False  int `json:"false"`
	Missed int `json:"missed"`
	// Unlabelled are incidents that were paged and have no label: they are in no figure but PagesPerDay.
	Unlabelled int `json:"unlabelled"`
	// Precision is Right of all labelled pages, Recall Right of Wanted.
	Precision Estimate `json:"precision"`
	Recall    Estimate `json:"recall"`
	// LeadSeconds is the median time from the first page to the label's time, over the Leads right pages whose label has one; negative
	// where the page came too late.
	LeadSeconds Estimate `json:"lead_seconds"`
	Leads       int      `json:"leads"`
	// PagesPerDay counts every page, labelled or not.
	PagesPerDay Estimate `json:"pages_per_day"`
	Pages       int      `json:"pages"`
	Days        float64  `json:"days"`
	// Cases are what was wrong, false ones first, in the order of time, then of labels; Hidden are those over the bound.
	Cases  []Case `json:"cases"`
	Hidden int    `json:"hidden"`
	// Rows are all labels, in their order.
	Rows []Row `json:"-"`
}

// Report sums the run up. heard says whether a thread had a mention; at most limit false and limit missed cases are listed.
func (r *Run) Report(totals *replay.Totals, heard func(thread string) bool, limit int) Report {
	out := Report{
		Labels: len(r.order), Unlabelled: len(r.unlabelled), Pages: totals.Pages, Days: totals.Days(),
		PagesPerDay: rate(totals.Pages, totals.Days()), Cases: []Case{},
	}
	var wrong, missed []Case
	var leads []time.Duration
	for _, id := range r.order {
		row := r.row(r.labels[id], !heard(id))
		out.Rows = append(out.Rows, row)
		if row.Unheard {
			out.Unheard++
		}
		if row.Page {
			out.Wanted++
		}
		switch row.Verdict {
		case VerdictRight:
			out.Right++
			if row.LeadSeconds != nil {
				leads = append(leads, row.At.Sub(row.PagedAt))
			}
		case VerdictFalse:
			wrong = append(wrong, Case{ThreadID: id, Verdict: row.Verdict, At: row.PagedAt, Level: row.Level, Topic: row.Topic, Reasons: row.Reasons})
		case VerdictMissed:
			missed = append(missed, Case{
				ThreadID: id, Verdict: row.Verdict, At: row.At, Level: row.Level, Topic: row.Topic, Reasons: row.Reasons, Unheard: row.Unheard,
			})
		}
	}
	out.False, out.Missed, out.Leads = len(wrong), len(missed), len(leads)
	out.Precision = proportion(out.Right, out.Right+out.False)
	out.Recall = proportion(out.Right, out.Wanted)
	out.LeadSeconds = medianOf(leads)
	for _, list := range [][]Case{wrong, missed} {
		slices.SortStableFunc(list, func(a, b Case) int { return a.At.Compare(b.At) })
		shown := min(len(list), limit)
		out.Cases = append(out.Cases, list[:shown]...)
		out.Hidden += len(list) - shown
	}
	return out
}

// row is what became of a label.
func (r *Run) row(label Label, unheard bool) Row {
	row := Row{ThreadID: label.ThreadID, Page: label.Page, At: label.At, Unheard: unheard, Verdict: VerdictQuiet}
	if label.Page {
		row.Verdict = VerdictMissed
	}
	o := r.seen[label.ThreadID]
	if o == nil {
		return row
	}
	row.Level, row.Topic, row.Reasons = o.level, o.last.Topic, o.last.Reasons
	if o.paged == nil {
		return row
	}
	row.PagedAt, row.Topic, row.Reasons = o.paged.Time.UTC(), o.paged.Topic, o.paged.Reasons
	row.Verdict = VerdictFalse
	if label.Page {
		row.Verdict = VerdictRight
	}
	if !label.At.IsZero() {
		lead := int64(label.At.Sub(row.PagedAt) / time.Second)
		row.LeadSeconds = &lead
	}
	return row
}
