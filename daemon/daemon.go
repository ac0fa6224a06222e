package daemon

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"go.uber.org/zap"

	"firebreak/config"
	"firebreak/daemon/api"
	"firebreak/daemon/crises"
	"firebreak/daemon/dispatch"
	"firebreak/daemon/ingest"
	"firebreak/daemon/obs"
	"firebreak/daemon/reply"
	"firebreak/daemon/score"
	"firebreak/daemon/source/webhook"
	"firebreak/daemon/stream"
)

// The stages of the daemon.
const (
	StageIngest   = "ingest"
	StageScore    = "score"
	StageCrisis   = "crisis"
	StageDispatch = "dispatch"
)

// Stages returns the names of all stages, in the order of the data.
func Stages() []string { return []string{StageIngest, StageScore, StageCrisis, StageDispatch} }

// DefaultGrace is how long stopping may take in all.
const DefaultGrace = 25 * time.Second

// ErrCut is returned by Run when stopping was cut short by Cut.
var ErrCut = errors.New("stopping was cut short")

// Options say what to run.
type Options struct {
	// Config is the configuration; required.
	Config *config.Config
	// Load reads the configuration anew for Reload; without it Reload refuses.
	Load func() (*config.Config, error)
	// Stages are those to run; all when empty.
	Stages []string
	// Feeds are further sources beside the configured ones.
	Feeds []ingest.Feed
	// Stdin and Stdout serve the source "-" and the console sink; none when nil.
	Stdin  io.Reader
	Stdout io.Writer
	// Log is required. Now is the wall clock; time.Now when nil.
	Log *zap.Logger
	Now func() time.Time
	// Grace is how long stopping may take; DefaultGrace when 0.
	Grace time.Duration
}

// Daemon is one instance of firebreak. It can be embedded: it owns no signals, no globals and no process state.
type Daemon struct {
	opts     Options
	env      environment
	log      *zap.Logger
	registry *prometheus.Registry
	health   obs.Health

	mu       sync.Mutex
	parts    *parts
	handlers atomic.Pointer[map[string]http.Handler]
	replies  atomic.Pointer[reply.Checker]

	broker   *stream.Embedded
	client   *stream.Client
	ingest   *ingest.Stage
	score    *score.Stage
	crisis   *crises.Stage
	dispatch *dispatch.Stage

	cleanups cleanups
	ready    chan struct{}
	started  atomic.Bool
	stop     context.CancelFunc
	stopping context.Context //nolint:containedctx // It is the daemon's own life, which Stop ends.
	cut      context.CancelFunc
	cutting  context.Context //nolint:containedctx // As above, for Cut.
	done     chan struct{}
	err      error
	// addr is where the listener listens.
	addr    string
	apiAddr string
}

// New checks the options and makes everything that needs no connection; files of secrets are read. Run starts it.
func New(opts Options) (*Daemon, error) {
	if opts.Config == nil || opts.Log == nil {
		return nil, errors.New("making the daemon: Config and Log are required")
	}
	for _, s := range opts.Stages {
		if !slices.Contains(Stages(), s) {
			return nil, fmt.Errorf("there is no stage %q: the stages are %s", s, strings.Join(Stages(), ", "))
		}
	}
	if len(opts.Stages) == 0 {
		opts.Stages = Stages()
	}
	if opts.Now == nil {
		opts.Now = time.Now
	}
	if opts.Grace == 0 {
		opts.Grace = DefaultGrace
	}
	d := &Daemon{
		opts: opts, log: opts.Log, registry: prometheus.NewRegistry(), ready: make(chan struct{}), done: make(chan struct{}),
		env: environment{stdin: opts.Stdin, stdout: opts.Stdout, now: opts.Now, log: opts.Log}.filled(),
	}
	d.registry.MustRegister(collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	core, err := NewCore(opts.Config)
	if err != nil {
		return nil, err
	}
	p, err := newParts(opts.Config, core, d.env, nil)
	if err != nil {
		return nil, err
	}
	d.use(p)
	// The daemon's own life, which no caller's context may end behind its back.
	d.stopping, d.stop = context.WithCancel(context.Background())
	d.cutting, d.cut = context.WithCancel(context.Background())
	return d, nil
}

// Run starts the daemon and blocks until ctx is done, Stop is called, or a part fails for good; then it stops everything within the grace.
// It returns nil after a stop that was asked for. It may be called once.
func (d *Daemon) Run(ctx context.Context) error {
	if !d.started.CompareAndSwap(false, true) {
		return errors.New("the daemon was run already")
	}
	defer close(d.done)
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	defer context.AfterFunc(d.stopping, func() { cancel(nil) })()

	err := d.start(ctx, cancel)
	if err == nil {
		close(d.ready)
		d.log.Info("firebreak runs", zap.Strings("stages", d.opts.Stages), zap.String(obs.KeyConfig, d.opts.Config.Hash()))
		<-ctx.Done()
		if cause := context.Cause(ctx); cause != nil && !errors.Is(cause, context.Canceled) {
			err = cause
		}
		d.log.Info("stopping")
	} else if ctx.Err() != nil {
		// Asked to stop while it started.
		err = nil
	}
	grace, done := context.WithTimeout(d.cutting, d.opts.Grace)
	defer done()
	if stopErr := d.cleanups.run(grace, d.log); stopErr != nil {
		if d.cutting.Err() != nil {
			stopErr = ErrCut
		}
		err = errors.Join(err, stopErr)
	}
	d.err = err
	if err == nil {
		d.log.Info("stopped")
	}
	return err
}

// Ready is closed once every part runs.
func (d *Daemon) Ready() <-chan struct{} { return d.ready }

// Stop asks Run to stop and waits until it has returned, or ctx is done. It may be called more than once, and before Run.
func (d *Daemon) Stop(ctx context.Context) error {
	d.stop()
	if !d.started.Load() {
		return nil
	}
	select {
	case <-d.done:
		return d.err
	case <-ctx.Done():
		return fmt.Errorf("stopping the daemon: %w", ctx.Err())
	}
}

// Cut ends a stop at once: what is in flight is given up. Everything durable is whole; the next start goes on from there.
func (d *Daemon) Cut() {
	d.stop()
	d.cut()
}

// Addr is where the operators' listener listens, "" without one. It is known once the daemon is ready.
func (d *Daemon) Addr() string { return d.addr }

// APIAddr is the address that the API listens on; empty without one. It is set once the daemon is ready.
func (d *Daemon) APIAddr() string { return d.apiAddr }

// Client is the daemon's connection to Kafka, which stays the daemon's. It is set once the daemon is ready.
func (d *Daemon) Client() *stream.Client { return d.client }

// Delivered reports that this daemon dispatches, has read every incident, and has nothing left to send.
func (d *Daemon) Delivered() bool { return d.dispatch != nil && d.dispatch.Idle() }

// Registry holds the daemon's metrics.
func (d *Daemon) Registry() *prometheus.Registry { return d.registry }

func (d *Daemon) use(p *parts) {
	d.parts = p
	d.handlers.Store(&p.handlers)
	d.replies.Store(p.core.Replies())
}

// start brings up one part after the other. Each pushes how it is undone.
func (d *Daemon) start(ctx context.Context, fail context.CancelCauseFunc) error {
	cfg := d.parts.cfg
	began := d.opts.Now()
	if err := d.parts.core.Set.Load(); err != nil {
		return fmt.Errorf("loading the text analysis: %w", err)
	}
	if err := d.connect(ctx, cfg); err != nil {
		return err
	}
	if err := d.client.EnsureTopics(ctx); err != nil {
		return err
	}
	d.health.Set("kafka", true, "", d.opts.Now())
	if cfg.HTTP.Listen != "" {
		if err := d.listen(ctx, cfg.HTTP.Listen, fail); err != nil {
			return err
		}
	}
	if cfg.API.Listen != "" {
		if err := d.listenAPI(ctx, cfg.API, fail); err != nil {
			return err
		}
	}
	d.log.Debug("connected", zap.Duration(obs.KeyTook, d.opts.Now().Sub(began)))
	// Readers before writers, so that nothing waits for its reader.
	if slices.Contains(d.opts.Stages, StageDispatch) {
		d.dispatch = dispatch.New(d.client, d.parts.dispatch(), d.opts.Now, dispatch.NewMetrics(d.registry), d.stageLog(StageDispatch))
		d.launch(ctx, StageDispatch, fail, func(ctx context.Context) error { return d.client.RunGroup(ctx, d.dispatch.Group()) })
	}
	if slices.Contains(d.opts.Stages, StageCrisis) {
		d.crisis = crises.NewStage(d.client, d.parts.crises(), d.parts.mask, d.opts.Now, crises.NewMetrics(d.registry), d.stageLog(StageCrisis))
		d.launch(ctx, StageCrisis, fail, func(ctx context.Context) error { return d.client.RunGroup(ctx, d.crisis.Group()) })
	}
	if slices.Contains(d.opts.Stages, StageScore) {
		d.score = score.NewStage(d.client, d.parts.score(), d.parts.mask, d.opts.Now, score.NewMetrics(d.registry), d.stageLog(StageScore))
		d.launch(ctx, StageScore, fail, func(ctx context.Context) error { return d.client.RunGroup(ctx, d.score.Group()) })
	}
	if slices.Contains(d.opts.Stages, StageIngest) {
		d.ingest = ingest.NewStage(d.client, d.parts.ingest(d.opts.Feeds), d.parts.core.Masker, d.opts.Now, ingest.NewMetrics(d.registry),
			d.stageLog(StageIngest))
		d.launch(ctx, StageIngest, fail, d.ingest.Run)
	}
	return nil
}

func (d *Daemon) stageLog(name string) *zap.Logger { return d.log.With(zap.String(obs.KeyStage, name)) }

// connect starts the embedded broker, if that is configured, and opens the client.
func (d *Daemon) connect(ctx context.Context, cfg *config.Config) error {
	brokers := cfg.Kafka.Brokers
	if cfg.Kafka.Embedded {
		broker, err := stream.StartEmbedded(ctx, stream.EmbeddedConfig{Dir: cfg.Kafka.Dir, Log: d.log})
		if err != nil {
			return err
		}
		d.broker = broker
		d.cleanups.push("the embedded broker", func(context.Context) error { return broker.Close() })
		brokers = []string{broker.Addr()}
	}
	if len(brokers) == 0 {
		return errors.New("no Kafka is configured: set kafka.brokers, or kafka.embedded: true for a trial on one machine")
	}
	client, err := openStream(ctx, cfg, brokers, d.registry, d.log)
	if err != nil {
		return err
	}
	d.client = client
	d.cleanups.push("the kafka client", func(context.Context) error { return client.Close() })
	return nil
}

// launch runs a stage until it is undone. A stage that fails stops the daemon.
func (d *Daemon) launch(ctx context.Context, name string, fail context.CancelCauseFunc, run func(context.Context) error) {
	ctx, cancel := context.WithCancel(context.WithoutCancel(ctx))
	ended := make(chan struct{})
	d.health.Set(name, true, "", d.opts.Now())
	go func() {
		defer close(ended)
		if err := run(ctx); err != nil && ctx.Err() == nil {
			d.health.Set(name, false, err.Error(), d.opts.Now())
			fail(fmt.Errorf("stage %s: %w", name, err))
		}
	}()
	d.cleanups.push(name, func(wait context.Context) error {
		cancel()
		select {
		case <-ended:
			return nil
		case <-wait.Done():
			return wait.Err()
		}
	})
}

// listen serves the operators' pages and the webhook sources.
func (d *Daemon) listen(ctx context.Context, addr string, fail context.CancelCauseFunc) (err error) {
	mux := http.NewServeMux()
	mux.Handle("/", obs.Handler(&d.health, d.registry))
	mux.HandleFunc(webhook.Path+"{name}", func(w http.ResponseWriter, r *http.Request) {
		if h := (*d.handlers.Load())[r.PathValue("name")]; h != nil {
			h.ServeHTTP(w, r)
			return
		}
		http.NotFound(w, r)
	})
	d.addr, err = d.serve(ctx, "http", addr, mux, fail)
	return err
}

// listenAPI serves the API for other programs.
func (d *Daemon) listenAPI(ctx context.Context, cfg config.API, fail context.CancelCauseFunc) (err error) {
	var token func() (string, error)
	if !cfg.Token.IsZero() || cfg.TokenFile != "" {
		token = secretOf(cfg.Token, cfg.TokenFile)
	}
	handler := api.Handler(token, func() api.Replies { return d.replies.Load() })
	d.apiAddr, err = d.serve(ctx, "api", cfg.Listen, handler, fail)
	return err
}

// serve serves a handler until it is undone, and returns the address that it listens on.
func (d *Daemon) serve(ctx context.Context, name, addr string, handler http.Handler, fail context.CancelCauseFunc) (string, error) {
	var lc net.ListenConfig
	listener, err := lc.Listen(ctx, "tcp", addr)
	if err != nil {
		return "", fmt.Errorf("listening on %s.listen: %w", name, err)
	}
	server := &http.Server{
		Handler: handler, ReadHeaderTimeout: 10 * time.Second, ReadTimeout: time.Minute, IdleTimeout: 2 * time.Minute,
		ErrorLog: zap.NewStdLog(d.log),
	}
	served := make(chan struct{})
	go func() {
		defer close(served)
		if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
			fail(fmt.Errorf("serving %s: %w", name, err))
		}
	}()
	at := listener.Addr().String()
	d.log.Info("listening", zap.String("for", name), zap.String("addr", at))
	d.cleanups.push("the listener of "+name, func(ctx context.Context) error {
		err := server.Shutdown(ctx)
		if err != nil {
			err = errors.Join(err, server.Close())
		}
		<-served
		return err
	})
	return at, nil
}
