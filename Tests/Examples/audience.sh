# Prints nothing when all is well; what is wrong goes where it is shown.
../../scripts/check-cases.sh ../audience/cases "$1/audience" >&2
