#!/bin/sh
# Checks what the two libraries show to the outside:
#   - both define exactly the header's functions as global names;
#   - the shared one needs libc and libm only, carries its soname, and stripped stays below the limit.
#
# usage: check-symbols.sh NAMES LIBRARY.a LIBRARY.so SONAME LIMIT
# NAMES is the output of symbols.sh; LIMIT is in bytes, 0 for a build with the ordinary Swift runtime, which has neither a
# limit nor so few needs.
set -eu
export LC_ALL=C

names=$1 archive=$2 shared=$3 soname=$4 limit=$5
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failed=0

fail() {
  printf 'check-symbols: %s\n' "$1" >&2
  failed=1
}

# nm repeats names of weak definitions and prints a line for each member of an archive; only the names count.
defined() {
  nm "$@" --defined-only | awk 'NF >= 3 { print $3 }' | sort -u
}

compare() {
  if ! diff "$names" "$2" >"$work/difference"; then
    fail "global names of $1 differ from the header (<: header only, >: library only)"
    grep '^[<>]' "$work/difference" | head -n 20 >&2
  fi
}

defined -g "$archive" >"$work/archive"
defined -D "$shared" >"$work/shared"
compare "$archive" "$work/archive"
compare "$shared" "$work/shared"

readelf -dW "$shared" >"$work/dynamic"
grep -q "Library soname: \[$soname\]" "$work/dynamic" || fail "$shared lacks the soname $soname"
if grep -q TEXTREL "$work/dynamic"; then
  fail "$shared has text relocations"
fi

strip -o "$work/stripped" "$shared"
size=$(($(wc -c <"$work/stripped")))

if [ "$limit" -gt 0 ]; then
  sed -n 's/.*(NEEDED).*\[\(.*\)\].*/\1/p' "$work/dynamic" >"$work/needed"
  while read -r library; do
    case $library in
      libc.so.* | libm.so.* | ld-linux*.so.*) ;; # the loader is libc's other half
      *) fail "$shared needs $library" ;;
    esac
  done <"$work/needed"
  [ "$size" -lt "$limit" ] || fail "$shared is $size bytes stripped; the limit is $limit"
fi

[ "$failed" -eq 0 ] || exit 1
printf 'check-symbols: %s names, %s bytes stripped, needs %s\n' "$(($(wc -l <"$names")))" "$size" \
  "$(sed -n 's/.*(NEEDED).*\[\(.*\)\].*/\1/p' "$work/dynamic" | tr '\n' ' ')"
