package stream

import (
	"context"
	"sync"
	"time"

	"github.com/segmentio/kafka-go"
	"github.com/twmb/franz-go/pkg/kfake"
	"github.com/twmb/franz-go/pkg/kmsg"
	"go.uber.org/zap"
)

// The cluster starts a member's session timer only once an answer has reached it. A member that dies while it waits to join would keep its
// share of the partitions for ever. The sweeper ends such members as Kafka's own timer would.
const (
	sweepEvery = time.Second
	// sweepAfter is how long a member may be silent: our session time-out and some room. Every client's heartbeats
	// come far more often.
	sweepAfter = sessionTimeout + 4*time.Second
	// statePreparing is the state of a group whose members wait for each other, in silence.
	statePreparing = "PreparingRebalance"
)

type groupMember struct{ group, member string }

// sign is the last sign of life of a member.
type sign struct {
	at time.Time
	// settled reports that the member has been part of a settled group since it asked to join last: it does not wait for others in silence.
	settled bool
}

// sweeper watches the members of all groups.
type sweeper struct {
	client *kafka.Client
	log    *zap.Logger

	mu    sync.Mutex
	heard map[groupMember]sign

	stop context.CancelFunc
	done chan struct{}
}

// startSweeper begins to watch a cluster.
func startSweeper(cluster *kfake.Cluster, addr string, log *zap.Logger) *sweeper {
	s := &sweeper{
		client: &kafka.Client{Addr: kafka.TCP(addr), Timeout: requestTimeout, Transport: &kafka.Transport{ClientID: "sweeper"}},
		log:    log, heard: map[groupMember]sign{}, done: make(chan struct{}),
	}
	hear := func(req kmsg.Request) (kmsg.Response, error, bool) {
		switch r := req.(type) {
		case *kmsg.HeartbeatRequest:
			s.hear(r.Group, r.MemberID, true)
		case *kmsg.SyncGroupRequest:
			s.hear(r.Group, r.MemberID, true)
		case *kmsg.JoinGroupRequest:
			s.hear(r.Group, r.MemberID, false)
		case *kmsg.OffsetCommitRequest:
			s.hear(r.Group, r.MemberID, true)
		}
		return nil, nil, false
	}
	for _, kind := range []kmsg.Request{&kmsg.HeartbeatRequest{}, &kmsg.SyncGroupRequest{}, &kmsg.JoinGroupRequest{}, &kmsg.OffsetCommitRequest{}} {
		cluster.ControlKey(kind.Key(), hear)
	}
	ctx, cancel := context.WithCancel(context.Background())
	s.stop = cancel
	go s.run(ctx)
	return s
}

// Close ends the watch.
func (s *sweeper) Close() {
	s.stop()
	<-s.done
	if t, ok := s.client.Transport.(*kafka.Transport); ok {
		t.CloseIdleConnections()
	}
}

func (s *sweeper) hear(group, member string, settled bool) {
	if member == "" {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.heard[groupMember{group, member}] = sign{at: time.Now(), settled: settled}
}

func (s *sweeper) run(ctx context.Context) {
	defer close(s.done)
	for wait(ctx, sweepEvery) {
		silent, err := s.silent(ctx)
		if err != nil {
			s.log.Debug("the groups cannot be listed", zap.Error(err))
			continue
		}
		for _, m := range silent {
			s.log.Warn("a member of a group has gone without a word", zap.String("group", m.group), zap.String("member", m.member))
			_, err := s.client.LeaveGroup(ctx, &kafka.LeaveGroupRequest{GroupID: m.group, Members: []kafka.LeaveGroupRequestMember{{ID: m.member}}})
			if err != nil {
				s.log.Debug("a member cannot be taken out of its group", zap.Error(err))
			}
		}
	}
}

// silent returns the members that have been silent for too long; those that wait to join may be for longer. A member that was never heard counts from now.
func (s *sweeper) silent(ctx context.Context) ([]groupMember, error) {
	list, err := s.client.ListGroups(ctx, &kafka.ListGroupsRequest{})
	if err != nil || len(list.Groups) == 0 {
		return nil, err
	}
	ids := make([]string, len(list.Groups))
	for i, g := range list.Groups {
		ids[i] = g.GroupID
	}
	groups, err := s.client.DescribeGroups(ctx, &kafka.DescribeGroupsRequest{GroupIDs: ids})
	if err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	now := time.Now()
	heard := make(map[groupMember]sign, len(s.heard))
	var out []groupMember
	for _, g := range groups.Groups {
		for _, m := range g.Members {
			id := groupMember{g.GroupID, m.MemberID}
			last, known := s.heard[id]
			if !known {
				last = sign{at: now}
			}
			limit := sweepAfter
			switch {
			case g.GroupState != statePreparing:
				last.settled = true
			case !last.settled:
				limit += rebalanceTimeout
			}
			heard[id] = last
			if now.Sub(last.at) > limit {
				out = append(out, id)
			}
		}
	}
	s.heard = heard
	return out, nil
}
