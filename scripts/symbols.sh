#!/bin/sh
# Prints the names of the functions that a header exports, sorted, one a line: every `LEADLINE_API type name(`.
# The shared library's version script, the archive's list of global symbols and the check of both come from this list.
set -eu
awk '
  { sub(/\r$/, "") }
  /^[ \t]*#/ { while (/\\$/) if ((getline) <= 0) break; next }
  {
    text = text " " $0
  }
  END {
    while (start = index(text, "/*")) {
      rest = substr(text, start + 2)
      end = index(rest, "*/")
      text = substr(text, 1, start - 1) " " (end ? substr(rest, end + 2) : "")
    }
    count = split(text, statements, ";")
    for (i = 1; i <= count; i++) {
      if (!match(statements[i], /LEADLINE_API[ \t]/)) continue
      declaration = substr(statements[i], RSTART)
      if (match(declaration, /leadline_[A-Za-z0-9_]*[ \t]*\(/)) {
        name = substr(declaration, RSTART, RLENGTH - 1)
        sub(/[ \t]+$/, "", name)
        print name
      }
    }
  }
' "$1" | LC_ALL=C sort -u
