"""DuckDB: an in-memory table and the same columns as Arrow, whichever is faster."""

from pathlib import Path

import duckdb
import pyarrow as pa

from peer import Form, load_columns
from shapes import DAY_MICROSECONDS, Rollup, Shape

VERSION = duckdb.__version__
DAYS = {
    "date": "ts::DATE",
    "division": f"time // {DAY_MICROSECONDS}",
    "narrow division": f"(time // {DAY_MICROSECONDS})::USMALLINT",
}
CSV_COLUMNS = "{'time': 'TIMESTAMP', 'kind': 'VARCHAR', 'campaign': 'VARCHAR', 'amount': 'DECIMAL(18,2)'}"


def group_by(rollup: Rollup, day: str, source: str) -> str:
    if rollup.period == "month":
        day = f"date_trunc('month', {day})::DATE"
    keys = ", ".join(rollup.dimensions)
    return f"SELECT {keys}, {day} AS day, kind, count(*) AS n, sum(amount) AS s FROM {source} GROUP BY ALL"


def coarser(rollup: Rollup) -> str:
    """The second roll-up from the groups of the first."""
    keys = ", ".join(rollup.dimensions)
    return f"SELECT {keys}, date_trunc('month', day)::DATE AS day, kind, sum(n) AS n, sum(s) AS s FROM fine GROUP BY ALL"


class Peer:
    def __init__(self, shape: Shape, data: Path, threads: int):
        self.shape = shape
        self.connection = duckdb.connect()
        self.connection.execute(f"SET threads = {threads}")
        self.connection.execute("SET preserve_insertion_order = false")
        self.connection.execute(f"SET temp_directory = '{data / 'duckdb'}'")
        if shape.csv:
            self.csv = f"read_csv('{shape.path(data)}', header = true, auto_detect = false, columns = {CSV_COLUMNS})"
            return
        columns = load_columns(shape, data)
        columns["ts"] = pa.array(columns["time"]).cast(pa.timestamp("us"))
        arrow = pa.table(columns)
        self.connection.register("arrow", arrow)
        self.connection.execute("CREATE TABLE facts AS SELECT * FROM arrow")

    def forms(self) -> dict[str, Form]:
        first = self.shape.rollups[0]
        if self.shape.csv:
            return {"read_csv": self._form([group_by(first, "time::DATE", self.csv)])}
        if self.shape.ids:
            once = "(SELECT DISTINCT ON (id) campaign, ts, kind, amount FROM facts)"
            return {"distinct on": self._form([group_by(first, DAYS["date"], once)])}
        if len(self.shape.rollups) == 1:
            return {
                f"{source}, {name}": self._form([group_by(first, day, source)])
                for source in ("facts", "arrow")
                for name, day in DAYS.items()
                if (source, name) != ("arrow", "narrow division")
            }
        forms = {}
        for source in ("facts", "arrow"):
            fine = group_by(first, DAYS["date"], source)
            second = self.shape.rollups[1]
            forms[f"{source}, twice"] = self._form([fine, group_by(second, DAYS["date"], source)])
            forms[f"{source}, second from first"] = self._form([fine, coarser(second)], shared=True)
        return forms

    def _form(self, queries: list[str], shared: bool = False) -> Form:
        fine = f"WITH fine AS MATERIALIZED ({queries[0]}) " if shared else ""
        totals = " UNION ALL ".join(
            f"SELECT count(*), sum(n), sum(s) FROM ({'FROM fine' if shared and i == 0 else query})"
            for i, query in enumerate(queries)
        )
        amount = "(s * 100)::BIGINT" if self.shape.csv else "s::BIGINT"
        whole = [f"{fine if i else ''}SELECT * REPLACE (n::BIGINT AS n, {amount} AS s) FROM ({query})"
                 for i, query in enumerate(queries)]

        def run() -> list[tuple[int, int]]:
            return [(int(groups), int(facts)) for groups, facts, _ in self.connection.execute(fine + totals).fetchall()]

        def answer() -> list[pa.Table]:
            return [self.connection.sql(query).to_arrow_table() for query in whole]

        return Form(run, answer)
