package config

import (
	"bytes"
	"encoding/json"
	"strings"
	"text/template"
)

// Answers are what `firebreak init` asks. Only Brand is needed; everything else has a sensible reading when it is empty.
type Answers struct {
	// Brand is the name of the brand.
	Brand string
	// Query finds posts that name the brand; the quoted name when empty.
	Query string
	// Handles are the brand's accounts that answer customers, TechnicalHandles those that explain technology; with or without @.
	Handles          []string
	TechnicalHandles []string
	// Domains are the brand's own.
	Domains []string
	// Experts are handles of people whose joining makes a thread grave.
	Experts []string
	// Regulated applies the stricter rules for personal data.
	Regulated bool
	// Brokers are Kafka's addresses; without any, the embedded broker is used.
	Brokers []string
	// SlackChannel gets the cards; no Slack when empty.
	SlackChannel string
	// PagerDuty pages through PagerDuty.
	PagerDuty bool
	// Live pages from the start. Without it paging is in shadow.
	Live bool
}

// Init returns a commented configuration to start with. Whatever the answers hold is quoted, so that it stays data; an answer that makes
// no sense, such as an impossible domain, is for Load to refuse.
func Init(answers Answers) []byte {
	if strings.TrimSpace(answers.Query) == "" && len(clean(answers.Handles)) == 0 && len(clean(answers.TechnicalHandles)) == 0 {
		answers.Query = phrase(answers.Brand)
	}
	answers.Handles, answers.TechnicalHandles = clean(answers.Handles), clean(answers.TechnicalHandles)
	answers.Domains, answers.Experts, answers.Brokers = clean(answers.Domains), clean(answers.Experts), clean(answers.Brokers)
	starter := template.Must(template.New("starter").Funcs(template.FuncMap{"q": quote, "list": quoteList}).Parse(starterText))
	var out bytes.Buffer
	if err := starter.Execute(&out, answers); err != nil {
		// The template is a constant and writes to memory: this cannot happen to a tested build.
		return nil
	}
	return out.Bytes()
}

// phrase makes a query of a name.
func phrase(name string) string {
	return `"` + strings.Join(strings.Fields(strings.ReplaceAll(name, `"`, " ")), " ") + `"`
}

// clean drops empty answers and the @ of handles.
func clean(list []string) []string {
	var kept []string
	for _, s := range list {
		if s = strings.TrimPrefix(strings.TrimSpace(s), "@"); s != "" {
			kept = append(kept, s)
		}
	}
	return kept
}

// quote writes a string as YAML. A JSON string is one, once what YAML does not print, and what ends a line in it, is escaped.
func quote(s string) string {
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(strings.ToValidUTF8(s, "\uFFFD")); err != nil {
		return `""`
	}
	return strings.TrimSuffix(out.String(), "\n")
}

func quoteList(list []string) string {
	quoted := make([]string, len(list))
	for i, s := range list {
		quoted[i] = quote(s)
	}
	return "[" + strings.Join(quoted, ", ") + "]"
}

const starterText = `# What firebreak watches, and whom it tells. Check it after a change: firebreak check THIS-FILE
# All keys, with their defaults, are in config/example.yaml.

brands:
  - name: {{q .Brand}}
{{- if .Query}}
    # Which posts name the brand: words, "phrases", @handles, wild*cards, AND, OR, NOT, NEAR/n, parentheses.
    query: {{q .Query}}
{{- end}}
{{- if or .Handles .TechnicalHandles}}
    # Your own accounts, and what they speak for: care, technical or comms.
    accounts:
{{- range .Handles}}
      - {handle: {{q .}}, role: care}
{{- end}}
{{- range .TechnicalHandles}}
      - {handle: {{q .}}, role: technical}
{{- end}}
{{- end}}
{{- if .Domains}}
    # Your own domains, with their subdomains.
    domains: {{list .Domains}}
{{- end}}
{{- if .Regulated}}
    # Stricter rules for personal data.
    regulated: true
{{- end}}
{{- if .Experts}}

# People whose joining makes a thread grave.
experts:
{{- range .Experts}}
  - {handle: {{q .}}}
{{- end}}
{{- end}}

{{if .Brokers -}}
kafka:
  brokers: {{list .Brokers}}
  # How many brokers hold each record; 3 where there are three.
  replication: 1
{{- else -}}
# A broker of one node in this process, for a trial. In production: brokers: ["kafka:9092"].
kafka:
  embedded: true
  dir: data
{{- end}}

# Where posts come from: here mentions, one JSON object a line, on standard input.
sources:
  - type: jsonl
    path: "-"

# Places that are told. Secrets are in files, relative to this one; a file holds nothing but the secret.
receivers:
{{- if .PagerDuty}}
  - name: oncall
    pagerduty:
      routing_key_file: secrets/pagerduty-routing-key
{{- end}}
{{- if .SlackChannel}}
  - name: social
    slack:
      token_file: secrets/slack-token
      channel: {{q .SlackChannel}}
{{- end}}
{{- if not .SlackChannel}}
  - name: terminal
    console: {}
{{- end}}

# Who is told what: the first entry of routes that matches takes an incident, the rest goes to the receiver here.
route:
  receiver: {{if .SlackChannel}}social{{else}}terminal{{end}}
{{- if .PagerDuty}}
  routes:
    - match: level = page
      receiver: oncall
{{- end}}

{{if .Live -}}
# Pages are sent. paging: shadow sends cards, and logs what would have been paged.
paging: live
{{- else -}}
# Cards are sent; pages are only logged. Watch for a week what would have been paged, then say: live.
paging: shadow
{{- end}}

# Health and metrics, on this machine only.
http:
  listen: 127.0.0.1:9317
`
