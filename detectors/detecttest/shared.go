package detecttest

import (
	"os"
	"path/filepath"
	"runtime"
	"testing"
)

// Shared returns the path of a file of the shared evaluation data, which is not part of the repository: below FIREBREAK_SHARED, else below
// the folder "shared" beside the repository. Where it is absent the test is skipped, and says so.
func Shared(tb testing.TB, name ...string) string {
	tb.Helper()
	dir, ok := os.LookupEnv("FIREBREAK_SHARED") //nolint:forbidigo // Where the data lies is no configuration of the program.
	if !ok || dir == "" {
		_, here, _, _ := runtime.Caller(0)
		dir = filepath.Join(filepath.Dir(here), "..", "..", "..", "shared")
	}
	path := filepath.Join(append([]string{dir}, name...)...)
	if _, err := os.Stat(path); err != nil {
		tb.Skipf("not run: the shared data is absent: %v", err)
	}
	return path
}
