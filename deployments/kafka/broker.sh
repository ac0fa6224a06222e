#!/usr/bin/env bash
# A throw-away Apache Kafka broker for integration tests: one KRaft node, on loopback only, with the jars that pom.xml names.
# It needs Java 17 or later and Maven.
#
#   broker.sh fetch             copy the jars (done by start as well; once)
#   broker.sh start DIR [PORT]  make DIR a broker's home if it is none, start it, wait until it answers; PORT is 19092 by default,
#                               PORT + 1 is used too
#   broker.sh stop DIR          stop the broker that was started on DIR
#   broker.sh run [PORT] -- COMMAND…
#                               start one on a temporary directory, run COMMAND with FIREBREAK_KAFKA set, stop it, remove the directory
#
# Environment: KAFKA_JARS, where the jars go (default: $XDG_CACHE_HOME/firebreak/kafka); KAFKA_WAIT, seconds to wait for the start (180);
# KAFKA_HEAP, the broker's heap (512m).
set -euo pipefail

home=$(cd "$(dirname "$0")" && pwd)
jars=${KAFKA_JARS:-${XDG_CACHE_HOME:-$HOME/.cache}/firebreak/kafka}
limit=${KAFKA_WAIT:-180}

die() {
  echo "broker.sh: $*" >&2
  exit 1
}

usage() {
  awk 'NR > 1 && !/^#/ { exit } NR > 1 { sub(/^# ?/, ""); print }' "$0" >&2
  exit 2
}

fetch() {
  # The pom's checksum marks a complete copy, so that another version is fetched anew.
  local mark
  mark="$jars/complete-$(cksum < "$home/pom.xml" | cut -d' ' -f1)"
  if [ -e "$mark" ]; then return; fi
  rm -rf "$jars"
  mkdir -p "$jars"
  mvn --quiet --batch-mode --no-transfer-progress --file "$home/pom.xml" \
    dependency:copy-dependencies -DincludeScope=runtime -DoutputDirectory="$jars"
  touch "$mark"
}

write_properties() {
  local dir=$1 port=$2
  cat > "$dir/server.properties" << PROPERTIES
node.id=1
process.roles=broker,controller
listeners=PLAINTEXT://127.0.0.1:$port,CONTROLLER://127.0.0.1:$((port + 1))
advertised.listeners=PLAINTEXT://127.0.0.1:$port
listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT
inter.broker.listener.name=PLAINTEXT
controller.listener.names=CONTROLLER
controller.quorum.voters=1@127.0.0.1:$((port + 1))
log.dirs=$dir/log
# The daemon makes its topics itself, with their policies.
auto.create.topics.enable=false
# One node holds everything once, and a new group need not wait for company.
default.replication.factor=1
offsets.topic.replication.factor=1
offsets.topic.num.partitions=8
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
share.coordinator.state.topic.replication.factor=1
share.coordinator.state.topic.min.isr=1
group.initial.rebalance.delay.ms=0
# Tests wait for compaction.
log.cleaner.backoff.ms=1000
PROPERTIES
}

answers() { (exec 3<> "/dev/tcp/127.0.0.1/$1") 2> /dev/null; }

# A process id may have gone to somebody else since: the command line must name this directory too.
running() {
  [ -e "$1/pid" ] || return 1
  ps -o args= -p "$(cat "$1/pid")" 2> /dev/null | grep -qF -- "$(cd "$1" && pwd)/server.properties"
}

start() {
  local dir=$1 port=${2:-19092} pid deadline
  mkdir -p "$dir"
  dir=$(cd "$dir" && pwd)
  if running "$dir"; then die "$dir already has a running broker, process $(cat "$dir/pid")"; fi
  if answers "$port"; then die "port $port is taken"; fi
  fetch
  write_properties "$dir" "$port"
  if [ ! -e "$dir/log/meta.properties" ]; then
    java -Xmx256m -cp "$jars/*" kafka.tools.StorageTool random-uuid > "$dir/cluster-id" 2> "$dir/format.log"
    java -Xmx256m -cp "$jars/*" kafka.tools.StorageTool format --cluster-id "$(tail -1 "$dir/cluster-id")" \
      --config "$dir/server.properties" >> "$dir/format.log" 2>&1 || die "formatting $dir: see $dir/format.log"
  fi
  # A session of its own: an interrupt of the tests reaches the trap of run, not the broker.
  setsid java "-Xmx${KAFKA_HEAP:-512m}" -Dorg.slf4j.simpleLogger.defaultLogLevel=warn -cp "$jars/*" \
    kafka.Kafka "$dir/server.properties" > "$dir/broker.log" 2>&1 < /dev/null &
  pid=$!
  echo "$pid" > "$dir/pid"
  deadline=$((SECONDS + limit))
  until answers "$port"; do
    running "$dir" || die "the broker ended: see $dir/broker.log"
    if [ "$SECONDS" -ge "$deadline" ]; then
      stop "$dir"
      die "the broker did not answer within $limit s: see $dir/broker.log"
    fi
    sleep 0.2
  done
  echo "127.0.0.1:$port"
}

stop() {
  local dir=$1 pid deadline
  running "$dir" || return 0
  pid=$(cat "$dir/pid")
  kill "$pid"
  deadline=$((SECONDS + 60))
  while running "$dir"; do
    if [ "$SECONDS" -ge "$deadline" ]; then
      kill -9 "$pid"
      break
    fi
    sleep 0.2
  done
  rm -f "$dir/pid"
}

run() {
  local port=19092 addr
  if [ "${1:-}" != -- ]; then
    port=${1:-19092}
    shift
  fi
  if [ "${1:-}" != -- ] || [ $# -lt 2 ]; then usage; fi
  shift
  work=$(mktemp -d)
  trap 'stop "$work"; rm -rf "$work"' EXIT
  addr=$(start "$work" "$port")
  FIREBREAK_KAFKA=$addr "$@"
}

case ${1:-} in
  fetch) fetch ;;
  start)
    [ $# -ge 2 ] || usage
    start "$2" "${3:-}"
    ;;
  stop)
    [ $# -eq 2 ] || usage
    stop "$2"
    ;;
  run)
    shift
    run "$@"
    ;;
  *) usage ;;
esac
