#!/bin/sh
# Leadline beside DuckDB, ClickHouse (chDB), Polars and prometheus-cpp on the same facts: prints ratios and writes
# build/bench-peers.json. Needs build/libleadline.a, Python 3.11 and, the first time, PyPI.
#
#   Benchmarks/peers/run.sh [--facts N] [--rows N] [--runs N] [--threads 1,2] [--shapes A,B] [--peers A,B]
#   Benchmarks/peers/run.sh journeys       funnels and cohorts beside ClickHouse and DuckDB
#   Benchmarks/peers/run.sh attribution    five rule models beside ClickHouse and DuckDB, chains beside ChannelAttribution
#   Benchmarks/peers/run.sh persons        distinct persons beside ClickHouse and, with DATASKETCHES, Apache DataSketches
#
# DATASKETCHES are the compiler's options that find hll.hpp, as in DATASKETCHES="-I common/include -I hll/include".
# FACTS and RUNS may come from the environment, and so may BUILD, PYTHON, CC, CXX.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
build=${BUILD:-$root/build}
venv=$build/peers-venv
programs=$build/peers
python=${PYTHON:-$(command -v python3.11 || command -v python3)}
mkdir -p "$programs"

if ! cmp -s "$here/requirements.txt" "$venv/installed.txt"; then
    echo "making a virtual environment in $venv" >&2
    "$python" -m venv "$venv"
    "$venv/bin/pip" install --quiet --disable-pip-version-check --requirement "$here/requirements.txt"
    cp "$here/requirements.txt" "$venv/installed.txt"
fi

cflags="-std=c11 -O3 -march=native -Wall -Wextra"
# Facts stay valid for as long as the program that wrote them does.
[ "$programs/facts" -nt "$here/facts.c" ] || ${CC:-cc} $cflags -o "$programs/facts" "$here/facts.c"
${CC:-cc} $cflags -I"$root/include" -o "$programs/leadline_side" "$here"/leadline_*.c "$here/columns.c" \
    "$build/libleadline.a" -lm -lpthread
${CC:-cc} $cflags -c -o "$programs/columns.o" "$here/columns.c"
rm -f "$programs/prometheus"
if echo '#include <prometheus/registry.h>' | ${CXX:-c++} -E -x c++ - >/dev/null 2>&1; then
    ${CXX:-c++} -std=c++17 -O3 -march=native -Wall -Wextra -o "$programs/prometheus" "$here/prometheus.cpp" \
        "$programs/columns.o" -lprometheus-cpp-core -lpthread
fi

# Not among the requirements: it may have to be compiled, and all else goes without.
if [ "${1:-}" = attribution ] && ! "$venv/bin/python" -c 'import ChannelAttribution' >/dev/null 2>&1; then
    "$venv/bin/pip" install --quiet --disable-pip-version-check ChannelAttribution==2.2.5 matplotlib ||
        echo "without ChannelAttribution, which could not be installed" >&2
fi
if [ "${1:-}" = persons ] || [ "${1:-}" = journeys ] || [ "${1:-}" = attribution ]; then
    ${CC:-cc} -std=gnu11 -O3 -march=native -Wall -Wextra -I"$root/include" -I"$here" -o "$build/bench" "$here"/../c/*.c \
        "$here/leadline_intake.c" "$here/leadline_csv.c" "$here/columns.c" "$build/libleadline.a" -lm -lpthread
    # shellcheck disable=SC2086
    [ -z "${DATASKETCHES:-}" ] || ${CXX:-c++} -std=c++17 -O3 -march=native $DATASKETCHES -o "$programs/datasketches" "$here/datasketches.cpp"
    exec "$venv/bin/python" "$here/$1.py" "$build" "${FACTS:-50000000}" "${RUNS:-3}"
fi
exec "$venv/bin/python" "$here/bench_peers.py" --build "$build" "$@"
