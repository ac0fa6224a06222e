package backtest

import "time"

// Proportion, Rate and MedianOf are the intervals, for their tests.
func Proportion(hits, n int) Estimate        { return proportion(hits, n) }
func Rate(events int, over float64) Estimate { return rate(events, over) }
func MedianOf(list []time.Duration) Estimate { return medianOf(list) }
