package dispatch

import (
	"crypto/sha256"
	"encoding/hex"
	"strconv"

	"firebreak/daemon/escalation"
)

const keyPrefix = "firebreak/"

// Key is the de-duplication key of an alert: the incident and the number of the tell that began the alert. It is the same for the same
// arguments, for ever. An incident id that would make it longer than MaxKey is replaced by its SHA-256.
func Key(incident string, group int) string {
	tail := "/" + strconv.Itoa(group)
	if len(keyPrefix)+len(incident)+len(tail) > MaxKey {
		sum := sha256.Sum256([]byte(incident))
		incident = "sha256:" + hex.EncodeToString(sum[:])
	}
	return keyPrefix + incident + tail
}

// answered reports whether the alert of the tell before tells[i] was taken over or closed, so that telling again under its key would make
// no noise: at PagerDuty a re-trigger of an acknowledged alert is silent. Times of tells are those of posts, and posts arrive late, so a
// deed counts from the tell before on without an upper bound: in doubt an alert of its own is opened, never a silent one. What the incident
// itself knows of the order counts before all times.
func answered(inc *escalation.Incident, i int) bool {
	if inc.Tells[i].Anew {
		return true
	}
	before := inc.Tells[i-1].At
	for _, h := range inc.History {
		switch h.Kind {
		case escalation.ActionAcknowledge, escalation.ActionContact, escalation.ActionResolve, escalation.ActionNoise:
			if !h.At.Before(before) {
				return true
			}
		case escalation.ActionSnooze, escalation.ActionAssign, escalation.ActionNote, escalation.ActionMissed, escalation.ActionConfirmBreach,
			escalation.ActionNoticeSent, escalation.ActionRemediationConfirmed, escalation.ActionTakenUp, escalation.ActionMute,
			escalation.ActionAnswered, escalation.ActionContradicted:
		}
	}
	return !inc.LoweredAt.IsZero() && !inc.LoweredAt.Before(before)
}
