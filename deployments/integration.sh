#!/usr/bin/env bash
# The integration suite: the daemon on a real Apache Kafka, from Maven's jars, and on the embedded broker, killed and restarted. Further
# arguments go to go test, such as -run Kill. Sinks run against real servers, which the tests fetch. It needs Go, Java 17 or later and Maven.
set -euo pipefail
cd "$(dirname "$0")/.."
kafka=deployments/kafka/broker.sh
"$kafka" fetch
# The suites that run on any broker, on the real one.
"$kafka" run -- go test -count=1 -timeout 15m ./daemon/stream/... ./daemon/dispatch/... ./daemon/replay/recorded/...
go test -tags integration -count=1 -timeout 30m -v "$@" ./daemon/integration/...
