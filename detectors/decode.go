package detectors

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/go-json-experiment/json/jsontext"
)

const (
	// maxName bounds ids, handles, names, addresses and other short strings, in bytes.
	maxName = 1024
	// maxList bounds links, mentions and masks.
	maxList = 100
)

// Errors of DecodeMention, to be tested with errors.Is. Others name the field that is at fault.
var (
	// ErrLineTooLong is a line of more than MaxLine bytes.
	ErrLineTooLong = fmt.Errorf("the line is longer than %d bytes", MaxLine)
	// ErrNotObject is a line that is JSON, but no object.
	ErrNotObject = errors.New("the line is not a JSON object")
	errDepth     = fmt.Errorf("the JSON nests deeper than %d levels", MaxDepth)
)

// DecodeMention reads one JSON object as the mention contract has it. A required field that is missing or of the wrong type is an error;
// an optional one of the wrong type, or over its bounds, is left out and counted in dropped. Unknown fields are ignored, names are case
// sensitive, and of a repeated name the last counts. Bytes that are no UTF-8 become U+FFFD; a text over MaxText is cut. Tier defaults to
// TierPublic; ThreadID stays empty where the record has none. The mention shares no memory with line. Safe for concurrent use.
func DecodeMention(line []byte) (m Mention, dropped int, err error) {
	if len(line) > MaxLine {
		return m, 0, ErrLineTooLong
	}
	d := mentionDecoder{json: decoders.get(line), m: &m}
	defer decoders.put(d.json)
	if err := d.object(); err != nil {
		return Mention{}, 0, err
	}
	if err := d.finish(); err != nil {
		return Mention{}, 0, err
	}
	return m, d.dropped, nil
}

// EncodeMention writes a mention as one line of JSON without the line's end. Equal mentions give equal bytes.
func EncodeMention(m *Mention) ([]byte, error) {
	var buf bytes.Buffer
	enc := json.NewEncoder(&buf)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(m); err != nil {
		return nil, fmt.Errorf("encoding mention %q: %w", m.ID, err)
	}
	return bytes.TrimSuffix(buf.Bytes(), []byte("\n")), nil
}

// decoderPool keeps tokenizers, whose buffers are worth keeping.
type decoderPool struct{ pool sync.Pool }

type pooled struct {
	*jsontext.Decoder
	buf bytes.Buffer
}

// decoders is shared by all callers: a pool holds nothing but scratch memory.
var decoders decoderPool //nolint:gochecknoglobals // a pool of scratch buffers has no meaning of its own

func (p *decoderPool) get(line []byte) *pooled {
	d, ok := p.pool.Get().(*pooled)
	if !ok {
		d = &pooled{Decoder: jsontext.NewDecoder(strings.NewReader(""))}
	}
	d.buf.Reset()
	d.buf.Write(line)
	d.Reset(&d.buf, jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true))
	return d
}

func (p *decoderPool) put(d *pooled) {
	if d.buf.Cap() <= 64<<10 {
		p.pool.Put(d)
	}
}

// The required fields, as bits.
const (
	fieldID = 1 << iota
	fieldSource
	fieldKind
	fieldCreatedAt
	fieldAuthorID
	fieldText
	fieldInReplyTo
)

// mentionDecoder reads one mention token by token.
type mentionDecoder struct {
	json    *pooled
	m       *Mention
	dropped int
	// wrong are the required fields whose last value was of the wrong type or over its bounds.
	wrong int
	// texted reports that there is a text, which may be empty: a picture needs no words.
	texted bool
	// cut reports that the text that counts was longer than MaxText.
	cut bool
}

func (d *mentionDecoder) object() error {
	if d.json.PeekKind() != '{' {
		// Only reading on tells JSON of another kind from what is no JSON.
		if err := d.skip(); err != nil {
			return err
		}
		return ErrNotObject
	}
	if err := d.members(d.field); err != nil {
		return err
	}
	if _, err := d.json.ReadToken(); !errors.Is(err, io.EOF) {
		return errors.New("there is something behind the JSON object")
	}
	return nil
}

// members calls fn with the name of each member of the object that comes next; fn reads the value and does not keep the name.
func (d *mentionDecoder) members(fn func(name []byte) error) error {
	if _, err := d.json.ReadToken(); err != nil {
		return syntax(err)
	}
	for d.json.PeekKind() != '}' {
		// The raw value, unlike the token, is no allocation.
		name, err := d.json.ReadValue()
		if err != nil {
			return syntax(err)
		}
		if bytes.IndexByte(name, '\\') >= 0 {
			if name, err = jsontext.AppendUnquote(nil, name); err != nil {
				// Broken surrogates were replaced, which gives no name that is known.
				name = nil
			}
		} else {
			name = name[1 : len(name)-1]
		}
		if err := fn(name); err != nil {
			return err
		}
	}
	_, err := d.json.ReadToken()
	return syntax(err)
}

// skip reads over the next value, which must not nest too deeply.
func (d *mentionDecoder) skip() error {
	depth := d.json.StackDepth()
	for {
		if _, err := d.json.ReadToken(); err != nil {
			return syntax(err)
		}
		switch now := d.json.StackDepth(); {
		case now > MaxDepth:
			return errDepth
		case now <= depth:
			return nil
		}
	}
}

// syntax words an error of the tokenizer, without the names of the record that it stands in: what a stranger wrote does not belong into
// logs.
func syntax(err error) error {
	if err == nil {
		return nil
	}
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return errors.New("invalid JSON: the line ends within the object")
	}
	var at *jsontext.SyntacticError
	if errors.As(err, &at) {
		return fmt.Errorf("invalid JSON at byte %d: %w", at.ByteOffset, at.Err)
	}
	return fmt.Errorf("invalid JSON: %w", err)
}

// finish checks what is required and brings the rest into its bounds.
func (d *mentionDecoder) finish() error {
	m := d.m
	known := true
	switch m.Kind {
	case KindPost, KindRepost, KindEngagement, KindEdit, KindDelete:
	default:
		known = false
	}
	required := []struct {
		name  string
		bit   int
		empty bool
		need  bool
	}{
		{"id", fieldID, m.ID == "", true},
		{"source", fieldSource, m.Source == "", true},
		{"kind", fieldKind, m.Kind == "", true},
		{"created_at", fieldCreatedAt, m.CreatedAt.IsZero(), true},
		{"author.id", fieldAuthorID, m.Author.ID == "", true},
		{"text", fieldText, !d.texted, m.Kind.HasText()},
		{"in_reply_to", fieldInReplyTo, m.InReplyTo == "", known && m.Kind != KindPost},
	}
	for _, r := range required {
		switch {
		case d.wrong&r.bit != 0 && r.need:
			return fmt.Errorf("%s is not what it must be: %s", r.name, wanted(r.bit))
		case d.wrong&r.bit != 0:
			d.dropped++
		case r.empty && r.need:
			return fmt.Errorf("%s is required", r.name)
		}
	}
	if !known {
		return errors.New("kind is unknown: it must be post, repost, engagement, edit or delete")
	}
	switch m.Tier {
	case TierPublic, TierPrivate, TierSecure:
	default:
		if m.Tier != "" {
			d.dropped++
		}
		m.Tier = TierPublic
	}
	m.Truncated = m.Truncated || d.cut
	m.Author.Handle = strings.TrimPrefix(m.Author.Handle, "@")
	d.fitHandles()
	d.fitMasks()
	return nil
}

// fitHandles takes the '@' from the handles that the post names, and drops those that were nothing else.
func (d *mentionDecoder) fitHandles() {
	kept := d.m.Mentions[:0]
	for _, handle := range d.m.Mentions {
		handle = strings.TrimPrefix(handle, "@")
		if handle == "" {
			d.dropped++
			continue
		}
		kept = append(kept, handle)
	}
	d.m.Mentions = kept
	if len(kept) == 0 {
		d.m.Mentions = nil
	}
}

// fitMasks drops marks that do not lie in the text, in order, or that cut a rune in two.
func (d *mentionDecoder) fitMasks() {
	at, kept := 0, d.m.Masked[:0]
	for _, mask := range d.m.Masked {
		if mask.Class == "" || mask.Start < at || mask.End <= mask.Start || !d.boundary(mask.Start) || !d.boundary(mask.End) {
			d.dropped++
			continue
		}
		at = mask.End
		kept = append(kept, mask)
	}
	d.m.Masked = kept
	if len(kept) == 0 {
		d.m.Masked = nil
	}
}

// boundary reports whether a rune of the text begins at an offset, or the text ends there.
func (d *mentionDecoder) boundary(at int) bool {
	text := d.m.Text
	return at == len(text) || at < len(text) && utf8.RuneStart(text[at])
}

func wanted(bit int) string {
	switch bit {
	case fieldCreatedAt:
		return "an RFC 3339 time of the years 1970 to 9999"
	case fieldAuthorID:
		return fmt.Sprintf("author is an object with a string id of at most %d bytes", maxName)
	case fieldText:
		return "a string"
	default:
		return fmt.Sprintf("a string of at most %d bytes", maxName)
	}
}
