package personaldata

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestMayHoldAccount(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]bool{
		"":                               false,
		"order at 8am, gate 12":          false,
		"2 of 3 customers, 5 % off":      false,
		"booking abc-def-ghi":            false,
		"order 1234":                     true,
		"account 1 2 3 4":                true,
		"booking AB1CD":                  true,
		"conf #A-B1-":                    true,
		"kundennummer é123":              true,
		"claim number x1 and then words": false,
	} {
		require.Equal(t, want, mayHoldAccount(text), text)
	}
}
