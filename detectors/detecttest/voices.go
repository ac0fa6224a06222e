package detecttest

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"firebreak/detectors"
)

// Floor is how many lines of one list of a table of voices must be judged rightly, at least, in each half.
type Floor struct {
	// Group and Expect name the list: the first two columns of its lines.
	Group, Expect string
	// Written is for the lines with odd numbers, from which rules are written; Held for the even ones, which are only counted.
	Written, Held int
}

// Voices judges a table of phrasings, and fails where a list has fewer right lines than its floor. The table has four columns, separated by
// tabs: a group, what must be found ("kind" or "kind/topic"; with "!" before it what must not be; commas between), the tier, and the text.
// Lines that begin with "#" do not count. A list is all lines with the same first two columns; it needs a floor, and a floor needs a list.
//
// Lines that are judged wrongly are logged for the written half only: whoever writes rules must not read the other.
func Voices(t *testing.T, d detectors.Detector, file string, floors ...Floor) {
	t.Helper()
	VoicesBy(t, d, detectors.RolePublic, file, floors...)
}

// VoicesBy is Voices for posts of a speaker of that role.
func VoicesBy(t *testing.T, d detectors.Detector, by detectors.Role, file string, floors ...Floor) {
	t.Helper()
	data, err := os.ReadFile(file)
	require.NoError(t, err)
	type tally struct{ right, all [2]int }
	lists := map[string]*tally{}
	build := detectors.NewDocuments()
	for n, line := range strings.Split(strings.TrimSpace(string(data)), "\n") {
		if strings.HasPrefix(line, "#") {
			continue
		}
		columns := strings.Split(line, "\t")
		require.Len(t, columns, 4, "line %d", n+1)
		key := columns[0] + "\t" + columns[1]
		if lists[key] == nil {
			lists[key] = &tally{}
		}
		list := lists[key]
		half := (list.all[0] + list.all[1]) % 2
		list.all[half]++
		found, _ := detect(t, d, Case{Text: columns[3], By: by, Tier: detectors.Tier(columns[2])}.document(build))
		got := make([]string, 0, len(found))
		for _, f := range found {
			got = append(got, f.Kind+"/"+f.Topic)
		}
		if meets(got, strings.Split(columns[1], ",")) {
			list.right[half]++
		} else if half == 0 {
			t.Logf("%s: want %s, got %v in %q", columns[0], columns[1], got, columns[3])
		}
	}
	for _, f := range floors {
		list := lists[f.Group+"\t"+f.Expect]
		require.NotNil(t, list, "no list %q that expects %q", f.Group, f.Expect)
		delete(lists, f.Group+"\t"+f.Expect)
		said := fmt.Sprintf("%-16s %-45s written %2d of %2d, held %2d of %2d", f.Group, f.Expect, list.right[0], list.all[0], list.right[1], list.all[1])
		t.Log(said)
		if list.right[0] < f.Written || list.right[1] < f.Held {
			t.Errorf("%s: want at least %d and %d", said, f.Written, f.Held)
		}
	}
	require.Empty(t, lists, "lists without a floor")
}

// meets reports whether what was found is as expected.
func meets(got, expect []string) bool {
	for _, e := range expect {
		if not, denied := strings.CutPrefix(e, "!"); denied && has(got, not) || !denied && !has(got, e) {
			return false
		}
	}
	return true
}
