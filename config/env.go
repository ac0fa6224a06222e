package config

import "os"

// NoColor reports whether the environment asks for output without colours (https://no-color.org). It is the only variable that firebreak
// reads.
func NoColor() bool { return os.Getenv("NO_COLOR") != "" }
