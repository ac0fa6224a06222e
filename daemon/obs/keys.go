// Package obs holds what operators see: log keys, the logger, metrics and health.
package obs

// The keys of log fields, in one place so that a search finds all.
const (
	KeyAction     = "action"
	KeyAt         = "at"
	KeyBrand      = "brand"
	KeyComponent  = "component"
	KeyConfig     = "config"
	KeyCount      = "count"
	KeyDetail     = "detail"
	KeyEvent      = "event"
	KeyGeneration = "generation"
	KeyIncident   = "incident"
	KeyHeld       = "held_for"
	KeyKinds      = "kinds"
	KeyLevel      = "incident_level"
	KeyMention    = "mention"
	KeyPartition  = "partition"
	KeyPlace      = "place"
	KeyPriority   = "priority"
	KeyReason     = "reason"
	KeyReceiver   = "receiver"
	KeySeverity   = "severity"
	KeySource     = "source"
	KeyStage      = "stage"
	KeyState      = "state"
	KeyTell       = "tell"
	KeyThread     = "thread"
	KeyThreads    = "threads"
	KeyTook       = "took"
	KeyTopic      = "topic"
)
