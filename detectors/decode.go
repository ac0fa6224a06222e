package detectors

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"strings"
	"sync"
	"time"
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

// members calls fn with the name of each member of the object that comes next; fn reads the value.
func (d *mentionDecoder) members(fn func(name string) error) error {
	if _, err := d.json.ReadToken(); err != nil {
		return syntax(err)
	}
	for d.json.PeekKind() != '}' {
		tok, err := d.json.ReadToken()
		if err != nil {
			return syntax(err)
		}
		if err := fn(tok.String()); err != nil {
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

// syntax words an error of the tokenizer.
func syntax(err error) error {
	if err == nil {
		return nil
	}
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return errors.New("invalid JSON: the line ends within the object")
	}
	return fmt.Errorf("invalid JSON: %w", err)
}

func (d *mentionDecoder) field(name string) error {
	m := d.m
	switch name {
	case "id":
		return d.required(&m.ID, fieldID, maxName)
	case "source":
		return d.required(&m.Source, fieldSource, maxName)
	case "kind":
		return d.required((*string)(&m.Kind), fieldKind, maxName)
	case "created_at":
		return d.time()
	case "author":
		m.Author = Author{}
		return d.nested(fieldAuthorID, d.author)
	case "text":
		return d.text()
	case "in_reply_to":
		return d.required(&m.InReplyTo, fieldInReplyTo, maxName)
	case "tier":
		return d.optional((*string)(&m.Tier), maxName)
	case "brand":
		return d.optional(&m.Brand, maxName)
	case "thread_id":
		return d.optional(&m.ThreadID, maxName)
	case "quote_of":
		return d.optional(&m.QuoteOf, maxName)
	case "related_thread":
		return d.optional(&m.RelatedThread, maxName)
	case "lang":
		return d.optional(&m.Lang, maxName)
	case "url":
		return d.optional(&m.URL, 4*maxName)
	case "truncated":
		return d.flag(&m.Truncated)
	case "links":
		return d.list(&m.Links)
	case "mentions":
		return d.list(&m.Mentions)
	case "metrics":
		m.Metrics = &Metrics{}
		return d.nested(0, d.metric)
	case "masked":
		return d.masks()
	}
	return d.skip()
}

// str reads a string of at most limit bytes; ok is false where the value is something else or longer.
func (d *mentionDecoder) str(limit int) (s string, ok bool, err error) {
	if d.json.PeekKind() != '"' {
		return "", false, d.skip()
	}
	tok, err := d.json.ReadToken()
	if err != nil {
		return "", false, syntax(err)
	}
	s = tok.String()
	return s, len(s) <= limit, nil
}

func (d *mentionDecoder) required(into *string, bit, limit int) error {
	s, ok, err := d.str(limit)
	if err != nil {
		return err
	}
	d.mark(bit, ok)
	if !ok {
		s = ""
	}
	*into = s
	return nil
}

func (d *mentionDecoder) mark(bit int, ok bool) {
	d.wrong &^= bit
	if !ok {
		d.wrong |= bit
	}
}

func (d *mentionDecoder) optional(into *string, limit int) error {
	if d.null() {
		*into = ""
		return d.skip()
	}
	s, ok, err := d.str(limit)
	if err != nil {
		return err
	}
	if !ok {
		d.dropped++
		s = ""
	}
	*into = s
	return nil
}

// null reports whether null comes next: an optional field that says null is absent, not wrong.
func (d *mentionDecoder) null() bool { return d.json.PeekKind() == 'n' }

func (d *mentionDecoder) flag(into *bool) error {
	k := d.json.PeekKind()
	if k != 't' && k != 'f' {
		*into = false
		return d.drop()
	}
	tok, err := d.json.ReadToken()
	if err != nil {
		return syntax(err)
	}
	*into = tok.Bool()
	return nil
}

// drop skips an optional value and counts it, unless it is null.
func (d *mentionDecoder) drop() error {
	if !d.null() {
		d.dropped++
	}
	return d.skip()
}

// count reads a whole number that is not negative; others are dropped.
func (d *mentionDecoder) count(into *int64) error {
	*into = 0
	if d.json.PeekKind() != '0' {
		return d.drop()
	}
	tok, err := d.json.ReadToken()
	if err != nil {
		return syntax(err)
	}
	v, err := tok.Float()
	if err != nil || v < 0 || v != math.Trunc(v) || v >= 1<<62 {
		d.dropped++
		return nil
	}
	*into = int64(v)
	return nil
}

func (d *mentionDecoder) time() error {
	s, ok, err := d.str(64)
	if err != nil {
		return err
	}
	d.m.CreatedAt = time.Time{}
	if ok {
		t, err := time.Parse(time.RFC3339Nano, s)
		ok = err == nil && t.UTC().Year() >= 1970 && t.UTC().Year() <= 9999
		if ok {
			d.m.CreatedAt = t.UTC()
		}
	}
	d.mark(fieldCreatedAt, ok)
	return nil
}

func (d *mentionDecoder) text() error {
	s, ok, err := d.str(math.MaxInt)
	if err != nil {
		return err
	}
	d.mark(fieldText, ok)
	d.texted = ok
	if len(s) > MaxText {
		end := MaxText
		for end > 0 && !utf8.RuneStart(s[end]) {
			end--
		}
		// A copy, so that the long line can be freed.
		s, d.m.Truncated = strings.Clone(s[:end]), true
	}
	d.m.Text = s
	return nil
}

// nested reads an object through fn; another kind of value marks the required bit, or is dropped where there is none.
func (d *mentionDecoder) nested(bit int, fn func(name string) error) error {
	if d.json.PeekKind() == '{' {
		return d.members(fn)
	}
	if bit != 0 {
		d.mark(bit, false)
		return d.skip()
	}
	d.m.Metrics = nil
	return d.drop()
}

func (d *mentionDecoder) author(name string) error {
	a := &d.m.Author
	switch name {
	case "id":
		return d.required(&a.ID, fieldAuthorID, maxName)
	case "handle":
		return d.optional(&a.Handle, maxName)
	case "name":
		return d.optional(&a.Name, maxName)
	case "followers":
		return d.count(&a.Followers)
	case "verified":
		return d.flag(&a.Verified)
	}
	return d.skip()
}

func (d *mentionDecoder) metric(name string) error {
	m := d.m.Metrics
	switch name {
	case "reposts":
		return d.count(&m.Reposts)
	case "replies":
		return d.count(&m.Replies)
	case "quotes":
		return d.count(&m.Quotes)
	case "likes":
		return d.count(&m.Likes)
	case "views":
		return d.count(&m.Views)
	}
	return d.skip()
}

// elements calls fn before each element of the array that comes next; fn reads it. Anything but an array is dropped.
func (d *mentionDecoder) elements(fn func() error) error {
	if d.json.PeekKind() != '[' {
		return d.drop()
	}
	if _, err := d.json.ReadToken(); err != nil {
		return syntax(err)
	}
	for d.json.PeekKind() != ']' {
		if err := fn(); err != nil {
			return err
		}
	}
	_, err := d.json.ReadToken()
	return syntax(err)
}

func (d *mentionDecoder) list(into *[]string) error {
	*into = nil
	return d.elements(func() error {
		s, ok, err := d.str(4 * maxName)
		if err != nil {
			return err
		}
		if !ok || s == "" || len(*into) >= maxList {
			d.dropped++
			return nil
		}
		*into = append(*into, s)
		return nil
	})
}

func (d *mentionDecoder) masks() error {
	d.m.Masked = nil
	return d.elements(func() error {
		if d.json.PeekKind() != '{' {
			return d.drop()
		}
		var mask Mask
		err := d.members(func(name string) error {
			var n int64
			var err error
			switch name {
			case "class":
				return d.optional(&mask.Class, maxName)
			case "start":
				err = d.count(&n)
				mask.Start = int(n)
			case "end":
				err = d.count(&n)
				mask.End = int(n)
			default:
				err = d.skip()
			}
			return err
		})
		if err == nil {
			d.m.Masked = append(d.m.Masked, mask)
		}
		return err
	})
}

// finish checks what is required and brings the rest into its bounds.
func (d *mentionDecoder) finish() error {
	m := d.m
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
		{"in_reply_to", fieldInReplyTo, m.InReplyTo == "", m.Kind != KindPost},
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
	switch m.Kind {
	case KindPost, KindRepost, KindEngagement, KindEdit, KindDelete:
	default:
		return fmt.Errorf("kind %.40q is unknown: post, repost, engagement, edit or delete", m.Kind)
	}
	switch m.Tier {
	case TierPublic, TierPrivate, TierSecure:
	default:
		if m.Tier != "" {
			d.dropped++
		}
		m.Tier = TierPublic
	}
	m.Author.Handle = strings.TrimPrefix(m.Author.Handle, "@")
	for i := range m.Mentions {
		m.Mentions[i] = strings.TrimPrefix(m.Mentions[i], "@")
	}
	d.fitMasks()
	return nil
}

// fitMasks drops marks that do not lie in the text, in order.
func (d *mentionDecoder) fitMasks() {
	at, kept := 0, d.m.Masked[:0]
	for _, mask := range d.m.Masked {
		if mask.Class == "" || mask.Start < at || mask.End <= mask.Start || mask.End > len(d.m.Text) || len(kept) >= maxList {
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
