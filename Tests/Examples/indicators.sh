# Whatever the catalogue holds: `all` asks for each of it but for what needs a dimension that the file has not, each has a
# state, and what looks good and steers nothing can be left out. Indicators of other functions are told of, with their names, and left
# out.
file=../report/cases/ads.csv
ask="--time Day --measure Impressions=impression:count --measure Clicks=click:count --measure Cost=media_spend:amount --indicators all"
"$1/report" $ask --by '' --format csv $file 2>&1 >/dev/null | fold -s -w 120
"$1/report" --describe all | grep -v '(leadline_' | sed 's/ .*//' >"${TMPDIR:-/tmp}/indicators.$$"
"$1/report" --dimension Channel=channel --dimension =x=content --dimension =x=keyword --dimension =x=position $ask --by '' --format csv $file | head -n 1 | tr ',' '\n' | sed -n 's/_state$//p' |
  cmp - "${TMPDIR:-/tmp}/indicators.$$" && echo "all of them, in the catalogue's order"
rm -f "${TMPDIR:-/tmp}/indicators.$$"
"$1/report" $ask --by '' --no-vanity --format csv $file 2>/dev/null | head -n 1 | tr ',' '\n' | grep -c -x -e impressions -e page_views
"$1/report" $ask --by '' --format csv $file 2>/dev/null | tail -n 1 | tr ',' '\n' | grep -x -e defined -e 'undefined_.*' | sort -u
"$1/report" $ask --by '' --compare previous --target clicks=500 --interval 95 --period day --format csv $file 2>/dev/null | wc -l
