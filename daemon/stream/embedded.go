package stream

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"runtime/debug"
	"runtime/metrics"
	"strconv"
	"sync"
	"time"

	"github.com/gofrs/flock"
	"github.com/twmb/franz-go/pkg/kfake"
	"go.uber.org/zap"
)

const (
	// embeddedClusterID is how a client recognises the embedded broker, which refuses topic settings that it does not know.
	embeddedClusterID = "firebreak-embedded"
	// embeddedRetentionBytes bounds a time-limited partition: opening reads every segment.
	embeddedRetentionBytes = 64 << 20
	embeddedSegmentBytes   = 8 << 20
	embeddedCleanEvery     = 5 * time.Minute
	// embeddedOffsetsMinutes keeps the offsets of a group that was away for long: a lost one means reading everything again.
	embeddedOffsetsMinutes = 365 * 24 * 60

	// openingRoom is the garbage that opening may make before it is collected. Without a limit it peaks near the size of the data.
	openingRoom = 256 << 20

	lockWait  = 2 * time.Second
	lockEvery = 25 * time.Millisecond
)

// Errors of the embedded broker, to be tested with errors.Is.
var (
	// ErrNotLoopback is returned for an address that other machines could reach.
	ErrNotLoopback = errors.New("the embedded broker listens on loopback only")
	// ErrInUse is returned when another process has the directory.
	ErrInUse = errors.New("the embedded broker's directory is in use")
	// ErrNotRunning is returned by EmbeddedAddr when no embedded broker has the directory.
	ErrNotRunning = errors.New("no embedded broker is running")
)

// EmbeddedConfig describes the embedded broker.
type EmbeddedConfig struct {
	// Dir holds its data, its lock and its address file. It is made if needed, for this user only.
	Dir string
	// Addr is where it listens: 127.0.0.1 or localhost, and a port; "127.0.0.1:0", a free port, when empty.
	Addr string
	// Log may be nil.
	Log *zap.Logger
}

// Embedded is a Kafka broker inside this process: one node, one copy of the data, reachable from this machine only. It is for trying out,
// for tests and for small single-machine use; acknowledged records and committed offsets survive kill -9, but not the disk.
type Embedded struct {
	cluster *kfake.Cluster
	sweeper *sweeper
	addr    string
	dir     string
	lock    *flock.Flock
	log     *zap.Logger
	once    sync.Once
	err     error
}

// StartEmbedded starts the broker on what Dir holds. ctx bounds the wait for the directory's lock, 2 s at most. The caller closes it, after
// its clients.
func StartEmbedded(ctx context.Context, cfg EmbeddedConfig) (*Embedded, error) {
	log := cfg.Log
	if log == nil {
		log = zap.NewNop()
	}
	port, err := loopbackPort(cfg.Addr)
	if err != nil {
		return nil, fmt.Errorf("starting the embedded broker: %w", err)
	}
	if cfg.Dir == "" {
		return nil, fmt.Errorf("starting the embedded broker: %w: no directory", ErrConfig)
	}
	dir, err := filepath.Abs(cfg.Dir)
	if err != nil {
		return nil, fmt.Errorf("starting the embedded broker: %w", err)
	}
	if err := os.MkdirAll(filepath.Join(dir, dataDir), 0o700); err != nil {
		return nil, fmt.Errorf("starting the embedded broker: %w", err)
	}
	lock, err := lockDir(ctx, dir)
	if err != nil {
		return nil, fmt.Errorf("starting the embedded broker: %w", err)
	}
	e := &Embedded{dir: dir, lock: lock, log: log}
	if err := e.open(port); err != nil { //nolint:contextcheck // What it starts lives as long as the broker.
		return nil, errors.Join(fmt.Errorf("starting the embedded broker: %w", err), lock.Unlock())
	}
	if err := writeAddress(dir, e.addr, os.Getpid()); err != nil {
		return nil, errors.Join(fmt.Errorf("starting the embedded broker: %w", err), e.Close())
	}
	log.Warn("embedded broker started: a single node with one copy of the data, not for production",
		zap.String("addr", e.addr), zap.String("dir", dir))
	return e, nil
}

// open starts the cluster under a memory limit, since it reads whole segments that are garbage right after.
func (e *Embedded) open(port int) error {
	before := debug.SetMemoryLimit(-1)
	if limit := memoryInUse() + openingRoom; limit < before {
		debug.SetMemoryLimit(limit)
	}
	started := time.Now()
	cluster, err := kfake.NewCluster(
		kfake.NumBrokers(1), kfake.Ports(port), kfake.ClusterID(embeddedClusterID),
		kfake.DataDir(filepath.Join(e.dir, dataDir)), kfake.SyncWrites(),
		kfake.WithLogger(kfakeLogger{e.log}),
		kfake.BrokerConfigs(map[string]string{
			"default.replication.factor": "1",
			"message.max.bytes":          strconv.Itoa(MaxMessageBytes + batchOverhead),
			"log.segment.bytes":          strconv.Itoa(embeddedSegmentBytes),
			"log.cleaner.backoff.ms":     strconv.FormatInt(embeddedCleanEvery.Milliseconds(), 10),
			"offsets.retention.minutes":  strconv.Itoa(embeddedOffsetsMinutes),
		}),
	)
	debug.SetMemoryLimit(before)
	debug.FreeOSMemory()
	if err != nil {
		return fmt.Errorf("opening %s: %w", e.dir, err)
	}
	e.cluster = cluster
	e.addr = cluster.ListenAddrs()[0]
	e.sweeper = startSweeper(cluster, e.addr, e.log)
	e.log.Debug("embedded broker opened", zap.Duration("took", time.Since(started)))
	return nil
}

func memoryInUse() int64 {
	sample := []metrics.Sample{{Name: "/memory/classes/total:bytes"}}
	metrics.Read(sample)
	if sample[0].Value.Kind() != metrics.KindUint64 {
		return 0
	}
	return int64(sample[0].Value.Uint64()) //nolint:gosec // a process's memory fits.
}

// Addr is the broker's host:port.
func (e *Embedded) Addr() string { return e.addr }

// Clean compacts and applies retention now, instead of at the next round every 5 minutes.
func (e *Embedded) Clean() {
	e.cluster.Compact()
	e.cluster.ApplyRetention()
}

// Close saves, stops listening, removes the address file and gives the directory free. It may be called more than once.
func (e *Embedded) Close() error {
	e.once.Do(func() {
		e.sweeper.Close()
		e.cluster.Close()
		err := os.Remove(filepath.Join(e.dir, addressFile))
		if errors.Is(err, os.ErrNotExist) {
			err = nil
		}
		if err = errors.Join(err, e.lock.Unlock()); err != nil {
			e.err = fmt.Errorf("closing the embedded broker: %w", err)
		}
	})
	return e.err
}

// loopbackPort checks an address of the embedded broker. The broker listens on 127.0.0.1, whatever its name.
func loopbackPort(addr string) (int, error) {
	if addr == "" {
		return 0, nil
	}
	host, p, err := net.SplitHostPort(addr)
	if err != nil {
		return 0, fmt.Errorf("%w: address %q: %w", ErrConfig, addr, err)
	}
	if host != "127.0.0.1" && host != "localhost" {
		return 0, fmt.Errorf("%w: %q; use 127.0.0.1:PORT, or a Kafka cluster for other machines", ErrNotLoopback, addr)
	}
	port, err := strconv.ParseUint(p, 10, 16)
	if err != nil {
		return 0, fmt.Errorf("%w: address %q: the port is not a number up to 65535", ErrConfig, addr)
	}
	return int(port), nil
}

// kfakeLogger turns the broker's log into zap. Its information is a line a request: debug for us.
type kfakeLogger struct{ log *zap.Logger }

var _ kfake.Logger = kfakeLogger{}

// Logf is part of kfake.Logger.
func (l kfakeLogger) Logf(level kfake.LogLevel, format string, args ...any) {
	write := l.log.Debug
	switch level {
	case kfake.LogLevelError:
		write = l.log.Error
	case kfake.LogLevelWarn:
		write = l.log.Warn
	case kfake.LogLevelNone, kfake.LogLevelInfo, kfake.LogLevelDebug:
		if !l.log.Core().Enabled(zap.DebugLevel) {
			return
		}
	}
	write("embedded broker", zap.String("message", fmt.Sprintf(format, args...)))
}
