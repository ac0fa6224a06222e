package main

import (
	"bytes"
	"compress/gzip"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"

	"firebreak/detectors/internal/model"
)

// licensedFile holds what is used of sets by others whose licence allows training (CC BY, MIT): the hashed features of their texts with
// labels, never the texts.
const licensedFile = "detectors/train/corpus/licensed.gz"

// licensedSets are those sets. Each is thinned to every nth text.
type licensedSet struct {
	file  string
	every uint32
	// weight is what one of its texts counts, of a text of the corpus.
	weight float64
	// known gives the heads that a post's label decides, and how.
	known func(l *labelled) map[string]truth
}

func licensedSets() []licensedSet {
	is := func(yesIf bool) truth {
		if yesIf {
			return yes
		}
		return no
	}
	return []licensedSet{
		{"sms_smishing.jsonl", 1, 3, func(l *labelled) map[string]truth {
			if heldOut(l) {
				return nil
			}
			m := map[string]truth{"scam": is(l.is("smishing", "spam"))}
			if l.is("ham") {
				for _, h := range []string{"security_complaint", "rumour"} {
					m[h] = no
				}
			}
			return m
		}},
		{"x_scam_posts.jsonl", 1, 10, func(l *labelled) map[string]truth {
			if heldOut(l) {
				return nil
			}
			return map[string]truth{"scam": is(l.is("scam", "phishing", "recovery_scam", "impersonation", "spam"))}
		}},
		{"clinc150.jsonl", 6, 3, func(l *labelled) map[string]truth {
			if l.Domain == "banking" || l.Domain == "credit_cards" {
				return map[string]truth{"scam": no, "rumour": no}
			}
			return map[string]truth{"scam": no, "rumour": no, "security_complaint": no}
		}},
		{"banking77.jsonl", 6, 3, func(*labelled) map[string]truth {
			return map[string]truth{"scam": no, "rumour": no, "anger": no, "social_engineering": no}
		}},
	}
}

// writeLicensed reads the sets below a folder and writes their features.
func writeLicensed(data string) error {
	names := heads(model.Public)
	var out bytes.Buffer
	zip, err := gzip.NewWriterLevel(&out, gzip.BestCompression)
	if err != nil {
		return err
	}
	for at, set := range licensedSets() {
		var list []example
		err := lines(filepath.Join(data, set.file), func(line []byte) error {
			var l labelled
			if err := json.Unmarshal(line, &l); err != nil {
				return err
			}
			known := set.known(&l)
			if known == nil || fnv32(l.ID)/2%set.every != 0 {
				return nil
			}
			e := example{text: l.Text, labels: make([]truth, len(names))}
			for h, t := range known {
				e.labels[slices.Index(names, h)] = t
			}
			list = append(list, e)
			return nil
		})
		if err != nil {
			return err
		}
		featurise(list)
		for i := range list {
			if _, err := zip.Write(list[i].pack(at)); err != nil {
				return err
			}
		}
	}
	if err := zip.Close(); err != nil {
		return err
	}
	return os.WriteFile(licensedFile, out.Bytes(), 0o644) //nolint:gosec // A file of the repository.
}

// pack writes an example of a set without its text: set, fold, labels, numbers of features, features as differences.
func (e *example) pack(set int) []byte {
	out := []byte{byte(set), byte(e.fold)} //nolint:gosec // Both are small.
	for _, l := range e.labels {
		out = append(out, byte(l)) //nolint:gosec // One of three.
	}
	slices.Sort(e.features)
	out = binary.AppendUvarint(binary.AppendUvarint(out, uint64(e.words)), uint64(len(e.features))) //nolint:gosec // Counts.
	last := uint32(0)
	for _, f := range e.features {
		out = binary.AppendUvarint(out, uint64(f-last))
		last = f
	}
	return out
}

// readLicensed reads what writeLicensed wrote.
func readLicensed() ([]example, error) {
	file, err := os.Open(licensedFile)
	if err != nil {
		return nil, fmt.Errorf("reading the licensed sets: %w", err)
	}
	defer func() { _ = file.Close() }()
	zip, err := gzip.NewReader(file)
	if err != nil {
		return nil, fmt.Errorf("reading the licensed sets: %w", err)
	}
	data, err := io.ReadAll(zip)
	if err != nil {
		return nil, fmt.Errorf("reading the licensed sets: %w", err)
	}
	r := bytes.NewReader(data)
	n := len(heads(model.Public))
	sets := licensedSets()
	var out []example
	for r.Len() > 0 {
		e := example{source: "licensed", labels: make([]truth, n)}
		head := make([]byte, n+2)
		if _, err := io.ReadFull(r, head); err != nil {
			return nil, fmt.Errorf("reading the licensed sets: %w", err)
		}
		if int(head[0]) >= len(sets) {
			return nil, fmt.Errorf("reading the licensed sets: there is no set %d: write them anew", head[0])
		}
		e.weight, e.fold = sets[head[0]].weight, int(head[1])
		for h := range e.labels {
			e.labels[h] = truth(head[h+2]) //nolint:gosec // One of three.
		}
		words, _ := binary.ReadUvarint(r)
		total, _ := binary.ReadUvarint(r)
		e.words = int(words) //nolint:gosec // At most the number of features.
		last := uint64(0)
		for range total {
			d, err := binary.ReadUvarint(r)
			if err != nil {
				return nil, fmt.Errorf("reading the licensed sets: %w", err)
			}
			last += d
			if last >= model.Buckets {
				return nil, fmt.Errorf("reading the licensed sets: they are of other features: write them anew")
			}
			e.features = append(e.features, uint32(last))
		}
		out = append(out, e)
	}
	return out, nil
}
