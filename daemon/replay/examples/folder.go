package examples

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"

	"firebreak/config"
	"firebreak/daemon/replay/cases"
)

// headMark begins the first line of a file that Save wrote; the sum of what follows the line ends it.
const headMark = "# Kept by 'firebreak examples'. A file that was changed by hand is left as it is. Sum: "

// Folder is where examples are kept, one file a conversation.
type Folder struct {
	// Dir is the folder's name.
	Dir string
	// Config is the path of the configuration that the files name, relative to the folder; "" names none.
	Config string
	// Check is the configuration that the files must be valid under.
	Check *config.Config
	// Private keeps the posts of private and secure tiers.
	Private bool
	// Overwrite writes over files that were changed by hand, too.
	Overwrite bool
}

// Change is what Save did to a file.
type Change string

// What becomes of a file.
const (
	ChangeNew     Change = "new"
	ChangeUpdated Change = "updated"
	ChangeSame    Change = "same"
	// ChangeRemoved is a file of a conversation of which nothing is left.
	ChangeRemoved Change = "removed"
	// ChangeNone is a conversation of which nothing is left and that has no file.
	ChangeNone Change = "none"
	// ChangeEdited is a file that was changed by hand and left as it is.
	ChangeEdited Change = "edited"
	// ChangeOverwritten is a file that was changed by hand and written over.
	ChangeOverwritten Change = "overwritten"
)

// Saved is what became of an example.
type Saved struct {
	// Path is the file's.
	Path   string
	Change Change
	// Stale are posts that a file which was left as it is still holds, although they were deleted or changed since.
	Stale []string
}

// Name is the file of an incident: readable, the same each time, and no other incident's.
func Name(incident string) string {
	const longest = 60
	readable := strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r == '.' || r == '_':
			return r
		case r >= 'A' && r <= 'Z':
			return r + 'a' - 'A'
		}
		return '-'
	}, strings.TrimPrefix(incident, "t:"))
	if len(readable) > longest {
		readable = readable[len(readable)-longest:]
	}
	sum := sha256.Sum256([]byte(incident))
	return cmp.Or(strings.Trim(readable, "-._"), "thread") + "-" + hex.EncodeToString(sum[:4]) + ".yaml"
}

// kept is a file of the folder.
type kept struct {
	data []byte
	test cases.Test
	// ours reports that it is as Save wrote it.
	ours bool
}

// Known reads the examples of the folder. Files that are no examples are left out; bad names those that cannot be read. A folder that is not there
// is empty.
func (f Folder) Known() (known []Known, bad []string, err error) {
	named := regexp.MustCompile(`-[0-9a-f]{8}\.yaml$`)
	entries, err := os.ReadDir(f.Dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil, nil
	}
	if err != nil {
		return nil, nil, fmt.Errorf("reading the folder of examples: %w", err)
	}
	for _, entry := range entries {
		if entry.IsDir() || !named.MatchString(entry.Name()) {
			continue
		}
		path := filepath.Join(f.Dir, entry.Name())
		k, err := f.read(path)
		if err != nil {
			bad = append(bad, err.Error())
			continue
		}
		if k == nil || k.test.Judged == nil || Name(k.test.Judged.Incident) != entry.Name() {
			continue
		}
		one := Known{Judged: *k.test.Judged}
		for i := range k.test.Events {
			if e := &k.test.Events[i]; e.Text != "" {
				one.Posts = append(one.Posts, e.ID)
			}
		}
		known = append(known, one)
	}
	return known, bad, nil
}

// read reads one file; nil where there is none.
func (f Folder) read(path string) (*kept, error) {
	data, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("reading an example: %w", err)
	}
	// Version control may have changed the ends of the lines.
	data = bytes.ReplaceAll(data, []byte("\r\n"), []byte("\n"))
	file, err := cases.Reader{Config: f.Check}.Read(path, data)
	if err != nil {
		return nil, fmt.Errorf("reading an example: %w", err)
	}
	head, body, _ := bytes.Cut(data, []byte("\n"))
	k := &kept{data: data, ours: string(head) == headMark+sumOf(body)}
	if len(file.Tests) > 0 {
		k.test = file.Tests[0]
	}
	return k, nil
}

func sumOf(body []byte) string {
	sum := sha256.Sum256(body)
	return hex.EncodeToString(sum[:8])
}

// Save keeps an example in its file. A file that was changed by hand stays as it is, unless Overwrite is set. What Kafka has forgotten since the
// file was written stays in it; what was deleted or changed by its author does not.
func (f Folder) Save(x Example) (Saved, error) {
	out := Saved{Path: filepath.Join(f.Dir, Name(x.Judged.Incident))}
	old, err := f.read(out.Path)
	if err != nil {
		return out, err
	}
	change := ChangeUpdated
	switch {
	case old == nil:
		change = ChangeNew
	case old.ours:
		x.keep(&old.test, f.Private)
	case !f.Overwrite:
		out.Change = ChangeEdited
		for i := range old.test.Events {
			if e := &old.test.Events[i]; e.Text != "" && slices.Contains(x.Gone, e.ID) {
				out.Stale = append(out.Stale, e.ID)
			}
		}
		return out, nil
	default:
		change = ChangeOverwritten
	}
	test, ok := x.Case()
	if !ok {
		out.Change = ChangeNone
		if old == nil {
			return out, nil
		}
		out.Change = ChangeRemoved
		if err := os.Remove(out.Path); err != nil {
			return out, fmt.Errorf("removing an example of which nothing is left: %w", err)
		}
		return out, nil
	}
	body := cases.Encode(f.Config, []cases.Test{test})
	if _, err := (cases.Reader{Config: f.Check}).Read(out.Path, body); err != nil {
		return out, fmt.Errorf("making an example of %s, with %d events: %w", x.Judged.Incident, len(test.Events), err)
	}
	data := append([]byte(headMark+sumOf(body)+"\n"), body...)
	out.Change = change
	if old != nil && bytes.Equal(old.data, data) {
		out.Change = ChangeSame
		return out, nil
	}
	err = os.MkdirAll(f.Dir, 0o750)
	if err == nil {
		err = replaceFile(out.Path, data)
	}
	if err != nil {
		return out, fmt.Errorf("writing an example: %w", err)
	}
	return out, nil
}

// replaceFile writes a file whole or not at all. What people wrote is for nobody else of this machine.
func replaceFile(path string, data []byte) error {
	tmp, err := os.CreateTemp(filepath.Dir(path), ".example-*")
	if err != nil {
		return err
	}
	_, err = tmp.Write(data)
	err = errors.Join(err, tmp.Close())
	if err == nil {
		err = os.Rename(tmp.Name(), path)
	}
	if err != nil {
		return errors.Join(err, os.Remove(tmp.Name()))
	}
	return nil
}

// keep takes over from a file what Kafka does not have any more, each event behind the one that stood before it there.
func (x *Example) keep(old *cases.Test, private bool) {
	start := old.Start.In(time.Time{}, time.Time{})
	at := x.Judged.At.In(time.Time{}, time.Time{})
	have := map[string]bool{}
	for i := range x.Events {
		have[x.Events[i].ID] = true
	}
	gone := func(id string) bool { return id != "" && slices.Contains(x.Gone, id) }
	now := start
	place := 0
	for _, e := range old.Events {
		if e.Pass > 0 {
			continue
		}
		if have[e.ID] {
			place = 1 + slices.IndexFunc(x.Events, func(o cases.Event) bool { return o.ID == e.ID })
			continue
		}
		now = e.At.In(start, now)
		if gone(e.ID) || gone(e.RepostOf) || gone(e.MetricsOf) || now.After(at) || !private && e.Tier != "" && e.Tier != "public" {
			continue
		}
		e.At = cases.At(now)
		x.Events = slices.Insert(x.Events, place, e)
		place++
	}
	if x.Source == "" {
		x.Source = old.Source
	}
	if x.Brand == "" {
		x.Brand = old.Brand
	}
	if x.PageAt.IsZero() {
		x.lateBy(old, start)
	}
}

// lateBy takes from an old file when it paged, where the incident is not known any more.
func (x *Example) lateBy(old *cases.Test, start time.Time) {
	for i := range old.Expect {
		if by := old.Expect[i].By.In(start, time.Time{}); !by.IsZero() {
			x.PageAt = by.Add(time.Second)
		}
	}
}
