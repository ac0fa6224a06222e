package stream

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"regexp"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/segmentio/kafka-go"
	"github.com/segmentio/kafka-go/sasl"
	"go.uber.org/zap"
)

const (
	// DefaultPartitions is the partition count of topics that are made without a configured one.
	DefaultPartitions = 6
	// DefaultRetention is how long time-limited topics keep their records without a configured retention.
	DefaultRetention = 30 * 24 * time.Hour
	// MaxMessageBytes bounds one record on the wire: topics are made with it, and Produce refuses more.
	MaxMessageBytes = 4 << 20

	openTimeout    = 10 * time.Second
	dialTimeout    = 5 * time.Second
	requestTimeout = 20 * time.Second
	// metadataTTL bounds how long a moved leader or a topic made by another instance stays unknown; kafka-go refreshes in the background.
	metadataTTL = 2 * time.Second
)

// SASL mechanisms that Config accepts.
const (
	MechanismPlain       = "PLAIN"
	MechanismScramSHA256 = "SCRAM-SHA-256"
	MechanismScramSHA512 = "SCRAM-SHA-512"
)

// Errors of opening a client, to be tested with errors.Is.
var (
	// ErrConfig marks a Config that cannot work, whatever the brokers say.
	ErrConfig = errors.New("invalid kafka configuration")
	// ErrClosed is returned by calls on a closed Client.
	ErrClosed = errors.New("stream client is closed")
)

// SASL are the credentials of a client.
type SASL struct {
	// Mechanism is PLAIN, SCRAM-SHA-256 or SCRAM-SHA-512. PLAIN is refused without TLS, since it sends the password as it is.
	Mechanism string
	Username  string
	// Password is called at every authentication, so that a rotated password is picked up by the next connection.
	Password func() (string, error)
}

// Config says how to reach Kafka and what the topics look like.
type Config struct {
	// Brokers are host:port addresses; one that answers is enough.
	Brokers []string
	// Prefix is put before every topic and group name as it is, such as "acme.".
	Prefix string
	// ClientID is what brokers log; "firebreak" when empty.
	ClientID string
	// Partitions is the count of the partitioned topics. 0 takes that of existing topics, and DefaultPartitions when they are made.
	Partitions int
	// Replication is the replication factor of topics that are made; 0 takes the broker's default.
	Replication int
	// Retention is how long time-limited topics keep records; DefaultRetention when 0.
	Retention time.Duration
	// TLS is used for every connection when set.
	TLS  *tls.Config
	SASL *SASL
	// Registerer gets the metrics of groups; none are kept when nil. Clients may share one.
	Registerer prometheus.Registerer
	// Dial opens connections instead of net.Dialer: for proxies, and for tests that cut the line.
	Dial func(ctx context.Context, network, address string) (net.Conn, error)
}

// Client is a connection to Kafka, or to the embedded broker. It is safe for concurrent use.
type Client struct {
	config    Config
	log       *zap.Logger
	kafkaLog  *kafkaLogger
	transport *kafka.Transport
	dialer    *kafka.Dialer
	admin     *kafka.Client
	metrics   *groupMetrics

	// partitions is the count that routes records: that of the existing topics, else the configured one.
	partitions atomic.Int64
	// embedded is set when the broker says it is the embedded one, which knows fewer topic settings.
	embedded atomic.Bool

	// closed ends with the client, and every call in flight with it.
	closed chan struct{}
	conns  *connTracker
	// mu guards the start of groups against Close, which waits for them.
	mu     sync.Mutex
	groups sync.WaitGroup
}

var _ Producer = (*Client)(nil)

// Open checks cfg and connects. It waits for the first answer of a broker until ctx is done, 10 s at most; nothing is created. The
// caller closes the client.
func Open(ctx context.Context, cfg Config, log *zap.Logger) (*Client, error) {
	if log == nil {
		log = zap.NewNop()
	}
	cfg, err := cfg.normalised()
	if err != nil {
		return nil, fmt.Errorf("opening kafka: %w", err)
	}
	dial := cfg.Dial
	if dial == nil {
		dial = (&net.Dialer{Timeout: dialTimeout, KeepAlive: 15 * time.Second}).DialContext
	}
	conns := &connTracker{dial: dial, open: map[net.Conn]struct{}{}}
	dial = conns.dialContext
	var mechanism sasl.Mechanism
	if cfg.SASL != nil {
		mechanism = &saslMechanism{SASL: *cfg.SASL}
	}
	c := &Client{
		config:   cfg,
		log:      log,
		kafkaLog: newKafkaLogger(log, time.Now),
		closed:   make(chan struct{}),
		conns:    conns,
		// kafka-go takes TLS and SASL in two places, for its two generations of code.
		dialer: &kafka.Dialer{
			ClientID: cfg.ClientID, Timeout: dialTimeout, DialFunc: dial, TLS: cfg.TLS, SASLMechanism: mechanism,
		},
		transport: &kafka.Transport{
			ClientID: cfg.ClientID, Dial: dial, DialTimeout: dialTimeout, IdleTimeout: 30 * time.Second,
			MetadataTTL: metadataTTL, TLS: cfg.TLS, SASL: mechanism,
		},
	}
	for _, spec := range topicSpecs(cfg) {
		c.transport.MetadataTopics = append(c.transport.MetadataTopics, cfg.Prefix+spec.name)
	}
	c.admin = &kafka.Client{Addr: kafka.TCP(cfg.Brokers...), Timeout: requestTimeout, Transport: c.transport}
	if c.metrics, err = newMetrics(cfg.Registerer); err != nil {
		return nil, fmt.Errorf("opening kafka: %w", err)
	}
	if err := c.connect(ctx); err != nil {
		return nil, errors.Join(fmt.Errorf("connecting to kafka at %s: %w", strings.Join(cfg.Brokers, ", "), err), c.Close())
	}
	return c, nil
}

// connect waits for the first metadata and learns from it.
func (c *Client) connect(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, openTimeout)
	defer cancel()
	return c.retry(ctx, "reading the cluster's metadata", func(ctx context.Context) error {
		// An own connection says what is wrong; the transport hides the first error behind its cache.
		conn, err := c.dialAny(ctx)
		if err != nil {
			return err
		}
		if err := conn.Close(); err != nil {
			c.log.Debug("closing a probe connection", zap.Error(err))
		}
		meta, err := c.admin.Metadata(ctx, &kafka.MetadataRequest{})
		if err != nil {
			return err
		}
		if len(meta.Brokers) == 0 {
			return kafka.BrokerNotAvailable
		}
		c.embedded.Store(meta.ClusterID == embeddedClusterID)
		c.partitions.Store(int64(c.wantPartitions()))
		for _, t := range meta.Topics {
			if t.Name == c.topic(TopicMentions) && t.Error == nil && len(t.Partitions) > 0 {
				c.partitions.Store(int64(len(t.Partitions)))
			}
		}
		return nil
	})
}

func (c *Client) dialAny(ctx context.Context) (*kafka.Conn, error) {
	var errs []error
	for _, broker := range c.config.Brokers {
		conn, err := c.dialer.DialContext(ctx, "tcp", broker)
		if err == nil {
			return conn, nil
		}
		errs = append(errs, err)
	}
	return nil, errors.Join(errs...)
}

// Close ends every call in flight with ErrClosed or a context error, waits until running groups have left, and drops the connections. It
// may be called more than once, but not from a Processor, which it would wait for.
func (c *Client) Close() error {
	c.mu.Lock()
	if !c.isClosed() {
		close(c.closed)
	}
	c.mu.Unlock()
	c.groups.Wait()
	c.transport.CloseIdleConnections()
	// kafka-go keeps a connection until the answer that it waits for has come.
	c.conns.closeAll()
	return nil
}

// enterGroup counts a running group, unless the client is closed.
func (c *Client) enterGroup() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.isClosed() {
		return ErrClosed
	}
	c.groups.Add(1)
	return nil
}

// Partitions is the partition count of mentions, findings, threads, pulse and actions.
func (c *Client) Partitions() int { return int(c.partitions.Load()) }

// topic is the full name of a topic.
func (c *Client) topic(name string) string { return c.config.Prefix + name }

// wantPartitions is the count that topics are made with.
func (c *Client) wantPartitions() int {
	if c.config.Partitions > 0 {
		return c.config.Partitions
	}
	return DefaultPartitions
}

// bound returns a context that also ends when the client is closed.
func (c *Client) bound(ctx context.Context) (context.Context, context.CancelFunc) {
	ctx, cancel := context.WithCancelCause(ctx)
	stop := make(chan struct{})
	go func() {
		select {
		case <-c.closed:
			cancel(ErrClosed)
		case <-stop:
		case <-ctx.Done():
		}
	}()
	return ctx, func() {
		close(stop)
		cancel(context.Canceled)
	}
}

func (c *Client) isClosed() bool {
	select {
	case <-c.closed:
		return true
	default:
		return false
	}
}

// namePart is what Kafka allows in names.
const namePattern = `^[a-zA-Z0-9._-]*$`

func (c Config) normalised() (Config, error) {
	var faults []error
	fault := func(format string, args ...any) { faults = append(faults, fmt.Errorf(format, args...)) }
	if len(c.Brokers) == 0 {
		fault("brokers: at least one host:port is needed")
	}
	for _, b := range c.Brokers {
		if host, port, err := net.SplitHostPort(b); err != nil || host == "" || port == "" {
			fault("brokers: %q is not host:port", b)
		}
	}
	if ok, err := regexp.MatchString(namePattern, c.Prefix); err != nil || !ok || len(c.Prefix) > 200 {
		fault("prefix: %q may hold only letters, digits, '.', '_', '-', 200 at most", c.Prefix)
	}
	if c.Partitions < 0 || c.Partitions > 10_000 {
		fault("partitions: %d is not between 1 and 10,000", c.Partitions)
	}
	if c.Replication < 0 || c.Replication > 100 {
		fault("replication: %d is not between 1 and 100", c.Replication)
	}
	if c.Retention < 0 || (c.Retention > 0 && c.Retention < time.Hour) {
		fault("retention: %s is less than an hour", c.Retention)
	}
	if s := c.SASL; s != nil {
		switch s.Mechanism {
		case MechanismPlain:
			if c.TLS == nil {
				fault("sasl: PLAIN needs TLS, since it sends the password as it is: set tls, or use %s", MechanismScramSHA512)
			}
		case MechanismScramSHA256, MechanismScramSHA512:
		default:
			fault("sasl: mechanism %q is not one of %s, %s, %s", s.Mechanism, MechanismPlain, MechanismScramSHA256, MechanismScramSHA512)
		}
		if s.Username == "" || s.Password == nil {
			fault("sasl: username and password are needed")
		}
	}
	if len(faults) > 0 {
		return c, fmt.Errorf("%w: %w", ErrConfig, errors.Join(faults...))
	}
	if c.ClientID == "" {
		c.ClientID = "firebreak"
	}
	if c.Retention == 0 {
		c.Retention = DefaultRetention
	}
	return c, nil
}
