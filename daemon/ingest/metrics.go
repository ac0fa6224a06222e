package ingest

import (
	"github.com/prometheus/client_golang/prometheus"

	"firebreak/daemon/source"
)

// Metrics are the stage's counters. The names of sources come from the configuration.
type Metrics struct {
	heard    *prometheus.CounterVec
	mentions *prometheus.CounterVec
	foreign  prometheus.Counter
	repeats  prometheus.Counter
	unknown  prometheus.Counter
	rejected *prometheus.CounterVec
	gaps     *prometheus.CounterVec
	lost     *prometheus.CounterVec
	state    *prometheus.GaugeVec
	threads  prometheus.Gauge
}

// NewMetrics makes the counters and registers them.
func NewMetrics(reg prometheus.Registerer) *Metrics {
	counter := func(name, help string) prometheus.Counter {
		return prometheus.NewCounter(prometheus.CounterOpts{Name: name, Help: help})
	}
	vec := func(name, help string, labels ...string) *prometheus.CounterVec {
		return prometheus.NewCounterVec(prometheus.CounterOpts{Name: name, Help: help}, labels)
	}
	m := &Metrics{
		heard:    vec("firebreak_ingest_posts_total", "Posts heard, by source.", "source"),
		mentions: vec("firebreak_ingest_mentions_total", "Mentions written, by brand and kind.", "brand", "kind"),
		foreign:  counter("firebreak_ingest_foreign_total", "Posts that concern no brand."),
		repeats:  counter("firebreak_ingest_repeats_total", "Mentions that were there before."),
		unknown:  counter("firebreak_ingest_unknown_targets_total", "Reposts, counts and deletions of posts that nobody watches."),
		rejected: vec("firebreak_ingest_rejected_total", "Records that could not be read, by source.", "source"),
		gaps:     vec("firebreak_source_gaps_total", "Times at which posts may have been lost, by source.", "source"),
		lost:     vec("firebreak_source_lost_posts_total", "Posts that a platform says it did not deliver, by source.", "source"),
		state:    prometheus.NewGaugeVec(prometheus.GaugeOpts{Name: "firebreak_source_state", Help: "1 for the state a source is in."}, []string{"source", "state"}),
		threads:  prometheus.NewGauge(prometheus.GaugeOpts{Name: "firebreak_ingest_conversations", Help: "Conversations in the post index."}),
	}
	reg.MustRegister(m.heard, m.mentions, m.foreign, m.repeats, m.unknown, m.rejected, m.gaps, m.lost, m.state, m.threads)
	return m
}

func (m *Metrics) counts(before, after Counts) {
	m.foreign.Add(float64(after.Foreign - before.Foreign))
	m.repeats.Add(float64(after.Repeats - before.Repeats))
	m.unknown.Add(float64(after.Unknown - before.Unknown))
}

func (m *Metrics) setState(name string, now source.State) {
	for _, s := range []source.State{
		source.StateConnecting, source.StateStreaming, source.StateStalled, source.StateBackingOff, source.StateRefused, source.StateEnded,
	} {
		value := 0.0
		if s == now {
			value = 1
		}
		m.state.WithLabelValues(name, string(s)).Set(value)
	}
}
