package stream_test

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"firebreak/daemon/stream"
)

// childEnv makes the test binary a process that is there to be killed: it runs the embedded broker on the directory that the variable
// names, writes records, commits a group's offsets, and says on its standard output what was acknowledged.
const childEnv = "FIREBREAK_STREAM_CHILD"

const childPrefix = "child."

func runChild() int {
	if err := child(os.Getenv(childEnv)); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return 0
}

func child(dir string) error {
	ctx := context.Background()
	e, err := stream.StartEmbedded(ctx, stream.EmbeddedConfig{Dir: dir})
	if err != nil {
		return err
	}
	c, err := stream.Open(ctx, stream.Config{Brokers: []string{e.Addr()}, Prefix: childPrefix, Partitions: 1}, nil)
	if err != nil {
		return err
	}
	if err := c.EnsureTopics(ctx); err != nil {
		return err
	}
	go func() {
		_ = c.RunGroup(ctx, stream.GroupConfig{ // It ends with the process.
			ID: "reader", Topics: []string{stream.TopicIncidents},
			New: func(context.Context, int, stream.Generation) (stream.Processor, error) { return reporter{}, nil },
		})
	}()
	for i := 0; ; i += 10 {
		if err := c.Produce(ctx, numbered(stream.TopicIncidents, "", i, 10)...); err != nil {
			return err
		}
		fmt.Fprintln(os.Stdout, "acked", i+10)
	}
}

// reporter says what is committed: whatever came before the batch at hand.
type reporter struct{}

func (reporter) Process(_ context.Context, batch []stream.Record) error {
	fmt.Fprintln(os.Stdout, "committed", batch[0].Offset)
	return nil
}

func (reporter) Idle(context.Context, bool) error { return nil }

func (reporter) Close() error { return nil }

// killAfter runs the child until it has acknowledged enough, kills it, and returns what it had said by then.
func killAfter(t *testing.T, dir string, enough int) (acked, committed int64) {
	t.Helper()
	self, err := os.Executable()
	require.NoError(t, err)
	cmd := exec.CommandContext(t.Context(), self, "-test.run=^$")
	cmd.Env = append(os.Environ(), childEnv+"="+dir)
	out, err := cmd.StdoutPipe()
	require.NoError(t, err)
	cmd.Stderr = os.Stderr
	require.NoError(t, cmd.Start())
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		word, number, ok := strings.Cut(lines.Text(), " ")
		require.True(t, ok, lines.Text())
		n, err := strconv.ParseInt(number, 10, 64)
		require.NoError(t, err)
		switch word {
		case "acked":
			acked = n
		case "committed":
			committed = n
		}
		if acked >= int64(enough) && committed > 0 {
			break
		}
	}
	require.NoError(t, cmd.Process.Kill())
	_ = cmd.Wait() // It says that it was killed.
	return acked, committed
}

func TestKilledBrokerLosesNothing(t *testing.T) {
	dir := t.TempDir()
	acked, committed := killAfter(t, dir, 2000)
	require.GreaterOrEqual(t, acked, int64(2000))
	require.FileExists(t, filepath.Join(dir, "address"))
	_, err := stream.EmbeddedAddr(dir)
	require.ErrorIs(t, err, stream.ErrNotRunning, "the file of a killed broker is not believed")

	c := reopen(t, dir)
	records := readAll(t, c, stream.TopicIncidents, 0)
	require.GreaterOrEqual(t, int64(len(records)), acked)
	for i, r := range records {
		require.Equal(t, fmt.Sprintf("k%d", i), string(r.Key))
	}

	b := newBoard()
	cfg := b.config("after", stream.TopicIncidents)
	cfg.ID = "reader"
	join(t, c, cfg)
	b.until(t, patience, "the rest", func() bool {
		return len(b.got) > 0 && b.got[len(b.got)-1].record.Offset == int64(len(records)-1) || b.caught[0]
	})
	b.change(func() {
		if len(b.got) > 0 {
			require.GreaterOrEqual(t, b.got[0].record.Offset, committed, "committed offsets survive")
		}
	})
}

func reopen(t *testing.T, dir string) *stream.Client {
	t.Helper()
	e, err := stream.StartEmbedded(t.Context(), stream.EmbeddedConfig{Dir: dir})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, e.Close()) })
	c, err := stream.Open(t.Context(), stream.Config{Brokers: []string{e.Addr()}, Prefix: childPrefix, Partitions: 1}, nil)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, c.Close()) })
	return c
}

func TestReopenAfterATornWrite(t *testing.T) {
	dir := t.TempDir()
	acked, _ := killAfter(t, dir, 500)
	segments, err := filepath.Glob(filepath.Join(dir, "data", "*", "child.incidents*", "*.dat"))
	require.NoError(t, err)
	if len(segments) == 0 {
		segments, err = filepath.Glob(filepath.Join(dir, "data", "*", "*incidents*", "*", "*.dat"))
		require.NoError(t, err)
	}
	require.NotEmpty(t, segments)
	f, err := os.OpenFile(segments[len(segments)-1], os.O_APPEND|os.O_WRONLY, 0)
	require.NoError(t, err)
	// The head of a batch whose rest never reached the disk.
	_, err = f.Write([]byte{0, 0, 0, 0, 0, 0, 0xff, 0, 0, 0, 4, 0, 1, 2, 3})
	require.NoError(t, err)
	require.NoError(t, f.Close())

	c := reopen(t, dir)
	records := readAll(t, c, stream.TopicIncidents, 0)
	require.GreaterOrEqual(t, int64(len(records)), acked)
	require.NoError(t, c.Produce(t.Context(), numbered(stream.TopicIncidents, "", len(records), 3)...))
	after := readAll(t, c, stream.TopicIncidents, 0)
	require.Len(t, after, len(records)+3)
	require.Equal(t, fmt.Sprintf("k%d", len(records)+2), string(after[len(after)-1].Key))
	require.WithinDuration(t, time.Now(), after[len(after)-1].Time, time.Minute)
}
