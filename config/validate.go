package config

import (
	"fmt"
	"net"
	"strconv"
	"strings"
	"time"

	"github.com/prometheus/alertmanager/pkg/labels"
)

const (
	// prefixChars are what Kafka allows in names.
	prefixChars = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-"
	// minRetention leaves room for an outage; Kafka itself would take a millisecond.
	minRetention = time.Hour
)

// validate checks what a schema cannot say.
func (c *Config) validate(faults *collector) {
	v := validator{c: c, faults: faults}
	v.brands()
	v.experts()
	v.kafka()
	v.sources()
	receivers := v.receivers()
	v.routes(receivers)
	v.times()
	v.address("http.listen", c.HTTP.Listen, true)
	v.api()
	v.personalData()
	v.playbook()
}

// personalData: every row once, and every brand's row there.
func (v validator) personalData() {
	rows := map[string]bool{}
	for i, e := range v.c.PersonalData {
		if rows[e.Jurisdiction] {
			v.fault(joinIndex("personal_data", i)+".jurisdiction", fmt.Sprintf("there is a row for %q already", e.Jurisdiction), "one row for each jurisdiction, one without")
		}
		rows[e.Jurisdiction] = true
	}
	for _, name := range knownJurisdictions() {
		rows[name] = true
	}
	for i, k := range v.c.LegalClocks {
		at := joinIndex("legal_clocks", i)
		v.positive(at+".within", k.Within)
		if k.Jurisdiction == "" || k.Name == "" {
			v.fault(at, "needs a jurisdiction and a name", "such as {jurisdiction: eu, name: gdpr_authority, within: 72h}")
		}
		rows[k.Jurisdiction] = true
	}
	for i, b := range v.c.Brands {
		if b.Jurisdiction != "" && !rows[b.Jurisdiction] {
			v.fault(joinIndex("brands", i)+".jurisdiction", fmt.Sprintf("neither personal_data nor legal_clocks have a row for %q", b.Jurisdiction),
				"add one, or leave the key out; eu, uk and us have legal clocks that ship")
		}
	}
}

// knownJurisdictions have legal clocks that ship.
func knownJurisdictions() []string { return []string{"eu", "uk", "us"} }

// api: a listener that others can reach needs a token.
func (v validator) api() {
	a := v.c.API
	v.address("api.listen", a.Listen, true)
	if !a.Token.IsZero() && a.TokenFile != "" {
		v.fault("api", "token and token_file exclude each other", "keep token_file")
	}
	host, _, err := net.SplitHostPort(a.Listen)
	if err != nil || host == "localhost" || net.ParseIP(host).IsLoopback() {
		return
	}
	if a.Token.IsZero() && a.TokenFile == "" {
		v.fault("api.listen", "anybody on the network could ask the API", "set api.token_file, or listen on 127.0.0.1")
	}
}

// validator collects semantic faults. Every message stands at the most exact path there is.
type validator struct {
	c      *Config
	faults *collector
}

func (v validator) fault(path, message, hint string) {
	v.faults.consider(v.c.Fault(path, message, hint))
}

// has reports whether a path was written and is not empty.
func (v validator) has(keys ...string) bool {
	n := v.c.doc
	for _, key := range keys {
		n = n.get(key)
	}
	return n != nil && !n.isNull()
}

func (v validator) brands() {
	if len(v.c.Brands) == 0 {
		v.fault("brands", "at least one brand is needed", "brands: [{name: Acme, query: acme}]")
	}
	first := map[string]int{}
	for i, b := range v.c.Brands {
		path := joinIndex("brands", i)
		if strings.TrimSpace(b.Name) == "" {
			v.fault(path+".name", "must not be empty", "")
		} else if j, ok := first[b.Name]; ok {
			v.fault(path+".name", fmt.Sprintf("%q is the name of brands[%d] already", b.Name, j), "every brand needs a name of its own")
		} else {
			first[b.Name] = i
		}
		if strings.TrimSpace(b.Query) == "" && len(b.Accounts) == 0 {
			v.fault(path, "nothing to find the brand by", "set query or accounts")
		}
		for j, a := range b.Accounts {
			v.who(joinIndex(path+".accounts", j), a.Handle, a.ID)
		}
		for j, domain := range b.Domains {
			v.domain(joinIndex(path+".domains", j), domain)
		}
		for j, phone := range b.Phones {
			if !strings.ContainsAny(phone, "0123456789") {
				v.fault(joinIndex(path+".phones", j), fmt.Sprintf("%q is not a phone number", phone), `such as "+1 202 555 0100"`)
			}
		}
	}
}

func (v validator) who(path, handle, id string) {
	if handle == "" && id == "" {
		v.fault(path, "neither a handle nor an id", "set handle, or id where handles can change")
	}
	if strings.ContainsAny(handle, " \t\n/") {
		v.fault(path+".handle", fmt.Sprintf("%q is not a handle", handle), "only the name, such as acmecare")
	}
}

func (v validator) domain(path, domain string) {
	if domain == "" || strings.ContainsAny(domain, "/: \t\n@*") || strings.HasPrefix(domain, ".") {
		v.fault(path, fmt.Sprintf("%q is not a domain", domain), "such as acme.example, without https://; its subdomains are meant too")
	}
}

func (v validator) experts() {
	for i, e := range v.c.Experts {
		v.who(joinIndex("experts", i), e.Handle, e.ID)
	}
}

func (v validator) kafka() {
	k := v.c.Kafka
	if !v.has("kafka") {
		return
	}
	switch {
	case k.Embedded && len(k.Brokers) > 0:
		v.fault("kafka", "brokers and embedded exclude each other", "keep the one that you mean")
	case !k.Embedded && len(k.Brokers) == 0:
		v.fault("kafka", "neither brokers nor embedded", "brokers: [\"kafka:9092\"], or embedded: true for a trial")
	}
	for i, broker := range k.Brokers {
		v.address(joinIndex("kafka.brokers", i), broker, false)
	}
	if strings.Trim(k.Prefix, prefixChars) != "" || len(k.Prefix) > 100 {
		v.fault("kafka.prefix", "not a prefix for topics", "at most 100 letters, digits, dots, dashes and underscores")
	}
	if k.Retention < minRetention {
		v.fault("kafka.retention", "must be at least 1h", durationHint)
	}
	if k.TLS != nil && (k.TLS.CertFile == "") != (k.TLS.KeyFile == "") {
		v.fault("kafka.tls", "cert_file and key_file belong together", "set both or neither")
	}
	if k.SASL == nil {
		return
	}
	if k.SASL.Mechanism == "PLAIN" && k.TLS == nil {
		v.fault("kafka.sasl.mechanism", "PLAIN sends the password readable, so it needs TLS", "add kafka.tls: {}, or use SCRAM-SHA-512")
	}
	if k.SASL.Password.IsZero() && k.SASL.PasswordFile == "" {
		v.fault("kafka.sasl", "no password", "set password_file")
	}
}

func (v validator) sources() {
	first := map[string]int{}
	for i, s := range v.c.Sources {
		path := joinIndex("sources", i)
		if s.Name == "" {
			continue
		}
		if j, ok := first[s.Name]; ok {
			v.fault(path, fmt.Sprintf("%q is the name of sources[%d] already", s.Name, j), "tell them apart by name")
			continue
		}
		first[s.Name] = i
	}
}

// receivers returns the names that routes may use.
func (v validator) receivers() []string {
	var all []string
	first := map[string]int{}
	for i, r := range v.c.Receivers {
		path := joinIndex("receivers", i)
		switch j, ok := first[r.Name]; {
		case strings.TrimSpace(r.Name) == "":
			v.fault(path+".name", "must not be empty", "")
		case ok:
			v.fault(path+".name", fmt.Sprintf("%q is the name of receivers[%d] already", r.Name, j), "routes could not tell them apart")
		default:
			first[r.Name] = i
			all = append(all, r.Name)
		}
		if r.Sink == "" {
			v.fault(path, "set exactly one sink", "such as console: {}; a second place is a second receiver")
		}
	}
	return all
}

func (v validator) routes(receivers []string) {
	root := v.c.Route
	if root.Receiver == "" && len(v.c.Receivers) > 0 {
		v.fault("route.receiver", "the root route needs a receiver", "it gets what no other route takes")
	}
	if len(root.Match) > 0 {
		v.fault("route.match", "the root route takes everything and cannot match", "move it to an entry of routes")
	}
	if root.Continue {
		v.fault("route.continue", "the root route has nothing to continue to", "")
	}
	v.route("route", root, receivers)
}

func (v validator) route(path string, r Route, receivers []string) {
	known := r.Receiver == ""
	for _, name := range receivers {
		known = known || name == r.Receiver
	}
	if !known {
		v.fault(path+".receiver", fmt.Sprintf("no receiver is named %q", r.Receiver), didYouMean(r.Receiver, receivers))
	}
	for i, m := range r.Match {
		at := path + ".match"
		if v.c.isList(at) {
			at = joinIndex(at, i)
		}
		if matchers, err := labels.ParseMatchers(m); err != nil || len(matchers) == 0 {
			v.fault(at, fmt.Sprintf("%q is not a matcher", m), "such as 'level = page' or 'kind =~ \"breach|outage\"'")
		}
	}
	for i, child := range r.Routes {
		v.route(joinIndex(path+".routes", i), child, receivers)
	}
}

func (v validator) times() {
	c, r := v.c.Clocks, v.c.Rules
	for path, d := range map[string]time.Duration{
		"clocks.first_reply":     c.FirstReply,
		"clocks.next_reply":      c.NextReply,
		"clocks.private_handoff": c.PrivateHandoff,
		"clocks.crisis":          c.Crisis,
		"clocks.gather_after":    c.GatherAfter,
		"rules.follow_up_after":  r.FollowUpAfter,
		"rules.reshare_window":   r.ReshareWindow,
		"rules.lower_after":      r.LowerAfter,
		"rules.resolve_after":    r.ResolveAfter,
		"rules.forget_after":     r.ForgetAfter,
		"crisis.quiet":           v.c.Crisis.Quiet,
		"crisis.mature":          v.c.Crisis.Mature,
		"crisis.notify_every":    v.c.Crisis.NotifyEvery,
		"crisis.page_every":      v.c.Crisis.PageEvery,
	} {
		v.positive(path, d)
	}
	if r.NotableAccount > r.LargeAccount && !v.faults.touched("rules.large_account") {
		v.fault("rules.notable_account", "more than large_account", "a notable account is the smaller one")
	}
	if r.ForgetAfter < r.ResolveAfter && !v.faults.touched("rules.resolve_after") {
		v.fault("rules.forget_after", "less than resolve_after", "a thread would be forgotten before it is resolved")
	}
}

func (v validator) positive(path string, d time.Duration) {
	if d <= 0 {
		v.fault(path, "must be more than 0", durationHint)
	}
}

// address checks host:port; a listener may leave the host out and take port 0.
func (v validator) address(path, address string, listen bool) {
	if address == "" && listen {
		return
	}
	host, port, err := net.SplitHostPort(address)
	hint := "such as kafka.example:9092"
	if listen {
		hint = "such as 127.0.0.1:9317"
	}
	if err != nil || host == "" && !listen || strings.ContainsAny(host, " /") {
		v.fault(path, fmt.Sprintf("%q is not an address", address), hint)
		return
	}
	if n, err := strconv.ParseUint(port, 10, 16); err != nil || n == 0 && !listen {
		v.fault(path, fmt.Sprintf("%q is not a port", port), hint)
	}
}

// isList reports whether a list was written at path.
func (c *Config) isList(path string) bool {
	_, ok := c.doc.find(path + "[0]")
	return ok
}

// normalize brings what can be written in several ways into one.
func (c *Config) normalize() {
	for i := range c.Brands {
		for j := range c.Brands[i].Accounts {
			a := &c.Brands[i].Accounts[j]
			a.Handle = strings.TrimPrefix(a.Handle, "@")
		}
		for j, domain := range c.Brands[i].Domains {
			c.Brands[i].Domains[j] = strings.ToLower(strings.TrimSuffix(domain, "."))
		}
	}
	for i := range c.Experts {
		c.Experts[i].Handle = strings.TrimPrefix(c.Experts[i].Handle, "@")
	}
	for i := range c.Sources {
		if c.Sources[i].Name == "" {
			c.Sources[i].Name = c.Sources[i].Type
		}
	}
}

// UnmarshalYAML takes one string or a list of strings.
func (m *Matches) UnmarshalYAML(decode func(any) error) error {
	var one string
	if decode(&one) == nil {
		*m = Matches{one}
		return nil
	}
	var list []string
	if err := decode(&list); err != nil {
		return err
	}
	*m = list
	return nil
}
