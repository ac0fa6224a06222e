#!/usr/bin/env bash
# Copies GreenMail, a mail server for tests, with Maven, once, for integration tests, and prints the path of its jar. It needs Maven.
#
# Environment: GREENMAIL, a jar to use instead; GREENMAIL_DIR, where it goes (default: $XDG_CACHE_HOME/firebreak/greenmail).
set -euo pipefail

home=$(cd "$(dirname "$0")" && pwd)
if [ -n "${GREENMAIL:-}" ]; then
  echo "$GREENMAIL"
  exit
fi
# The pom's checksum marks a complete copy, so that another version is fetched anew.
dir=${GREENMAIL_DIR:-${XDG_CACHE_HOME:-$HOME/.cache}/firebreak/greenmail}/$(cksum < "$home/pom.xml" | cut -d' ' -f1)
if [ ! -e "$dir/complete" ]; then
  rm -rf "$dir"
  mkdir -p "$dir"
  # Alone and without what it depends on: the standalone jar holds all of it.
  mvn --quiet --batch-mode --no-transfer-progress --file "$home/pom.xml" \
    dependency:copy-dependencies -DexcludeTransitive=true -DoutputDirectory="$dir" >&2
  touch "$dir/complete"
fi
ls "$dir"/greenmail-standalone-*.jar
