package daemon

import (
	"context"
	"errors"
	"fmt"
	"reflect"

	"go.uber.org/zap"

	"firebreak/config"
	"firebreak/daemon/obs"
)

// Reload reads the configuration anew, checks all of it, and swaps it: brands, experts, rules, clocks, sources, receivers, routes. Sources
// whose configuration did not change go on undisturbed. On any error the old configuration stays in force, whole. What only a restart can
// change (kafka, http, api, log) is refused.
func (d *Daemon) Reload(ctx context.Context) error {
	if err := d.reload(ctx); err != nil {
		d.log.Error("the new configuration was refused; the old one stays in force", zap.Error(err))
		return fmt.Errorf("reloading: %w", err)
	}
	return nil
}

func (d *Daemon) reload(ctx context.Context) error {
	if d.opts.Load == nil {
		return errors.New("there is no configuration file to read anew")
	}
	select {
	case <-d.ready:
	default:
		return errors.New("the daemon has not started yet")
	}
	cfg, err := d.opts.Load()
	if err != nil {
		return err
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if err := fixed(d.parts.cfg, cfg); err != nil {
		return err
	}
	core, err := newCore(cfg, d.parts.core.Set, d.parts.core.Masker)
	if err != nil {
		return err
	}
	next, err := newParts(cfg, core, d.env, d.parts)
	if err != nil {
		return err
	}
	// From here on nothing can fail but a stop.
	if d.dispatch != nil {
		d.dispatch.Reload(next.dispatch())
	}
	if d.score != nil {
		d.score.Reload(next.score())
	}
	if d.crisis != nil {
		d.crisis.Reload(next.crises())
	}
	d.use(next)
	if d.ingest != nil {
		if err := d.ingest.Reload(ctx, next.ingest(d.opts.Feeds)); err != nil {
			return err
		}
	}
	d.log.Info("configuration reloaded", zap.String(obs.KeyConfig, cfg.Hash()))
	return nil
}

// fixed refuses changes that need a restart.
func fixed(old, next *config.Config) error {
	for _, part := range []struct {
		path      string
		old, next any
	}{{"kafka", old.Kafka, next.Kafka}, {"http", old.HTTP, next.HTTP}, {"api", old.API, next.API}, {"log", old.Log, next.Log}} {
		if !reflect.DeepEqual(part.old, part.next) {
			return fmt.Errorf("%w: restart the daemon for it", next.Fault(part.path, "this section changed, and only a restart can change it", ""))
		}
	}
	return nil
}
