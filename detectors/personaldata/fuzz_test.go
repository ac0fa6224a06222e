package personaldata_test

import (
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"

	"firebreak/detectors/personaldata"
)

func FuzzMask(f *testing.F) {
	for _, text := range []string{
		"mail jane@mail.example or +44 20 7946 0958", "card 4111 1111 1111 1111", "\xff\xfe", "my password is hunter2!", "[email] and [secret", "born 1 May 1980, 12 High Street",
	} {
		f.Add(text)
	}
	m := personaldata.NewMasker()
	f.Fuzz(func(t *testing.T, text string) {
		text = text[:min(len(text), 4000)]
		masked, masks := m.Mask(text, nil)
		require.True(t, utf8.ValidString(masked))
		last := 0
		for _, mask := range masks {
			require.GreaterOrEqual(t, mask.Start, last)
			require.Equal(t, "["+mask.Class+"]", masked[mask.Start:mask.End])
			last = mask.End
		}
		again, masksAgain := m.Mask(masked, nil)
		require.Equal(t, masked, again, "masking twice is masking once")
		require.Equal(t, masks, masksAgain)
	})
}
