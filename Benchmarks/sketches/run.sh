#!/bin/sh
# Measures the Sketches room by itself: it has no C interface yet, so its sources and those of Memory are compiled with the
# program beside this script, as one module.
#
#   Benchmarks/sketches/run.sh errors [RUNS]     bias and error of counts, the table of DistinctCounting (1 000 runs, a minute)
#   Benchmarks/sketches/run.sh parts [RUNS]      error of intersections and differences (200 runs)
#   Benchmarks/sketches/run.sh speed [FACTS]     processor time of a fact, a merge, an estimate (50 million facts)
#
# From the environment: BUILD, SWIFTC.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
build=${BUILD:-$root/build}
mkdir -p "$build"

${SWIFTC:-swiftc} -O -wmo -swift-version 6 -module-name sketches -I "$root/include" -I "$root/Sources/CPlatform" \
    "$root"/Sources/LeadlineCore/Memory/*.swift "$root"/Sources/LeadlineCore/Sketches/*.swift "$here"/../rooms/*.swift "$here"/*.swift \
    -o "$build/sketches"
exec "$build/sketches" "$@"
