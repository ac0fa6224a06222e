package stream

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/gofrs/flock"
)

// What the embedded broker's directory holds.
const (
	dataDir     = "data"
	lockFile    = "lock"
	addressFile = "address"
)

// lockDir takes the directory for this process.
func lockDir(ctx context.Context, dir string) (*flock.Flock, error) {
	ctx, cancel := context.WithTimeout(ctx, lockWait)
	defer cancel()
	lock := flock.New(filepath.Join(dir, lockFile), flock.SetPermissions(0o600))
	// Readers of the address hold the lock for an instant: try for a while.
	ok, err := lock.TryLockContext(ctx, lockEvery)
	if ok {
		return lock, nil
	}
	if err != nil && !errors.Is(err, context.DeadlineExceeded) {
		return nil, fmt.Errorf("locking %s: %w", dir, err)
	}
	holder := "an unknown process"
	if addr, pid, err := readAddress(dir); err == nil {
		holder = fmt.Sprintf("process %d, listening on %s (%s)", pid, addr, filepath.Join(dir, addressFile))
	}
	return nil, fmt.Errorf("%w: %s is held by %s; stop it, connect to it as a client, or use another directory", ErrInUse, dir, holder)
}

// EmbeddedAddr finds the embedded broker that runs on dir. The file of one that was killed is not believed: the lock says who lives.
func EmbeddedAddr(dir string) (string, error) {
	addr, _, err := readAddress(dir)
	if errors.Is(err, os.ErrNotExist) {
		return "", fmt.Errorf("%w on %s", ErrNotRunning, dir)
	}
	if err != nil {
		return "", fmt.Errorf("finding the embedded broker: %w", err)
	}
	lock := flock.New(filepath.Join(dir, lockFile), flock.SetPermissions(0o600))
	free, err := lock.TryRLock()
	if err != nil {
		return "", fmt.Errorf("finding the embedded broker: %w", err)
	}
	if free {
		return "", errors.Join(fmt.Errorf("%w on %s; its last one was killed", ErrNotRunning, dir), lock.Unlock())
	}
	return addr, nil
}

// writeAddress replaces the address file in one step, so that a reader sees all of it or nothing.
func writeAddress(dir, addr string, pid int) error {
	tmp := filepath.Join(dir, addressFile+".new")
	if err := os.WriteFile(tmp, formatAddress(addr, pid), 0o600); err != nil {
		return fmt.Errorf("writing the address file: %w", err)
	}
	if err := os.Rename(tmp, filepath.Join(dir, addressFile)); err != nil {
		return fmt.Errorf("writing the address file: %w", err)
	}
	return nil
}

func formatAddress(addr string, pid int) []byte { return fmt.Appendf(nil, "%s\n%d\n", addr, pid) }

func readAddress(dir string) (addr string, pid int, err error) {
	b, err := os.ReadFile(filepath.Join(dir, addressFile))
	if err != nil {
		return "", 0, fmt.Errorf("reading the address file: %w", err)
	}
	return parseAddress(b)
}

// parseAddress reads two lines: a loopback host:port and a process id.
func parseAddress(b []byte) (addr string, pid int, err error) {
	lines := strings.Split(strings.TrimSuffix(string(b), "\n"), "\n")
	if len(lines) != 2 {
		return "", 0, fmt.Errorf("address file: %d lines instead of 2", len(lines))
	}
	if port, err := loopbackPort(lines[0]); err != nil || port == 0 {
		return "", 0, fmt.Errorf("address file: %q is no loopback address", lines[0])
	}
	pid, err = strconv.Atoi(lines[1])
	if err != nil || pid <= 0 {
		return "", 0, fmt.Errorf("address file: %q is no process id", lines[1])
	}
	return lines[0], pid, nil
}
