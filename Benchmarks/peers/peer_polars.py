"""Polars: a DataFrame and scan_csv, in its streaming engine and, for reference, in the in-memory one."""

from pathlib import Path

import polars as pl
import pyarrow as pa

from peer import Form, load_columns
from shapes import DAY_MICROSECONDS, Rollup, Shape

VERSION = pl.__version__
DAYS = {
    "division": pl.col("time") // DAY_MICROSECONDS,
    "narrow division": (pl.col("time") // DAY_MICROSECONDS).cast(pl.UInt16),
    "date": pl.col("ts").dt.date(),
    "truncate": pl.col("ts").dt.truncate("1d"),
}
CSV_TEXT = {"time": pl.String, "kind": pl.String, "campaign": pl.String, "amount": pl.String}
CSV_TYPED = {"time": pl.Datetime("us"), "kind": pl.String, "campaign": pl.String, "amount": pl.Decimal(18, 2)}


def group_by(frame: pl.LazyFrame, rollup: Rollup, day: pl.Expr) -> pl.LazyFrame:
    if rollup.period == "month":
        day = day.dt.truncate("1mo")
    grouped = frame.group_by(*rollup.dimensions, day.alias("day"), "kind")
    return grouped.agg(pl.len().alias("n"), pl.col("amount").sum().alias("s"))


def coarser(fine: pl.LazyFrame, rollup: Rollup) -> pl.LazyFrame:
    """The second roll-up from the groups of the first."""
    grouped = fine.group_by(*rollup.dimensions, pl.col("day").dt.truncate("1mo"), "kind")
    return grouped.agg(pl.col("n").sum(), pl.col("s").sum())


class Peer:
    """The number of threads is fixed when Polars is imported, by POLARS_MAX_THREADS: see worker.py."""

    def __init__(self, shape: Shape, data: Path, threads: int):
        if pl.thread_pool_size() != threads:
            raise SystemExit("POLARS_MAX_THREADS was not set in time")
        self.shape = shape
        if shape.csv:
            self.path = shape.path(data)
        else:
            frame = pl.DataFrame(load_columns(shape, data))
            self.facts = frame.with_columns(ts=pl.col("time").cast(pl.Datetime("us"))).rechunk().lazy()

    def forms(self) -> dict[str, Form]:
        if self.shape.csv:
            return self._csv_forms()
        if self.shape.ids:
            return {}
        first = self.shape.rollups[0]
        if len(self.shape.rollups) == 1:
            forms = {f"streaming, {name}": self._form([group_by(self.facts, first, day)]) for name, day in DAYS.items()}
            forms["in memory, date"] = self._form([group_by(self.facts, first, DAYS["date"])], "in-memory")
            return forms
        second = self.shape.rollups[1]
        fine = group_by(self.facts, first, DAYS["date"])
        twice = [fine, group_by(self.facts, second, DAYS["date"])]
        return {
            "streaming, twice": self._form(twice),
            "in memory, twice": self._form(twice, "in-memory"),
            "streaming, second from first": self._cascade(fine, second),
        }

    def _csv_forms(self) -> dict[str, Form]:
        rollup, day = self.shape.rollups[0], pl.col("time").dt.date()
        read = pl.scan_csv(self.path, schema=CSV_TEXT).with_columns(
            pl.col("time").str.to_datetime("%Y-%m-%d %H:%M:%S", time_unit="us"),
            pl.col("amount").str.to_decimal(scale=2),
        )
        typed = pl.scan_csv(self.path, schema=CSV_TYPED)
        return {
            "scan_csv as text, streaming": self._form([group_by(read, rollup, day)]),
            "scan_csv as text, in memory": self._form([group_by(read, rollup, day)], "in-memory"),
            "scan_csv typed, streaming": self._form([group_by(typed, rollup, day)]),
        }

    def _form(self, queries: list[pl.LazyFrame], engine: str = "streaming") -> Form:
        totals = [query.select(pl.len(), pl.col("n").sum(), pl.col("s").sum()) for query in queries]

        def run() -> list[tuple[int, int]]:
            return [query.collect(engine=engine).row(0)[:2] for query in totals]

        def answer() -> list[pa.Table]:
            return [self._whole(query).collect(engine=engine).to_arrow() for query in queries]

        return Form(run, answer)

    def _cascade(self, fine: pl.LazyFrame, second: Rollup) -> Form:
        def tables() -> list[pl.DataFrame]:
            first = fine.collect(engine="streaming")
            return [first, coarser(first.lazy(), second).collect(engine="streaming")]

        def run() -> list[tuple[int, int]]:
            return [(table.height, table["n"].sum()) for table in tables()]

        def answer() -> list[pa.Table]:
            return [table.to_arrow() for table in tables()]

        return Form(run, answer)

    def _whole(self, query: pl.LazyFrame) -> pl.LazyFrame:
        return query.with_columns((pl.col("s") * 100).cast(pl.Int64)) if self.shape.csv else query
