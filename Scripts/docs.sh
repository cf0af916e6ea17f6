#!/usr/bin/env bash
# Writes one documentation archive per module to .build/docs, with the `docc` of
# the toolchain: symbol graphs first, then a conversion, then one merged site.
#
# Browse it with any static file server, e.g. python3 -m http.server -d .build/docs
set -euo pipefail
cd "$(dirname "$0")/.."

swift=${SWIFT:-swift}
docc=$(dirname "$(readlink -f "$(command -v "$swift")")")/docc
if [[ ! -x $docc ]]; then
  echo "docs: this Swift toolchain has no docc" >&2
  exit 1
fi

graphs=$PWD/.build/symbols/graphs
site=.build/docs
rm -rf "$site" .build/archives "$graphs"
mkdir -p .build/archives "$graphs"

# The compiler writes the graphs on the way; touching nothing else, it must compile afresh.
rm -rf .build/symbols/*/debug
"$swift" build --scratch-path .build/symbols --product floe \
  -Xswiftc -emit-symbol-graph -Xswiftc -emit-symbol-graph-dir -Xswiftc "$graphs" \
  -Xswiftc -symbol-graph-minimum-access-level -Xswiftc package \
  -Xswiftc -symbol-graph-skip-synthesized-members

archives=()
for folder in Sources/*/*/; do
  module=$(basename "$folder")
  [[ -e $graphs/$module.symbols.json ]] || continue
  mkdir -p ".build/archives/$module.graphs"
  cp "$graphs/$module.symbols.json" ".build/archives/$module.graphs/"
  catalog=()
  [[ -d $folder$module.docc ]] && catalog=("$folder$module.docc")
  "$docc" convert "${catalog[@]}" --additional-symbol-graph-dir ".build/archives/$module.graphs" \
    --fallback-display-name "$module" --fallback-bundle-identifier "floe.$module" \
    --transform-for-static-hosting --output-path ".build/archives/$module.doccarchive" >/dev/null
  archives+=(".build/archives/$module.doccarchive")
done

if [[ ${#archives[@]} -eq 0 ]]; then
  echo "docs: no module has a documented declaration yet" >&2
  exit 1
fi
"$docc" merge "${archives[@]}" --synthesized-landing-page-name Floe --output-path "$site" >/dev/null
echo "wrote $site (${#archives[@]} modules)"
