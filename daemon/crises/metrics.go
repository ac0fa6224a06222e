package crises

import (
	"github.com/prometheus/client_golang/prometheus"

	"firebreak/daemon/escalation"
)

// Metrics are the stage's counters. Their labels come from closed sets.
type Metrics struct {
	decisions *prometheus.CounterVec
	bad       prometheus.Counter
}

// NewMetrics makes the counters and registers them.
func NewMetrics(reg prometheus.Registerer) *Metrics {
	m := &Metrics{
		decisions: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "firebreak_crisis_decisions_total", Help: "Decisions about crises, by action and level.",
		}, []string{"action", "level"}),
		bad: prometheus.NewCounter(prometheus.CounterOpts{
			Name: "firebreak_crisis_bad_records_total", Help: "Records that could not be read and went to the dead letters.",
		}),
	}
	reg.MustRegister(m.decisions, m.bad)
	return m
}

func (m *Metrics) decision(d *escalation.Decision) {
	m.decisions.WithLabelValues(string(d.Action), string(d.Level)).Inc()
}
