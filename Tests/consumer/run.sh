#!/bin/sh
# Builds and runs a package outside the tree that depends on this one, and compares what it prints.
#
# usage: run.sh [WORK-DIRECTORY [SWIFT]]
# The package is copied to the work directory, a temporary one unless named, which leaves nothing behind in the tree.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
swift=${2:-swift}
if [ $# -gt 0 ]; then
  mkdir -p "$1"
  work=$(cd "$1" && pwd)
else
  work=$(mktemp -d)
  trap 'rm -rf "$work"' EXIT
fi

mkdir -p "$work/Sources/consumer"
sed "s|path: \"../..\"|path: \"$root\"|" "$here/Package.swift" >"$work/Package.swift.new"
# Left alone when it is the same, so that a second run builds nothing.
cmp -s "$work/Package.swift.new" "$work/Package.swift" || cp "$work/Package.swift.new" "$work/Package.swift"
rm -f "$work/Package.swift.new"
cmp -s "$here/Sources/consumer/main.swift" "$work/Sources/consumer/main.swift" ||
  cp "$here/Sources/consumer/main.swift" "$work/Sources/consumer/main.swift"

"$swift" build --quiet --package-path "$work" --product consumer
printed=$("$work/.build/debug/consumer")
expected='Lenses 300 16 8.44 EUR'
if [ "$printed" != "$expected" ]; then
  printf 'consumer: printed "%s", expected "%s"\n' "$printed" "$expected" >&2
  exit 1
fi
printf 'consumer: a package outside the tree builds and runs\n'
