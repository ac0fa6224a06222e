package webhook

import (
	"context"
	"errors"
	"sync"
	"time"

	"firebreak/config/secret"
	"firebreak/daemon/source"
)

// Progress counts what a source did since it was made.
type Progress struct {
	// Requests are all that came; Unsigned those whose signature was missing, wrong or out of date; Busy those that were told to come
	// again.
	Requests, Unsigned, Busy int64
	// Accepted and Rejected count records, Dropped the optional fields that were left out of accepted ones because they were of the wrong
	// type.
	Accepted, Rejected, Dropped int64
}

// Source takes mentions by HTTP. It is safe for concurrent use; Run may be called once.
type Source struct {
	name    string
	secret  secret.Source
	maxBody int64
	now     func() time.Time
	// slots holds one token for each request that is worked on.
	slots chan struct{}

	mu       sync.Mutex
	progress Progress
	// out is set while the source runs; busy counts the requests that use it.
	out  source.Sink
	live context.Context //nolint:containedctx // The life of Run, which the requests of other goroutines share.
	busy sync.WaitGroup
}

// Progress returns what the source did so far.
func (s *Source) Progress() Progress {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.progress
}

func (s *Source) count(fn func(p *Progress)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	fn(&s.progress)
}

// Run lets the handler take requests until ctx is done, and returns nil when the last that were taken by then have ended.
func (s *Source) Run(ctx context.Context, out source.Sink) error {
	s.mu.Lock()
	if s.live != nil {
		s.mu.Unlock()
		return errors.New("running a webhook source: it runs or ran already")
	}
	s.out, s.live = out, ctx
	s.mu.Unlock()
	out.State(source.StateStreaming, "taking requests on "+Path+s.name)
	<-ctx.Done()
	s.mu.Lock()
	s.out = nil
	s.mu.Unlock()
	s.busy.Wait()
	return nil
}

// running reports whether requests are taken now.
func (s *Source) running() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.out != nil && s.live.Err() == nil
}

// use returns the sink and a context that ends with the request's or with Run; done must be called when the sink is not used any more.
// out is nil while the source does not run.
func (s *Source) use(request context.Context) (ctx context.Context, out source.Sink, done func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.out == nil || s.live.Err() != nil {
		return request, nil, func() {}
	}
	s.busy.Add(1)
	ctx, cancel := context.WithTimeout(request, acceptWithin)
	stop := context.AfterFunc(s.live, cancel)
	return ctx, s.out, func() {
		stop()
		cancel()
		s.busy.Done()
	}
}
