package dispatch

import (
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"firebreak/sinks"
)

// The outcomes of deliveries and attempts.
const (
	outcomeSent       = "sent"
	outcomeFailed     = "failed"
	outcomeShadow     = "shadow"
	outcomeSuperseded = "superseded"
	outcomeGathered   = "gathered"
	outcomeRetry      = "retry"
	outcomePermanent  = "permanent"
)

// Metrics are the stage's instruments. Their labels come from closed sets: the configured receivers, events and outcomes.
type Metrics struct {
	deliveries *prometheus.CounterVec
	attempts   *prometheus.CounterVec
	queue      *prometheus.GaugeVec
	oldest     *prometheus.GaugeVec
	decided    *prometheus.HistogramVec
	queued     *prometheus.HistogramVec
	bad        prometheus.Counter
}

// NewMetrics makes the instruments and registers them. It panics when they are registered already, as MustRegister does.
func NewMetrics(reg prometheus.Registerer) *Metrics {
	buckets := []float64{.01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10, 30, 60, 300, 900, 3600}
	m := &Metrics{
		deliveries: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "firebreak_dispatch_deliveries_total", Help: "Deliveries that came to an end, by receiver, event and outcome.",
		}, []string{"receiver", "event", "outcome"}),
		attempts: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "firebreak_dispatch_attempts_total", Help: "Calls of a receiver's service, by outcome.",
		}, []string{"receiver", "outcome"}),
		queue: prometheus.NewGaugeVec(prometheus.GaugeOpts{
			Name: "firebreak_dispatch_queue_length", Help: "Alerts and cards that are behind their incident.",
		}, []string{"receiver"}),
		oldest: prometheus.NewGaugeVec(prometheus.GaugeOpts{
			Name: "firebreak_dispatch_oldest_pending_seconds", Help: "Age of the oldest tell that was not sent yet.",
		}, []string{"receiver"}),
		decided: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "firebreak_dispatch_decided_to_sent_seconds", Help: "From the time of a tell, which is that of its post or clock, to its acceptance.",
			Buckets: buckets,
		}, []string{"receiver"}),
		queued: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "firebreak_dispatch_queued_to_sent_seconds", Help: "From the writing of a tell to the sent log to its acceptance.",
			Buckets: buckets,
		}, []string{"receiver"}),
		bad: prometheus.NewCounter(prometheus.CounterOpts{
			Name: "firebreak_dispatch_bad_records_total", Help: "Incident records that could not be read and went to the dead letters.",
		}),
	}
	reg.MustRegister(m.deliveries, m.attempts, m.queue, m.oldest, m.decided, m.queued, m.bad)
	return m
}

func (m *Metrics) delivery(receiver string, event sinks.Event, outcome string) {
	m.deliveries.WithLabelValues(receiver, string(event), outcome).Inc()
}

func (m *Metrics) attempt(receiver, outcome string) {
	m.attempts.WithLabelValues(receiver, outcome).Inc()
}

func (m *Metrics) told(d *Delivery, at time.Time) {
	m.queued.WithLabelValues(d.Receiver).Observe(max(0, d.SentAt.Sub(d.QueuedAt).Seconds()))
	if !at.IsZero() {
		m.decided.WithLabelValues(d.Receiver).Observe(max(0, d.SentAt.Sub(at).Seconds()))
	}
}

func (m *Metrics) waiting(receiver string, n int, oldest time.Duration) {
	m.queue.WithLabelValues(receiver).Set(float64(n))
	m.oldest.WithLabelValues(receiver).Set(max(0, oldest.Seconds()))
}

// drop forgets the gauges of a receiver that is gone, or of an instance that is not active any more.
func (m *Metrics) drop(receiver string) {
	m.queue.DeleteLabelValues(receiver)
	m.oldest.DeleteLabelValues(receiver)
}
