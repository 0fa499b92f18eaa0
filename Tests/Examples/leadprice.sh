# The catalogue's vector: Lenses keep, Sunglasses watch, Diamond glasses cut; with lower prices all are cut.
"$1/leadprice"
"$1/leadprice" --check 8000 --cost 3000
"$1/leadprice" --format json
# Files: with decided leads and too few of some, without; what is wrong with them.
"$1/leadprice" --by source --check 900 --cost 500 --share 45 leadprice/channels.csv
"$1/leadprice" --by source --check 900.50 --cost 500 --level 80 --format json leadprice/channels.csv
"$1/leadprice" --check 900 --cost 500 leadprice/plain.csv
for wrong in "leadprice/plain.csv" "--check 1 --cost 1 leadprice/channels.csv" "--check 1 --cost 1 --by month leadprice.sh" \
    "--check 1 --cost 1 none.csv" "--check 12,5" "--level 100" "--format csv" "--chek 5" "--by source --check 1 --cost 1 a b"; do
  # shellcheck disable=SC2086 # words are meant
  "$1/leadprice" $wrong 2>&1 || echo "exit status $?"
done
