package ingest_test

import (
	"testing"

	"firebreak/detectors"
	"firebreak/detectors/personaldata"

	"firebreak/daemon/ingest"
)

// BenchmarkPipeline measures posts through brand match, index and masking; one in a hundred matches.
func BenchmarkPipeline(b *testing.B) {
	p := ingest.NewPipeline(directory(b, twoBrands), personaldata.NewMasker(), ingest.NewIndex(), false)
	posts := make([]detectors.Mention, 1000)
	for i := range posts {
		posts[i] = post("", "what a nice day in the city, who wants to join us for lunch at noon? #sunny", nil...)
		if i%100 == 0 {
			posts[i].Text = "acme is down again, is it only me? #fail"
		}
	}
	id := 0
	b.ReportAllocs()
	for b.Loop() {
		m := posts[id%len(posts)]
		id++
		m.ID = string(rune(id))
		p.Process(m)
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "posts/s")
}
