# The generated facts come from `generate` and go straight into the engine; both ways must give the same report.
"$1/report"
facts="--time time --kind kind --dimension channel --id id --ref ref --person person --count count --amount amount"
"$1/generate" | "$1/report" $facts --indicators clicks,cpl,roas --totals --format csv -
"$1/report" --indicators clicks,cpl,roas --totals --format csv
