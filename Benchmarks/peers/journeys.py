"""Journeys: a funnel of three steps within a week beside ClickHouse's windowFunnel, and retention by week beside SQL of ClickHouse and DuckDB.

    journeys.py BUILD FACTS RUNS

All on the facts of `bench journeys`, in turn, on one thread and on two. ClickHouse (chDB) is asked in several forms, and its
fastest counts: over a table in memory with and without a filter by kind, and over a MergeTree table in the order of person
and time, which it can group without a hash table. Beside it stands what taking the facts in and asking for the first time takes
together: there ClickHouse's table in memory is made from columns of Arrow. Answers are compared before times are.
"""

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from statistics import median

import duckdb
import numpy as np
import pyarrow as pa
from chdb import session

WEEK = 7 * 86_400_000_000
COLUMNS = {"time": "i8", "kind": "u2", "campaign": "u4", "channel": "u4", "person": "u8", "amount": "i8"}
TYPES = "time Int64, kind UInt16, campaign UInt32, channel UInt32, person UInt64, amount Int64"
LEVELS = (
    "SELECT level, count() AS n FROM (SELECT person, windowFunnel({week})(toUInt64(time), kind = 20, kind = 50, kind = 70) AS level "
    "FROM bench.{table} {where} GROUP BY person) GROUP BY level SETTINGS max_threads = {threads}{more}"
)
FORMS = {
    "in memory": ("facts", "", ""),
    "in memory, by kind": ("facts", "WHERE kind IN (20, 50, 70)", ""),
    "sorted": ("sorted", "", ", optimize_aggregation_in_order = 1"),
    "sorted, by kind": ("sorted", "WHERE kind IN (20, 50, 70)", ", optimize_aggregation_in_order = 1"),
}

START = 1_704_067_200_000_000
# Age -1 counts the members of a cohort.
CLICKHOUSE_COHORTS = {
    "arrays": f"""
        SELECT c, arrayJoin(arrayConcat([toInt64(-1)], arrayDistinct(arrayMap(t -> intDiv(t - {START}, {WEEK}) - c,
            arrayFilter(t -> t >= first, sales))))) AS age, count() AS n
        FROM (SELECT minIf(time, kind = 20) AS first, intDiv(first - {START}, {WEEK}) AS c, groupArrayIf(time, kind = 70) AS sales
              FROM bench.{{table}} WHERE kind IN (20, 70) GROUP BY person HAVING first > 0)
        GROUP BY c, age""",
    "join": f"""
        WITH firsts AS (SELECT person, min(time) AS first FROM bench.{{table}} WHERE kind = 20 GROUP BY person)
        SELECT intDiv(first - {START}, {WEEK}) AS c, toInt64(-1) AS age, count() AS n FROM firsts GROUP BY c, age
        UNION ALL
        SELECT intDiv(first - {START}, {WEEK}) AS c, intDiv(time - {START}, {WEEK}) - c AS age, uniqExact(person) AS n
        FROM bench.{{table}} INNER JOIN firsts USING (person) WHERE kind = 70 AND time >= first GROUP BY c, age""",
}
DUCKDB_COHORTS = {
    "lists": f"""
        SELECT c, age, count(*) AS n
        FROM (SELECT c, unnest(list_append(list_distinct([(t - {START}) // {WEEK} - c FOR t IN sales IF t >= first]), -1)) AS age
              FROM (SELECT min(time) FILTER (kind = 20) AS first, (first - {START}) // {WEEK} AS c,
                           coalesce(list(time) FILTER (kind = 70), []) AS sales
                    FROM facts WHERE kind IN (20, 70) GROUP BY person HAVING first IS NOT NULL))
        GROUP BY ALL""",
    "join": f"""
        WITH firsts AS MATERIALIZED (SELECT person, min(time) AS first FROM facts WHERE kind = 20 GROUP BY person)
        SELECT (first - {START}) // {WEEK} AS c, -1 AS age, count(*) AS n FROM firsts GROUP BY ALL
        UNION ALL
        SELECT (first - {START}) // {WEEK} AS c, (time - {START}) // {WEEK} - c AS age, count(DISTINCT person) AS n
        FROM facts JOIN firsts USING (person) WHERE kind = 70 AND time >= first GROUP BY ALL""",
}


def leadline(build: Path, facts: int, directory: Path) -> dict[tuple[str, int], float]:
    """Seconds by what was measured and on how many threads."""
    lines = build / "journeys.lines"
    lines.unlink(missing_ok=True)
    command = [str(build / "bench"), "journeys", str(facts), "2", "1", str(directory)]
    subprocess.run(command, check=True, capture_output=True, env=os.environ | {"BENCH_LINES": str(lines)})
    rows = [json.loads(line) for line in lines.read_text().splitlines()]
    return {(row["shape"], row["threads"]): row["seconds"] for row in rows}


class ClickHouse:
    def __init__(self, directory: Path) -> None:
        columns = {name: np.fromfile(directory / f"{name}.{kind[0]}{8 * int(kind[1])}", kind) for name, kind in COLUMNS.items()}
        self.arrow = pa.table(columns)
        self.session = session.Session()
        self.session.query("CREATE DATABASE IF NOT EXISTS bench")
        self.session.query(f"CREATE TABLE bench.sorted ({TYPES}) ENGINE = MergeTree ORDER BY (person, time)")
        self.load("sorted", 2)
        self.session.query("OPTIMIZE TABLE bench.sorted FINAL")

    def load(self, table: str, threads: int) -> float:
        loaded = self.arrow  # named in the query
        limits = f"SETTINGS max_threads = {threads}, max_insert_threads = {threads}"
        began = time.perf_counter()
        self.session.query(f"INSERT INTO bench.{table} {limits} SELECT {', '.join(COLUMNS)} FROM Python(loaded) {limits}")
        return time.perf_counter() - began

    def load_anew(self, threads: int) -> float:
        self.session.query("DROP TABLE IF EXISTS bench.facts")
        self.session.query(f"CREATE TABLE bench.facts ({TYPES}) ENGINE = Memory")
        return self.load("facts", threads)

    def funnel(self, form: str, threads: int) -> tuple[float, list[int]]:
        """Seconds, and how many persons reached each step."""
        table, where, more = FORMS[form]
        query = LEVELS.format(week=WEEK, table=table, where=where, threads=threads, more=more)
        began = time.perf_counter()
        answer = json.loads(str(self.session.query(query, "JSONColumns")))
        seconds = time.perf_counter() - began
        levels = dict(zip((int(level) for level in answer["level"]), (int(n) for n in answer["n"])))
        return seconds, [sum(n for level, n in levels.items() if level >= step) for step in (1, 2, 3)]

    def cohorts(self, form: str, table: str, threads: int) -> tuple[float, set]:
        query = CLICKHOUSE_COHORTS[form].format(table=table) + f" SETTINGS max_threads = {threads}"
        if table == "sorted":
            query += ", optimize_aggregation_in_order = 1"
        began = time.perf_counter()
        answer = json.loads(str(self.session.query(query, "JSONColumns")))
        seconds = time.perf_counter() - began
        return seconds, {(int(c), int(age), int(n)) for c, age, n in zip(answer["c"], answer["age"], answer["n"])}


class DuckDB:
    def __init__(self, arrow: pa.Table) -> None:
        self.connection = duckdb.connect()
        self.connection.register("arrow", arrow)
        self.connection.execute("CREATE TABLE facts AS SELECT * FROM arrow")

    def cohorts(self, form: str, threads: int) -> tuple[float, set]:
        self.connection.execute(f"SET threads = {threads}")
        began = time.perf_counter()
        answer = self.connection.execute(DUCKDB_COHORTS[form]).fetchall()
        return time.perf_counter() - began, {(int(c), int(age), int(n)) for c, age, n in answer}


def main() -> int:
    build, facts, runs = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    directory = build / "peers-data" / "journeys"
    directory.mkdir(parents=True, exist_ok=True)
    ours: dict[tuple[str, int], list[float]] = {}
    theirs: dict[tuple[str, int], list[float]] = {}
    peer = second = None
    equal = True
    for _ in range(runs):
        for what, seconds in leadline(build, facts, directory).items():
            ours.setdefault(what, []).append(seconds)
        peer = peer or ClickHouse(directory)
        second = second or DuckDB(peer.arrow)
        expected = np.fromfile(directory / "reached.i64", "i8").tolist()
        cells = np.fromfile(directory / "cohorts.i64", "i8").reshape(14, 15)
        cohorts = {(c, age - 1, int(cells[c, age])) for c in range(14) for age in range(15) if cells[c, age]}
        for threads in (1, 2):
            loaded = peer.load_anew(threads)
            for form in FORMS:
                seconds, reached = peer.funnel(form, threads)
                equal = equal and reached == expected
                theirs.setdefault((form, threads), []).append(seconds)
                if form == "in memory, by kind":
                    theirs.setdefault(("loading and first question", threads), []).append(loaded + seconds)
            for form in CLICKHOUSE_COHORTS:
                for table in ("facts", "sorted"):
                    seconds, answer = peer.cohorts(form, table, threads)
                    equal = equal and answer == cohorts
                    theirs.setdefault((f"ClickHouse, {form}, {table}", threads), []).append(seconds)
            for form in DUCKDB_COHORTS:
                seconds, answer = second.cohorts(form, threads)
                equal = equal and answer == cohorts
                theirs.setdefault((f"DuckDB, {form}", threads), []).append(seconds)

    def line(name: str, threads: int, seconds: float, ratio: str = "") -> None:
        print(f"{name:44} {threads:>4} {seconds / facts * 1e9:9.2f} {facts / seconds / 1e6:9.1f}  {ratio}")

    print(f"{facts} facts; answers {'equal' if equal else 'DIFFER'}\n{'':44} thr.   ns/fact       M/s  peer / Leadline")
    for threads in (1, 2):
        funnel = median(ours["funnel", threads])
        line("Leadline, funnel", threads, funnel)
        line("Leadline, funnel with times and quantiles", threads, median(ours["funnel, times", threads]))
        for form in FORMS:
            seconds = median(theirs[form, threads])
            line(f"ClickHouse, {form}", threads, seconds, f"{seconds / funnel:.1f}")
        weekly = median(ours["cohorts by week", threads])
        line("Leadline, retention by week", threads, weekly)
        for form in [form for form, of in theirs if of == threads and form.startswith(("ClickHouse, ", "DuckDB, "))]:
            seconds = median(theirs[form, threads])
            line(form, threads, seconds, f"{seconds / weekly:.1f}")
    for threads in (1, 2):
        together = median(a + b for a, b in zip(ours["intake", threads], ours["first funnel", threads]))
        line("Leadline, intake and first funnel", threads, together)
        seconds = median(theirs["loading and first question", threads])
        line("ClickHouse, loading and first question", threads, seconds, f"{seconds / together:.1f}")
    return 0 if equal else 1


sys.exit(main())
