package main

import (
	"bufio"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"firebreak/detectors/internal/model"
	"firebreak/detectors/internal/nlp"
	"firebreak/detectors/personaldata"
)

// example is one text with what is known of it.
type example struct {
	text   string
	source string
	// features are its buckets, words of them first.
	features []uint32
	words    int
	// dense is the sum of its words' vectors.
	dense []float64
	// labels has a truth for each head of its side.
	labels []truth
	// soft, where a teacher has seen the text, is its probability for each head, or less than 0.
	soft   []float32
	weight float64
	fold   int
}

// truth is what is known of a text and a head.
type truth int8

const (
	unknown truth = iota
	no
	yes
)

// folds are the parts of cross-validation.
const folds = 5

// heads are the questions of each side, in the order of their weights.
func heads(side model.Side) []string {
	if side == model.Brand {
		return []string{
			"absolute_security_claim", "technical_justification", "dismissive_reply", "credential_request", "personal_data_request",
			"moved_private", "deflect_to_phone", "empathy",
		}
	}
	return []string{
		"complaint", "security_complaint", "technical_complaint", "how_to", "friction", "rumour", "anger", "social_engineering", "scam", "not_english",
		"security/plaintext_password", "security/missing_https", "security/breach", "security/account_takeover", "security/phishing",
		"security/credential_request_reported", "security/privacy_overcollection", "security/third_party_breach", "security/other",
		"technical/login", "technical/payments", "technical/outage", "technical/performance", "technical/browser", "technical/app_crash",
		"technical/delivery_of_messages", "technical/other",
	}
}

// implied are the heads that a label of the corpus stands for.
func implied(label string) []string {
	switch label {
	case "none":
		return []string{}
	case "absolute":
		return []string{"absolute_security_claim"}
	case "technical":
		return []string{"technical_justification"}
	case "dismissive":
		return []string{"dismissive_reply"}
	case "credential":
		return []string{"credential_request"}
	case "personal":
		return []string{"personal_data_request"}
	case "private":
		return []string{"moved_private"}
	case "phone":
		return []string{"deflect_to_phone"}
	case "pretext":
		return []string{"social_engineering"}
	case "friction":
		return []string{"friction", "complaint"}
	case "complaint", "how_to", "rumour", "anger", "scam", "not_english", "empathy":
		return []string{label}
	}
	kind, _, _ := strings.Cut(label, "/")
	switch kind {
	case "security":
		return []string{label, "security_complaint", "complaint"}
	case "technical":
		return []string{label, "technical_complaint", "complaint"}
	}
	return nil
}

// read reads the corpus of one side: every .tsv file of a folder, a text a line, its labels before it.
func read(folder string, side model.Side) ([]example, error) {
	files, err := filepath.Glob(filepath.Join(folder, "*.tsv"))
	if err != nil || len(files) == 0 {
		return nil, fmt.Errorf("reading the corpus: no .tsv files in %s", folder)
	}
	slices.Sort(files)
	names := heads(side)
	seen := map[string]bool{}
	var out []example
	for _, path := range files {
		file, err := os.Open(path)
		if err != nil {
			return nil, fmt.Errorf("reading the corpus: %w", err)
		}
		lines := bufio.NewScanner(file)
		for n := 1; lines.Scan(); n++ {
			labels, text, ok := strings.Cut(lines.Text(), "\t")
			if !ok || text == "" || strings.Contains(text, "\t") {
				return nil, fmt.Errorf("reading the corpus: %s:%d: want labels, a tab and a text", path, n)
			}
			if seen[text] {
				continue
			}
			seen[text] = true
			e := example{text: text, source: filepath.Base(path), labels: make([]truth, len(names)), weight: 1}
			for h := range e.labels {
				e.labels[h] = no
			}
			for l := range strings.SplitSeq(labels, ",") {
				set := implied(l)
				if set == nil {
					return nil, fmt.Errorf("reading the corpus: %s:%d: unknown label %q", path, n, l)
				}
				for _, name := range set {
					h := slices.Index(names, name)
					if h < 0 {
						return nil, fmt.Errorf("reading the corpus: %s:%d: the label %q is not for posts of this side", path, n, l)
					}
					e.labels[h] = yes
				}
			}
			e.hedge(names, strings.Split(labels, ","))
			out = append(out, e)
		}
		if err := lines.Err(); err != nil {
			return nil, fmt.Errorf("reading the corpus: %s: %w", path, err)
		}
		if err := file.Close(); err != nil {
			return nil, fmt.Errorf("reading the corpus: %w", err)
		}
	}
	featurise(out)
	return out, nil
}

// hedge takes back what a line does not teach: a text in another language teaches only that, and what fraudsters write to complain about is neither a
// complaint nor none.
func (e *example) hedge(names, labels []string) {
	foreign := slices.Contains(labels, "not_english")
	fraud := slices.Contains(labels, "scam") || slices.Contains(labels, "pretext")
	for h, name := range names {
		switch {
		case foreign && name != "not_english", fraud && e.labels[h] == no && (name == "complaint" || name == "anger"):
			e.labels[h] = unknown
		}
	}
}

// featurise computes the features of examples, masked as the detectors see them, and deals them to folds.
func featurise(examples []example) {
	var s model.Scratch
	masker, brand := personaldata.NewMasker(), acme()
	for i := range examples {
		e := &examples[i]
		masked, _ := masker.Mask(e.text, brand)
		features, words := s.Features(nlp.Fold(masked))
		e.features, e.words = slices.Clone(features), words
		e.fold = int(fnv32(e.text) % folds)
	}
}

func fnv32(s string) uint32 {
	h := uint32(2166136261)
	for i := range len(s) {
		h = (h ^ uint32(s[i])) * 16777619
	}
	return h
}
