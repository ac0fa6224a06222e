// Package slack keeps one card a thread in a Slack channel: posted once, updated in place.
package slack

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	api "github.com/slack-go/slack"

	"firebreak/config/secret"
	"firebreak/sinks"
	"firebreak/sinks/internal/httpx"
)

const (
	address = "https://slack.com/api/"
	what    = "Slack"
)

// Config holds the keys of this sink.
type Config struct {
	// Token is a bot token with chat:write, or TokenFile names a file that holds it.
	Token     secret.String `yaml:"token,omitempty"`
	TokenFile string        `yaml:"token_file,omitempty"`
	// Channel is the id of the channel, such as C0123456789; the bot must be a member.
	Channel string `yaml:"channel" jsonschema:"required,minLength=1"`
	// APIURL replaces Slack's address, for a gateway or a test.
	APIURL string `yaml:"api_url,omitempty"`
	// Timeout bounds one call; 10 s when 0.
	Timeout time.Duration `yaml:"timeout,omitempty"`
}

// Sink posts and updates cards. It is safe for concurrent use.
type Sink struct {
	token   secret.Source
	channel string
	address string
	client  *http.Client
	now     func() time.Time
}

var _ sinks.Notifier = (*Sink)(nil)

// New makes a sink. It reads the token once, to find a missing file before it matters; a call reads it anew.
func New(cfg Config) (*Sink, error) {
	token, err := secret.NewSource(cfg.Token, cfg.TokenFile)
	if err != nil {
		return nil, fmt.Errorf("token or token_file: %w", err)
	}
	if _, err := token.Read(); err != nil {
		return nil, fmt.Errorf("token_file: %w", err)
	}
	if strings.TrimSpace(cfg.Channel) == "" {
		return nil, errors.New("channel is required: the id of a channel, such as C0123456789")
	}
	at := address
	if cfg.APIURL != "" {
		if _, err := httpx.Address(cfg.APIURL); err != nil {
			return nil, fmt.Errorf("api_url: %w", err)
		}
		// The library appends the method's name.
		at = strings.TrimSuffix(cfg.APIURL, "/") + "/"
	}
	if cfg.Timeout < 0 {
		return nil, fmt.Errorf("timeout is %v: it cannot be negative", cfg.Timeout)
	}
	return &Sink{token: token, channel: cfg.Channel, address: at, client: httpx.Client(cfg.Timeout), now: time.Now}, nil
}

// Notify posts a card, or updates the one that n.Prior names. A tell on a card that is there, which is a rise, updates it and says so in
// the card's thread and in the channel, so that people hear it. A card that somebody deleted is posted anew. Sending a first tell twice
// posts two cards: Slack has no key against it, the caller's sent log has.
func (s *Sink) Notify(ctx context.Context, n sinks.Notification) (sinks.Receipt, error) {
	token, err := s.token.Read()
	if err != nil {
		return sinks.Receipt{}, fmt.Errorf("%s: %w", what, err)
	}
	call := &httpx.Call{Client: s.client}
	client := api.New(token.Reveal(), api.OptionAPIURL(s.address), api.OptionHTTPClient(call))
	failed := func(err error) (sinks.Receipt, error) { return sinks.Receipt{}, s.failed(err, call, token.Reveal()) }
	card := api.MsgOptionCompose(api.MsgOptionText(fallback(&n), false), api.MsgOptionBlocks(blocks(&n)...), api.MsgOptionDisableLinkUnfurl(),
		api.MsgOptionDisableMediaUnfurl(), api.MsgOptionLinkNames(false))

	channel, ts, known := strings.Cut(n.Prior.Ref, ":")
	known = known && channel != "" && ts != ""
	if !known && n.Event != sinks.EventTell {
		return sinks.Receipt{Note: "ignored: there is no card to update"}, nil
	}
	if known {
		err := named(client.UpdateMessageContext(ctx, channel, ts, card))
		switch {
		case err == nil:
			if n.Event == sinks.EventTell {
				err = s.announce(ctx, client, channel, ts, &n)
			}
			if err != nil {
				return failed(err)
			}
			return sinks.Receipt{Ref: n.Prior.Ref}, nil
		case !gone(err):
			return failed(err)
		case n.Event == sinks.EventResolve:
			return sinks.Receipt{Ref: n.Prior.Ref, Note: "ignored: the card is gone, and what it was about is over"}, nil
		}
	}
	channel, ts, err = client.PostMessageContext(ctx, s.channel, card)
	if err := named(channel, ts, "", err); err != nil {
		return failed(err)
	}
	note := ""
	if known {
		note = "the card was gone, a new one was posted"
	}
	return sinks.Receipt{Ref: channel + ":" + ts, Note: note}, nil
}

// named makes an error of an answer that names no message: the library takes every JSON object without an error for a success.
func named(channel, ts, _ string, err error) error {
	if err == nil && (channel == "" || ts == "") {
		return errors.New("the answer names no message")
	}
	return err
}

// announce says in the card's thread, and in the channel, that its incident has risen.
func (s *Sink) announce(ctx context.Context, client *api.Client, channel, ts string, n *sinks.Notification) error {
	channel, ts, err := client.PostMessageContext(ctx, channel, api.MsgOptionTS(ts), api.MsgOptionBroadcast(), api.MsgOptionText(fallback(n), false),
		api.MsgOptionBlocks(section("⬆ "+strings.ToUpper(n.Level)+": "+n.Title+"\n"+n.Summary)), api.MsgOptionDisableLinkUnfurl(),
		api.MsgOptionDisableMediaUnfurl(), api.MsgOptionLinkNames(false))
	return named(channel, ts, "", err)
}

// gone reports that the card cannot be updated any more, and that a new one can be posted.
func gone(err error) bool {
	var e api.SlackErrorResponse
	if !errors.As(err, &e) {
		return false
	}
	switch e.Err {
	case "message_not_found", "cant_update_message", "edit_window_closed":
		return true
	default:
		return false
	}
}

// failed classifies an error of Slack's interface (https://docs.slack.dev/reference/methods/chat.postMessage#errors).
func (s *Sink) failed(err error, call *httpx.Call, token string) error {
	if call.Status != 0 {
		if bad := httpx.Status(what, call.Status, call.Header, s.now()); bad != nil {
			return bad
		}
	}
	var e api.SlackErrorResponse
	if errors.As(err, &e) {
		said := fmt.Errorf("%s refused: %s", what, httpx.Blot(e.Err, token))
		switch e.Err {
		case "internal_error", "fatal_error", "service_unavailable", "request_timeout", "ratelimited", "rate_limited", "team_added_to_org", "accesslimited":
			return said
		default:
			return sinks.Permanent(said)
		}
	}
	return httpx.Failed(what, err, token)
}
