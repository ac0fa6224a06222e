#!/usr/bin/env bash
# Builds a Prometheus Alertmanager from its Go module, once, for integration tests, and prints the path of the program. It needs Go.
#
# Environment: ALERTMANAGER, a program to use instead; ALERTMANAGER_DIR, where it goes (default: $XDG_CACHE_HOME/firebreak/alertmanager).
set -euo pipefail

# Later modules lack the files of the web interface, and do not build.
version=v0.28.1
if [ -n "${ALERTMANAGER:-}" ]; then
  echo "$ALERTMANAGER"
  exit
fi
dir=${ALERTMANAGER_DIR:-${XDG_CACHE_HOME:-$HOME/.cache}/firebreak/alertmanager}/$version
if [ ! -x "$dir/alertmanager" ]; then
  mkdir -p "$dir"
  # Outside of this module, whose dependencies are its own.
  work=$(mktemp -d "$dir/build.XXXXXX")
  trap 'rm -rf "$work"' EXIT
  (cd "$work" && GOBIN="$work" GOFLAGS= CGO_ENABLED=0 go install "github.com/prometheus/alertmanager/cmd/alertmanager@$version") >&2
  mv "$work/alertmanager" "$dir/alertmanager"
fi
echo "$dir/alertmanager"
