package pretext

import (
	"net/url"
	"path"
	"strings"

	"firebreak/detectors/internal/cue"
)

// verdict holds the states of all topics while a post is judged.
type verdict struct {
	topics [4]state
}

// weigh runs the rules and adds what only their company means.
func (d *Detector) weigh(t *cue.Text) *verdict {
	v := &verdict{}
	for i, topic := range []string{topicTakeover, topicHarvest, topicLink, topicIdentity} {
		v.topics[i] = state{topic: topic, parts: map[string]bool{}}
	}
	for _, h := range d.rules.Scan(t) {
		for i := range v.topics {
			s := &v.topics[i]
			if h.Rule.Topic != s.topic && h.Rule.Topic != "" {
				continue
			}
			s.sum += h.Rule.Weight
			s.parts[h.Rule.Head] = true
			if h.Rule.Weight > 0 {
				s.hits = append(s.hits, h)
			}
		}
	}
	v.takeover()
	v.harvest()
	v.link(t)
	v.identity()
	return v
}

// best is the topic with the greatest sum; who claims to be somebody is that first, whatever is asked about.
func (v *verdict) best() *state {
	best := &v.topics[0]
	for i := range v.topics {
		if v.topics[i].sum > best.sum || v.topics[i].topic == topicIdentity && best.topic == topicHarvest && v.topics[i].sum > -bias {
			best = &v.topics[i]
		}
	}
	if best.sum <= 0 {
		// The model alone says no topic.
		return &state{}
	}
	return best
}

// takeover: without a request nothing is asked of the support, and a request needs a reason to hurry or to skip the check.
func (v *verdict) takeover() {
	s := &v.topics[0]
	control := s.parts[headRequest] || s.parts[headWish] || s.parts[headReset] || s.parts[headRedirect] || s.parts[headBypass]
	if !control && !s.parts[headMove] {
		*s = state{topic: s.topic, parts: s.parts}
		return
	}
	if control && s.parts[headMove] {
		// The same words may be both.
		s.sum -= weightMove
	}
	pressed := s.parts[headUrgent] && (s.parts[headRequest] || s.parts[headRedirect] || s.parts[headBypass])
	// Who lost a phone may well want a new card; only who cannot prove it besides is suspicious.
	if s.parts[headNoProof] || s.parts[headLost] && control || pressed {
		s.sum += weightTogether
	}
}

// harvest: whoever cannot log in and still wants to hear what the account says may not be its owner.
func (v *verdict) harvest() {
	if s := &v.topics[1]; s.parts[headMine] && s.parts[headUnlogged] {
		s.sum += weightUnlogged
	}
}

// link: a file to open is suspicious by what it is and where it lies.
func (v *verdict) link(t *cue.Text) {
	s := &v.topics[2]
	risk, linked, at := riskiest(t)
	if s.parts[headFile] && s.parts[headOpen] {
		s.sum += weightTogether
	}
	switch {
	case risk == riskRuns && (linked || len(s.hits) > 0 || urged(t, at)):
		s.sum += weightRuns
	case risk == riskPicture && !s.parts[headComplaintFile]:
		s.sum += weightPicture
		return
	case len(s.hits) == 0:
		return
	case risk == riskArchive:
		s.sum += weightArchive
	case risk == riskHidden:
		s.sum += weightHidden
	}
	if risk > riskPlain {
		s.hits = append(s.hits, cue.Hit{Rule: &cue.Rule{}, First: at, Last: at})
	}
}

// urged reports whether somebody is told to open what stands at token i. The dot of a file's name may look like the end of a sentence.
func urged(t *cue.Text, i int) bool {
	const reach = 3
	for j := max(0, i-reach); j < i; j++ {
		switch t.Tokens[j].S {
		case "open", "run", "execute", "install", "start", "launch", "download":
			return !t.Negated(j)
		}
	}
	return false
}

// identity: a position is harmless without a demand, and a demand is judged by the other topics.
func (v *verdict) identity() {
	s := &v.topics[3]
	if !s.parts[headClaim] || !s.parts[headDemand] {
		*s = state{topic: s.topic, parts: s.parts}
		return
	}
	s.sum += weightTogether
}

// risk orders what a link may lead to.
type risk int

const (
	riskNone risk = iota
	// riskPicture is a picture on the platform itself.
	riskPicture
	// riskPlain is any page.
	riskPlain
	// riskHidden is a shortener or a host of files, which hides what comes.
	riskHidden
	// riskArchive is a file that can hold a program.
	riskArchive
	// riskRuns is a file that runs.
	riskRuns
)

// riskiest finds the riskiest address or file name of a text, whether it is an address, and its token.
func riskiest(t *cue.Text) (worst risk, linked bool, at int) {
	at = -1
	for i := range t.Tokens {
		link := t.Tokens[i].S == "http"
		r := riskOf(t.Doc.Words[t.Tokens[i].Word].Lower, link)
		if start := t.Tokens[i].Start; !link && start > 0 && t.Doc.Text[start-1] == '.' {
			// The end of a file name, which is no word of its own for people.
			r = max(r, riskOfFile("."+t.Tokens[i].S))
		}
		if r > worst {
			worst, linked, at = r, link, i
		}
	}
	return worst, linked, at
}

func riskOf(word string, isLink bool) risk {
	if !isLink {
		// A name of a file, or a host without a scheme.
		if !strings.Contains(word, ".") || strings.Contains(word, "@") {
			return riskNone
		}
		if r := riskOfFile(word); r != riskNone || !strings.Contains(word, "/") && !hiding(word) {
			return r
		}
		word = "https://" + word
	}
	if strings.HasPrefix(word, "www.") {
		word = "https://" + word
	}
	u, err := url.Parse(word)
	if err != nil {
		return riskPlain
	}
	if r := riskOfFile(u.Path); r != riskNone {
		return r
	}
	host := strings.TrimPrefix(u.Hostname(), "www.")
	switch {
	case host == "t.co", host == "pic.twitter.com", host == "twitter.com", host == "x.com", host == "bsky.app", host == "instagram.com", host == "youtu.be":
		return riskPicture
	case hiding(host):
		return riskHidden
	default:
		return riskPlain
	}
}

func riskOfFile(name string) risk {
	switch path.Ext(name) {
	case ".exe", ".scr", ".docm", ".xlsm", ".pptm", ".dotm", ".bat", ".cmd", ".jse", ".vbs", ".vbe", ".wsf", ".hta", ".msi", ".lnk", ".ps1", ".pif", ".jar", ".apk", ".dmg", ".iso", ".img":
		return riskRuns
	case ".zip", ".rar", ".7z", ".gz", ".tgz", ".cab", ".ace", ".arj":
		return riskArchive
	default:
		return riskNone
	}
}

// hiding reports hosts that shorten addresses or hold anybody's files.
func hiding(host string) bool {
	switch host {
	case "bit.ly", "bitly.com", "tinyurl.com", "goo.gl", "ow.ly", "is.gd", "v.gd", "cutt.ly", "rb.gy", "rebrand.ly", "shorturl.at", "t.ly", "tiny.cc", "s.id", "buff.ly",
		"dropbox.com", "drive.google.com", "docs.google.com", "1drv.ms", "onedrive.live.com", "mega.nz", "mediafire.com", "wetransfer.com", "we.tl", "sendspace.com",
		"anonfiles.com", "file.io", "gofile.io", "transfer.sh", "pastebin.com", "box.com", "sharefile.com", "cdn.discordapp.com", "filetransfer.io", "uploadfiles.io":
		return true
	default:
		return false
	}
}
