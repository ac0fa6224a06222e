package escalation_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"firebreak/daemon/escalation"
)

// TestRulesNamesEveryRule reads the constants of threads' and crises' rules: a rule that is missing from the list would be covered by no test, and nobody
// would hear of it.
func TestRulesNamesEveryRule(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("*.go")
	require.NoError(t, err)
	crises, err := filepath.Glob("crisis/*.go")
	require.NoError(t, err)
	var declared []string
	for _, name := range append(files, crises...) {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		require.NoError(t, err)
		ast.Inspect(file, func(n ast.Node) bool {
			spec, ok := n.(*ast.ValueSpec)
			if !ok || !strings.HasPrefix(strings.ToLower(spec.Names[0].Name), "rule") || len(spec.Values) != 1 {
				return true
			}
			if literal, ok := spec.Values[0].(*ast.BasicLit); ok && literal.Kind == token.STRING {
				rule, err := strconv.Unquote(literal.Value)
				require.NoError(t, err)
				declared = append(declared, rule)
			}
			return true
		})
	}
	require.NotEmpty(t, declared)
	rules := escalation.Rules()
	require.ElementsMatch(t, declared, rules)
	require.Len(t, slices.Compact(slices.Sorted(slices.Values(rules))), len(rules), "every rule once")
}
