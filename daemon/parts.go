package daemon

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"strings"
	"time"

	"go.uber.org/zap"

	"firebreak/config"
	"firebreak/daemon/crises"
	"firebreak/daemon/dispatch"
	"firebreak/daemon/ingest"
	"firebreak/daemon/score"
)

// environment is what factories get from outside.
type environment struct {
	stdin  io.Reader
	stdout io.Writer
	now    func() time.Time
	log    *zap.Logger
}

// filled returns the environment with harmless values for what is missing.
func (e environment) filled() environment {
	if e.stdin == nil {
		e.stdin = strings.NewReader("")
	}
	if e.stdout == nil {
		e.stdout = io.Discard
	}
	if e.now == nil {
		e.now = time.Now
	}
	if e.log == nil {
		e.log = zap.NewNop()
	}
	return e
}

// parts are everything that is made from one configuration and swapped as one at a reload.
type parts struct {
	cfg       *config.Config
	core      *Core
	feeds     []ingest.Feed
	handlers  map[string]http.Handler
	tree      *dispatch.Tree
	receivers []dispatch.Receiver
}

// newParts makes the parts. Sources of old whose configuration has not changed are kept, so that they go on undisturbed. The error is a
// *config.Faults where the configuration is at fault.
func newParts(cfg *config.Config, core *Core, env environment, old *parts) (*parts, error) {
	p := &parts{cfg: cfg, core: core, handlers: map[string]http.Handler{}}
	var faults config.Faults
	fault := func(path string, err error) {
		var more *config.Faults
		if errors.As(err, &more) {
			faults.Add(*more...)
			return
		}
		faults.Add(cfg.Fault(path, err.Error(), ""))
	}
	for i := range cfg.Sources {
		s := &cfg.Sources[i]
		name := sourceName(s)
		key := sourceKey(cfg, s)
		if old != nil && p.keep(old, name, key) {
			continue
		}
		made, err := newSource(env, cfg, s)
		if err != nil {
			fault(pathOr(s.Block.Path, fmt.Sprintf("sources[%d]", i)), err)
			continue
		}
		p.feeds = append(p.feeds, ingest.Feed{Name: name, Key: key, Source: made.source})
		if made.handler != nil {
			p.handlers[name] = made.handler
			if cfg.HTTP.Listen == "" {
				faults.Add(cfg.Fault(fmt.Sprintf("sources[%d]", i), "a webhook needs the daemon's listener, which is off",
					"set http.listen, such as 127.0.0.1:9317"))
			}
		}
	}
	for i := range cfg.Receivers {
		r := &cfg.Receivers[i]
		made, err := newReceiver(env, r)
		if err != nil {
			fault(pathOr(r.Block.Path, fmt.Sprintf("receivers[%d]", i)), err)
			continue
		}
		p.receivers = append(p.receivers, made)
	}
	if k := cfg.Kafka; k.TLS != nil {
		if _, err := tlsConfig(k.TLS); err != nil {
			fault("kafka.tls", err)
		}
	}
	if s := cfg.Kafka.SASL; s != nil && s.PasswordFile != "" {
		if _, err := os.Stat(s.PasswordFile); err != nil {
			fault("kafka.sasl.password_file", err)
		}
	}
	tree, err := dispatch.NewTree(cfg.Route, receiverNames(cfg))
	if err != nil {
		fault("route", err)
	}
	p.tree = tree
	if err := faults.Err(); err != nil {
		return nil, err
	}
	return p, nil
}

// keep takes a source over from the parts before, if it is the same.
func (p *parts) keep(old *parts, name, key string) bool {
	for _, f := range old.feeds {
		if f.Name == name && f.Key == key {
			p.feeds = append(p.feeds, f)
			if h := old.handlers[name]; h != nil {
				p.handlers[name] = h
			}
			return true
		}
	}
	return false
}

func (p *parts) ingest(extra []ingest.Feed) ingest.Setup {
	return ingest.Setup{
		Directory: p.core.Directory, Feeds: append(append([]ingest.Feed{}, p.feeds...), extra...), Forget: p.cfg.Rules.ForgetAfter,
	}
}

func (p *parts) score() score.Setup { return score.Setup{Judge: p.core.Judge, Engine: p.core.Engine} }

func (p *parts) crises() crises.Config {
	return crises.Config{Escalation: p.core.Engine.Escalation, Crisis: p.core.Engine.Crisis}
}

func (p *parts) dispatch() dispatch.Setup {
	return dispatch.Setup{
		GatherAfter: p.cfg.Clocks.GatherAfter,
		Tree:        p.tree, Receivers: p.receivers, Shadow: p.cfg.Paging == config.PagingShadow, Mask: p.mask, Book: p.core.Book,
	}
}

// mask hides personal data of whatever brand.
func (p *parts) mask(s string) string {
	masked, _ := p.core.Masker.Mask(s, nil)
	return masked
}

func sourceName(s *config.Source) string {
	if s.Name != "" {
		return s.Name
	}
	return s.Type
}

// sourceKey names a source's configuration. What X is asked for follows from the brands, so they are part of its key.
func sourceKey(cfg *config.Config, s *config.Source) string {
	key := s.Type + "\n" + string(s.Block.Raw)
	if s.Type == sourceX {
		key += "\n" + strings.Join(trackTerms(cfg), "\n")
	}
	return key
}

func pathOr(path, other string) string {
	if path == "" {
		return other
	}
	return path
}
