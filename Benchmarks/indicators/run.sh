#!/bin/sh
# Measures the evaluation of indicators by itself, away from cells and queries: the rooms it is made of are compiled with the
# program beside this script, as one module, and as the library is compiled.
#
#   Benchmarks/indicators/run.sh [ROWS] [RUNS]     a million rows, 5 runs; some 4 GB
#
# From the environment: BUILD, SWIFTC, BENCH_LINES.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
core=$here/../../Sources/LeadlineCore
build=${BUILD:-$here/../../build}
mkdir -p "$build"

${SWIFTC:-swiftc} -Osize -wmo -swift-version 6 -module-name indicators -I "$here/../../include" -I "$core/../CPlatform" \
    "$core"/Memory/*.swift "$core"/Events/*.swift "$core"/Indicators/*.swift "$here"/../rooms/*.swift "$here"/*.swift -o "$build/indicators"
exec "$build/indicators" "$@"
