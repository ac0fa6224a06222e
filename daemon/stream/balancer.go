package stream

import (
	"cmp"
	"encoding/json"
	"slices"
	"sync"

	"github.com/segmentio/kafka-go"
)

// protocolName is what members agree on; it changes with the meaning of the assignment or of the user data.
const protocolName = "firebreak-co-sticky-1"

// maxClaims bounds what is believed of another member's user data.
const maxClaims = 10_000

// claim is what a member tells the leader at a join: the partition numbers it had, and in which generation.
type claim struct {
	Generation int32 `json:"g"`
	Numbers    []int `json:"n"`
}

func (c claim) encode() ([]byte, error) { return json.Marshal(c) }

// decodeClaim reads user data; what cannot be read claims nothing.
func decodeClaim(b []byte) claim {
	var c claim
	if len(b) == 0 || json.Unmarshal(b, &c) != nil || len(c.Numbers) > maxClaims {
		return claim{}
	}
	return c
}

// assign gives every partition number below count to one member. Loads differ by one at most, and a member keeps as many of its numbers as
// that allows. Of two claims on a number the later generation's counts, then the smaller member id. It depends on nothing but its arguments.
func assign(claims map[string]claim, count int) map[string][]int {
	out := make(map[string][]int, len(claims))
	if len(claims) == 0 {
		return out
	}
	members := make([]string, 0, len(claims))
	for m := range claims {
		members = append(members, m)
		out[m] = []int{}
	}
	slices.Sort(members)

	owner := make([]string, count)
	for _, m := range members {
		for _, n := range claims[m].Numbers {
			if n < 0 || n >= count {
				continue
			}
			if o := owner[n]; o == "" || claims[m].Generation > claims[o].Generation {
				owner[n] = m
			}
		}
	}
	kept := map[string]int{}
	for _, m := range owner {
		if m != "" {
			kept[m]++
		}
	}
	// Those who hold the most get the numbers left over by the division, so that the fewest move.
	byHolding := slices.Clone(members)
	slices.SortStableFunc(byHolding, func(a, b string) int { return cmp.Compare(kept[b], kept[a]) })
	quota := make(map[string]int, len(members))
	for i, m := range byHolding {
		quota[m] = count / len(members)
		if i < count%len(members) {
			quota[m]++
		}
	}
	var free []int
	for n, m := range owner {
		if m != "" && len(out[m]) < quota[m] {
			out[m] = append(out[m], n)
		} else {
			free = append(free, n)
		}
	}
	for _, m := range members {
		take := min(quota[m]-len(out[m]), len(free))
		out[m] = append(out[m], free[:take]...)
		free = free[take:]
		slices.Sort(out[m])
	}
	return out
}

// balancer is assign as a kafka-go GroupBalancer, with what this member holds. kafka-go's own balancers walk members in map order and topic
// by topic, so that mentions/3 and actions/3 may go to different members.
type balancer struct {
	mu    sync.Mutex
	holds claim
}

var _ kafka.GroupBalancer = (*balancer)(nil)

// ProtocolName is part of kafka.GroupBalancer.
func (b *balancer) ProtocolName() string { return protocolName }

// UserData is this member's claim.
func (b *balancer) UserData() ([]byte, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.holds.encode()
}

func (b *balancer) hold(generation int32, numbers []int) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.holds = claim{Generation: generation, Numbers: numbers}
}

// AssignGroups gives the same partition numbers of every topic to one member. During an upgrade that changes a group's topics, a number of
// a topic whose owner does not read it waits for the end of the upgrade.
func (b *balancer) AssignGroups(members []kafka.GroupMember, partitions []kafka.Partition) kafka.GroupMemberAssignments {
	counts := map[string]int{}
	count := 0
	for _, p := range partitions {
		counts[p.Topic]++
		count = max(count, counts[p.Topic])
	}
	claims := make(map[string]claim, len(members))
	for _, m := range members {
		claims[m.ID] = decodeClaim(m.UserData)
	}
	numbers := assign(claims, count)
	out := make(kafka.GroupMemberAssignments, len(members))
	for _, m := range members {
		topics := make(map[string][]int, len(m.Topics))
		for _, t := range m.Topics {
			for _, n := range numbers[m.ID] {
				if n < counts[t] {
					topics[t] = append(topics[t], n)
				}
			}
		}
		out[m.ID] = topics
	}
	return out
}
