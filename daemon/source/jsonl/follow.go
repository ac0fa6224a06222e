package jsonl

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"
	"time"

	"github.com/fsnotify/fsnotify"

	"firebreak/daemon/source"
)

// gather is how long changes are gathered before the files are looked at: enough to take a burst of lines at once, too little to be
// noticed.
const gather = 5 * time.Millisecond

// follow looks again whenever something changes, until ctx is done.
func (f *files) follow(ctx context.Context) error {
	watcher, err := fsnotify.NewWatcher()
	if err == nil {
		defer func() { _ = watcher.Close() }()
		err = watcher.Add(f.folder)
	}
	if err != nil {
		f.out.State(source.StateStreaming, fmt.Sprintf("looking every %v, since the system does not tell of changes: %v", f.source.cfg.Poll, err))
	}
	poll := time.NewTicker(f.source.cfg.Poll)
	defer poll.Stop()
	stalled := ""
	for {
		err := f.look(ctx)
		if ctx.Err() != nil {
			return nil
		}
		if err == nil && f.only != "" && f.tails[f.only] == nil {
			err = fmt.Errorf("waiting for %s to be there", f.source.cfg.Path)
		}
		switch {
		case err != nil && err.Error() != stalled:
			stalled = err.Error()
			f.out.State(source.StateStalled, stalled)
		case err == nil && stalled != "":
			stalled = ""
			f.out.State(source.StateStreaming, "reading "+f.source.cfg.Path)
		}
		if !f.wait(ctx, watcher, poll) {
			return nil
		}
	}
}

// wait returns true when the files are to be looked at, false when ctx is done. watcher may be nil.
func (f *files) wait(ctx context.Context, watcher *fsnotify.Watcher, poll *time.Ticker) bool {
	var events chan fsnotify.Event
	var errs chan error
	if watcher != nil {
		events, errs = watcher.Events, watcher.Errors
	}
	var ripe <-chan time.Time
	for {
		select {
		case <-ctx.Done():
			return false
		case <-ripe:
			return true
		case <-poll.C:
			if watcher != nil {
				// Adding it again does nothing, unless the folder was made anew.
				_ = watcher.Add(f.folder)
			}
			return true
		case <-errs:
			// Events were lost, so that anything may have changed.
			return true
		case event := <-events:
			if ripe == nil && f.concerns(event.Name) {
				timer := time.NewTimer(gather)
				defer timer.Stop()
				ripe = timer.C
			}
		}
	}
}

// concerns reports whether a change of a path may matter.
func (f *files) concerns(path string) bool {
	if f.only != "" {
		return filepath.Base(path) == f.only
	}
	return strings.HasSuffix(path, suffix)
}
