package demo_test

import (
	"bytes"
	"context"
	"os"
	"testing"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"firebreak/daemon/demo"
	"firebreak/daemon/escalation"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// TestDemo tells the stories at three times the speed, on the real daemon.
func TestDemo(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("TMPDIR", dir)
	var out bytes.Buffer
	result, err := demo.Run(t.Context(), demo.Options{Out: &out, Speed: 3})
	require.NoError(t, err)
	require.Equal(t, result.Posts, result.Mentions, "every post is a mention")
	told := map[string][]escalation.Level{}
	for _, inc := range result.Incidents {
		told[inc.Brand] = []escalation.Level{}
		for _, tell := range inc.Tells {
			told[inc.Brand] = append(told[inc.Brand], tell.Level)
		}
	}
	require.Len(t, told, 3)
	require.Empty(t, told["Harbour Bank"], "who answers well is left alone")
	require.Contains(t, told["Wishgenie"], escalation.LevelPage)
	require.Contains(t, told["Tesco"], escalation.LevelPage)
	require.Positive(t, result.Pages())
	require.Positive(t, result.Notifies())
	for _, want := range []string{"@jane: @wishgenie just mailed me", "and 40 people share it", "PAGE", "draft, public", "writes a private message"} {
		require.Contains(t, out.String(), want)
	}
	require.NotContains(t, out.String(), "jane.doe@mail.example", "a private address is shown to nobody")
	require.Contains(t, result.Summary(), "watched, nobody was told")
	left, err := os.ReadDir(dir)
	require.NoError(t, err)
	require.Empty(t, left, "nothing is left behind")
}

func TestDemoEndsWhenAsked(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := demo.Run(ctx, demo.Options{Out: &bytes.Buffer{}, Speed: 3})
	require.Error(t, err)
}
