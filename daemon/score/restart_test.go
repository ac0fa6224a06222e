package score_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/stretchr/testify/require"
	"go.uber.org/zap"

	cfgpkg "firebreak/config"
	"firebreak/daemon/escalation"
	"firebreak/daemon/ingest"
	"firebreak/daemon/obs"
	"firebreak/daemon/score"
	"firebreak/daemon/stream"
	"firebreak/daemon/stream/streamtest"
	"firebreak/detectors"
	"firebreak/detectors/standard"
)

const (
	// restartEnv makes the test binary a scorer that restarts on the broker and prefix that it names, as JSON.
	restartEnv = "FIREBREAK_SCORE_RESTART"
	// restartLead is how long after the restart's beginning the first deadline falls due.
	restartLead = 25 * time.Second
	// restartDeadlines fall due from then on, 10 ms apart.
	restartDeadlines = 1000
	restartEvery     = 10 * time.Millisecond
)

// restartOrder says where a scorer restarts.
type restartOrder struct {
	Addr       string `json:"addr"`
	Prefix     string `json:"prefix"`
	Partitions int    `json:"partitions"`
}

// restarted is what a restarted scorer measured of itself.
type restarted struct {
	// Restored is the time from the beginning of the process's work until all partitions were restored, Assigned until they were assigned.
	Assigned time.Duration `json:"assigned"`
	Restored time.Duration `json:"restored"`
	// CPU is what the process had used of all cores by then.
	CPU time.Duration `json:"cpu"`
	// RSS is the memory of the whole process then, Peak the most until all deadlines had fired, HeapPerThread what a thread takes of the heap.
	RSS           int64   `json:"rss"`
	Peak          int64   `json:"peak"`
	HeapPerThread float64 `json:"heap_per_thread"`
	// Late are how late the deadlines were, from due to durable and read back.
	Late []time.Duration `json:"late"`
}

func TestMain(m *testing.M) {
	if order := os.Getenv(restartEnv); order != "" {
		os.Exit(restartedMain(order))
	}
	os.Exit(m.Run())
}

func restartedMain(order string) int {
	var o restartOrder
	err := json.Unmarshal([]byte(order), &o)
	if err == nil {
		var out *restarted
		if out, err = restart(context.Background(), o); err == nil {
			err = json.NewEncoder(os.Stdout).Encode(out)
		}
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return 0
}

// restart runs the score stage until it has restored everything, and its first deadlines have fired.
func restart(ctx context.Context, o restartOrder) (out *restarted, err error) {
	ctx, cancel := context.WithTimeout(ctx, 5*time.Minute)
	defer cancel()
	before := heap()
	began := time.Now()
	// As the daemon does.
	bounded := make(chan struct{})
	go func() {
		defer close(bounded)
		obs.BoundGarbage(ctx)
	}()
	defer func() {
		cancel()
		<-bounded
	}()
	shift := start.Add(time.Hour - restartLead).Sub(began)
	now := func() time.Time { return time.Now().Add(shift) }
	client, err := stream.Open(ctx, stream.Config{Brokers: []string{o.Addr}, Prefix: o.Prefix, Partitions: o.Partitions}, nil)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, client.Close()) }()
	judge, err := realJudge()
	if err != nil {
		return nil, err
	}
	ends, err := client.Offsets(ctx, stream.TopicIncidents)
	if err != nil {
		return nil, err
	}
	stage := score.NewStage(client, score.Setup{Judge: judge, Engine: config()}, func(s string) string { return s }, now,
		score.NewMetrics(prometheus.NewRegistry()), zap.NewNop())
	out = &restarted{}
	group := stage.Group()
	inner := group.New
	var assigned atomic.Int64
	restored := make(chan struct{}, o.Partitions)
	group.New = func(ctx context.Context, partition int, gen stream.Generation) (stream.Processor, error) {
		assigned.CompareAndSwap(0, int64(time.Since(began)))
		p, err := inner(ctx, partition, gen)
		restored <- struct{}{}
		return p, err
	}
	running, stop := context.WithCancel(ctx)
	done := make(chan error, 1)
	go func() { done <- client.RunGroup(running, group) }()
	defer func() {
		stop()
		err = errors.Join(err, <-done)
	}()
	for range o.Partitions {
		select {
		case <-restored:
		case <-ctx.Done():
			return nil, context.Cause(ctx)
		}
	}
	out.Assigned, out.Restored = time.Duration(assigned.Load()), time.Since(began)
	out.RSS, out.CPU = memory("VmRSS"), cpuTime()
	seen := map[string]bool{}
	err = client.Tail(ctx, stream.TopicIncidents, 0, ends[0].Last, func(r stream.Record) error {
		var inc escalation.Incident
		if err := json.Unmarshal(r.Value, &inc); err != nil {
			return err
		}
		if !seen[inc.ID] {
			seen[inc.ID] = true
			out.Late = append(out.Late, now().Sub(inc.UpdatedAt))
		}
		if len(out.Late) == restartDeadlines {
			return stream.ErrStop
		}
		return nil
	})
	out.Peak = memory("VmHWM")
	out.HeapPerThread = float64(heap()-before) / liveThreads
	return out, err
}

func realJudge() (score.Judge, error) {
	cfg, err := cfgpkg.Parse("bench.yaml", []byte("brands: [{name: Acme, query: acme, accounts: [{handle: acmecare, role: care}]}]"))
	if err != nil {
		return nil, err
	}
	dir, err := ingest.NewDirectory(cfg)
	if err != nil {
		return nil, err
	}
	set, err := detectors.NewSet(standard.New()...)
	if err != nil {
		return nil, err
	}
	return score.NewDetectors(set, dir, nil, nil), set.Load()
}

// memory is a line of the process's status, in bytes, 0 where there is none.
func memory(name string) int64 {
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0
	}
	m := regexp.MustCompile(name + `:\s+(\d+) kB`).FindSubmatch(status)
	if m == nil {
		return 0
	}
	kb, err := strconv.ParseInt(string(m[1]), 10, 64)
	if err != nil {
		return 0
	}
	return kb << 10
}

// cpuTime is what the process has used of all cores, 0 where the system does not say.
func cpuTime() time.Duration {
	stat, err := os.ReadFile("/proc/self/stat")
	if err != nil {
		return 0
	}
	// Behind the name, which may hold anything, user and system time are the 12th and the 13th, in hundredths of a second.
	fields := strings.Fields(string(stat[bytes.LastIndexByte(stat, ')')+1:]))
	if len(fields) < 13 {
		return 0
	}
	user, err1 := strconv.ParseInt(fields[11], 10, 64)
	system, err2 := strconv.ParseInt(fields[12], 10, 64)
	if err1 != nil || err2 != nil {
		return 0
	}
	return time.Duration(user+system) * 10 * time.Millisecond
}

// BenchmarkRestart restarts a scorer, in a process of its own, on a changelog of a million threads on a broker: the real one where FIREBREAK_KAFKA
// names it. Every fiftieth thread has an incident. It prints the time until all is restored, the memory of the whole process, and how late the first
// thousand deadlines are, a hundred of them a second.
func BenchmarkRestart(b *testing.B) {
	for b.Loop() {
		b.StopTimer()
		// Topics of its own: a second run would find the deadlines over.
		cfg := streamtest.Config(b, streamtest.Broker(b))
		cfg.Partitions = stream.DefaultPartitions
		client := streamtest.Open(b, cfg)
		require.NoError(b, client.EnsureTopics(b.Context()))
		writeThreads(b, client)
		order, err := json.Marshal(restartOrder{Addr: cfg.Brokers[0], Prefix: cfg.Prefix, Partitions: cfg.Partitions})
		require.NoError(b, err)
		b.StartTimer()
		cmd := exec.CommandContext(b.Context(), os.Args[0])
		cmd.Env = append(os.Environ(), restartEnv+"="+string(order))
		var stdout bytes.Buffer
		cmd.Stdout, cmd.Stderr = &stdout, os.Stderr
		require.NoError(b, cmd.Run())
		var out restarted
		require.NoError(b, json.Unmarshal(stdout.Bytes(), &out))
		require.Len(b, out.Late, restartDeadlines)
		slices.Sort(out.Late)
		b.ReportMetric(out.Restored.Seconds(), "s/restart")
		b.ReportMetric((out.Restored - out.Assigned).Seconds(), "s/restore")
		b.ReportMetric(out.CPU.Seconds(), "cpu-s/restart")
		b.ReportMetric(float64(out.RSS)/(1<<20), "MiB-rss")
		b.ReportMetric(float64(out.Peak)/(1<<20), "MiB-peak")
		b.ReportMetric(out.HeapPerThread, "B/thread")
		b.ReportMetric(float64(out.Late[len(out.Late)/2].Milliseconds()), "ms-late-p50")
		b.ReportMetric(float64(out.Late[len(out.Late)-1].Milliseconds()), "ms-late-max")
	}
}

// writeThreads writes what the stage would have written of a million threads: their records and their incidents.
func writeThreads(b *testing.B, client *stream.Client) {
	b.Helper()
	const chunk = 5000
	generation := stream.Header{Key: "generation", Value: []byte("1")}
	for from := 0; from < liveThreads; from += chunk {
		// An engine of its own each time: only the records are wanted.
		e := score.NewEngine(config())
		records := make([]stream.Record, 0, chunk+chunk/50)
		for n := from; n < from+chunk; n++ {
			in := liveThread(n)
			if k := n / 50; n%50 == 0 && k < restartDeadlines {
				in.Mention.CreatedAt = start.Add(time.Duration(k) * restartEvery)
			} else {
				in.Mention.CreatedAt = in.Mention.CreatedAt.Add(20 * time.Minute)
			}
			key := liveKey(n)
			partition := client.PartitionFor(key)
			if inc := e.Apply(in).Incident; inc != nil {
				value, err := json.Marshal(inc)
				require.NoError(b, err)
				records = append(records, stream.Record{
					Topic: stream.TopicIncidents, Key: []byte(inc.ID), Value: value,
					Headers: []stream.Header{{Key: "partition", Value: strconv.AppendInt(nil, int64(partition), 10)}},
				})
			}
			value, err := e.Record(key, 1)
			require.NoError(b, err)
			records = append(records, stream.Record{
				Topic: stream.TopicThreads, Key: []byte(key), Value: value, Thread: key, ToPartition: &partition,
				Headers: []stream.Header{generation, {Key: "summary", Value: []byte(e.Summary(key))}},
			})
		}
		require.NoError(b, client.Produce(b.Context(), records...))
	}
}
