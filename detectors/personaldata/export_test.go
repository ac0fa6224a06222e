package personaldata

import "firebreak/detectors"

// Spans returns what one round of masking would replace, as offsets into text itself.
func Spans(m *Masker, text string) []detectors.Mask {
	cue := look(text)
	if cue == 0 {
		return nil
	}
	var out []detectors.Mask
	for _, s := range m.find(text, nil, cue, m.existing(text)) {
		out = append(out, detectors.Mask{Class: s.class, Start: s.start, End: s.end})
	}
	return out
}
