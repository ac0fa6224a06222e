//go:build unix

package jsonl

import (
	"errors"
	"fmt"
	"os"
	"time"

	"golang.org/x/sys/unix"
)

// readable waits up to limit for a read of file not to block, because there are bytes, or the end, or an error.
func readable(file *os.File, limit time.Duration) (bool, error) {
	conn, err := file.SyscallConn()
	if err != nil {
		return false, fmt.Errorf("waiting for input: %w", err)
	}
	var n int
	var pollErr error
	err = conn.Control(func(fd uintptr) {
		fds := []unix.PollFd{{Fd: int32(fd), Events: unix.POLLIN}} //nolint:gosec // A file descriptor is a small number.
		n, pollErr = unix.Poll(fds, int(limit.Milliseconds()))
	})
	switch {
	case err != nil:
		return false, fmt.Errorf("waiting for input: %w", err)
	case errors.Is(pollErr, unix.EINTR):
		return false, nil
	case pollErr != nil:
		return false, fmt.Errorf("waiting for input: %w", pollErr)
	}
	return n > 0, nil
}
