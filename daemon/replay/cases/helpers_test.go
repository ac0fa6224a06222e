package cases_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"firebreak/config"
	"firebreak/daemon/dispatch"
	"firebreak/daemon/escalation"
	"firebreak/daemon/ingest"
	"firebreak/daemon/replay/cases"
	"firebreak/daemon/score"
	"firebreak/daemon/thread"
	"firebreak/detectors"
)

// judge finds what single words say, so that these tests do not depend on what the detectors have learnt.
type judge struct{ dir *ingest.Directory }

var _ score.Judge = judge{}

func (j judge) Score(m detectors.Mention) score.Scored {
	out := score.Scored{Mention: m, Speaker: j.dir.Speaker(m.Brand, &m)}
	out.Analysis = detectors.Analysis{ID: m.ID, ThreadID: m.ThreadID, Role: out.Speaker.Role}
	for word, f := range map[string]detectors.Finding{
		"leak":   {Kind: detectors.KindSecurityComplaint, Topic: "breach", Score: 0.9, Severity: detectors.SeverityError},
		"slow":   {Kind: detectors.KindTechnicalComplaint, Topic: "performance", Score: 0.8, Severity: detectors.SeverityWarning},
		"unhack": {Kind: detectors.KindAbsoluteSecurityClaim, Score: 0.9, Severity: detectors.SeverityCritical},
	} {
		if strings.Contains(m.Text, word) {
			out.Analysis.Findings = append(out.Analysis.Findings, f)
		}
	}
	return out
}

// masker masks nothing.
type masker struct{}

func (masker) Mask(text string, _ *detectors.Brand) (string, []detectors.Mask) { return text, nil }

// routed is a configuration with two receivers.
const routed = `brands:
  - name: Acme
    query: acme
    accounts: [{handle: acmecare, role: care}]
receivers:
  - {name: social, console: {}}
  - {name: oncall, console: {}}
route:
  receiver: social
  routes: [{match: level = page, receiver: oncall}]
`

// reader reads configurations as they are, without the daemon's further checks.
func reader() cases.Reader {
	return cases.Reader{
		Load:  func(path string) (*config.Config, error) { return config.Load(path) },
		Parse: func(name string, data []byte) (*config.Config, error) { return config.Parse(name, data) },
	}
}

// setup makes what tests run on.
func setup(f *cases.File) (cases.Setup, error) {
	dir, err := ingest.NewDirectory(f.Config)
	if err != nil {
		return cases.Setup{}, err
	}
	tree, err := dispatch.NewTree(f.Config.Route, []string{"social", "oncall"})
	if err != nil {
		return cases.Setup{}, err
	}
	engine := score.Config{
		Escalation: escalation.Config{
			Table:      table(),
			FirstReply: time.Hour, NextReply: 4 * time.Hour, PrivateHandoff: 24 * time.Hour, Crisis: 15 * time.Minute, LargeAccount: 100_000,
			NotableAccount: 10_000, NotableRatio: 20, LowerAfter: 24 * time.Hour, ResolveAfter: 168 * time.Hour, ForgetAfter: 720 * time.Hour,
		},
		Limits: thread.Limits{FollowUpAfter: 15 * time.Minute, ReshareCount: 25, ReshareWindow: 30 * time.Minute, NotableAccount: 10_000},
	}
	return cases.Setup{
		Pipeline: func() *ingest.Pipeline { return ingest.NewPipeline(dir, masker{}, ingest.NewIndex(), false) },
		Judge:    judge{dir: dir}, Engine: engine, Tree: tree,
	}, nil
}

// read writes the configuration and a file of cases that names it, and reads them.
func read(t *testing.T, tests string) (*cases.File, error) {
	t.Helper()
	dir := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(dir, "firebreak.yaml"), []byte(routed), 0o600))
	return reader().Read(filepath.Join(dir, "cases.yaml"), []byte("config: firebreak.yaml\n"+tests))
}

// run reads and runs all tests.
func run(t *testing.T, tests string) []cases.Result {
	t.Helper()
	f, err := read(t, tests)
	require.NoError(t, err)
	s, err := setup(f)
	require.NoError(t, err)
	var results []cases.Result
	for i := range f.Tests {
		r, err := f.Run(&f.Tests[i], s)
		require.NoError(t, err)
		r.File = filepath.Base(r.File)
		results = append(results, r)
	}
	return results
}

// faults are the faults of an error, one a line, without the folder.
func faults(t *testing.T, err error) string {
	t.Helper()
	var found *config.Faults
	require.ErrorAs(t, err, &found)
	lines := make([]string, len(*found))
	for i, f := range *found {
		f.File = filepath.Base(f.File)
		lines[i] = f.Error()
	}
	return strings.Join(lines, "\n")
}

func same(s string) string { return s }

var errBroken = errors.New("the disk is broken")

// table is what the rules ask for, as they ship.
var table = sync.OnceValue(func() escalation.Table {
	t, err := escalation.LoadTable()
	if err != nil {
		panic(err)
	}
	return t
})
