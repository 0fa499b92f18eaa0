"$1/quickstart"
