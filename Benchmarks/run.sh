#!/bin/sh
# Measures Leadline on its own: prints a table and writes build/bench.json. Needs build/libleadline.a and .so, cc and swift.
#
#   Benchmarks/run.sh [rollup] [one-fact] [csv] [point] [persons] [journeys] [indicators] [swift]        default: all of them
#   Benchmarks/run.sh attribution  rule models, chains and Shapley values, of 5 million facts, or FACTS
#   Benchmarks/run.sh growth       journeys of 1, 3, 10, 30 and 100 million facts, or SIZES
#
# From the environment: FACTS (of each shape, 50 million), ROWS (of the CSV file, a fifth of that), RUNS (3), THREADS (2, the
# most), SHAPES (of rollup), BUILD, CC, SWIFT.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/.." && pwd)
build=${BUILD:-$root/build}
facts=${FACTS:-50000000}
rows=${ROWS:-$((facts / 5))}
runs=${RUNS:-3}
threads=${THREADS:-2}
shapes=${SHAPES:-1000-ordered 1000-random 1000000-ordered 1000000-random dimensions 1000-ids}
peers=$here/peers
programs=$build/peers
data=$build/peers-data
[ "$rows" -gt 0 ] || rows=1
mkdir -p "$programs" "$data"

cflags="-std=gnu11 -O3 -march=native -Wall -Wextra"
# The generator and its facts are those of the comparison with the peers, and valid for as long as it is.
[ "$programs/facts" -nt "$peers/facts.c" ] || ${CC:-cc} $cflags -o "$programs/facts" "$peers/facts.c"
${CC:-cc} $cflags -I"$root/include" -I"$peers" -o "$build/bench" "$here"/c/*.c "$peers/leadline_intake.c" "$peers/leadline_csv.c" \
    "$peers/columns.c" "$build/libleadline.a" -lm -lpthread

generate() { # SHAPE COUNT
    done=$data/$1/count
    if [ -f "$done" ] && [ "$(cat "$done")" = "$2" ] && [ "$done" -nt "$programs/facts" ]; then return; fi
    mkdir -p "$data/$1"
    rm -f "$done"
    echo "generating $2 facts of $1" >&2
    "$programs/facts" "$1" "$2" "$data/$1"
    printf %s "$2" >"$done"
}

BENCH_LINES=$build/bench.lines
export BENCH_LINES
: >"$BENCH_LINES"
status=0
[ $# -gt 0 ] || set -- rollup one-fact csv point persons journeys indicators swift

"$build/bench" header
for what in "$@"; do
    case $what in
    rollup)
        for shape in $shapes; do
            generate "$shape" "$facts"
            "$build/bench" rollup "$shape" "$data/$shape" "$threads" "$runs" || status=1
        done ;;
    one-fact)
        generate 1000-ordered "$facts"
        "$build/bench" one-fact "$data/1000-ordered" "$runs" || status=1 ;;
    csv)
        generate csv "$rows"
        "$build/bench" csv "$data/csv/facts.csv" "$threads" "$runs" || status=1 ;;
    point)
        "$build/bench" point || status=1 ;;
    persons)
        "$build/bench" persons "$facts" "$runs" || status=1 ;;
    journeys)
        "$build/bench" journeys "$facts" "$threads" "$runs" || status=1 ;;
    attribution)
        "$build/bench" attribution "${FACTS:-5000000}" "$threads" "$runs" || status=1 ;;
    growth)
        for size in ${SIZES:-1000000 3000000 10000000 30000000 100000000}; do
            "$build/bench" journeys "$size" "$threads" "$runs" || status=1
        done ;;
    indicators)
        "$here/indicators/run.sh" 1000000 "$runs" || status=1
        "$build/bench" indicators "$runs" || status=1 ;;
    swift)
        generate 1000-ordered "$facts"
        ${SWIFT:-swift} build -c release --package-path "$here" --scratch-path "$build/benchmarks" >&2
        "$build/benchmarks/release/swift-side" "$data/1000-ordered" "$build/libleadline.so" "$runs" || status=1 ;;
    *)
        echo "run.sh: there is no $what" >&2
        exit 2 ;;
    esac
done

{ echo "["; sed '$!s/$/,/' "$BENCH_LINES"; echo "]"; } >"$build/bench.json"
rm -f "$BENCH_LINES"
echo "wrote ${build##*/}/bench.json"
exit $status
