package daemon

import (
	"fmt"
	"net/http"
	"slices"
	"strings"

	"golang.org/x/time/rate"

	"firebreak/config"
	"firebreak/config/secret"
	"firebreak/daemon/dispatch"
	"firebreak/daemon/ingest/query"
	"firebreak/daemon/source"
	"firebreak/daemon/source/jsonl"
	"firebreak/daemon/source/webhook"
	"firebreak/daemon/source/x"
	"firebreak/sinks"
	"firebreak/sinks/console"
	"firebreak/sinks/pagerduty"
	"firebreak/sinks/slack"
	webhooksink "firebreak/sinks/webhook"
)

// The types of sources and the kinds of sinks, as configurations name them.
const (
	sourceJSONL   = "jsonl"
	sourceWebhook = "webhook"
	sourceX       = "x"

	sinkConsole   = "console"
	sinkPagerDuty = "pagerduty"
	sinkSlack     = "slack"
	sinkWebhook   = "webhook"
)

// Kinds are the blocks of sources and receivers that this daemon knows, for checking a configuration and for its schema.
func Kinds() config.Kinds {
	return config.Kinds{
		Sources: map[string]any{sourceJSONL: &jsonl.Config{}, sourceWebhook: &webhook.Config{}, sourceX: &x.Config{}},
		Sinks: map[string]any{
			sinkConsole: &console.Config{}, sinkPagerDuty: &pagerduty.Config{}, sinkSlack: &slack.Config{}, sinkWebhook: &webhooksink.Config{},
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
