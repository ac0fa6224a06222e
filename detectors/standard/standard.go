// Package standard is the explicit list of the detectors that firebreak ships: no detector registers itself.
package standard

import (
	"firebreak/detectors"
	"firebreak/detectors/assertion"
	"firebreak/detectors/claim"
	"firebreak/detectors/complaint"
	"firebreak/detectors/credential"
	"firebreak/detectors/dismissive"
	"firebreak/detectors/impersonation"
	"firebreak/detectors/personaldata"
	"firebreak/detectors/pretext"
	"firebreak/detectors/private"
	"firebreak/detectors/stance"
)

// New makes every detector, in the order in which a Set runs them. The result is the caller's.
func New() []detectors.Detector {
	return []detectors.Detector{
		personaldata.New(),
		complaint.New(),
		credential.New(),
		assertion.New(),
		dismissive.New(),
		private.New(),
		impersonation.New(),
		pretext.New(),
		stance.New(),
		claim.New(),
	}
}
