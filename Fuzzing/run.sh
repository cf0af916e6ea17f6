#!/usr/bin/env bash
# Fuzzes every target, or the named ones, for a fixed time each, from the seeds in Corpus/.
#
#   Fuzzing/run.sh [SECONDS] [TARGET…]       SECONDS for each target, 15 without any
#   FLOE_FUZZ_SEED=N Fuzzing/run.sh          the same random choices again
#
# Inputs that reach new code are kept in .build/fuzzing/<target> and used by the next run. An input
# that breaks a target is left in .build/fuzzing/ and its path printed; the exit status is then 1.
set -euo pipefail
cd "$(dirname "$0")/.."

seconds=15
if [[ ${1:-} =~ ^[0-9]+$ ]]; then
  seconds=$1
  shift
fi
targets=("$@")
[[ ${#targets[@]} -gt 0 ]] || targets=(request ranges chunked targets ids cids blocks replies credentials cookies
  signatures proxies forwarded addresses traces)
seed=${FLOE_FUZZ_SEED:-$(od -An -N4 -tu4 /dev/urandom | tr -d ' ')}

work=.build/fuzzing
mkdir -p "$work"
# The crash handler of Swift hangs under libFuzzer, and some runs hang on a terminal's input.
export SWIFT_BACKTRACE=enable=no
export FLOE_FUZZ=1
# gold stumbles over the debug information of the sanitizers; the toolchain brings lld.
swift build -c release --product floe-fuzz --scratch-path "$work/build" \
  -Xswiftc -sanitize=fuzzer,address -Xswiftc -use-ld=lld
fuzzer=$work/build/release/floe-fuzz

status=0
for target in "${targets[@]}"; do
  found="$work/$target"
  mkdir -p "$found"
  echo "fuzzing $target for $seconds s, seed $seed"
  if ! "$fuzzer" "$target" "$found" "Fuzzing/Corpus/$target" \
    -max_total_time="$seconds" -seed="$seed" -timeout=10 -max_len=9000 -rss_limit_mb=2048 \
    -print_final_stats=1 -artifact_prefix="$work/$target-" </dev/null >"$work/$target.log" 2>&1; then
    status=1
    tail -n 40 "$work/$target.log"
    echo "$target failed with seed $seed; the input is named above" >&2
  else
    grep -E 'number_of_executed_units|cov: .*DONE' "$work/$target.log" | sed 's/^/  /' || true
  fi
done
exit "$status"
