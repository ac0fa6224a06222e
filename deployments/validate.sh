#!/usr/bin/env bash
# Validates everything in deployments/ with the tools of its own kind, and every configuration in it with `firebreak check`.
set -euo pipefail
cd "$(dirname "$0")/.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export CGO_ENABLED=0
go build -o "$work/firebreak" ./daemon/cmd/firebreak

echo "systemd unit"
if command -v systemd-analyze >/dev/null; then
  # verify wants the binary to exist, and exits 0 on unknown keys: any output is a fault.
  mkdir -p "$work/units"
  sed "s|/usr/bin/env firebreak|$work/firebreak|" deployments/systemd/firebreak.service > "$work/units/firebreak.service"
  out=$(systemd-analyze verify --man=no "$work/units/firebreak.service" 2>&1 | grep -v '^$' || true)
  [ -z "$out" ] || { echo "$out" >&2; exit 1; }
else
  echo "not run: systemd-analyze is absent" >&2
  exit 1
fi

venv=.cache/validate
if [ ! -x "$venv/bin/kubernetes-validate" ] || [ ! -x "$venv/bin/check-jsonschema" ]; then
  python3 -m venv "$venv"
  "$venv/bin/pip" install --quiet kubernetes-validate==1.37.0 check-jsonschema==0.39.0
fi
echo "compose file"
"$venv/bin/check-jsonschema" --builtin-schema vendor.compose-spec deployments/compose/compose.yaml
echo "Kubernetes manifest"
"$venv/bin/kubernetes-validate" --strict deployments/kubernetes/firebreak.yaml

echo "configurations"
"$venv/bin/python" - deployments/kubernetes/firebreak.yaml > "$work/kubernetes.yaml" <<'P'
import sys, yaml
for doc in yaml.safe_load_all(open(sys.argv[1])):
    if doc["kind"] == "ConfigMap":
        sys.stdout.write(doc["data"]["firebreak.yaml"])
P
"$work/firebreak" check deployments/compose/firebreak.yaml "$work/kubernetes.yaml"
echo "deployments: valid"
