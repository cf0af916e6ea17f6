#!/usr/bin/env bash
# Checks the files in Deployment/ as far as that is possible without running containers:
# YAML, Prometheus' configuration, its alerts and the metrics of a real scrape, the systemd unit.
#
#   Scripts/lint-deployment.sh [FLOE]    the program that is scraped; .build/release/floe else
set -euo pipefail
cd "$(dirname "$0")/.."
floe=$(realpath "${1:-.build/release/floe}")
work=$(mktemp -d)
server=
finish() {
  if [[ -n $server ]]; then kill "$server" 2>/dev/null || true; fi
  rm -rf "$work"
}
trap finish EXIT

echo "yamllint"
yamllint --strict -c Deployment/.yamllint Deployment

echo "promtool check config"
# The token is made where Floe runs; here its file only has to be there.
cp Deployment/prometheus/*.yml "$work"
touch "$work/token"
sed -i "s#/run/secrets/prometheus_token#$work/token#" "$work/prometheus.yml"
promtool check config "$work/prometheus.yml" >/dev/null
promtool test rules Deployment/prometheus/alerts.test.yml >/dev/null

echo "promtool check metrics"
"$floe" serve --environment test --data-directory "$work/data" >"$work/output" 2>"$work/errors" &
server=$!
for _ in $(seq 100); do
  url=$(sed -n 's/.*serves on \(http:[^;]*\);.*/\1/p' "$work/errors" "$work/output" | head -1)
  [[ -n $url ]] && break
  sleep 0.1
done
[[ -n $url ]] || { cat "$work/errors" >&2; exit 1; }
curl -fsS "$url/metrics" | promtool check metrics

echo "systemd-analyze"
# The program need not be installed where this runs.
sed "s#/usr/local/bin/floe serve#$floe serve#" Deployment/systemd/floe.service \
  >"$work/floe.service"
systemd-analyze verify "$work/floe.service"
systemd-analyze security --offline=true --threshold=20 "$work/floe.service" | tail -1

echo "Not checked, because it takes a container daemon: that the image builds and the services start."
