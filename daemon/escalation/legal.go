package escalation

import (
	"slices"
	"time"
)

// Duty is a notice that a law asks for once a breach is confirmed.
type Duty struct {
	// Name says which, such as "gdpr_authority".
	Name string
	// Within is the time from the confirmation.
	Within time.Duration
}

// Duties are the notices of a jurisdiction that firebreak knows: what the law says in hours, not whether it applies, which counsel decides. The
// European Union's are the early warning of NIS2 (Directive 2022/2555, article 23), the notice to the authority of the GDPR (article 33) and, for
// regulated brands, the initial notice of DORA (Regulation 2022/2554, article 19, with its standards: 4 hours from classification); the United
// Kingdom's is the UK GDPR's; that of the United States is Form 8-K, item 1.05: four business days, counted here as 96 hours.
func Duties(jurisdiction string, regulated bool) []Duty {
	switch jurisdiction {
	case "eu":
		duties := []Duty{{"nis2_early_warning", 24 * time.Hour}, {"gdpr_authority", 72 * time.Hour}}
		if regulated {
			duties = append([]Duty{{"dora_initial_notice", 4 * time.Hour}}, duties...)
		}
		return duties
	case "uk":
		return []Duty{{"uk_gdpr_authority", 72 * time.Hour}}
	case "us":
		return []Duty{{"sec_8k", 96 * time.Hour}}
	default:
		return nil
	}
}

// warnAfter is the share of a duty's time after which people are warned: 20 of 24 hours.
const warnAfter = 5.0 / 6

// The states of a legal clock beside running and overdue.
const (
	// clockWarned: most of the time is over.
	clockWarned = "warned"
	// clockMet: the notice was sent.
	clockMet = "met"
)

// confirmBreach starts the legal clocks, once.
func (c Config) confirmBreach(inc *Incident, at time.Time) {
	if len(inc.Legal) > 0 {
		return
	}
	for _, d := range c.Legal[inc.Brand] {
		inc.Legal = append(inc.Legal, Clock{Name: d.Name, Start: at, Due: at.Add(d.Within), State: clockRunning})
	}
}

// noticeSent stops the legal clock of a name, or all where no clock has the name.
func noticeSent(inc *Incident, name string) {
	inc.Legal = slices.Clone(inc.Legal)
	known := slices.ContainsFunc(inc.Legal, func(k Clock) bool { return k.Name == name })
	for i := range inc.Legal {
		if k := &inc.Legal[i]; !known || k.Name == name {
			k.State = clockMet
		}
	}
}

// nextLegal is the next moment of a legal clock: its warning, or its end.
func nextLegal(inc *Incident) (Clock, bool) {
	var best Clock
	for _, k := range inc.Legal {
		switch k.State {
		case clockRunning:
			k.Due = k.Start.Add(time.Duration(float64(k.Due.Sub(k.Start)) * warnAfter))
		case clockWarned:
		default:
			continue
		}
		if best.Name == "" || k.Due.Before(best.Due) {
			best = k
		}
	}
	return best, best.Name != ""
}

// expireLegal moves a legal clock on. It returns the reason to tell people.
func expireLegal(inc *Incident, name string, at time.Time) (Reason, bool) {
	i := slices.IndexFunc(inc.Legal, func(k Clock) bool { return k.Name == name })
	if i < 0 {
		return Reason{}, false
	}
	inc.Legal = slices.Clone(inc.Legal)
	k := &inc.Legal[i]
	signal := signalLegalWarning
	if k.State = clockWarned; !at.Before(k.Due) {
		k.State, signal = clockOverdue, signalLegalOverdue
	}
	return Reason{Signal: signal, Value: k.Due.Sub(at).Hours(), Rule: ruleLegal}, true
}

// Legal reports whether a legal clock led to the tell.
func (t *Tell) Legal() bool {
	return slices.ContainsFunc(t.Reasons, func(r Reason) bool { return r.Rule == ruleLegal })
}

// Owes reports whether most or all of the time for a legal notice is over, and nobody has said that it was sent.
func (i *Incident) Owes() bool {
	return slices.ContainsFunc(i.Legal, func(k Clock) bool { return k.State == clockWarned || k.State == clockOverdue })
}
