#!/bin/sh
# Runs an example program on the small inputs in a directory of cases and compares what it prints, and its exit status,
# exactly.
#
#   check-cases.sh CASES PROGRAM            all cases
#   check-cases.sh CASES PROGRAM NAME...    these
#
# A case is CASES/NAME.args, shell words (files are relative to CASES), with CASES/NAME.in as standard input if there is
# one, and CASES/NAME.out: what comes on standard output, then on standard error, then the exit status. After a change that
# is meant, `CASES_ACCEPT=1 check-cases.sh CASES PROGRAM NAME` writes the .out file anew; read the difference.
set -u
if [ $# -lt 2 ]; then
  echo "usage: check-cases.sh CASES PROGRAM [NAME...]" >&2
  exit 2
fi
cases=$1
case $2 in
  /*) program=$2 ;;
  *) program=$(pwd)/$2 ;;
esac
shift 2
cd "$cases" || exit 2
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
    "$program" "$@"
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
  if [ "${CASES_ACCEPT:-0}" = 1 ]; then
    cp "$work/all" "$name.out"
    echo "accepted  $name"
    continue
  fi
  failed=$((failed + 1))
  echo "FAIL  $name"
  [ -f "$name.out" ] || : >"$work/none"
  diff "$([ -f "$name.out" ] && echo "$name.out" || echo "$work/none")" "$work/all" | sed 's/^/    /'
done
echo "$(basename "$program"): $count cases, $failed failed"
[ "$failed" -eq 0 ]
