package jsonl

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"firebreak/daemon/source"
)

const (
	// suffix ends the names of the files that are read in a folder.
	suffix = ".jsonl"
	// maxFiles bounds the files of a folder, whose places are all in the cursor.
	maxFiles = 5000
	// maxOpen bounds the files that are held open between two looks.
	maxOpen = 64
	// maxMoves bounds how often a look is begun anew because files move.
	maxMoves = 10
)

// tail is one file and how much of it was taken.
type tail struct {
	position
	path string
	// file and in are set while the file is held open: then what is written after it was renamed is still read.
	file *os.File
	in   *lineReader
	// info is what the last look found; nil before the first.
	info os.FileInfo
	// read is when the file was last read to its end.
	read time.Time
	// lost is when the file lost its name; chased says that what came after it was looked for.
	lost   time.Time
	chased bool
}

func (t *tail) place() place { return place{lines: t.Lines, offset: t.Offset} }

// errMoved says that the file has made room for another one since it was looked at.
var errMoved = errors.New("the file was replaced a moment ago")

// open opens the file at its position, unless it is open.
func (t *tail) open() error {
	if t.file != nil {
		return nil
	}
	file, err := os.Open(t.path)
	if err != nil {
		return err
	}
	if t.info != nil && !isOpen(file, t.info) || !t.holds(file) {
		return errors.Join(errMoved, file.Close())
	}
	if _, err := file.Seek(t.Offset, io.SeekStart); err != nil {
		return errors.Join(err, file.Close())
	}
	t.file, t.in = file, newLineReader(file, t.place())
	return nil
}

func (t *tail) close() {
	if t.file != nil {
		// It was only read: there is nothing that could be lost.
		_ = t.file.Close()
		t.file, t.in = nil, nil
	}
}

// sameContent reports whether the file still has what was read of it. If not, it was emptied or written anew, and is closed.
func (t *tail) sameContent() bool {
	if t.file == nil {
		same, err := t.heldBy(t.path)
		// What cannot be opened now is no other file for that.
		return same || err != nil
	}
	if t.holds(t.file) {
		return true
	}
	t.close()
	return false
}

// files reads the files of a path. It belongs to the goroutine of Run.
type files struct {
	source *Source
	out    source.Sink
	// folder holds the files; only, where it is set, is the one file of it that is read.
	folder, only string
	// tails are the files that there are, by name, gone those whose name went to another file or to none.
	tails map[string]*tail
	gone  []*tail
	// saved is when the cursor was saved; dirty says that it changed since.
	saved time.Time
	dirty bool
}

func (s *Source) readFiles(ctx context.Context, out source.Sink) error {
	f := &files{source: s, out: out, folder: s.cfg.Path, tails: map[string]*tail{}}
	defer f.close()
	switch info, err := os.Stat(s.cfg.Path); {
	case err == nil && info.IsDir():
	case err == nil && !info.Mode().IsRegular():
		return fmt.Errorf(`%s is neither a file nor a folder: to read a pipe, redirect it to standard input and set path: "-"`, s.cfg.Path)
	case err != nil && !(s.cfg.Follow && errors.Is(err, fs.ErrNotExist)):
		return explain(err)
	default:
		f.folder, f.only = filepath.Split(s.cfg.Path)
		if f.folder == "" {
			f.folder = "."
		}
	}
	if err := f.restore(ctx); err != nil {
		return err
	}
	out.State(source.StateStreaming, "reading "+s.cfg.Path)
	if !s.cfg.Follow {
		return f.look(ctx)
	}
	return f.follow(ctx)
}

// explain adds to an error of the file system what to do about it.
func explain(err error) error {
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("reading mentions: %w: correct the path, or set follow: true to wait for the file", err)
	case errors.Is(err, fs.ErrPermission):
		return fmt.Errorf("reading mentions: %w: let the user that runs this read it", err)
	}
	return fmt.Errorf("reading mentions: %w", err)
}

func (f *files) close() {
	for _, t := range f.tails {
		t.close()
	}
	for _, t := range f.gone {
		t.close()
	}
}

// restore takes up where the last run stopped.
func (f *files) restore(ctx context.Context) error {
	var saved []byte
	err := insist(ctx, f.out, "reading the cursor", func() (err error) {
		saved, err = f.out.Cursor(ctx)
		return err
	})
	if err != nil {
		return err
	}
	c, err := decodeCursor(saved)
	if err != nil {
		f.out.State(source.StateStreaming, fmt.Sprintf("%v; reading everything again", err))
		return nil
	}
	slices.SortStableFunc(c.Files, func(a, b position) int { return a.Modified.Compare(b.Modified) })
	for _, p := range c.Files {
		f.gone = append(f.gone, &tail{position: p, path: filepath.Join(f.folder, p.Name), read: c.At})
	}
	return nil
}

// list returns the names of the files that there are, in order.
func (f *files) list() ([]string, error) {
	if f.only != "" {
		if _, err := os.Stat(filepath.Join(f.folder, f.only)); errors.Is(err, fs.ErrNotExist) && f.source.cfg.Follow {
			return nil, nil
		}
		return []string{f.only}, nil
	}
	entries, err := os.ReadDir(f.folder)
	if err != nil {
		return nil, explain(err)
	}
	var names []string
	for _, e := range entries {
		if name := e.Name(); strings.HasSuffix(name, suffix) && !strings.HasPrefix(name, ".") {
			names = append(names, name)
		}
	}
	if len(names) > maxFiles {
		return nil, fmt.Errorf("%s has %d files *%s, more than %d: move those away that are done", f.folder, len(names), suffix, maxFiles)
	}
	return names, nil
}

// look reads everything that is new since the last look. Files that cannot be read do not keep the others from being read.
func (f *files) look(ctx context.Context) error {
	for range maxMoves {
		if err := f.lookOnce(ctx); !errors.Is(err, errMoved) {
			return err
		}
	}
	// Files that move so quickly are for the next look, or a look too many: nothing is forgotten.
	return nil
}

// lookOnce is look; errMoved asks for another one at once.
func (f *files) lookOnce(ctx context.Context) error {
	names, err := f.list()
	if err != nil {
		return err
	}
	there := map[string]bool{}
	for _, name := range names {
		there[name] = true
	}
	var errs []error
	pending := f.match(names, there)
	// What is left of a file that made room for another comes before the other.
	errs = append(errs, f.finish(ctx))
	pending = slices.DeleteFunc(pending, func(name string) bool {
		there[name] = f.tails[name] != nil || f.adopt(name)
		return !there[name]
	})
	errs = append(errs, f.chase(ctx, there))
	for _, name := range pending {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		err := f.read(ctx, f.tails[name])
		if errors.Is(err, errMoved) {
			f.lose(f.tails[name])
		}
		if err != nil && !f.vanished(err) {
			errs = append(errs, err)
		}
	}
	f.limit()
	if f.dirty {
		errs = append(errs, f.save(ctx))
	}
	return errors.Join(errs...)
}

// vanished reports whether err says that a file of a folder went away since it was listed, which is no error.
func (f *files) vanished(err error) bool {
	return errors.Is(err, fs.ErrNotExist) && (f.only == "" || f.source.cfg.Follow)
}

// match compares the files that there are with what is known of them. It puts tails that have lost their file to the gone ones and
// returns the names of the files that may have something new, in order; those that are not known have no tail yet.
func (f *files) match(names []string, there map[string]bool) []string {
	for name, t := range f.tails {
		if !there[name] {
			f.lose(t)
		}
	}
	var pending []string
	for _, name := range names {
		info, err := os.Stat(filepath.Join(f.folder, name))
		if err == nil && !info.Mode().IsRegular() && f.only == "" {
			continue
		}
		pending = append(pending, name)
		t := f.tails[name]
		if err != nil || t == nil {
			// Reading it will say what is wrong.
			continue
		}
		switch {
		case t.info == nil:
			// It could not be read the last time.
		case os.SameFile(t.info, info):
			if t.info.Size() == info.Size() && t.info.ModTime().Equal(info.ModTime()) {
				pending = pending[:len(pending)-1]
				continue
			}
		default:
			f.lose(t)
			continue
		}
		if !t.sameContent() {
			f.lose(t)
			continue
		}
		t.see(info)
	}
	return pending
}

// see remembers what was found under the name.
func (t *tail) see(info os.FileInfo) {
	t.info = info
	if info != nil {
		t.Modified = info.ModTime()
	}
}

// lose puts a tail to the gone ones.
func (f *files) lose(t *tail) {
	delete(f.tails, t.Name)
	t.lost = f.source.now()
	f.gone = append(f.gone, t)
}

// adopt gives a name its tail: a gone one whose content its file has, of the same name if possible, else a new one. It returns false
// when the file is not there any more.
func (f *files) adopt(name string) bool {
	path := filepath.Join(f.folder, name)
	info, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) && f.source.cfg.Follow {
		return false
	}
	if err != nil {
		// Reading it will say what is wrong.
		info = nil
	}
	found := -1
	for i, t := range f.gone {
		if t.Offset == 0 || found >= 0 && t.Name != name {
			continue
		}
		if same, err := t.heldBy(path); err == nil && same {
			found = i
		}
	}
	t := &tail{position: position{Name: name}, path: path}
	if found >= 0 {
		t = f.gone[found]
		f.gone = slices.Delete(f.gone, found, found+1)
		if t.file != nil && !isOpen(t.file, info) {
			t.close()
		}
		t.Name, t.path, t.chased, t.lost = name, path, false, time.Time{}
	}
	f.dirty = true
	t.see(info)
	f.tails[name] = t
	return true
}

// isOpen reports whether an open file is the one of info.
func isOpen(file *os.File, info os.FileInfo) bool {
	have, err := file.Stat()
	return err == nil && info != nil && os.SameFile(have, info)
}

// read takes what is new in a file; to its very end where it is not followed.
func (f *files) read(ctx context.Context, t *tail) error {
	if err := t.open(); err != nil {
		t.info = nil
		return explain(err)
	}
	if t.info != nil {
		f.source.update(func(p *Progress) { p.Size = t.info.Size() })
	}
	if err := f.drain(ctx, t, !f.source.cfg.Follow); err != nil {
		return err
	}
	if !f.source.cfg.Follow {
		t.close()
	}
	return nil
}

// drain takes what an open file has; with last, also what has no line end.
func (f *files) drain(ctx context.Context, t *tail, last bool) error {
	feed := &feeder{
		source: f.source, out: f.out, name: t.path, at: t.place(),
		taken: func(at place) error { return f.taken(ctx, t, at) },
	}
	err := feed.drain(ctx, t.in)
	if err == nil && last {
		err = feed.rest(ctx, t.in)
	}
	if err != nil {
		t.close()
		// So that the next look tries again.
		t.info = nil
		return fmt.Errorf("reading %s: %w", t.path, err)
	}
	t.read = f.source.now()
	return nil
}

// taken moves a position, and saves it from time to time.
func (f *files) taken(ctx context.Context, t *tail, at place) error {
	if at == t.place() {
		return nil
	}
	made, err := mark(t.file, at.offset)
	if err != nil {
		// The file was emptied while it was read, which the next look finds out as no mark fits.
		made = ""
	}
	t.Offset, t.Lines, t.Mark = at.offset, at.lines, made
	f.dirty = true
	if f.source.now().Sub(f.saved) < saveEvery {
		return nil
	}
	return f.save(ctx)
}

// save makes the positions durable.
func (f *files) save(ctx context.Context) error {
	c := cursor{Version: cursorVersion, At: f.source.now().UTC(), Files: []position{}}
	for _, t := range slices.AppendSeq(slices.Clone(f.gone), maps.Values(f.tails)) {
		if t.Offset > 0 || f.only != "" && !t.Modified.IsZero() {
			c.Files = append(c.Files, t.position)
		}
	}
	slices.SortFunc(c.Files, func(a, b position) int {
		return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.Mark, b.Mark))
	})
	data, err := json.Marshal(c)
	if err != nil {
		return fmt.Errorf("encoding the cursor: %w", err)
	}
	if err := insist(ctx, f.out, "saving the cursor", func() error { return f.out.SaveCursor(ctx, data) }); err != nil {
		return err
	}
	f.saved, f.dirty = f.source.now(), false
	return nil
}

// limit closes the files that have been quiet for longest, as no process may hold too many open.
func (f *files) limit() {
	var open []*tail
	for _, t := range f.tails {
		if t.file != nil {
			open = append(open, t)
		}
	}
	slices.SortFunc(open, func(a, b *tail) int { return b.read.Compare(a.read) })
	for i, t := range open {
		if i >= maxOpen {
			t.close()
		}
	}
}
