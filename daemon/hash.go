package daemon

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"strings"

	"firebreak/config"
)

// decisionHash names what a configuration decides by: the hash of what lets posts in and masks them, a dash, and the hash of what judges them
// (experts, clocks, rules, crises, tuned findings, personal data, statements). Records carry it, so that "explain" can tell which of the two
// was changed since.
func decisionHash(cfg *config.Config) string {
	data, err := json.Marshal(struct { //nolint:musttag // The hash stays while the names of the fields do; tags would change it.
		Experts      []config.Expert
		Clocks       config.Clocks
		Rules        config.Rules
		Crisis       config.Crisis
		Findings     []config.FindingRule
		LegalClocks  []config.LegalClock
		PersonalData []config.Exchange
		Statements   []config.Statement
	}{cfg.Experts, cfg.Clocks, cfg.Rules, cfg.Crisis, cfg.Findings, cfg.LegalClocks, cfg.PersonalData, cfg.Statements})
	if err != nil {
		// Strings, numbers and times always encode.
		return cfg.Hash() + "-" + strings.Repeat("0", 8)
	}
	sum := sha256.Sum256(data)
	return cfg.Hash() + "-" + hex.EncodeToString(sum[:4])
}
