package complaint_test

import (
	"bufio"
	"encoding/json"
	"firebreak/detectors"
	"firebreak/detectors/complaint"
	"fmt"
	"os"
	"strings"
	"testing"
)

func TestDev(t *testing.T) {
	f := os.Getenv("DEVFILE")
	if f == "" {
		t.Skip("not run: dev")
	}
	fh, err := os.Open(f)
	if err != nil {
		t.Fatal(err)
	}
	sc := bufio.NewScanner(fh)
	sc.Buffer(make([]byte, 1<<22), 1<<22)
	nd := detectors.NewDocuments()
	d := complaint.New()
	out, _ := os.Create(os.Getenv("DEVOUT"))
	defer out.Close()
	for sc.Scan() {
		var r map[string]any
		json.Unmarshal(sc.Bytes(), &r)
		m := &detectors.Mention{ID: fmt.Sprint(r["id"]), Kind: detectors.KindPost, Text: r["text"].(string), Tier: detectors.TierPublic}
		s := map[string]float64{}
		fs := d.Detect(nd(m, detectors.Speaker{Role: detectors.RolePublic}, nil), s)
		var ks []string
		for _, x := range fs {
			ev := []string{}
			for _, e := range x.Evidence {
				ev = append(ev, e.Text)
			}
			ks = append(ks, x.Kind+"/"+x.Topic+"/"+string(x.Severity)+"{"+strings.Join(ev, "|")+"}")
		}
		o, _ := json.Marshal(map[string]any{"id": r["id"], "text": r["text"], "label": r["label"], "ambiguous": r["ambiguous"], "scores": s, "f": ks})
		out.Write(append(o, '\n'))
	}
}
