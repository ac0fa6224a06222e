package escalation

import (
	"time"

	"firebreak/daemon/escalation/forecast"
	"firebreak/daemon/thread"
	"firebreak/detectors"
)

// The sizes that a cascade must be forecast to reach in order to page: of a post about a security complaint, and of any other grave one.
const (
	reachSecurity = 300
	reachOther    = 1000
)

// Forecast is how far the most reshared grave post of an incident will go.
type Forecast struct {
	// Post is that post's id, Reposts how often it has been reshared.
	Post    string `json:"post"`
	Reposts int    `json:"reposts"`
	// Low and High hold the final number of reshares with 80 %, Median with 50 % each side.
	Low    int `json:"low"`
	Median int `json:"median"`
	High   int `json:"high"`
	// Chance is the probability, 0 to 1, that it reaches Size.
	Chance float64 `json:"chance"`
	Size   int     `json:"size"`
}

// foresee holds the fact of a forecast when the post that was reshared is grave and its alarm pages.
func (c Config) foresee(t *thread.Thread, tr *Trigger) {
	i := tr.Change.Post
	if c.Forecast == nil || i < 0 || i >= len(t.Posts) || t.Posts[i].Cascade.N == 0 || t.HarmOf(i).Rank() < grave {
		return
	}
	moment := c.Forecast.At(t.Posts[i].Cascade, tr.At)
	if level, p := moment.Alarm(reachOf(t, i)); level == forecast.Page {
		t.Hold(&tr.Change, thread.Fact{Kind: thread.FactForecast, Post: t.Posts[i].ID, At: tr.At, Severity: t.HarmOf(i), Value: p})
	}
}

// reachOf is the size that matters of a post: the smaller one where it is about security, be it by its author's complaint or, on a post of the
// brand, by anybody's.
func reachOf(t *thread.Thread, i int) int {
	p := &t.Posts[i]
	for j := range t.Posts {
		q := &t.Posts[j]
		if q.Has(detectors.KindSecurityComplaint) && q.Role != detectors.RoleBrand && (p.Role == detectors.RoleBrand || q.Author == p.Author) {
			return reachSecurity
		}
	}
	return reachOther
}

// forecastOf looks at the grave post with the most reshares; nil where there is none.
func (c Config) forecastOf(t *thread.Thread, at time.Time) *Forecast {
	best := -1
	for i := range t.Posts {
		if n := t.Posts[i].Cascade.N; n > 0 && t.HarmOf(i).Rank() >= grave && (best < 0 || n > t.Posts[best].Cascade.N) {
			best = i
		}
	}
	if c.Forecast == nil || best < 0 {
		return nil
	}
	p := &t.Posts[best]
	moment := c.Forecast.At(p.Cascade, at)
	f := &Forecast{Post: p.ID, Reposts: int(p.Cascade.N), Size: reachOf(t, best)}
	f.Low, f.Median, f.High = moment.Size()
	f.Chance = round(moment.Probability(f.Size))
	return f
}
