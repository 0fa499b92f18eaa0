#!/bin/sh
# Checks what is inside the embedded library's one object, of what an exported function can reach:
#   - nothing allocates on Swift's own heap or initialises a global lazily: the first aborts the host when memory runs
#     out, where the engine has to return a status; the second is hidden state;
#   - no function has a frame of more than LIMIT bytes (x86-64 only).
#
# usage: check-object.sh OBJECT LIMIT
# The functions at fault are named; `swift demangle` makes the names readable.
set -eu
export LC_ALL=C

object=$1 limit=$2
failed=0

# Each function has a section, and so a relocation section, of its own: the header line tells who, the entries whom.
callers=$(readelf -rW "$object" | awk '
  /^Relocation section/ { section = $3; gsub(/\047/, "", section); sub(/^\.rela?(\.text\.?)?/, "", section); next }
  $5 ~ /^(swift_(allocObject|allocBox|allocEmptyBox|initStackObject|initStaticObject|slowAlloc|bufferAllocate))$/ &&
    section !~ /^swift_/ { print "  " section " uses " $5 }
' | sort -u)
if [ -n "$callers" ]; then
  printf "check-object: the core uses Swift's heap:\n%s\n" "$callers" >&2
  failed=1
fi

# swift_once is inlined away, but a lazy global's token and initialiser keep their names: those of the global and _Wz, _WZ.
lazy=$(nm "$object" | awk '$3 ~ /_W[zZ]$/ { sub(/_W[zZ]$/, "vp", $3); print "  " $3 }' | sort -u)
if [ -n "$lazy" ]; then
  printf 'check-object: globals initialised lazily:\n%s\n' "$lazy" >&2
  failed=1
fi

deepest=0
if readelf -h "$object" | grep -q 'Machine:.*X86-64'; then
  frames=$(objdump -d --no-show-raw-insn "$object" | awk '
    /^[0-9a-f]+ <.*>:$/ { name = $2; gsub(/[<>:]/, "", name) }
    $2 == "sub" && $3 ~ /^\$0x[0-9a-f]+,%rsp$/ {
      digits = $3; sub(/^\$0x/, "", digits); sub(/,.*/, "", digits)
      size = 0
      for (i = 1; i <= length(digits); i++) size = size * 16 + index("0123456789abcdef", substr(digits, i, 1)) - 1
      print size, name
    }' | sort -rn)
  deepest=$(printf '%s\n' "$frames" | awk 'NR == 1 { print $1 + 0 }')
  if [ "$deepest" -gt "$limit" ]; then
    printf 'check-object: frames above %s bytes:\n' "$limit" >&2
    printf '%s\n' "$frames" | awk -v limit="$limit" '$1 > limit { print "  " $1, $2 }' >&2
    failed=1
  fi
fi

[ "$failed" -eq 0 ] || exit 1
printf 'check-object: no Swift heap, no lazy globals, largest frame %s bytes\n' "$deepest"
