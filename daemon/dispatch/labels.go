package dispatch

import (
	"firebreak/daemon/escalation"
	"firebreak/detectors"
)

// The labels that routes match. LabelKind has a value for every kind on the incident, the others have one.
const (
	LabelBrand    = "brand"
	LabelKind     = "kind"
	LabelTopic    = "topic"
	LabelLevel    = "level"
	LabelSeverity = "severity"
	LabelStatus   = "status"
	// LabelTier is public, or private once a post of the incident stands in a private tier.
	LabelTier     = "tier"
	LabelIncident = "incident"
)

// Labels are an incident as routes see it: the values of each label. A label without values counts as one that is empty.
type Labels map[string][]string

// LabelsOf returns the labels of an incident at the level and severity of a tell.
func LabelsOf(inc *escalation.Incident, level escalation.Level, severity detectors.Severity) Labels {
	tier := string(detectors.TierPublic)
	if inc.Private {
		tier = string(detectors.TierPrivate)
	}
	return Labels{
		LabelBrand:    {inc.Brand},
		LabelKind:     inc.Kinds,
		LabelTopic:    {inc.Topic},
		LabelLevel:    {string(level)},
		LabelSeverity: {string(severity)},
		LabelStatus:   {string(inc.Status)},
		LabelTier:     {tier},
		LabelIncident: {inc.ID},
	}
}

// closedSet returns the values that a label can have, or nil where any can.
func closedSet(label string) []string {
	switch label {
	case LabelLevel:
		return []string{string(escalation.LevelWatch), string(escalation.LevelNotify), string(escalation.LevelPage)}
	case LabelSeverity:
		return []string{
			string(detectors.SeverityInfo), string(detectors.SeverityWarning), string(detectors.SeverityError), string(detectors.SeverityCritical),
		}
	case LabelStatus:
		return []string{string(escalation.StatusOpen), string(escalation.StatusAcknowledged), string(escalation.StatusResolved)}
	case LabelTier:
		return []string{string(detectors.TierPublic), string(detectors.TierPrivate)}
	default:
		return nil
	}
}

func labelNames() []string {
	return []string{LabelBrand, LabelKind, LabelTopic, LabelLevel, LabelSeverity, LabelStatus, LabelTier, LabelIncident}
}
