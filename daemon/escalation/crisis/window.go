package crisis

import "math/bits"

const (
	// window is the half hour that rules speak of, in minutes.
	window = 30
	// maxPosts is how many posts of one half hour a series tells apart; more are not counted, so that memory is bounded.
	maxPosts = 16384
)

// post is a counted signal within the half hour.
type post struct {
	ID     uint64 `json:"id"`
	Author uint64 `json:"author"`
	Text   uint64 `json:"text,omitempty"`
	Kind   string `json:"kind"`
	Topic  string `json:"topic,omitempty"`
	Thread string `json:"thread,omitempty"`
}

// slot is one minute of the half hour.
type slot struct {
	// N is how many authors the minute counts.
	N int `json:"n,omitempty"`
	// Expected is how many it was expected to count, Sum the detector's sum at its end.
	Expected float64 `json:"expected"`
	Sum      float64 `json:"sum,omitempty"`
	// Crisis reports that the minute belongs to a crisis, so that the baseline does not learn it.
	Crisis bool   `json:"crisis,omitempty"`
	Posts  []post `json:"posts,omitempty"`
}

// author is somebody who posted within the half hour.
type author struct {
	// text is the one text that they posted; zero for words of their own or several texts.
	text uint64
	// counted is the minute that counts them, last that of their latest post.
	counted, last int64
}

// voices are the distinct authors within the half hour, and how much they count: an author with words of their own is one, and the authors
// of n copies of one text are 1 + log2(n) together, rounded down. The number depends only on who said what, never on the order.
type voices struct {
	authors map[uint64]author
	copies  map[uint64]int
	// count is the number of voices.
	count int
}

func newVoices() voices {
	return voices{authors: map[uint64]author{}, copies: map[uint64]int{}}
}

// join and leave add and remove an author of a text.
func (v *voices) join(text uint64) {
	if text == 0 {
		v.count++
		return
	}
	n := v.copies[text]
	v.copies[text] = n + 1
	v.count += bits.Len(uint(n+1)) - bits.Len(uint(n))
}

func (v *voices) leave(text uint64) {
	if text == 0 {
		v.count--
		return
	}
	n := v.copies[text]
	v.count -= bits.Len(uint(n)) - bits.Len(uint(n-1))
	if n == 1 {
		delete(v.copies, text)
		return
	}
	v.copies[text] = n - 1
}

// speak takes a post of a minute and returns by how much the minute counts more. An author who goes on counts again after half an hour, so
// that the sum of the minutes of a half hour is about its distinct authors.
func (v *voices) speak(who, text uint64, minute int64) int {
	before := v.count
	a, known := v.authors[who]
	switch {
	case !known:
		a = author{text: text, counted: minute, last: minute}
		v.join(text)
	case a.text != 0 && a.text != text:
		v.leave(a.text)
		v.join(0)
		a.text, a.counted = 0, max(a.counted, minute)
	case a.text == 0 && minute-a.counted >= window:
		a.counted = minute
		before--
	}
	a.last = max(a.last, minute)
	v.authors[who] = a
	return v.count - before
}

// forget removes an author whose latest post was in a minute that leaves the half hour.
func (v *voices) forget(who uint64, minute int64) {
	if a, known := v.authors[who]; known && a.last == minute {
		v.leave(a.text)
		delete(v.authors, who)
	}
}
