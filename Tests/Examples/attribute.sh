# Prints nothing when all is well; what is wrong goes where it is shown.
../../scripts/check-cases.sh ../attribute/cases "$1/attribute" >&2
if command -v python3 >/dev/null 2>&1; then
  PYTHONDONTWRITEBYTECODE=1 python3 ../attribute/real-data.py "$1/attribute" >&2
fi
