package stream_test

import (
	"context"
	"net"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"firebreak/daemon/stream"
)

// board collects what the processors of a test's groups did.
type board struct {
	mu      sync.Mutex
	changed chan struct{}
	got     []seen
	open    map[int]string
	opened  map[int][]string
	closed  int
	caught  map[int]bool
}

type seen struct {
	member    string
	partition int
	record    stream.Record
}

func newBoard() *board {
	return &board{changed: make(chan struct{}), open: map[int]string{}, opened: map[int][]string{}, caught: map[int]bool{}}
}

func (b *board) change(f func()) {
	b.mu.Lock()
	defer b.mu.Unlock()
	f()
	close(b.changed)
	b.changed = make(chan struct{})
}

// until waits for a condition over the board's fields.
func (b *board) until(t *testing.T, within time.Duration, what string, ok func() bool) {
	t.Helper()
	deadline := time.After(within)
	for {
		b.mu.Lock()
		done, changed := ok(), b.changed
		b.mu.Unlock()
		if done {
			return
		}
		select {
		case <-changed:
		case <-deadline:
			require.FailNow(t, "timed out waiting for "+what)
		}
	}
}

func (b *board) keys(topic string) map[string]int {
	out := map[string]int{}
	for _, s := range b.got {
		if s.record.Topic == topic {
			out[string(s.record.Key)]++
		}
	}
	return out
}

// processor writes to the board, under the name of its member.
type processor struct {
	board     *board
	member    string
	partition int
	process   func(ctx context.Context, partition int, batch []stream.Record) error
	idle      func(caughtUp bool) error
}

var _ stream.Processor = (*processor)(nil)

func (p *processor) Process(ctx context.Context, batch []stream.Record) error {
	if p.process != nil {
		if err := p.process(ctx, p.partition, batch); err != nil {
			return err
		}
	}
	p.board.change(func() {
		for _, r := range batch {
			p.board.got = append(p.board.got, seen{p.member, p.partition, r})
		}
	})
	return nil
}

func (p *processor) Idle(_ context.Context, caughtUp bool) error {
	if p.idle != nil {
		if err := p.idle(caughtUp); err != nil {
			return err
		}
	}
	p.board.change(func() { p.board.caught[p.partition] = caughtUp })
	return nil
}

func (p *processor) Close() error {
	p.board.change(func() {
		p.board.closed++
		if p.board.open[p.partition] == p.member {
			delete(p.board.open, p.partition)
		}
	})
	return nil
}

// config is a group whose processors write to the board.
func (b *board) config(member string, topics ...string) stream.GroupConfig {
	return stream.GroupConfig{
		ID: "score", Topics: topics, Tick: 20 * time.Millisecond,
		New: func(_ context.Context, partition int, _ stream.Generation) (stream.Processor, error) {
			return b.processor(member, partition), nil
		},
	}
}

func (b *board) processor(member string, partition int) *processor {
	b.change(func() {
		b.open[partition] = member
		b.opened[partition] = append(b.opened[partition], member)
	})
	return &processor{board: b, member: member, partition: partition}
}

// join runs a group until leave is called, which waits for its end.
func join(t *testing.T, c *stream.Client, cfg stream.GroupConfig) (leave func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- c.RunGroup(ctx, cfg) }()
	var once sync.Once
	leave = func() {
		once.Do(func() {
			cancel()
			require.NoError(t, <-done)
		})
	}
	t.Cleanup(leave)
	return leave
}

// cable is a network that can be cut: a process that is killed, as its brokers see it.
type cable struct {
	mu    sync.Mutex
	conns []net.Conn
	isCut bool
}

func (c *cable) dial(ctx context.Context, network, address string) (net.Conn, error) {
	conn, err := (&net.Dialer{}).DialContext(ctx, network, address)
	if err != nil {
		return nil, err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.isCut {
		return nil, &net.OpError{Op: "dial", Err: net.ErrClosed}
	}
	c.conns = append(c.conns, conn)
	return conn, conn.SetDeadline(time.Time{})
}

func (c *cable) cut() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.isCut = true
	for _, conn := range c.conns {
		_ = conn.Close()
	}
}
