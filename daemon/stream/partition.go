package stream

// PartitionFor is the partition number of a thread on the topics that are partitioned by thread, and of a key on the others: FNV-1a of
// 32 bits, modulo the partition count. It is part of the data: a change would tear threads from their state.
func (c *Client) PartitionFor(thread string) int { return partitionOf(thread, c.Partitions()) }

const (
	fnvOffset = 2166136261
	fnvPrime  = 16777619
)

func partitionOf[T string | []byte](s T, partitions int) int {
	if partitions <= 1 {
		return 0
	}
	h := uint32(fnvOffset)
	for i := range len(s) {
		h ^= uint32(s[i])
		h *= fnvPrime
	}
	return int(h % uint32(partitions)) //nolint:gosec // bounded by Config.
}
