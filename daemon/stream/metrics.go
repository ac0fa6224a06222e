package stream

import (
	"errors"
	"fmt"
	"strconv"

	"github.com/prometheus/client_golang/prometheus"
)

// groupMetrics of consumer groups. Labels come from closed sets: groups and topics of this program, partition numbers. A nil *groupMetrics counts
// nothing.
type groupMetrics struct {
	processed    *prometheus.CounterVec
	lag          *prometheus.GaugeVec
	rebalances   *prometheus.CounterVec
	commitErrors *prometheus.CounterVec
	restarts     *prometheus.CounterVec
}

func newMetrics(reg prometheus.Registerer) (*groupMetrics, error) {
	if reg == nil {
		return nil, nil
	}
	m := &groupMetrics{
		processed: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "firebreak_stream_records_processed_total", Help: "Records processed and durable.",
		}, []string{"group", "topic"}),
		lag: prometheus.NewGaugeVec(prometheus.GaugeOpts{
			Name: "firebreak_stream_lag_records", Help: "Records between the last processed one and the end of the partition, while assigned here.",
		}, []string{"group", "topic", "partition"}),
		rebalances: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "firebreak_stream_rebalances_total", Help: "Generations of consumer groups this process took part in.",
		}, []string{"group"}),
		commitErrors: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "firebreak_stream_commit_errors_total", Help: "Offset commits that were refused or lost.",
		}, []string{"group"}),
		restarts: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "firebreak_stream_worker_restarts_total", Help: "Partition workers started again after an error.",
		}, []string{"group"}),
	}
	var err error
	m.processed, err = register(reg, m.processed, err)
	m.lag, err = register(reg, m.lag, err)
	m.rebalances, err = register(reg, m.rebalances, err)
	m.commitErrors, err = register(reg, m.commitErrors, err)
	m.restarts, err = register(reg, m.restarts, err)
	if err != nil {
		return nil, fmt.Errorf("registering stream metrics: %w", err)
	}
	return m, nil
}

// register adds a collector, or finds the one that another client has added.
func register[C prometheus.Collector](reg prometheus.Registerer, c C, before error) (C, error) {
	err := reg.Register(c)
	var already prometheus.AlreadyRegisteredError
	if errors.As(err, &already) {
		if existing, ok := already.ExistingCollector.(C); ok {
			return existing, before
		}
	}
	return c, errors.Join(before, err)
}

func (m *groupMetrics) didProcess(group, topic string, n int) {
	if m != nil {
		m.processed.WithLabelValues(group, topic).Add(float64(n))
	}
}

func (m *groupMetrics) setLag(group, topic string, partition int, lag int64) {
	if m != nil {
		m.lag.WithLabelValues(group, topic, strconv.Itoa(partition)).Set(float64(lag))
	}
}

// dropLag forgets a partition that is not assigned here any more.
func (m *groupMetrics) dropLag(group, topic string, partition int) {
	if m != nil {
		m.lag.DeleteLabelValues(group, topic, strconv.Itoa(partition))
	}
}

func (m *groupMetrics) didRebalance(group string) {
	if m != nil {
		m.rebalances.WithLabelValues(group).Inc()
	}
}

func (m *groupMetrics) commitFailed(group string) {
	if m != nil {
		m.commitErrors.WithLabelValues(group).Inc()
	}
}

func (m *groupMetrics) didRestart(group string) {
	if m != nil {
		m.restarts.WithLabelValues(group).Inc()
	}
}
