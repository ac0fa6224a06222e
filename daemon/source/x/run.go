package x

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"sync"
	"time"

	"github.com/dghubble/go-twitter/twitter"
	"go.uber.org/zap"

	"firebreak/daemon/obs"
	"firebreak/daemon/source"
	"firebreak/detectors"
)

const (
	// maxPending bounds the mentions that wait for the sink; the stream is not read on while there are more.
	maxPending = 2000
	// maxOffer bounds what is offered to the sink at once.
	maxOffer = 1000
	// retryFirst and retryMost bound the pauses before mentions are offered again.
	retryFirst, retryMost = 100 * time.Millisecond, 5 * time.Second
)

// Run keeps one connection to the stream until ctx is done, whatever happens to it: it waits between connections as X documents, and counts
// what may have been lost in between, since the stream has no memory.
func (s *Source) Run(ctx context.Context, out source.Sink) error {
	if t, ok := s.opts.Transport.(*http.Transport); ok {
		defer t.CloseIdleConnections()
	}
	r := &runner{source: s, out: out}
	var pauses backoff
	for ctx.Err() == nil {
		out.State(source.StateConnecting, s.base.Host)
		conn, err := r.connect(ctx)
		if ctx.Err() != nil {
			break
		}
		class := failureNetwork
		state := source.StateBackingOff
		var status *statusError
		switch {
		case errors.As(err, &status):
			class = status.class()
			if class == failureHTTP && status.code < http.StatusInternalServerError {
				state = source.StateRefused
			}
		case errors.Is(err, errStalled):
			out.State(source.StateStalled, err.Error())
		}
		// A connection that gave nothing is no success: else a server that closes at once would be asked without a pause.
		if conn != nil && conn.heard.Load() {
			pauses.reset()
		}
		pause := pauses.next(class)
		out.State(state, fmt.Sprintf("%v; next try in %v", err, pause))
		if err := s.opts.Wait(ctx, pause); err != nil {
			break
		}
	}
	out.State(source.StateEnded, "stopped")
	return nil
}

// runner is the state of a Run.
type runner struct {
	source *Source
	out    source.Sink

	mu sync.Mutex
	// since is when the stream was heard last before it broke; zero while nothing can be missing.
	since time.Time
}

// connect runs one connection to its end and returns why it ended.
func (r *runner) connect(ctx context.Context) (*connection, error) {
	s := r.source
	token := ""
	if !s.token.IsZero() {
		value, err := s.token.Read()
		if err != nil {
			return nil, err
		}
		token = value.Reveal()
	}
	connCtx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	conn := &connection{
		ctx: connCtx, cancel: cancel, base: s.base, token: token, next: s.opts.Transport, stall: s.cfg.StallTimeout, now: s.opts.Now,
		opened:   r.opened,
		rejected: func(raw []byte, reason string) { r.reject(ctx, raw, reason) },
	}
	stall := true
	stream, err := twitter.NewClient(&http.Client{Transport: conn}).Streams.Filter(&twitter.StreamFilterParams{
		Track: s.track, Follow: s.cfg.Follow, Language: s.cfg.Languages, StallWarnings: &stall,
	})
	if err != nil {
		return conn, fmt.Errorf("asking for the stream: %w", err)
	}
	intake := &intake{runner: r, conn: conn, limited: s.opts.Now()}
	intake.run(ctx, stream.Messages)
	// The library's goroutine has ended: only now is Stop safe, and it is called once.
	stream.Stop()
	if conn.open.Load() {
		r.mu.Lock()
		r.since = conn.lastHeard()
		r.mu.Unlock()
	}
	return conn, conn.reason()
}

// opened counts what may have been lost since the last connection.
func (r *runner) opened() {
	r.mu.Lock()
	since := r.since
	r.since = time.Time{}
	r.mu.Unlock()
	if !since.IsZero() {
		r.out.Gap(since, r.source.opts.Now(), -1)
	}
	r.out.State(source.StateStreaming, r.source.base.Host)
}

// reject reports a message that cannot be read, until the sink has it.
func (r *runner) reject(ctx context.Context, raw []byte, reason string) {
	r.insist(ctx, func() error { return r.out.Reject(ctx, raw, r.source.name, reason) })
}

// insist tries until it works or ctx is done.
func (r *runner) insist(ctx context.Context, try func() error) {
	for pause := retryFirst; ; pause = min(2*pause, retryMost) {
		err := try()
		if err == nil {
			return
		}
		if ctx.Err() != nil {
			return
		}
		r.source.opts.Log.Warn("what was heard cannot be handed on yet", zap.Error(err))
		if r.source.opts.Wait(ctx, pause) != nil {
			return
		}
	}
}

// intake takes the messages of one connection, and offers what they make while further ones come.
type intake struct {
	runner  *runner
	conn    *connection
	pending []detectors.Mention
	// limit is the total of the last limit notice, which counts from the start of the connection.
	limit   int64
	limited time.Time
}

// run returns once the library has closed its channel and everything that was heard is handed on. ctx is the source's: that a connection has
// ended loses nothing that it brought; a source that is stopped gives up what it could not hand on.
func (in *intake) run(ctx context.Context, messages <-chan any) {
	demux := in.demux()
	var offered chan struct{}
	for messages != nil || offered != nil || len(in.pending) > 0 {
		if offered == nil && len(in.pending) > 0 {
			batch := in.pending[:min(len(in.pending), maxOffer)]
			in.pending = in.pending[len(batch):]
			offered = make(chan struct{})
			go func(done chan struct{}) {
				defer close(done)
				in.runner.insist(ctx, func() error { return in.runner.out.Accept(ctx, batch) })
			}(offered)
		}
		from := messages
		if len(in.pending) >= maxPending && ctx.Err() == nil {
			// The sink is slow: let the server feel it. After the end the channel is drained whatever comes.
			from = nil
		}
		select {
		case m, ok := <-from:
			if !ok {
				messages = nil
				continue
			}
			if ctx.Err() == nil {
				demux.Handle(m)
			}
		case <-offered:
			offered = nil
		case <-in.blocked(ctx, from):
			// Wake up to drain the channel.
		}
		if ctx.Err() != nil {
			in.pending = nil
		}
	}
}

// blocked is closed with ctx, while the channel is not read.
func (in *intake) blocked(ctx context.Context, from <-chan any) <-chan struct{} {
	if from != nil {
		return nil
	}
	return ctx.Done()
}

func (in *intake) demux() twitter.Demux {
	now := in.runner.source.opts.Now
	log := in.runner.source.opts.Log
	d := twitter.NewSwitchDemux()
	d.Tweet = func(t *twitter.Tweet) { in.pending = append(in.pending, mentionsOf(t)...) }
	d.StatusDeletion = func(del *twitter.StatusDeletion) {
		if del != nil {
			in.pending = append(in.pending, deletionOf(del, in.conn.takeDeleted(statusID(del.IDStr, del.ID))))
		}
	}
	d.StreamLimit = func(l *twitter.StreamLimit) {
		if l == nil || l.Track <= in.limit {
			return
		}
		at := now()
		in.runner.out.Gap(in.limited, at, l.Track-in.limit)
		in.limit, in.limited = l.Track, at
	}
	d.StreamDisconnect = func(dis *twitter.StreamDisconnect) {
		if dis != nil {
			// Nothing follows, and not every server closes the connection then.
			in.conn.cancel(in.conn.ended(fmt.Errorf("%w: code %d, %s", errTold, dis.Code, dis.Reason)))
		}
	}
	d.Warning = func(w *twitter.StallWarning) {
		if w != nil {
			// It streams still: a warning has no end that would be told.
			in.runner.out.State(source.StateStreaming, fmt.Sprintf("the server's queue for us is %d %% full", w.PercentFull))
		}
	}
	d.Other = func(m any) {
		if err, ok := m.(error); ok {
			// A connection's own errors are remembered where they happen.
			log.Debug("the stream ended", zap.Error(err))
			return
		}
		log.Debug("a message of no use", zap.String(obs.KeySource, in.runner.source.name))
	}
	return d
}
