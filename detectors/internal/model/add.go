package model

import "encoding/binary"

// Eight weights are added at once: each of the eight bytes of a word is made unsigned by its top bit, and goes to a lane of sixteen bits.
const (
	block    = 8
	topBits  = 0x8080808080808080
	lowBytes = 0x00ff00ff00ff00ff
	// offset is what the top bit adds to a weight.
	offset = 128
	// full is how many weights a lane takes before it could overflow.
	full = 256
)

// add adds the weights of features to acc, one sum for each head.
func (l *Layer) add(acc []int32, features []uint32) {
	n := len(l.Heads)
	if n < block {
		for _, f := range features {
			for h, w := range l.Weights[int(f)*n:][:n] {
				acc[h] += int32(int8(w)) //nolint:gosec // Two's complement is meant.
			}
		}
		return
	}
	for len(features) > full {
		l.addFew(acc, features[:full])
		features = features[full:]
	}
	l.addFew(acc, features)
}

// addFew adds at most full features.
func (l *Layer) addFew(acc []int32, features []uint32) {
	n := len(l.Heads)
	// The last block ends with the row and may begin within the block before.
	blocks, last := (n+block-1)/block, n-block
	var even, odd [maxHeads / block]uint64
	for _, f := range features {
		row := l.Weights[int(f)*n:][:n]
		for b := range blocks {
			x := binary.LittleEndian.Uint64(row[min(b*block, last):]) ^ topBits
			even[b] += x & lowBytes
			odd[b] += x >> 8 & lowBytes
		}
	}
	added := int32(offset * len(features)) //nolint:gosec // At most full.
	for b := range blocks {
		at := min(b*block, last)
		for lane := b*block - at; lane < block; lane++ {
			lanes := even[b]
			if lane%2 == 1 {
				lanes = odd[b]
			}
			acc[at+lane] += int32(uint16(lanes>>(lane/2*16))) - added //nolint:gosec // A lane is sixteen bits.
		}
	}
}
