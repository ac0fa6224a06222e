package score

import (
	"github.com/prometheus/client_golang/prometheus"

	"firebreak/daemon/escalation"
	"firebreak/detectors"
)

// Metrics are the stage's counters. Their labels come from closed sets.
type Metrics struct {
	mentions  *prometheus.CounterVec
	found     *prometheus.CounterVec
	decisions *prometheus.CounterVec
	bad       prometheus.Counter
	zombies   prometheus.Counter
	jumps     prometheus.Counter
}

// NewMetrics makes the counters and registers them.
func NewMetrics(reg prometheus.Registerer) *Metrics {
	m := &Metrics{
		mentions: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "firebreak_score_mentions_total", Help: "Mentions applied to their thread, by kind.",
		}, []string{"kind"}),
		found: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "firebreak_score_findings_total", Help: "Findings, by kind and severity.",
		}, []string{"kind", "severity"}),
		decisions: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "firebreak_score_decisions_total", Help: "Decisions, by action and level.",
		}, []string{"action", "level"}),
		bad: prometheus.NewCounter(prometheus.CounterOpts{
			Name: "firebreak_score_bad_records_total", Help: "Records that could not be read and went to the dead letters.",
		}),
		zombies: prometheus.NewCounter(prometheus.CounterOpts{
			Name: "firebreak_score_zombie_records_total", Help: "Thread records of an earlier owner that were written over.",
		}),
		jumps: prometheus.NewCounter(prometheus.CounterOpts{
			Name: "firebreak_score_clock_jumps_total", Help: "Jumps of the wall clock that were held back.",
		}),
	}
	reg.MustRegister(m.mentions, m.found, m.decisions, m.bad, m.zombies, m.jumps)
	return m
}

func (m *Metrics) mention(mention *detectors.Mention, a *detectors.Analysis) {
	m.mentions.WithLabelValues(string(mention.Kind)).Inc()
	for _, f := range a.Findings {
		m.found.WithLabelValues(f.Kind, string(f.Severity)).Inc()
	}
}

func (m *Metrics) decision(d *escalation.Decision) {
	m.decisions.WithLabelValues(string(d.Action), string(d.Level)).Inc()
}
