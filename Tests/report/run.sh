#!/bin/sh
# Runs report on the small inputs in cases/ and compares what it prints, and its exit status, exactly.
#
#   run.sh REPORT_BINARY            all cases
#   run.sh REPORT_BINARY NAME...    these
#
# A case is cases/NAME.args, shell words (files are relative to cases/), with cases/NAME.in as standard input if there is
# one, and cases/NAME.out: what comes on standard output, then on standard error, then the exit status. After a change
# that is meant, `REPORT_ACCEPT=1 run.sh REPORT_BINARY NAME` writes the .out file anew; read the difference.
set -u
if [ $# -lt 1 ]; then
  echo "usage: run.sh REPORT_BINARY [NAME...]" >&2
  exit 2
fi
case $1 in
  /*) report=$1 ;;
  *) report=$(pwd)/$1 ;;
esac
shift
cd "$(dirname "$0")/cases" || exit 2
if [ $# -eq 0 ]; then
  for file in *.args; do set -- "$@" "${file%.args}"; done
fi

work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
failed=0
count=0
for name in "$@"; do
  count=$((count + 1))
  input=/dev/null
  [ -f "$name.in" ] && input=$name.in
  (
    eval "set -- $(cat "$name.args")"
    "$report" "$@"
  ) <"$input" >"$work/out" 2>"$work/err"
  status=$?
  {
    cat "$work/out"
    echo "---- standard error"
    cat "$work/err"
    echo "---- exit status $status"
  } >"$work/all"
  if cmp -s "$work/all" "$name.out"; then
    continue
  fi
  if [ "${REPORT_ACCEPT:-0}" = 1 ]; then
    cp "$work/all" "$name.out"
    echo "accepted  $name"
    continue
  fi
  failed=$((failed + 1))
  echo "FAIL  $name"
  diff "$name.out" "$work/all" | sed 's/^/    /'
done
echo "report: $count cases, $failed failed"
[ "$failed" -eq 0 ]
