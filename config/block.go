package config

// Block is a part of the configuration that only its factory knows: raw YAML, with its place.
type Block struct {
	// Path is its place, such as "receivers[0].pagerduty".
	Path string
	// Raw is the YAML as written.
	Raw []byte
	// Line is the first line of Raw in its file, from 1.
	Line int
}
