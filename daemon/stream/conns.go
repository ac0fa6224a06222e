package stream

import (
	"context"
	"net"
	"sync"
)

// connTracker knows the open connections of a client, so that none outlives it.
type connTracker struct {
	dial func(ctx context.Context, network, address string) (net.Conn, error)

	mu     sync.Mutex
	open   map[net.Conn]struct{}
	closed bool
}

func (t *connTracker) dialContext(ctx context.Context, network, address string) (net.Conn, error) {
	conn, err := t.dial(ctx, network, address)
	if err != nil {
		return nil, err
	}
	tracked := &trackedConn{Conn: conn, tracker: t}
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.closed {
		_ = conn.Close() // It was never used.
		return nil, ErrClosed
	}
	t.open[tracked] = struct{}{}
	return tracked, nil
}

func (t *connTracker) closeAll() {
	t.mu.Lock()
	t.closed = true
	open := t.open
	t.open = map[net.Conn]struct{}{}
	t.mu.Unlock()
	for conn := range open {
		_ = conn.Close() // Nothing is waiting for what it would say.
	}
}

type trackedConn struct {
	net.Conn
	tracker *connTracker
}

// Close closes the connection and forgets it.
func (c *trackedConn) Close() error {
	c.tracker.mu.Lock()
	delete(c.tracker.open, c)
	c.tracker.mu.Unlock()
	return c.Conn.Close()
}
