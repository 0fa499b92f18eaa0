# A few lines to look at, then sums of more than one wants to look at: every machine writes the same bytes.
"$1/generate" --facts 12 --campaigns 3 --days 2
"$1/generate" --facts 200k | cksum
"$1/generate" --facts 50k --seed 7 --campaigns 5000 --days 400 | cksum
"$1/generate" --facts 0
"$1/generate" --fact 3 2>&1 || echo "exit status $?"
