package daemon

import (
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"

	"golang.org/x/time/rate"

	"firebreak/config"
	"firebreak/config/secret"
	"firebreak/daemon/dispatch"
	"firebreak/daemon/source"
	"firebreak/daemon/source/jsonl"
	"firebreak/daemon/source/webhook"
	"firebreak/daemon/source/x"
	"firebreak/sinks"
	"firebreak/sinks/alertmanager"
	"firebreak/sinks/console"
	"firebreak/sinks/email"
	"firebreak/sinks/pagerduty"
	"firebreak/sinks/shoutrrr"
	"firebreak/sinks/slack"
	webhooksink "firebreak/sinks/webhook"
)

// The types of sources and the kinds of sinks, as configurations name them.
const (
	sourceJSONL   = jsonl.Type
	sourceWebhook = webhook.Type
	sourceX       = x.Type

	sinkAlertmanager = "alertmanager"
	sinkConsole      = "console"
	sinkEmail        = "email"
	sinkPagerDuty    = "pagerduty"
	sinkShoutrrr     = "shoutrrr"
	sinkSlack        = "slack"
	sinkWebhook      = "webhook"
)

// The calls a second that services take: Slack allows one a channel, PagerDuty about two a key.
const (
	rateAlertmanager rate.Limit = 20
	rateEmail        rate.Limit = 1
	rateShoutrrr     rate.Limit = 1
	rateSlack        rate.Limit = 1
	ratePagerDuty    rate.Limit = 2
	rateWebhook      rate.Limit = 20
)

// Kinds are the blocks of sources and receivers that this daemon knows, for checking a configuration and for its schema.
func Kinds() config.Kinds {
	return config.Kinds{
		Sources: map[string]any{sourceJSONL: &jsonl.Config{}, sourceWebhook: &webhook.Config{}, sourceX: &x.Config{}},
		Sinks: map[string]any{
			sinkAlertmanager: &alertmanager.Config{}, sinkConsole: &console.Config{}, sinkEmail: &email.Config{}, sinkPagerDuty: &pagerduty.Config{}, sinkShoutrrr: &shoutrrr.Config{}, sinkSlack: &slack.Config{}, sinkWebhook: &webhooksink.Config{},
		},
	}
}

// TrialConfig is what "run" without a configuration uses: the embedded broker on the folder "data", mentions that have a brand from stdin,
// the console.
func TrialConfig() *config.Config {
	cfg := config.Default()
	cfg.Kafka.Embedded = true
	cfg.Sources = []config.Source{{Type: sourceJSONL, Name: "stdin", Block: config.Block{Path: "sources[0]", Raw: []byte("path: \"-\"\n")}}}
	cfg.Receivers = []config.Receiver{{Name: "console", Sink: sinkConsole, Block: config.Block{Path: "receivers[0].console", Raw: []byte("{}\n")}}}
	cfg.Route = config.Route{Receiver: "console"}
	cfg.Log.Format = "console"
	return cfg
}

// madeSource is a source with what the daemon's listener has to serve for it, if anything.
type madeSource struct {
	source  source.Source
	handler http.Handler
}

// newSource makes a source of its configuration.
func newSource(env environment, cfg *config.Config, s *config.Source) (madeSource, error) {
	name := sourceName(s)
	switch s.Type {
	case sourceJSONL:
		c, err := jsonl.Decode(s.Block)
		if err != nil {
			return madeSource{}, err
		}
		made, err := jsonl.New(name, c, jsonl.Options{Stdin: env.stdin, Now: env.now})
		return madeSource{source: made}, err
	case sourceWebhook:
		c, err := webhook.Decode(s.Block)
		if err != nil {
			return madeSource{}, err
		}
		made, err := webhook.New(name, c, webhook.Options{Now: env.now})
		if err != nil {
			return madeSource{}, err
		}
		return madeSource{source: made, handler: made.Handler()}, nil
	case sourceX:
		made, err := newX(env, cfg, s, name)
		return madeSource{source: made}, err
	default:
		return madeSource{}, fmt.Errorf("there is no source of the type %q: use %s, %s or %s", s.Type, sourceJSONL, sourceWebhook, sourceX)
	}
}

// newReceiver makes a receiver of its configuration.
func newReceiver(env environment, r *config.Receiver) (dispatch.Receiver, error) {
	out := dispatch.Receiver{Name: r.Name, Private: r.Private}
	var err error
	switch r.Sink {
	case sinkAlertmanager:
		out.Notifier, err = build(r, func(c alertmanager.Config) (sinks.Notifier, error) { return alertmanager.New(c, env.now) })
		out.Pager, out.Rate = true, rateAlertmanager
	case sinkConsole:
		out.Notifier, err = build(r, func(c console.Config) (sinks.Notifier, error) {
			return console.New(c, console.Options{Out: env.stdout, NoColor: config.NoColor()})
		})
		out.Rate = rate.Inf
	case sinkEmail:
		out.Notifier, err = build(r, func(c email.Config) (sinks.Notifier, error) { return email.New(c, env.now) })
		out.Rate = rateEmail
	case sinkPagerDuty:
		out.Notifier, err = build(r, func(c pagerduty.Config) (sinks.Notifier, error) { return pagerduty.New(c, env.now) })
		out.Pager, out.Rate = true, ratePagerDuty
	case sinkShoutrrr:
		out.Notifier, err = build(r, func(c shoutrrr.Config) (sinks.Notifier, error) { return shoutrrr.New(c, env.now) })
		out.Rate = rateShoutrrr
	case sinkSlack:
		out.Notifier, err = build(r, func(c slack.Config) (sinks.Notifier, error) { return slack.New(c) })
		out.Rate = rateSlack
	case sinkWebhook:
		out.Notifier, err = build(r, func(c webhooksink.Config) (sinks.Notifier, error) { return webhooksink.New(c, env.now) })
		out.Rate = rateWebhook
	default:
		err = fmt.Errorf("there is no sink %q: use one of %s", r.Sink, strings.Join(slices.Sorted(maps.Keys(Kinds().Sinks)), ", "))
	}
	return out, err
}

// build decodes a receiver's block and makes its sink.
func build[C any](r *config.Receiver, create func(C) (sinks.Notifier, error)) (sinks.Notifier, error) {
	var c C
	if err := r.Block.Decode(&c); err != nil {
		return nil, err
	}
	return create(c)
}

// secretOf returns a function that reads a secret, by value or from its file, each time it is needed.
func secretOf(value secret.String, file string) func() (string, error) {
	return func() (string, error) {
		src, err := secret.NewSource(value, file)
		if err != nil {
			return "", err
		}
		s, err := src.Read()
		return s.Reveal(), err
	}
}
