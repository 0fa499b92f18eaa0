"""chDB, which is ClickHouse in the process: a table of the Memory engine, and its CSV reader."""

import json
from pathlib import Path

import chdb
import pyarrow as pa
from chdb import session

from peer import Form, load_columns
from shapes import DAY_MICROSECONDS, Rollup, Shape

VERSION = chdb.__version__
DAYS = {
    "date": "toDate(ts)",
    "division": f"intDiv(time, {DAY_MICROSECONDS})",
    "narrow division": f"toUInt16(intDiv(time, {DAY_MICROSECONDS}))",
}
TYPES = {"i8": "Int64", "u2": "UInt16", "u4": "UInt32", "u8": "UInt64"}
CSV_COLUMNS = "time DateTime(\\'UTC\\'), kind String, campaign String, amount Decimal(18, 2)"


def group_by(rollup: Rollup, day: str, source: str) -> str:
    if rollup.period == "month":
        day = day.replace("toDate", "toStartOfMonth")
    keys = ", ".join(rollup.dimensions)
    return f"SELECT {keys}, {day} AS day, kind, count() AS n, sum(amount) AS s FROM {source} GROUP BY {keys}, day, kind"


def coarser(rollup: Rollup) -> str:
    """The second roll-up from the groups of the first."""
    keys = ", ".join(rollup.dimensions)
    return (f"SELECT {keys}, toStartOfMonth(fine.day) AS month, kind, sum(fine.n) AS n, sum(fine.s) AS s "
            f"FROM bench.fine AS fine GROUP BY {keys}, month, kind")


class Peer:
    def __init__(self, shape: Shape, data: Path, threads: int):
        self.shape = shape
        # Parsing in parallel brings threads of its own, beside max_threads.
        self.settings = f" SETTINGS max_threads = {threads}"
        if shape.csv:
            self.settings += f", input_format_parallel_parsing = {int(threads > 1)}"
        self.session = session.Session()
        self.session.query("CREATE DATABASE IF NOT EXISTS bench")
        if shape.csv:
            self.csv = f"file('{shape.path(data)}', CSVWithNames, '{CSV_COLUMNS}')"
            return
        loaded = pa.table(load_columns(shape, data))  # named in the query
        columns = ", ".join(f"{name} {TYPES[dtype]}" for name, dtype in shape.columns.items())
        names = ", ".join(shape.columns)
        self.session.query(f"CREATE TABLE bench.facts ({columns}, ts DateTime64(6, 'UTC')) ENGINE = Memory")
        self.session.query(f"INSERT INTO bench.facts SELECT {names}, fromUnixTimestamp64Micro(time, 'UTC') FROM Python(loaded)")

    def forms(self) -> dict[str, Form]:
        first = self.shape.rollups[0]
        if self.shape.csv:
            return {"CSVWithNames": self._form([group_by(first, "toDate(time)", self.csv)])}
        if self.shape.ids:
            return {}
        if len(self.shape.rollups) == 1:
            return {name: self._form([group_by(first, day, "bench.facts")]) for name, day in DAYS.items()}
        second = self.shape.rollups[1]
        fine = group_by(first, DAYS["date"], "bench.facts")
        keep = ["DROP TABLE IF EXISTS bench.fine", f"CREATE TABLE bench.fine ENGINE = Memory AS {fine}{self.settings}"]
        return {
            "twice": self._form([fine, group_by(second, DAYS["date"], "bench.facts")]),
            "second from first": self._form(["SELECT * FROM bench.fine", coarser(second)], before=keep),
        }

    def _form(self, queries: list[str], before: list[str] = []) -> Form:
        amount = "toInt64(s * 100)" if self.shape.csv else "s"
        columns = [", ".join((*rollup.dimensions, "kind")) for rollup in self.shape.rollups]
        day = ["day" if not before or i == 0 else "month" for i in range(len(queries))]

        def prepare() -> None:
            for statement in before:
                self.session.query(statement)

        def totals(query: str) -> tuple[int, int]:
            text = f"SELECT count() AS g, sum(n) AS f, sum(s) FROM ({query}){self.settings}"
            row = json.loads(str(self.session.query(text, "JSONEachRow")))
            return int(row["g"]), int(row["f"])

        def whole(i: int) -> pa.Table:
            text = (f"SELECT {columns[i]}, toInt32({day[i]}) AS day, toInt64(n) AS n, {amount} AS s "
                    f"FROM ({queries[i]}){self.settings}")
            return self.session.query(text, "ArrowTable")

        def run() -> list[tuple[int, int]]:
            prepare()
            return [totals(query) for query in queries]

        def answer() -> list[pa.Table]:
            prepare()
            return [whole(i) for i in range(len(queries))]

        return Form(run, answer)
