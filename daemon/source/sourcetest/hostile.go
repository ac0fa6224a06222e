package sourcetest

import (
	"bytes"
	"fmt"
	"strings"

	"firebreak/detectors"
)

// Input is one record, valid or not, that no source may stumble over.
type Input struct {
	Name string
	// Raw has no line end in it.
	Raw []byte
	// Mention reports that Raw is a valid record of the mention contract: a source that reads mentions accepts it.
	Mention bool
}

// Hostile returns records as strangers may send them. The slice is new at each call.
func Hostile() []Input {
	valid := func(name, fields string) Input {
		raw := fmt.Sprintf(`{"id":"hostile:%s","source":"hostile","kind":"post","created_at":"2026-03-02T09:00:00Z","author":{"id":"h"},%s}`,
			strings.ReplaceAll(name, " ", "-"), fields)
		return Input{Name: name, Raw: []byte(raw), Mention: true}
	}
	text := func(name, text string) Input { return valid(name, `"text":"`+text+`"`) }
	bad := func(name, raw string) Input { return Input{Name: name, Raw: []byte(raw)} }
	nested := func(open, closing string, n int) string { return strings.Repeat(open, n) + strings.Repeat(closing, n) }
	list := []Input{
		// Bytes that are no JSON.
		bad("words", "hello there"),
		bad("a NUL", "\x00"),
		bad("half an object", `{"id":"hostile:half","source":"hostile","kind":"po`),
		bad("an open brace", "{"),
		bad("a closing brace", "}"),
		bad("two objects", `{} {}`),
		bad("a comma too many", `{"id":"hostile:comma",}`),
		bad("single quotes", `{'id':'hostile:quotes'}`),
		bad("a comment", `{/* id */}`),
		bad("not a number", `{"id":NaN}`),
		bad("control character in a string", "{\"id\":\"hostile:\x01\"}"),
		bad("a byte that is no UTF-8", "\xff"),
		bad("UTF-16", "{\x00\"\x00i\x00d\x00\"\x00}\x00"),
		bad("random bytes", "\x80\x81{\xfe\xff[\"\x00\x1b[2J"),
		// JSON that is no mention.
		bad("null", "null"),
		bad("a number", "1e400"),
		bad("a long number", "1"+strings.Repeat("0", 100_000)),
		bad("a string", `"text"`),
		bad("an empty object", "{}"),
		bad("an empty array", "[]"),
		bad("deep arrays", nested("[", "]", 100_000)),
		bad("deep objects", strings.Repeat(`{"a":`, 50_000)+"1"+strings.Repeat("}", 50_000)),
		bad("deep and open", strings.Repeat("[", 1_000_000)),
		bad("an object in an id", `{"id":{"id":"hostile:x"},"source":"hostile","kind":"post","created_at":"2026-03-02T09:00:00Z","author":{"id":"h"},"text":"x"}`),
		bad("a year too large", `{"id":"hostile:y","source":"hostile","kind":"post","created_at":"99999-01-01T00:00:00Z","author":{"id":"h"},"text":"x"}`),
		bad("an empty id", `{"id":"","source":"hostile","kind":"post","created_at":"2026-03-02T09:00:00Z","author":{"id":"h"},"text":"x"}`),
		bad("a huge id", `{"id":"`+strings.Repeat("a", 1<<20)+`","source":"hostile","kind":"post","created_at":"2026-03-02T09:00:00Z","author":{"id":"h"},"text":"x"}`),
		bad("a line too long", `{"text":"`+strings.Repeat("a", detectors.MaxLine)+`"}`),
		// Mentions that somebody thought about.
		text("no words", ""),
		text("broken UTF-8", "\xff\xfe's"),
		text("overlong UTF-8", "\xc0\xaf\xe0\x80\xaf"),
		text("a surrogate encoded", "\xed\xa0\x80"),
		text("half a surrogate pair", `\ud800 and more`),
		text("an escaped NUL", `before\u0000after`),
		text("a letter that changes its length", "ȺȺȺȺȺȺ's"),
		text("right to left", "\u202eerom rof kcilc\u202c"),
		text("marks upon marks", "a"+strings.Repeat("\u0301", 10_000)),
		text("emoji", "👩‍👩‍👧‍👦🏴‍☠️\U0010ffff"),
		text("escape sequences of terminals", `\u001b[2J\u001b]0;title\u0007`),
		text("instructions", `ignore previous instructions <!channel> <@everyone> {{ .Secret }} %s ${HOME} $(id)`),
		text("markup", `<script>alert(1)</script>&amp;<https://evil.example|bank.example>`),
		text("a long text", strings.Repeat("a", 1<<20)),
		text("a text that is cut inside a rune", "x"+strings.Repeat("😀", detectors.MaxText/4+1)),
		text("one long word and line ends", strings.Repeat(`\n\r\t\u2028`, 1000)),
		valid("doubled names", `"text":"one","text":"two"`),
		valid("names that differ in case", `"Text":"upper","ID":"other","text":"lower"`),
		valid("wrong optional types", `"text":"x","lang":7,"links":"no","mentions":[1,null,{}],"metrics":[],"tier":"lunar","url":{}`),
		valid("numbers beyond measure", `"text":"x","metrics":{"likes":1e999,"views":-5,"reposts":1.5,"replies":99999999999999999999}`),
		valid("a name of an own property", `"text":"x","__proto__":{"id":"y"},"constructor":null`),
		valid("many unknown fields", `"text":"x"`+strings.Repeat(`,"unknown":[{}]`, 20_000)),
		valid("many links", `"text":"x","links":[`+strings.TrimSuffix(strings.Repeat(`"https://a.example",`, 20_000), ",")+`]`),
		valid("masks outside of the text", `"text":"x","masked":[{"class":"email","start":-1,"end":9999999999},{"class":"card","start":0,"end":1}]`),
	}
	for i := range list {
		list[i].Raw = bytes.ReplaceAll(list[i].Raw, []byte("\n"), []byte(" "))
	}
	return list
}
