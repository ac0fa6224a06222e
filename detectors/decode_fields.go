package detectors

import (
	"math"
	"strings"
	"time"
	"unicode/utf8"
)

func (d *mentionDecoder) field(name []byte) error {
	m := d.m
	switch string(name) {
	case "id":
		return d.required(&m.ID, fieldID)
	case "source":
		return d.required(&m.Source, fieldSource)
	case "kind":
		return d.required((*string)(&m.Kind), fieldKind)
	case "created_at":
		return d.time()
	case "author":
		m.Author = Author{}
		return d.nested(fieldAuthorID, d.author)
	case "text":
		return d.text()
	case "in_reply_to":
		return d.required(&m.InReplyTo, fieldInReplyTo)
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
	case "links_to":
		return d.optional(&m.LinksTo, maxName)
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

func (d *mentionDecoder) required(into *string, bit int) error {
	if d.null() {
		*into = ""
		d.mark(bit, true)
		return d.skip()
	}
	s, ok, err := d.str(maxName)
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

// null reports whether null comes next: a field that says null is absent, not wrong.
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
	absent := d.null()
	v, ok, err := d.number()
	if !ok && !absent {
		d.dropped++
	}
	*into = v
	return err
}

// number reads a whole number that is not negative; ok is false, and the number 0, where the value is something else.
func (d *mentionDecoder) number() (n int64, ok bool, err error) {
	if d.json.PeekKind() != '0' {
		return 0, false, d.skip()
	}
	tok, err := d.json.ReadToken()
	if err != nil {
		return 0, false, syntax(err)
	}
	v, tooLarge := tok.Float()
	if ok = tooLarge == nil && v >= 0 && v == math.Trunc(v) && v < 1<<62; ok {
		n = int64(v)
	}
	return n, ok, nil
}

func (d *mentionDecoder) time() error {
	d.m.CreatedAt = time.Time{}
	if d.null() {
		d.mark(fieldCreatedAt, true)
		return d.skip()
	}
	s, ok, err := d.str(64)
	if err != nil {
		return err
	}
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
	d.m.Text, d.texted, d.cut = "", false, false
	if d.null() {
		d.mark(fieldText, true)
		return d.skip()
	}
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
		s, d.cut = strings.Clone(s[:end]), true
	}
	d.m.Text = s
	return nil
}

// nested reads an object through fn; another kind of value marks the required bit, or is dropped where there is none.
func (d *mentionDecoder) nested(bit int, fn func(name []byte) error) error {
	if d.json.PeekKind() == '{' {
		d.mark(bit, true)
		return d.members(fn)
	}
	if bit != 0 {
		d.mark(bit, d.null())
		return d.skip()
	}
	d.m.Metrics = nil
	return d.drop()
}

func (d *mentionDecoder) author(name []byte) error {
	a := &d.m.Author
	switch string(name) {
	case "id":
		return d.required(&a.ID, fieldAuthorID)
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

func (d *mentionDecoder) metric(name []byte) error {
	m := d.m.Metrics
	switch string(name) {
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
		if len(d.m.Masked) >= maxList {
			return d.drop()
		}
		// What is missing or wrong leaves a place that no text has.
		mask := Mask{Start: -1, End: -1}
		err := d.members(func(name []byte) error {
			switch string(name) {
			case "class":
				return d.optional(&mask.Class, maxName)
			case "start":
				return d.offset(&mask.Start)
			case "end":
				return d.offset(&mask.End)
			}
			return d.skip()
		})
		if err == nil {
			d.m.Masked = append(d.m.Masked, mask)
		}
		return err
	})
}

// offset reads a place in the text; -1 where the value is none.
func (d *mentionDecoder) offset(into *int) error {
	n, ok, err := d.number()
	*into = -1
	if ok && n <= MaxText {
		*into = int(n)
	}
	return err
}
