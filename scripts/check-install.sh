#!/bin/sh
# Builds the example programs as a user would, against an installed library: by pkg-config where there is one, with the
# shared library and with the archive.
#
# usage: check-install.sh PREFIX CC EXAMPLE-DIRECTORY...
# PREFIX must have been filled by `make install PREFIX=…`. Programs land in PREFIX/examples and PREFIX/examples-static.
set -eu

prefix=$1 cc=$2
shift 2

for file in include/leadline.h lib/libleadline.a lib/libleadline.so lib/pkgconfig/leadline.pc; do
  [ -f "$prefix/$file" ] || { printf 'check-install: %s is missing\n' "$file" >&2; exit 1; }
done

if command -v pkg-config >/dev/null 2>&1; then
  export PKG_CONFIG_PATH="$prefix/lib/pkgconfig"
  cflags=$(pkg-config --cflags leadline)
  shared=$(pkg-config --libs leadline)
  static=$(pkg-config --static --libs leadline)
  pkg-config --exact-version="$(sed -n 's/^Version: //p' "$prefix/lib/pkgconfig/leadline.pc")" leadline
else
  # What pkg-config would print, from the file's own lines.
  field() { sed -n "s/^$1: //p" "$prefix/lib/pkgconfig/leadline.pc" | sed "s|\${[a-z]*dir}|$prefix/$2|"; }
  cflags=$(field Cflags include)
  shared=$(field Libs lib)
  static="$shared $(field Libs.private lib)"
fi
static=$(printf '%s' "$static" | sed 's/-lleadline/-l:libleadline.a/')

mkdir -p "$prefix/examples" "$prefix/examples-static"
for directory; do
  name=$(basename "$directory")
  sources=
  for source in "$directory"/*.c "$(dirname "$directory")"/common/*.c; do
    if [ -f "$source" ]; then sources="$sources $source"; fi
  done
  # shellcheck disable=SC2086 # flags and sources are lists
  {
    $cc -std=c99 -O2 $cflags -I"$(dirname "$directory")/common" $sources -o "$prefix/examples/$name" \
      $shared -Wl,-rpath,"$prefix/lib" -lm -lpthread
    $cc -std=c99 -O2 $cflags -I"$(dirname "$directory")/common" $sources -o "$prefix/examples-static/$name" $static
  }
done
printf 'check-install: %s programs, shared and static\n' "$#"
