#!/usr/bin/env bash
# Installs the Debian packages that a purpose needs, and only those that are missing.
#
#   Scripts/install.sh build        what building floe needs
#   Scripts/install.sh test         and what its tests need
#   Scripts/install.sh deployment   and what checks the files of Deployment/
#   Scripts/install.sh bench        and the servers it is measured against
#
# Says nothing when there is nothing to do. The servers that `bench` and `test` install
# are never left running: benchmark and tests start their own, on their own ports.
set -euo pipefail

build=(
  libuv1-dev libssl-dev libcurl4-openssl-dev zlib1g-dev libcrypt-dev libsqlite3-dev libpq-dev
  libmaxminddb-dev   pkg-config make ca-certificates
)
purpose=${1:-build}
case "$purpose" in
  build) wanted=("${build[@]}") ;;
  test) wanted=("${build[@]}" curl openssl postgresql redis-server redis-tools) ;;
  deployment) wanted=("${build[@]}" curl prometheus systemd yamllint) ;;
  bench) wanted=("${build[@]}" curl nginx varnish wrk) ;;
  *)
    echo "install: unknown purpose '$purpose'; it is one of: build test deployment bench" >&2
    exit 2
    ;;
esac

if ! command -v dpkg-query >/dev/null; then
  echo "install: this is not Debian; make sure that you have: ${wanted[*]}" >&2
  exit 0
fi

is_installed() {
  [[ $(dpkg-query --show --showformat='${db:Status-Status}' "$1" 2>/dev/null) == installed ]]
}

missing=()
for package in "${wanted[@]}"; do
  is_installed "$package" || missing+=("$package")
done
[[ ${#missing[@]} -eq 0 ]] && exit 0

if [[ $(id -u) -ne 0 ]]; then
  echo "install: missing: ${missing[*]}" >&2
  echo "install: run this as root: apt-get install ${missing[*]}" >&2
  exit 1
fi

# While this file answers 101, packages do not start their daemons.
policy=/usr/sbin/policy-rc.d
log=$(mktemp)
made_policy=no
finish() {
  [[ $made_policy == yes ]] && rm -f "$policy"
  rm -f "$log"
}
trap finish EXIT
trap 'exit 130' INT TERM
if [[ ! -e $policy ]]; then
  printf '#!/bin/sh\nexit 101\n' >"$policy"
  chmod 755 "$policy"
  made_policy=yes
fi

echo "installing ${missing[*]}"
export DEBIAN_FRONTEND=noninteractive
options=(-qq -o Dpkg::Use-Pty=0 -o DPkg::Lock::Timeout=300 -o Acquire::Retries=3)
# Old lists may still do, so only a failing install is an error.
apt-get update "${options[@]}" >"$log" 2>&1 || true
if ! apt-get install --yes --no-install-recommends "${options[@]}" "${missing[@]}" \
  >>"$log" 2>&1 </dev/null; then
  cat "$log" >&2
  echo "install: apt-get could not install ${missing[*]}" >&2
  exit 1
fi

# Should another policy have let a daemon start, stop it, and keep the next boot from it.
for daemon in nginx varnish varnishncsa postgresql redis-server prometheus; do
  [[ " ${missing[*]} " == *" ${daemon%ncsa} "* ]] || continue
  if [[ -d /run/systemd/system ]]; then
    systemctl disable --now "$daemon" >/dev/null 2>&1 || true
  elif [[ -x /etc/init.d/$daemon ]]; then
    "/etc/init.d/$daemon" stop >/dev/null 2>&1 || true
  fi
done
