//go:build integration

// Package integration runs the daemon as a process of its own, against a real Apache Kafka and against the embedded broker, and kills it.
package integration_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"firebreak/daemon/stream"
)

const (
	// brokerEnv makes the test binary an embedded broker on the folder that it names, listening where addrEnv says.
	brokerEnv = "FIREBREAK_INTEGRATION_BROKER"
	addrEnv   = "FIREBREAK_INTEGRATION_ADDR"
)

// binary is the daemon under test, built once.
var binary string

func TestMain(m *testing.M) {
	if dir := os.Getenv(brokerEnv); dir != "" {
		os.Exit(serveBroker(dir, os.Getenv(addrEnv)))
	}
	os.Exit(buildAndRun(m))
}

func buildAndRun(m *testing.M) int {
	dir, err := os.MkdirTemp("", "firebreak-integration-")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer func() { _ = os.RemoveAll(dir) }()
	binary = filepath.Join(dir, "firebreak")
	build := exec.CommandContext(context.Background(), "go", "build", "-o", binary, "firebreak/daemon/cmd/firebreak")
	build.Stderr = os.Stderr
	if err := build.Run(); err != nil {
		fmt.Fprintln(os.Stderr, "building the daemon:", err)
		return 1
	}
	return m.Run()
}

// serveBroker is the child process with the embedded broker. It ends when it is killed.
func serveBroker(dir, addr string) int {
	ctx, cancel := context.WithTimeout(context.Background(), time.Hour)
	defer cancel()
	broker, err := stream.StartEmbedded(ctx, stream.EmbeddedConfig{Dir: dir, Addr: addr})
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	<-ctx.Done()
	if err := errors.Join(ctx.Err(), broker.Close()); err != nil {
		return 1
	}
	return 0
}
