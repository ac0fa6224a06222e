package config_test

import (
	"time"

	"firebreak/config"
	"firebreak/config/secret"
)

// The blocks here stand for those of the real sources and sinks, which this package does not import.
type (
	jsonlBlock struct {
		Path   string `yaml:"path" jsonschema:"required,minLength=1" config:"path"`
		Follow bool   `yaml:"follow"`
	}
	pushBlock struct {
		Listen     string `yaml:"listen" jsonschema:"required"`
		Path       string `yaml:"path"`
		SecretFile string `yaml:"secret_file"`
	}
	xBlock struct {
		BaseURL            string   `yaml:"base_url"`
		BearerTokenFile    string   `yaml:"bearer_token_file"`
		ConsumerKeyFile    string   `yaml:"consumer_key_file"`
		ConsumerSecretFile string   `yaml:"consumer_secret_file"`
		AccessTokenFile    string   `yaml:"access_token_file"`
		AccessSecretFile   string   `yaml:"access_secret_file"`
		Track              []string `yaml:"track"`
		Follow             []string `yaml:"follow"`
	}
	alertmanagerBlock struct {
		URLs         []string          `yaml:"urls" jsonschema:"required,minItems=1"`
		PlainHTTP    bool              `yaml:"plain_http"`
		Username     string            `yaml:"username"`
		PasswordFile string            `yaml:"password_file"`
		TokenFile    string            `yaml:"token_file"`
		CAFile       string            `yaml:"ca_file"`
		Labels       map[string]string `yaml:"labels"`
		Hold         time.Duration     `yaml:"hold"`
	}
	consoleBlock struct{}
	emailBlock   struct {
		Host         string        `yaml:"host" jsonschema:"required"`
		Port         int           `yaml:"port"`
		TLS          string        `yaml:"tls"`
		CAFile       string        `yaml:"ca_file"`
		Username     string        `yaml:"username"`
		PasswordFile string        `yaml:"password_file"`
		From         string        `yaml:"from" jsonschema:"required"`
		To           string        `yaml:"to" jsonschema:"required"`
		Updates      bool          `yaml:"updates"`
		Timeout      time.Duration `yaml:"timeout"`
	}
	shoutrrrBlock struct {
		URLFile string `yaml:"url_file"`
	}
	slackBlock struct {
		TokenFile string `yaml:"token_file" jsonschema:"required"`
		Channel   string `yaml:"channel" jsonschema:"required"`
	}
	pagerdutyBlock struct {
		RoutingKeyFile string `yaml:"routing_key_file" jsonschema:"required"`
	}
	webhookBlock struct {
		URL        secret.URL `yaml:"url" jsonschema:"required"`
		SecretFile string     `yaml:"secret_file"`
	}
)

func kinds() config.Kinds {
	return config.Kinds{
		Sources: map[string]any{"jsonl": &jsonlBlock{}, "webhook": &pushBlock{}, "x": &xBlock{}},
		Sinks: map[string]any{
			"alertmanager": &alertmanagerBlock{}, "console": &consoleBlock{}, "email": &emailBlock{}, "shoutrrr": &shoutrrrBlock{}, "slack": &slackBlock{}, "pagerduty": &pagerdutyBlock{}, "webhook": &webhookBlock{},
		},
	}
}
