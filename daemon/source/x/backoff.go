package x

import "time"

// The pauses that X documents for streams (https://developer.x.com/en/docs/x-api/v1/tweets/filter-realtime/guides/connecting): linear for network
// errors, doubling for HTTP errors, slower for a rate limit.
const (
	networkStep, networkMost = 250 * time.Millisecond, 16 * time.Second
	httpFirst, httpMost      = 5 * time.Second, 320 * time.Second
	rateFirst, rateMost      = time.Minute, 16 * time.Minute
)

// failure is the class of what ended a connection.
type failure int

const (
	failureNetwork failure = iota
	failureHTTP
	failureRate
)

// backoff counts failures in a row. The zero value is ready.
type backoff struct {
	class failure
	times int
}

// next returns the pause after a failure. Another class of failure begins anew.
func (b *backoff) next(class failure) time.Duration {
	if class != b.class {
		*b = backoff{class: class}
	}
	b.times++
	switch class {
	case failureHTTP:
		return doubled(httpFirst, httpMost, b.times)
	case failureRate:
		return doubled(rateFirst, rateMost, b.times)
	case failureNetwork:
		fallthrough
	default:
		return min(time.Duration(b.times)*networkStep, networkMost)
	}
}

// reset forgets the failures after a success.
func (b *backoff) reset() { *b = backoff{} }

func doubled(first, most time.Duration, times int) time.Duration {
	for ; times > 1 && first < most; times-- {
		first *= 2
	}
	return min(first, most)
}
