#!/usr/bin/env bash
# The figures of docs/performance.md: each benchmark beside its reference, in one run. With FIREBREAK_KAFKA set the benchmarks of Kafka run there;
# else a real broker is started if Java and Maven are at hand, and the embedded one is used otherwise, which is said.
set -euo pipefail
cd "$(dirname "$0")/.."
time=${BENCHTIME:-2s}
echo "== brand match, decoding, detectors"
go test -run '^$' -bench . -benchtime "$time" ./daemon/ingest/... ./detectors ./detectors/standard ./daemon/source/jsonl
run=(go test -run '^$' -bench . -benchtime "$time" -timeout 20m ./daemon/stream ./daemon/score)
echo "== Kafka: our reading and writing beside kafka-go's own, and the score stage from topic to topic"
if [ -n "${FIREBREAK_KAFKA:-}" ]; then
  "${run[@]}"
elif command -v java > /dev/null && command -v mvn > /dev/null; then
  deployments/kafka/broker.sh run -- "${run[@]}"
else
  echo "not run on Apache Kafka: Java and Maven are needed; this is the embedded broker"
  "${run[@]}"
fi
