#!/bin/sh
# Runs every case of Tests/Examples and compares what it prints with what it should: CASE.sh against CASE.expected.
# A case is a shell script, run in Tests/Examples with the directory of the example programs as its first argument; it
# must exit with 0. To accept new output: UPDATE=1.
#
# usage: check-examples.sh PROGRAMS
set -eu

programs=$(cd "$1" && pwd)
cd "$(dirname "$0")/../Tests/Examples"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failed=0
count=0

for script in *.sh; do
  [ -e "$script" ] || break
  name=${script%.sh}
  count=$((count + 1))
  if ! sh "$script" "$programs" >"$work/output" 2>"$work/errors" </dev/null; then
    printf 'check-examples: %s exits with a failure\n' "$name" >&2
    cat "$work/errors" >&2
    failed=1
  elif [ "${UPDATE:-0}" = 1 ]; then
    cp "$work/output" "$name.expected"
  elif ! diff -u "$name.expected" "$work/output" >"$work/difference"; then
    printf 'check-examples: %s prints something else (-: expected, +: printed)\n' "$name" >&2
    head -n 40 "$work/difference" >&2
    failed=1
  fi
done

[ "$failed" -eq 0 ] || exit 1
printf 'check-examples: %s cases\n' "$count"
