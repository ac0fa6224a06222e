package query_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"firebreak/daemon/ingest/query"
)

func TestMatch(t *testing.T) {
	for _, c := range []struct {
		query string
		yes   []string
		no    []string
	}{
		{`acme`, []string{"Acme!", "#ACME rocks", "@acme hi", "ＡＣＭＥ wide", "acme's", "(acme)"}, []string{"acmecare", "@acmecare", "macme", "a c m e", ""}},
		{`@acmecare`, []string{"hi @AcmeCare, help", "@acmecare"}, []string{"acmecare", "me@acmecare.example", "@acmecare2"}},
		{`@jane.example.com`, []string{"ask @jane.example.com."}, []string{"@jane"}},
		{`acm*`, []string{"acmes", "#acmefail", "acm"}, []string{"macm"}},
		{`"acme bank"`, []string{"Acme  Bank", "acme-bank", "acme, bank"}, []string{"acme the bank", "bank acme"}},
		{`acme NEAR/2 password`, []string{"password at acme", "acme password", "acme my password"}, []string{"acme one two password", "acme"}},
		{`acme OR @acmecare NOT "acme thunder"`, []string{"acme", "@acmecare"}, []string{"acme thunder won", "@acmecare likes acme thunder"}},
		{`acme bank`, []string{"bank of acme"}, []string{"acme", "bank"}},
		{`"ask @acme.care"`, []string{"ask @acme.care!"}, []string{"ask acme.care", "ask acme", "@acme.care"}},
		{`"@acme.care"`, []string{"hi @acme.care"}, []string{"acme care"}},
		{`.@acme`, []string{".@acme hi"}, []string{"acme"}},
		{`a1 OR b1 AND c1`, []string{"a1", "b1 c1"}, []string{"b1", "c1"}},
		{`acme AND NOT game`, []string{"acme"}, []string{"acme game"}},
		{`(acme OR beta) AND (bank OR card)`, []string{"acme card", "beta bank"}, []string{"acme", "card"}},
		{`straße`, []string{"STRASSE", "straße"}, nil},
		{`"and" acme`, []string{"acme and sons"}, []string{"acme"}},
		{`café`, []string{"CAFÉ", "cafe\u0301"}, []string{"cafe"}},
	} {
		t.Run(c.query, func(t *testing.T) {
			q, err := query.Parse(c.query)
			require.NoError(t, err)
			m := query.Compile([]*query.Query{nil, q})
			for _, text := range c.yes {
				require.Equal(t, []int{1}, m.Match(nil, text), text)
			}
			for _, text := range c.no {
				require.Empty(t, m.Match(nil, text), text)
			}
			again, err := query.Parse(q.String())
			require.NoError(t, err, q.String())
			require.Equal(t, q.String(), again.String())
		})
	}
}

func TestFaults(t *testing.T) {
	for q, want := range map[string]string{
		"":                           "empty",
		"NOT acme":                   "none of its terms",
		"acme OR NOT beta":           "none of its terms",
		"acme NOT acme":              "never match",
		"acme AND NOT (acme OR bet)": "never match",
		"*":                          "too much",
		"a*":                         "too much",
		"ac*me":                      "not at its end",
		`"acme`:                      "no end",
		`""`:                         "no words",
		"(acme":                      "not closed",
		"acme)":                      "cannot stand here",
		"acme OR":                    "too early",
		"OR acme":                    "cannot stand here",
		"acme NEAR/0 beta":           "no distance",
		"acme NEAR/x beta":           "no distance",
		"(acme) NEAR/3 beta":         "not groups",
		"acme NEAR/3 (beta)":         "cannot stand here",
		"@":                          "no handle",
		".@acme*":                    "no handle",
		"@acme*":                     "no handle",
		"!!!":                        "no letters",
		"\xff":                       "UTF-8",
		strings.Repeat("(", 200):     "deeper",
		strings.Repeat("a", 20000):   "longer",
	} {
		_, err := query.Parse(q)
		require.ErrorContains(t, err, want, q)
		var fault *query.Error
		require.ErrorAs(t, err, &fault)
		require.LessOrEqual(t, fault.Offset, len(q))
	}
}

func TestSeveralQueries(t *testing.T) {
	a, err := query.Parse("acme")
	require.NoError(t, err)
	b, err := query.Parse("beta")
	require.NoError(t, err)
	m := query.Compile([]*query.Query{a, b})
	require.Equal(t, []int{0, 1}, m.Match(nil, "Beta and Acme"))
	require.Equal(t, []int{1}, m.Match(nil, "beta"))
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{`acme OR @acmecare NOT "acme thunder"`, "((a1))", "a1 NEAR/3 b1", "“a b”", "NOT", "ac* AND NOT (x OR y)", "İ", "@a.b-c", `"@0.0"`, `"a @b.c" OR .@de`} {
		f.Add(s, "some acme text a1 b1")
	}
	f.Fuzz(func(t *testing.T, s, text string) {
		q, err := query.Parse(s)
		if err != nil {
			return
		}
		again, err := query.Parse(q.String())
		require.NoError(t, err, "%q became %q", s, q.String())
		require.Equal(t, q.String(), again.String())
		one := query.Compile([]*query.Query{q}).Match(nil, text)
		two := query.Compile([]*query.Query{again}).Match(nil, text)
		require.Equal(t, one, two)
	})
}

func BenchmarkMatch(b *testing.B) {
	q, err := query.Parse(`acme OR @acmecare OR "acme bank" NOT "acme thunder"`)
	require.NoError(b, err)
	m := query.Compile([]*query.Query{q})
	text := "just had the best coffee in town, who would have thought that such a small place could be this good? see you tomorrow"
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	var buf []int
	for b.Loop() {
		buf = m.Match(buf[:0], text)
	}
}

func TestPhrases(t *testing.T) {
	t.Parallel()
	for text, want := range map[string][]string{
		`acme`:                       {"acme"},
		`acme OR @acmecare NOT game`: {"acme", "@acmecare"},
		`"acme bank" OR acm*`:        {"acme bank", "acm"},
		`(a1 OR b1) AND c1`:          {"c1"},
		`acme NEAR/3 password`:       {"acme password"},
		`acme NOT (a1 OR b1)`:        {"acme"},
	} {
		q, err := query.Parse(text)
		require.NoError(t, err)
		require.Equal(t, want, q.Phrases(), text)
	}
}
