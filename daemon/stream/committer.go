package stream

import (
	"errors"
	"maps"

	"github.com/segmentio/kafka-go"
)

// errFenced says that this member is not the owner any more: whatever it would do next is somebody else's.
var errFenced = errors.New("the group has moved on")

// committer commits the offsets of one partition number. Records are processed in order, so that the highest offset handed to done has
// everything below it done too; it never commits a lower one than before. It is used by one goroutine.
type committer struct {
	number int
	prefix string
	// committed and processed map topics to the offset that would be read next.
	committed, processed map[string]int64
	write                func(map[string]map[int]int64) error
}

func newCommitter(number int, start map[string]int64, prefix string, write func(map[string]map[int]int64) error) *committer {
	return &committer{number: number, prefix: prefix, committed: start, processed: maps.Clone(start), write: write}
}

// done marks everything below next as processed.
func (c *committer) done(topic string, next int64) {
	if next > c.processed[topic] {
		c.processed[topic] = next
	}
}

// flush commits what is new. After an error that is not errFenced the same is tried at the next flush.
func (c *committer) flush() error {
	offsets := map[string]map[int]int64{}
	for topic, next := range c.processed {
		if next > c.committed[topic] {
			offsets[c.prefix+topic] = map[int]int64{c.number: next}
		}
	}
	if len(offsets) == 0 {
		return nil
	}
	if err := c.write(offsets); err != nil {
		for _, final := range []kafka.Error{
			kafka.IllegalGeneration, kafka.UnknownMemberId, kafka.RebalanceInProgress, kafka.FencedInstanceID,
		} {
			if errors.Is(err, final) {
				return errors.Join(errFenced, err)
			}
		}
		return err
	}
	maps.Copy(c.committed, c.processed)
	return nil
}

// rewind forgets what was processed but not committed, and returns where to read on.
func (c *committer) rewind() map[string]int64 {
	c.processed = maps.Clone(c.committed)
	return maps.Clone(c.committed)
}
