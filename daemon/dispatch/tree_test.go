package dispatch_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"firebreak/config"
	"firebreak/daemon/dispatch"
	"firebreak/daemon/escalation"
	"firebreak/detectors"
)

func incident() *escalation.Incident {
	return &escalation.Incident{
		ID: "t:x:1", Brand: "Acme", Status: escalation.StatusOpen, Topic: "plaintext_password",
		Kinds: []string{"expert_joined", "security_complaint"},
	}
}

func match(values ...string) config.Matches { return values }

func TestMatch(t *testing.T) {
	names := []string{"social", "oncall", "legal", "archive"}
	plain := config.Route{Receiver: "social", Routes: []config.Route{{Receiver: "oncall", Match: match("level = page")}}}
	for _, test := range []struct {
		name  string
		route config.Route
		level escalation.Level
		want  []dispatch.Target
	}{
		{"no route tells nobody", config.Route{}, escalation.LevelPage, nil},
		{"what no child takes goes to the root", plain, escalation.LevelNotify, []dispatch.Target{{Receiver: "social", Path: "route"}}},
		{"a child takes it from the root", plain, escalation.LevelPage, []dispatch.Target{{Receiver: "oncall", Path: "route.routes[0]"}}},
		{
			"continue goes on to the next",
			config.Route{Receiver: "social", Routes: []config.Route{
				{Receiver: "oncall", Match: match("level = page"), Continue: true},
				{Receiver: "archive", Match: match(`level =~ "notify|page"`)},
				{Receiver: "legal", Match: match("level = page")},
			}},
			escalation.LevelPage,
			[]dispatch.Target{{Receiver: "oncall", Path: "route.routes[0]"}, {Receiver: "archive", Path: "route.routes[1]"}},
		},
		{
			"all matchers must hold", config.Route{Receiver: "social", Routes: []config.Route{
				{Receiver: "oncall", Match: match("level = page", "brand = Other")},
			}}, escalation.LevelPage, []dispatch.Target{{Receiver: "social", Path: "route"}},
		},
		{
			"several matchers in one string", config.Route{Receiver: "social", Routes: []config.Route{
				{Receiver: "oncall", Match: match(`{level = "page", brand = "Acme"}`)},
			}}, escalation.LevelPage, []dispatch.Target{{Receiver: "oncall", Path: "route.routes[0]"}},
		},
		{
			"a positive matcher holds for any kind", config.Route{Receiver: "social", Routes: []config.Route{
				{Receiver: "oncall", Match: match(`kind =~ "security.*"`)},
			}}, escalation.LevelNotify, []dispatch.Target{{Receiver: "oncall", Path: "route.routes[0]"}},
		},
		{
			"a negative matcher holds for all kinds or not", config.Route{Receiver: "social", Routes: []config.Route{
				{Receiver: "oncall", Match: match("kind != expert_joined")},
			}}, escalation.LevelNotify, []dispatch.Target{{Receiver: "social", Path: "route"}},
		},
		{
			"a regular expression is anchored", config.Route{Receiver: "social", Routes: []config.Route{
				{Receiver: "oncall", Match: match(`kind =~ "security"`)},
			}}, escalation.LevelNotify, []dispatch.Target{{Receiver: "social", Path: "route"}},
		},
		{
			"nested routes inherit the receiver", config.Route{Receiver: "social", Routes: []config.Route{
				{Receiver: "oncall", Match: match("brand = Acme"), Routes: []config.Route{
					{Receiver: "legal", Match: match("topic = breach")},
					{Match: match("level = page")},
				}},
			}}, escalation.LevelPage, []dispatch.Target{{Receiver: "oncall", Path: "route.routes[0].routes[1]"}},
		},
		{
			"nobody twice", config.Route{Receiver: "social", Routes: []config.Route{
				{Receiver: "social", Match: match("level = page"), Continue: true},
				{Receiver: "social", Match: match("brand = Acme")},
			}}, escalation.LevelPage, []dispatch.Target{{Receiver: "social", Path: "route.routes[0]"}},
		},
		{
			"severity is that of the tell", config.Route{Receiver: "social", Routes: []config.Route{
				{Receiver: "oncall", Match: match("severity = critical")},
			}}, escalation.LevelPage, []dispatch.Target{{Receiver: "oncall", Path: "route.routes[0]"}},
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			tree, err := dispatch.NewTree(test.route, names)
			require.NoError(t, err)
			require.Equal(t, test.want, tree.Match(dispatch.LabelsOf(incident(), test.level, detectors.SeverityCritical)))
		})
	}
}

func TestLabelTier(t *testing.T) {
	inc := incident()
	require.Equal(t, []string{"public"}, dispatch.LabelsOf(inc, escalation.LevelPage, "")[dispatch.LabelTier])
	inc.Private = true
	require.Equal(t, []string{"private"}, dispatch.LabelsOf(inc, escalation.LevelPage, "")[dispatch.LabelTier])
}

func TestNilTreeTellsNobody(t *testing.T) {
	var tree *dispatch.Tree
	require.Empty(t, tree.Match(dispatch.Labels{}))
}

func TestValidateNamesEveryFault(t *testing.T) {
	deep := config.Route{Receiver: "social", Match: match("level = page")}
	for range 40 {
		deep = config.Route{Receiver: "social", Match: match("level = page"), Routes: []config.Route{deep}}
	}
	for _, test := range []struct {
		name  string
		route config.Route
		want  []string
	}{
		{"absent", config.Route{}, nil},
		{"unknown receiver", config.Route{Receiver: "nobody"}, []string{"route.receiver"}},
		{"matchers and continue at the root", config.Route{Receiver: "social", Match: match("level = page"), Continue: true}, []string{"route.match", "route.continue"}},
		{"a child without matchers", config.Route{Receiver: "social", Routes: []config.Route{{}}}, []string{"route.routes[0].match"}},
		{"nothing to inherit", config.Route{Routes: []config.Route{{Match: match("level = page")}}}, []string{"route.routes[0].receiver"}},
		{
			"bad matchers, each by its path",
			config.Route{Receiver: "social", Routes: []config.Route{{Match: match("level = pager", "colour = red", "level ~ x", "", `kind =~ "("`)}}},
			[]string{
				"route.routes[0].match[0]", "route.routes[0].match[1]", "route.routes[0].match[2]", "route.routes[0].match[3]", "route.routes[0].match[4]",
			},
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			var got []string
			for _, f := range dispatch.Validate(test.route, []string{"social"}) {
				got = append(got, f.Path)
			}
			require.Equal(t, test.want, got)
			_, err := dispatch.NewTree(test.route, []string{"social"})
			require.Equal(t, len(test.want) > 0, err != nil)
		})
	}
	require.NotEmpty(t, dispatch.Validate(config.Route{Receiver: "social", Routes: []config.Route{deep}}, []string{"social"}), "too deep")
}

// FuzzMatcher holds that no text of a matcher breaks the compiler, and that what it accepts can be matched.
func FuzzMatcher(f *testing.F) {
	for _, seed := range []string{
		"level = page", `kind =~ "security.*"`, "brand != Acme", `{level="page",brand!~"a|b"}`, "", "=", "level =", `topic = "\xff"`, `kind =~ "("`, "{", "level == page",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		route := config.Route{Receiver: "social", Routes: []config.Route{{Receiver: "oncall", Match: match(text)}}}
		names := []string{"social", "oncall"}
		tree, err := dispatch.NewTree(route, names)
		require.Equal(t, err == nil, len(dispatch.Validate(route, names)) == 0)
		if err == nil {
			require.Len(t, tree.Match(dispatch.LabelsOf(incident(), escalation.LevelPage, detectors.SeverityError)), 1)
		}
	})
}
