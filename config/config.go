// Package config loads, checks and documents firebreak's configuration. It imports neither detectors nor sinks nor daemon: the blocks of
// sources and receivers stay as they were written (Block) for the factories that know them.
package config

import (
	"maps"
	"time"

	"firebreak/config/secret"
)

// Config is a whole configuration. It is immutable after Load and safe for concurrent readers.
type Config struct {
	Brands    []Brand    `yaml:"brands" jsonschema:"required,minItems=1"`
	Experts   []Expert   `yaml:"experts,omitempty"`
	Kafka     Kafka      `yaml:"kafka,omitempty"`
	Sources   []Source   `yaml:"sources,omitempty"`
	Receivers []Receiver `yaml:"receivers,omitempty"`
	Route     Route      `yaml:"route,omitempty"`
	Paging    Paging     `yaml:"paging,omitempty" jsonschema:"enum=live,enum=shadow"`
	Clocks    Clocks     `yaml:"clocks,omitempty"`
	Crisis    Crisis     `yaml:"crisis,omitempty"`
	// Findings tune what the detectors find.
	Findings []FindingRule `yaml:"findings,omitempty"`
	// LegalClocks replace the table of legal notices that ships.
	LegalClocks []LegalClock `yaml:"legal_clocks,omitempty"`
	Rules       Rules        `yaml:"rules,omitempty"`
	HTTP        HTTP         `yaml:"http,omitempty"`
	API         API          `yaml:"api,omitempty"`
	// PersonalData says what may be exchanged where, a row for each jurisdiction.
	PersonalData []Exchange `yaml:"personal_data,omitempty"`
	// Playbook overrides and adds pages of the playbook.
	Playbook []Page `yaml:"playbook,omitempty"`
	// Statements are the statements in force.
	Statements []Statement `yaml:"statements,omitempty"`
	Log        Log         `yaml:"log,omitempty"`

	// file is the name that it was loaded by, doc what was written there, kinds what the blocks were checked against.
	file  string
	doc   *node
	kinds Kinds
}

// Brand is one watched brand.
type Brand struct {
	Name string `yaml:"name" jsonschema:"required"`
	// Query names the brand in a text; AND OR NOT, parentheses, phrases, @handles, wildcards, NEAR/n.
	Query    string    `yaml:"query,omitempty"`
	Accounts []Account `yaml:"accounts,omitempty"`
	Domains  []string  `yaml:"domains,omitempty"`
	Phones   []string  `yaml:"phones,omitempty"`
	// Regulated applies the stricter rules for personal data.
	Regulated bool `yaml:"regulated,omitempty"`
	// Jurisdiction names the row of PersonalData that holds for the brand.
	Jurisdiction string `yaml:"jurisdiction,omitempty" json:",omitempty"`
}

// Exchange says for each class of personal data the most public tier in which it may be exchanged: public, private, secure or never.
type Exchange struct {
	// Jurisdiction is what brands name; the row without one holds for brands that name none.
	Jurisdiction  string `yaml:"jurisdiction,omitempty"`
	Email         string `yaml:"email,omitempty" jsonschema:"enum=public,enum=private,enum=secure,enum=never"`
	Phone         string `yaml:"phone,omitempty" jsonschema:"enum=public,enum=private,enum=secure,enum=never"`
	BirthDate     string `yaml:"birth_date,omitempty" jsonschema:"enum=public,enum=private,enum=secure,enum=never"`
	Card          string `yaml:"card,omitempty" jsonschema:"enum=public,enum=private,enum=secure,enum=never"`
	IBAN          string `yaml:"iban,omitempty" jsonschema:"enum=public,enum=private,enum=secure,enum=never"`
	NationalID    string `yaml:"national_id,omitempty" jsonschema:"enum=public,enum=private,enum=secure,enum=never"`
	AccountNumber string `yaml:"account_number,omitempty" jsonschema:"enum=public,enum=private,enum=secure,enum=never"`
	Address       string `yaml:"address,omitempty" jsonschema:"enum=public,enum=private,enum=secure,enum=never"`
}

// Tiers returns what the row says, by class; classes that it leaves out are absent.
func (e *Exchange) Tiers() map[string]string {
	out := map[string]string{
		"email": e.Email, "phone": e.Phone, "birth_date": e.BirthDate, "card": e.Card, "iban": e.IBAN, "national_id": e.NationalID,
		"account_number": e.AccountNumber, "address": e.Address,
	}
	maps.DeleteFunc(out, func(_, tier string) bool { return tier == "" })
	return out
}

// ExchangeFor returns the row that holds for a brand, or an empty one.
func (c *Config) ExchangeFor(b *Brand) Exchange {
	var row Exchange
	for i := range c.PersonalData {
		switch c.PersonalData[i].Jurisdiction {
		case b.Jurisdiction:
			return c.PersonalData[i]
		case "":
			row = c.PersonalData[i]
		}
	}
	return row
}

// Account is one of the brand's own accounts: by Handle or by ID, on one Source or on all.
type Account struct {
	Handle string `yaml:"handle,omitempty"`
	ID     string `yaml:"id,omitempty"`
	Source string `yaml:"source,omitempty"`
	// Role is care, technical or comms.
	Role string `yaml:"role" jsonschema:"required,enum=care,enum=technical,enum=comms"`
}

// Expert is somebody whose joining makes a thread grave.
type Expert struct {
	Handle string `yaml:"handle,omitempty"`
	ID     string `yaml:"id,omitempty"`
	Source string `yaml:"source,omitempty"`
}

// Kafka says where the topics live.
type Kafka struct {
	Brokers []string `yaml:"brokers,omitempty"`
	// Embedded starts a single-node broker in this process; Dir holds its data.
	Embedded bool   `yaml:"embedded,omitempty"`
	Dir      string `yaml:"dir,omitempty" config:"path"`
	// Prefix stands before every topic and group name.
	Prefix string `yaml:"prefix,omitempty"`
	// Partitions of the topics that are partitioned by thread; fixed when they are made.
	Partitions  int           `yaml:"partitions,omitempty" jsonschema:"minimum=1,maximum=10000"`
	Replication int           `yaml:"replication,omitempty" jsonschema:"minimum=1,maximum=100"`
	Retention   time.Duration `yaml:"retention,omitempty"`
	TLS         *TLS          `yaml:"tls,omitempty"`
	SASL        *SASL         `yaml:"sasl,omitempty"`
}

// TLS describes how a client secures its connections.
type TLS struct {
	CAFile             string `yaml:"ca_file,omitempty"`
	CertFile           string `yaml:"cert_file,omitempty"`
	KeyFile            string `yaml:"key_file,omitempty"`
	ServerName         string `yaml:"server_name,omitempty"`
	InsecureSkipVerify bool   `yaml:"insecure_skip_verify,omitempty"`
}

// SASL authenticates at Kafka. PLAIN needs TLS.
type SASL struct {
	// Mechanism is PLAIN, SCRAM-SHA-256 or SCRAM-SHA-512.
	Mechanism    string        `yaml:"mechanism" jsonschema:"required,enum=PLAIN,enum=SCRAM-SHA-256,enum=SCRAM-SHA-512"`
	Username     string        `yaml:"username" jsonschema:"required,minLength=1"`
	Password     secret.String `yaml:"password,omitempty"`
	PasswordFile string        `yaml:"password_file,omitempty"`
}

// Source is one source; Block holds the keys that its factory knows.
type Source struct {
	Type string `yaml:"type" jsonschema:"required,minLength=1"`
	// Name tells sources of one type apart; Type when empty.
	Name  string `yaml:"name,omitempty"`
	Block Block  `yaml:"-"`
}

// Receiver is one place that is told, through one sink; Block holds the keys of that sink.
type Receiver struct {
	Name string `yaml:"name" jsonschema:"required"`
	// Private receivers may see the text of private tiers.
	Private bool `yaml:"private,omitempty"`
	// Sink is the key of the one sink block, such as pagerduty or slack.
	Sink  string `yaml:"-"`
	Block Block  `yaml:"-"`
}

// Route is a node of the routing tree, as in Alertmanager: the first child that matches takes an incident, unless it says continue.
type Route struct {
	Receiver string  `yaml:"receiver,omitempty"`
	Match    Matches `yaml:"match,omitempty"`
	Continue bool    `yaml:"continue,omitempty"`
	Routes   []Route `yaml:"routes,omitempty"`
}

// Matches are matchers such as `level = page`; all must hold. One string or a list.
type Matches []string

// Paging is live or shadow.
type Paging string

// The ways of paging.
const (
	// PagingLive sends pages.
	PagingLive Paging = "live"
	// PagingShadow sends cards and logs what would have been paged.
	PagingShadow Paging = "shadow"
)

// Crisis are the limits from which many authors are a crisis: one incident for all their threads.
type Crisis struct {
	// Authors distinct ones within half an hour page, where they are more than Factor times the expected.
	Authors int `yaml:"authors,omitempty" jsonschema:"minimum=1"`
	// SmallAuthors is the least number of a smaller burst.
	SmallAuthors int     `yaml:"small_authors,omitempty" jsonschema:"minimum=1"`
	Factor       float64 `yaml:"factor,omitempty" jsonschema:"exclusiveMinimum=0"`
	// EndFactor times the expected is what a crisis stays below for Quiet until it is over.
	EndFactor float64       `yaml:"end_factor,omitempty" jsonschema:"exclusiveMinimum=0"`
	Quiet     time.Duration `yaml:"quiet,omitempty"`
	// Mature is how long the usual counts must be known before a smaller burst pages.
	Mature time.Duration `yaml:"mature,omitempty"`
	// NotifyEvery and PageEvery are how seldom the burst detector may be wrong, over all brands together.
	NotifyEvery time.Duration `yaml:"notify_every,omitempty"`
	PageEvery   time.Duration `yaml:"page_every,omitempty"`
}

// FindingRule tunes the findings of one kind. The first rule that fits a finding decides.
type FindingRule struct {
	Kind string `yaml:"kind" jsonschema:"required"`
	// Topic limits the rule to one topic of the kind.
	Topic string `yaml:"topic,omitempty"`
	Off   bool   `yaml:"off,omitempty"`
	// AtLeast is the score from which a finding stands.
	AtLeast float64 `yaml:"at_least,omitempty" jsonschema:"minimum=0,maximum=1"`
	// Severity replaces the finding's own.
	Severity string `yaml:"severity,omitempty" jsonschema:"enum=info,enum=warning,enum=error,enum=critical"`
}

// LegalClock is a notice to an authority that a law asks for after a confirmed breach.
type LegalClock struct {
	// Jurisdiction is what brands name.
	Jurisdiction string `yaml:"jurisdiction" jsonschema:"required"`
	// Name says which notice, such as gdpr_authority.
	Name   string        `yaml:"name" jsonschema:"required"`
	Within time.Duration `yaml:"within" jsonschema:"required"`
	// Regulated limits it to regulated brands.
	Regulated bool `yaml:"regulated,omitempty"`
}

// Clocks are the limits after which the social team is told.
type Clocks struct {
	FirstReply     time.Duration `yaml:"first_reply,omitempty"`
	NextReply      time.Duration `yaml:"next_reply,omitempty"`
	PrivateHandoff time.Duration `yaml:"private_handoff,omitempty"`
	Crisis         time.Duration `yaml:"crisis,omitempty"`
	// GatherAfter is how long a clock may have run out when it is still told by itself; later ones are told together, in a digest.
	GatherAfter time.Duration `yaml:"gather_after,omitempty"`
	// BusinessHours are lines such as "mon-fri 09:00-17:00"; without any, clocks run around the clock.
	BusinessHours []string `yaml:"business_hours,omitempty"`
	// TimeZone is the IANA name of the zone of BusinessHours and Holidays.
	TimeZone string `yaml:"time_zone,omitempty"`
	// Holidays are dates such as "2026-12-25" on which nobody works.
	Holidays []string `yaml:"holidays,omitempty"`
}

// Rules are the limits of the default rules.
type Rules struct {
	// FollowUpAfter is how long after an unanswered post another of the same author is a follow-up.
	FollowUpAfter time.Duration `yaml:"follow_up_after,omitempty"`
	// ReshareCount reshares within ReshareWindow page.
	ReshareCount  int           `yaml:"reshare_count,omitempty" jsonschema:"minimum=1"`
	ReshareWindow time.Duration `yaml:"reshare_window,omitempty"`
	// LargeAccount followers page when they join; NotableAccount and NotableRatio times the root's notify.
	LargeAccount   int64   `yaml:"large_account,omitempty" jsonschema:"minimum=1"`
	NotableAccount int64   `yaml:"notable_account,omitempty" jsonschema:"minimum=1"`
	NotableRatio   float64 `yaml:"notable_ratio,omitempty" jsonschema:"exclusiveMinimum=0"`
	// LowerAfter quiet hours of an answered thread lower an incident, ResolveAfter resolve it, ForgetAfter drop the thread.
	LowerAfter   time.Duration `yaml:"lower_after,omitempty"`
	ResolveAfter time.Duration `yaml:"resolve_after,omitempty"`
	ForgetAfter  time.Duration `yaml:"forget_after,omitempty"`
	// Levels is the most that a rule asks for, by its name. What is not named asks for what it ships with.
	Levels map[string]RuleLevel `yaml:"levels,omitempty" json:",omitempty"`
}

// RuleLevel is the most that a rule asks for: off, watch, notify or page.
type RuleLevel string

// RuleOff turns a rule off.
const RuleOff RuleLevel = "off"

// HTTP is the operators' listener: health, metrics.
type HTTP struct {
	// Listen is an address such as 127.0.0.1:9317; empty turns it off.
	Listen string `yaml:"listen,omitempty"`
}

// API is the listener for other programs, which must show a token.
type API struct {
	// Listen is an address such as 127.0.0.1:9318; empty turns it off.
	Listen string `yaml:"listen,omitempty"`
	// Token, or the file TokenFile, is what programs show as "Authorization: Bearer …". Without one only loopback may be listened on.
	Token     secret.String `yaml:"token,omitempty"`
	TokenFile string        `yaml:"token_file,omitempty"`
}

// Log says how to log.
type Log struct {
	Level  string `yaml:"level,omitempty" jsonschema:"enum=debug,enum=info,enum=warn,enum=error"`
	Format string `yaml:"format,omitempty" jsonschema:"enum=json,enum=console"`
}
