#!/bin/sh
# Compiles the header alone, and twice over, as C99, C11 and C++17 with every usual warning an error.
#
# usage: check-header.sh INCLUDE-DIRECTORY CC [CLANG]
# CLANG, the Swift toolchain's, reads C++ even where no C++ compiler is installed.
set -eu

include=$1 cc=$2 clang=${3:-}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
printf '#include <leadline.h>\n#include <leadline.h>\nint main(void) { return 0; }\n' >"$work/header.c"
cp "$work/header.c" "$work/header.cpp"
cat >"$work/initialisers.c" <<'END'
#include <leadline.h>
END
# Every ..._INIT macro must initialise the struct whose size it gives, and leave no field to a warning.
sed -n 's/^#define \(LEADLINE_[A-Z0-9_]*_INIT\) .*sizeof(\([a-z0-9_]*\)).*/\1 \2/p' "$include/leadline.h" |
  while read -r macro type; do
    printf 'extern %s value_%s;\n%s value_%s = %s;\n' "$type" "$type" "$type" "$type" "$macro"
  done >>"$work/initialisers.c"
cp "$work/initialisers.c" "$work/initialisers.cpp"

warnings='-Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wundef -Werror'
compilers=0

compile() {
  compiler=$1 standard=$2
  shift 2
  # shellcheck disable=SC2086 # a compiler may come with options, and the warnings are a list
  $compiler -std="$standard" $warnings "$@" -fsyntax-only -I"$include"
  compilers=$((compilers + 1))
}

for compiler in "$cc" $clang; do
  compile "$compiler" c99 -Wstrict-prototypes "$work/header.c" "$work/initialisers.c"
  compile "$compiler" c11 -Wstrict-prototypes "$work/header.c" "$work/initialisers.c"
done
if command -v c++ >/dev/null 2>&1; then
  compile c++ c++17 "$work/header.cpp" "$work/initialisers.cpp"
fi
if [ -n "$clang" ]; then
  compile "$clang" c++17 -x c++ "$work/header.cpp" "$work/initialisers.cpp"
fi
printf 'check-header: clean in %s ways\n' "$compilers"
