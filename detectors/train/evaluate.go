package main

import (
	"bufio"
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"time"

	"golang.org/x/sync/errgroup"

	"firebreak/detectors"
	"firebreak/detectors/internal/model"
	"firebreak/detectors/personaldata"
	"firebreak/detectors/standard"
)

// labelled is one post of an evaluation file. Label is a word, or a list of them.
type labelled struct {
	ID        string          `json:"id"`
	Text      string          `json:"text"`
	Label     json.RawMessage `json:"label"`
	Ambiguous bool            `json:"ambiguous"`
	Role      string          `json:"author_role"`
	Domain    string          `json:"domain"`
}

func (l *labelled) is(wanted ...string) bool {
	var one string
	if json.Unmarshal(l.Label, &one) == nil {
		return slices.Contains(wanted, one)
	}
	var many []string
	if json.Unmarshal(l.Label, &many) != nil {
		return false
	}
	return slices.ContainsFunc(many, func(m string) bool { return slices.Contains(wanted, m) })
}

// task is one question with labelled posts: which of them carry one of the labels.
type task struct {
	name, file string
	labels     []string
	// heads are the scores that answer; the greatest counts.
	heads []string
	by    detectors.Role
	// keep, where set, chooses the posts.
	keep func(l *labelled) bool
}

func tasks() []task {
	public, brand := detectors.RolePublic, detectors.RoleBrand
	customers := func(l *labelled) bool { return l.Role != "brand" }
	return []task{
		{"security", "security_hand.jsonl", []string{"security_complaint"}, []string{"security_complaint"}, public, customers},
		{"technical", "security_hand.jsonl", []string{"technical_complaint"}, []string{"technical_complaint"}, public, customers},
		{"complaint", "complaints.jsonl", []string{"complaint"}, []string{"complaint"}, public, nil},
		{"complaint, airlines", "airline_complaints_vp.jsonl", []string{"complaint"}, []string{"complaint"}, public, nil},
		{"take offline", "brand_reply_hand.jsonl", []string{"take_offline"}, []string{"moved_private", "deflect_to_phone"}, brand, nil},
		{"data asked for", "brand_reply_hand.jsonl", []string{"credential_request", "pii_request"}, []string{"credential_request", "personal_data_request"}, brand, nil},
		{"dismissive", "brand_reply_hand.jsonl", []string{"dismissive"}, []string{"dismissive_reply"}, brand, nil},
		{"assertion", "brand_reply_hand.jsonl", []string{"technical_assertion"}, []string{"technical_justification", "absolute_security_claim"}, brand, nil},
		{"scam, texts", "sms_smishing.jsonl", []string{"smishing", "spam"}, []string{"scam"}, public, heldOut},
		{"scam, posts", "x_scam_posts.jsonl", []string{"scam", "phishing", "recovery_scam", "impersonation", "spam"}, []string{"scam"}, public, heldOut},
	}
}

// heldOut chooses the half of a licensed set that no weight was trained on.
func heldOut(l *labelled) bool { return fnv32(l.ID)%2 == 1 }

// judge is everything that looks at a post, as the daemon has it.
type judge struct {
	set    *detectors.Set
	masker *personaldata.Masker
	brand  *detectors.Brand
}

func newJudge(by string) (*judge, error) {
	list := standard.New()
	if by == "model" {
		list = []detectors.Detector{bare{}}
	}
	set, err := detectors.NewSet(list...)
	if err != nil {
		return nil, err
	}
	if by == "untagged" {
		set = set.WithoutTags()
	}
	return &judge{set: set, masker: personaldata.NewMasker(), brand: acme()}, set.Load()
}

// acme is the brand that posts are judged for.
func acme() *detectors.Brand {
	return &detectors.Brand{Name: "Acme", Handles: []string{"acmecare"}, Domains: []string{"acme.example"}}
}

// bare shows the classifier's heads without any rule.
type bare struct{}

func (bare) Name() string { return "model" }

func (bare) Detect(doc *detectors.Document, scores map[string]float64) []detectors.Finding {
	for _, side := range []model.Side{model.Public, model.Brand} {
		for _, h := range heads(side) {
			if z, ok := doc.Odds(h); ok {
				scores[h] = sigmoid(z)
			}
		}
	}
	return nil
}

func (j *judge) analyse(text string, by detectors.Role) detectors.Analysis {
	m := detectors.Mention{ID: "1", ThreadID: "1", Kind: detectors.KindPost, Tier: detectors.TierPublic, Brand: j.brand.Name, CreatedAt: time.Unix(0, 0).UTC()}
	m.Text, m.Masked = j.masker.Mask(text, j.brand)
	sp := detectors.Speaker{Role: by}
	if by == detectors.RoleBrand {
		sp.Account = "care"
	}
	return j.set.Analyse(&m, sp, j.brand)
}

// scoresOf analyses posts on all cores.
func scoresOf(j *judge, posts []labelled, t *task) []float64 {
	out := make([]float64, len(posts))
	var g errgroup.Group
	workers := runtime.GOMAXPROCS(0)
	for w := range workers {
		g.Go(func() error {
			for i := w; i < len(posts); i += workers {
				a := j.analyse(posts[i].Text, t.by)
				for _, h := range t.heads {
					out[i] = max(out[i], a.Scores[h])
				}
			}
			return nil
		})
	}
	_ = g.Wait()
	return out
}

// posts reads an evaluation file. Doubtful labels are left out.
func posts(folder string, t *task) ([]labelled, error) {
	var out []labelled
	err := lines(filepath.Join(folder, t.file), func(line []byte) error {
		var l labelled
		if err := json.Unmarshal(line, &l); err != nil {
			return err
		}
		if !l.Ambiguous && (t.keep == nil || t.keep(&l)) {
			out = append(out, l)
		}
		return nil
	})
	return out, err
}

func lines(path string, each func(line []byte) error) error {
	file, err := os.Open(path)
	if err != nil {
		return fmt.Errorf("reading evaluation data: %w", err)
	}
	defer func() { _ = file.Close() }()
	scanner := bufio.NewScanner(file)
	scanner.Buffer(nil, 16<<20)
	for scanner.Scan() {
		if err := each(scanner.Bytes()); err != nil {
			return fmt.Errorf("reading %s: %w", path, err)
		}
	}
	return scanner.Err()
}

// quality is how well scores tell posts with a label from others; all but AUC at the decision of 0.5.
type quality struct {
	Precision float64 `json:"precision"`
	Recall    float64 `json:"recall"`
	F1        float64 `json:"f1"`
	MacroF1   float64 `json:"macro_f1"`
	AUC       float64 `json:"auc"`
}

func measure(scores []float64, truths []bool) quality {
	var tp, fp, fn, tn float64
	for i, s := range scores {
		switch {
		case truths[i] && s >= .5:
			tp++
		case truths[i]:
			fn++
		case s >= .5:
			fp++
		default:
			tn++
		}
	}
	f1 := func(tp, fp, fn float64) float64 { return 2 * tp / max(2*tp+fp+fn, 1e-9) }
	return quality{
		Precision: tp / max(tp+fp, 1), Recall: tp / max(tp+fn, 1), F1: f1(tp, fp, fn),
		MacroF1: (f1(tp, fp, fn) + f1(tn, fn, fp)) / 2, AUC: auc(scores, truths),
	}
}

// auc is the area under the ROC curve: the probability that a post with the label scores above one without (Mann and Whitney, 1947).
func auc(scores []float64, truths []bool) float64 {
	order := make([]int, len(scores))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int { return cmp.Compare(scores[a], scores[b]) })
	ranks, with := 0.0, 0.0
	for i := 0; i < len(order); {
		j := i
		for j < len(order) && scores[order[j]] == scores[order[i]] {
			j++
		}
		for _, k := range order[i:j] {
			if truths[k] {
				ranks += float64(i+j+1) / 2
				with++
			}
		}
		i = j
	}
	without := float64(len(scores)) - with
	return (ranks - with*(with+1)/2) / max(with*without, 1)
}

// interval is the middle 95 % of a figure over resampled posts (Efron's bootstrap, 1979).
func interval(scores []float64, truths []bool, figure func(quality) float64) (low, high float64) {
	const rounds = 300
	random := rand.New(rand.NewPCG(1, 2)) //nolint:gosec // Seeded so that the figures are the same each time.
	values := make([]float64, rounds)
	s, t := make([]float64, len(scores)), make([]bool, len(scores))
	for r := range values {
		for i := range s {
			k := random.IntN(len(scores))
			s[i], t[i] = scores[k], truths[k]
		}
		values[r] = figure(measure(s, t))
	}
	slices.Sort(values)
	return values[rounds*25/1000], values[rounds*975/1000-1]
}

// evaluate measures every task and the natural stream. Curves, where wanted, are drawn below docs/evaluation.
func evaluate(out io.Writer, data string, worst int, only, by string, drawn bool) (*figures, error) {
	j, err := newJudge(by)
	if err != nil {
		return nil, err
	}
	var all figures
	curves := map[detectors.Role][]curve{}
	fmt.Fprintf(out, "%-20s %6s %5s   %-22s %-6s %-6s %-22s %s\n", "task", "posts", "yes", "F1", "prec.", "recall", "macro-F1", "AUC")
	for _, t := range tasks() {
		if !strings.Contains(t.name, only) {
			continue
		}
		list, err := posts(data, &t)
		if err != nil {
			return nil, err
		}
		f := figure{Task: t.name, Posts: len(list)}
		truths := make([]bool, len(list))
		for i := range list {
			if truths[i] = list[i].is(t.labels...); truths[i] {
				f.Yes++
			}
		}
		scores := scoresOf(j, list, &t)
		f.quality = measure(scores, truths)
		f.Low, f.High = interval(scores, truths, func(q quality) float64 { return q.F1 })
		low, high := interval(scores, truths, func(q quality) float64 { return q.MacroF1 })
		fmt.Fprintf(out, "%-20s %6d %5d   %.3f (%.3f to %.3f) %.3f  %.3f  %.3f (%.3f to %.3f) %.3f\n",
			t.name, f.Posts, f.Yes, f.F1, f.Low, f.High, f.Precision, f.Recall, f.MacroF1, low, high, f.AUC)
		if t.heads[0] == "complaint" {
			baselines(out, list, truths)
		}
		confusion(out, scores, truths)
		mistakes(out, list, scores, truths, worst)
		all.Tasks = append(all.Tasks, f)
		curves[t.by] = append(curves[t.by], curveOf(t.name, scores, truths))
	}
	analysed, tagged := j.set.Counts()
	fmt.Fprintf(out, "parts of speech were asked for on %.1f %% of %d posts\n", 100*float64(tagged)/float64(max(analysed, 1)), analysed)
	if !drawn {
		return &all, nil
	}
	for by, name := range map[detectors.Role]string{detectors.RolePublic: "public", detectors.RoleBrand: "brand"} {
		if err := draw("curves-"+name+".png", "Posts of the "+name, curves[by]); err != nil {
			return nil, err
		}
	}
	return &all, nil
}

// confusion prints how the decisions stand against the truths.
func confusion(out io.Writer, scores []float64, truths []bool) {
	var n [2][2]int
	for i, s := range scores {
		said, is := 0, 0
		if s >= .5 {
			said = 1
		}
		if truths[i] {
			is = 1
		}
		n[is][said]++
	}
	fmt.Fprintf(out, "  right: %d found, %d left alone; wrong: %d missed, %d found for nothing\n", n[1][1], n[0][0], n[1][0], n[0][1])
}

// baselines prints what plain means are worth for complaints.
func baselines(out io.Writer, list []labelled, truths []bool) {
	sentiment := vader()
	for name, score := range map[string]func(string) float64{"lexicon": lexicon, "VADER": sentiment} {
		scores := make([]float64, len(list))
		for i := range list {
			scores[i] = score(list[i].Text)
		}
		q := measure(scores, truths)
		fmt.Fprintf(out, "  baseline %-28s %.3f                  %.3f  %.3f  %.3f                  %.3f\n", name, q.F1, q.Precision, q.Recall, q.MacroF1, q.AUC)
	}
}

// mistakes prints the posts that were judged most wrongly.
func mistakes(out io.Writer, list []labelled, scores []float64, truths []bool, n int) {
	order := make([]int, len(list))
	wrong := make([]float64, len(list))
	for i := range list {
		order[i] = i
		if wrong[i] = scores[i]; truths[i] {
			wrong[i] = 1 - scores[i]
		}
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(wrong[b], wrong[a]) })
	for _, i := range order[:min(n, len(order))] {
		fmt.Fprintf(out, "    %.2f, truth %-5t %s\n", scores[i], truths[i], strings.Join(strings.Fields(list[i].Text), " "))
	}
}
