package thread

import "firebreak/detectors"

// conduct derives what the brand's posts do together: hand-offs, insistence, and answers that contradict each other.
func (t *Thread) conduct(c *Change) {
	handOffs := 0
	for i := range t.Posts {
		p := &t.Posts[i]
		if p.Role != detectors.RoleBrand {
			continue
		}
		if p.Stands(detectors.HeadHandOff) || p.Has(detectors.KindDeflectToPhone) {
			if handOffs++; handOffs > 1 {
				t.hold(c, Fact{
					Kind: FactPassedAround, Post: p.ID, At: p.CreatedAt, Severity: detectors.SeverityWarning, Value: float64(handOffs),
				})
			}
		}
		if severity, ok := t.insistsOn(i); ok {
			t.hold(c, Fact{Kind: FactInsistence, Post: p.ID, At: p.CreatedAt, Severity: severity, Value: 1})
		}
		if t.contradicts(i) {
			t.hold(c, Fact{Kind: FactInconsistent, Post: p.ID, At: p.CreatedAt, Severity: detectors.SeverityError, Value: 1})
		}
	}
}

// insistsOn: the brand asked for something, somebody of the public refused it, and this post insists. It returns the severity of what was asked for.
func (t *Thread) insistsOn(i int) (detectors.Severity, bool) {
	if !t.Posts[i].Stands(detectors.HeadInsistence) {
		return "", false
	}
	refused := false
	for j := i - 1; j >= 0; j-- {
		q := &t.Posts[j]
		switch {
		case q.Role != detectors.RoleBrand:
			refused = refused || q.Bystands() && q.Stands(detectors.HeadRefusal)
		case refused && q.Has(detectors.KindCredentialRequest, detectors.KindPersonalDataRequest):
			return q.Gravest(), true
		}
	}
	return "", false
}

// contradicts: another account of the brand said the contrary before.
func (t *Thread) contradicts(i int) bool {
	p := &t.Posts[i]
	for j := range t.Posts[:i] {
		q := &t.Posts[j]
		if q.Role == detectors.RoleBrand && q.Author != p.Author && contrary(p, q) {
			return true
		}
	}
	return false
}

// contrary reports whether one of two posts affirms what the other denies.
func contrary(a, b *Post) bool {
	for _, claim := range [][2]string{
		{detectors.HeadAffirmsBreach, detectors.HeadDeniesBreach},
		{detectors.HeadAffirmsOutage, detectors.HeadDeniesOutage},
	} {
		if a.Stands(claim[0]) && b.Stands(claim[1]) || a.Stands(claim[1]) && b.Stands(claim[0]) {
			return true
		}
	}
	return false
}

// echoes: a post of the public that makes fun of a bad reply that came before it or says its words back, or says that a complaint was mended. The fact carries the
// severity of what it is about.
func (t *Thread) echoes(i int) (Fact, bool) {
	p := &t.Posts[i]
	f := Fact{Post: p.ID, At: p.CreatedAt, Value: 1}
	switch {
	case p.Stands(detectors.HeadMockery), t.quotesBlunder(i):
		f.Kind = FactAmplification
	case p.Stands(detectors.HeadRemediation) && !p.Complains():
		f.Kind = FactRemediation
	default:
		return Fact{}, false
	}
	found := false
	for j := range t.Posts[:i] {
		q := &t.Posts[j]
		about := q.Complains()
		if f.Kind == FactAmplification {
			about = q.Role == detectors.RoleBrand && q.Gravest().Rank() >= detectors.SeverityError.Rank()
		}
		if !about {
			continue
		}
		found = true
		if q.Gravest().Rank() > f.Severity.Rank() {
			f.Severity = q.Gravest()
		}
	}
	return f, found
}

// quotesBlunder: somebody of the public, not the one who was answered, says the words of a bad reply back for others to read.
func (t *Thread) quotesBlunder(i int) bool {
	p := &t.Posts[i]
	if p.Role == detectors.RoleBrand || p.Text == "" {
		return false
	}
	for j := range t.Posts[:i] {
		q := &t.Posts[j]
		if q.Role != detectors.RoleBrand || q.Gravest().Rank() < detectors.SeverityError.Rank() {
			continue
		}
		if asked := t.Find(q.InReplyTo); asked >= 0 && t.Posts[asked].Author == p.Author {
			continue
		}
		if repeats(p, q) {
			return true
		}
	}
	return false
}
