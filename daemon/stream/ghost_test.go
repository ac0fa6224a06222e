package stream_test

import (
	"context"
	"encoding/binary"
	"errors"
	"net"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"firebreak/daemon/stream"
	"firebreak/daemon/stream/streamtest"
)

// doomed are the connections of a client that dies the moment it has asked to join a group.
type doomed struct {
	mu    sync.Mutex
	conns []net.Conn
	dead  bool
	died  chan struct{}
}

const keyJoinGroup = 11

func (d *doomed) dial(ctx context.Context, network, address string) (net.Conn, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.dead {
		return nil, errors.New("the process is gone")
	}
	conn, err := (&net.Dialer{}).DialContext(ctx, network, address)
	if err != nil {
		return nil, err
	}
	d.conns = append(d.conns, conn)
	return &doomedConn{Conn: conn, fate: d}, nil
}

type doomedConn struct {
	net.Conn
	fate *doomed
}

// Write sees requests: four bytes of length, two of the kind.
func (c *doomedConn) Write(p []byte) (int, error) {
	n, err := c.Conn.Write(p)
	if len(p) >= 6 && binary.BigEndian.Uint16(p[4:]) == keyJoinGroup {
		c.fate.mu.Lock()
		defer c.fate.mu.Unlock()
		if !c.fate.dead {
			c.fate.dead = true
			close(c.fate.died)
		}
		for _, conn := range c.fate.conns {
			_ = conn.Close()
		}
	}
	return n, err
}

// TestAMemberThatDiesWhileItJoinsGivesItsPartitionsBack kills members between their request to join and the answer.
func TestAMemberThatDiesWhileItJoinsGivesItsPartitionsBack(t *testing.T) {
	addr := streamtest.Broker(t)
	cfg := streamtest.Config(t, addr)
	c := streamtest.Open(t, cfg)
	require.NoError(t, c.EnsureTopics(t.Context()))
	b := newBoard()
	join(t, c, b.config("alive", stream.TopicMentions))
	b.until(t, patience, "the one that lives", func() bool { return len(b.open) == streamtest.Partitions })
	for range 3 {
		d := &doomed{died: make(chan struct{})}
		ghost := cfg
		ghost.Dial = d.dial
		client, err := stream.Open(t.Context(), ghost, nil)
		require.NoError(t, err)
		ctx, cancel := context.WithCancel(t.Context())
		done := make(chan error, 1)
		go func() { done <- client.RunGroup(ctx, newBoard().config("ghost", stream.TopicMentions)) }()
		select {
		case <-d.died:
		case <-time.After(patience):
			require.FailNow(t, "the ghost did not join")
		}
		cancel()
		<-done
		require.NoError(t, client.Close())
	}
	b.until(t, patience, "the group to let them in", func() bool { return b.closed > 0 })
	b.until(t, 2*patience, "all partitions again", func() bool { return len(b.open) == streamtest.Partitions })
	// Something for every partition: only who holds them all reads it all.
	produceThreads(t, c, stream.TopicMentions, 16, 0, 1)
	b.until(t, patience, "every record", func() bool { return len(b.got) == 16 })
}
