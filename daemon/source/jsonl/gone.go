package jsonl

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"firebreak/daemon/source"
)

// finish takes what is left of the gone files that are still open.
func (f *files) finish(ctx context.Context) error {
	var errs []error
	for _, t := range f.gone {
		if t.file != nil {
			errs = append(errs, f.drain(ctx, t, false))
		}
	}
	return errors.Join(errs...)
}

// chase decides about the files that are gone after every file found its tail: those that are open are kept for a while, since whoever
// writes them may not know yet; those that are not are looked for under the names that rotation gives. Where nothing is found although
// another file has the name now, something may be lost.
func (f *files) chase(ctx context.Context, there map[string]bool) error {
	var errs []error
	var kept []*tail
	for _, t := range f.gone {
		keep, err := f.settle(ctx, t, there[t.Name])
		if err != nil {
			errs = append(errs, err)
			keep = true
		}
		if keep {
			kept = append(kept, t)
		}
	}
	f.gone = kept
	return errors.Join(errs...)
}

// settle reports whether a gone file is to be kept in mind.
func (f *files) settle(ctx context.Context, t *tail, replaced bool) (keep bool, err error) {
	if f.only != "" && !replaced {
		// A single file may come back, and what comes after it is looked for when there is another one.
		return true, nil
	}
	if t.file == nil {
		switch path := f.sibling(t); {
		case path != "":
			t.path, t.info = path, nil
			if err := t.open(); err != nil {
				return true, explain(err)
			}
			if err := f.drain(ctx, t, true); err != nil {
				return true, err
			}
		case replaced:
			if t.Offset > 0 {
				f.out.State(source.StateStreaming, t.path+" was emptied or replaced; reading it from its start")
				f.out.Gap(t.read, f.source.now(), -1)
			}
			f.dirty = true
			return false, f.between(ctx, t)
		default:
			// It was moved away, as files are that are done.
			return false, nil
		}
	}
	if !t.chased {
		if err := f.between(ctx, t); err != nil {
			return true, err
		}
		t.chased = true
	}
	if !t.lost.IsZero() && f.source.now().Sub(t.lost) < 2*f.source.cfg.Poll {
		return true, nil
	}
	f.dirty = true
	err = f.drain(ctx, t, true)
	t.close()
	return false, err
}

// between reads the files that came and went between a gone file and the one that has its name now. They were changed when the gone one
// was last seen under its name, or later.
func (f *files) between(ctx context.Context, gone *tail) error {
	if f.only == "" {
		return nil
	}
	type rotated struct {
		path string
		info os.FileInfo
	}
	var list []rotated
	for _, path := range f.siblings(gone.Name) {
		info, err := os.Stat(path)
		if err != nil || info.ModTime().Before(gone.Modified) || gone.file != nil && isOpen(gone.file, info) {
			continue
		}
		list = append(list, rotated{path: path, info: info})
	}
	slices.SortFunc(list, func(a, b rotated) int { return a.info.ModTime().Compare(b.info.ModTime()) })
	for _, r := range list {
		t := &tail{position: position{Name: filepath.Base(r.path)}, path: r.path, info: r.info}
		if err := t.open(); err != nil {
			return explain(err)
		}
		err := f.drain(ctx, t, true)
		t.close()
		if err != nil {
			return err
		}
	}
	return nil
}

// sibling returns the path of the file that has the content of a gone one under another name, or "".
func (f *files) sibling(t *tail) string {
	if t.Offset == 0 {
		// Any file would do.
		return ""
	}
	for _, path := range f.siblings(t.Name) {
		if same, err := t.heldBy(path); err == nil && same {
			return path
		}
	}
	return ""
}

// siblings returns the paths of the files that rotation may have made of a name, such as posts.jsonl.1 and posts.jsonl-20260301; not those
// that are packed or half written.
func (f *files) siblings(name string) []string {
	entries, err := os.ReadDir(f.folder)
	if err != nil {
		// Then there are none that could be read.
		return nil
	}
	var paths []string
	for _, e := range entries {
		rest, ok := strings.CutPrefix(e.Name(), name)
		if !ok || rest == "" || !strings.ContainsRune(".-_", rune(rest[0])) || !e.Type().IsRegular() {
			continue
		}
		if slices.Contains([]string{".gz", ".bz2", ".xz", ".zst", ".lz4", ".zip", ".tmp", ".swp", ".part"}, filepath.Ext(rest)) {
			continue
		}
		paths = append(paths, filepath.Join(f.folder, e.Name()))
	}
	return paths
}
