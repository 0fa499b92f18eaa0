"""Attribution: five rule models at once beside SQL of DuckDB and ClickHouse, and a chain of order 1 beside ChannelAttribution.

    attribution.py BUILD FACTS RUNS

All on the facts of `bench attribution`, in turn, on one thread and on two; SQL in several forms, of which the fastest counts. Answers are
compared before times are: all credit of first and last touches exactly, that of the others within the rounding of each touch's
share to a millionth and a cent; the chain of journeys and that of the same paths counted to the last bit. ChannelAttribution
(where it can be had) walks at random: its removal effects are within 0.02, without its limit of steps, which moves them. It does the least
that it can, one round of 100 000 walks without looking whether they are enough (by default it goes on until they are, which may
be for an hour where keys are many), and gets the paths counted, as it wants them; making them from facts is told beside it.

Beside the time stands the processor time, which other programs on the machine move less.
"""

import json
import os
import subprocess
import sys
import time
from collections import defaultdict
from pathlib import Path
from statistics import median

import duckdb
import numpy as np
import pyarrow as pa
from chdb import session

from attribution_sql import CLICKHOUSE, DUCKDB, PATHS, RULES

COLUMNS = {"time": "i8", "kind": "u2", "campaign": "u4", "channel": "u4", "person": "u8", "amount": "i8"}
TYPES = "time Int64, kind UInt16, campaign UInt32, channel UInt32, person UInt64, amount Int64"
ANSWER = [f"{rule}_{what}" for rule in RULES for what in ("count", "value")] + ["credited"]


class Clock:
    """The seconds of each run of each thing, and the processor's."""

    def __init__(self) -> None:
        self.runs: dict[tuple, list[tuple[float, float]]] = defaultdict(list)

    def time(self, what: tuple, call):
        cpu, began = time.process_time(), time.perf_counter()
        answer = call()
        self.runs[what].append((time.perf_counter() - began, time.process_time() - cpu))
        return answer

    def of(self, what: tuple) -> tuple[float, float]:
        return median(s for s, _ in self.runs[what]), median(c for _, c in self.runs[what])


def bench(build: Path, clock: Clock, name: str, *arguments: str) -> None:
    lines = build / "attribution.lines"
    lines.unlink(missing_ok=True)
    subprocess.run([str(build / "bench"), name, *arguments], check=True, capture_output=True, env=os.environ | {"BENCH_LINES": str(lines)})
    for row in map(json.loads, lines.read_text().splitlines()):
        if row["workload"] == "attribution":
            seconds = row["seconds"]
            clock.runs["Leadline", row["shape"], row["state"], row["threads"]].append((seconds, seconds * row["busy"] * row["threads"]))


class DuckDB:
    forms = DUCKDB

    def __init__(self, arrow: pa.Table) -> None:
        self.connection = duckdb.connect()
        self.connection.register("arrow", arrow)
        self.connection.execute("CREATE TABLE facts AS SELECT * FROM arrow")

    def ask(self, form: str, key: str, threads: int) -> list[tuple]:
        self.connection.execute(f"SET threads = {threads}")
        return self.connection.execute(DUCKDB[form].format(key=key)).fetchall()

    def paths(self, key: str) -> dict[str, np.ndarray]:
        return self.connection.execute(PATHS.format(key=key)).fetchnumpy()


class ClickHouse:
    forms = CLICKHOUSE

    def __init__(self, arrow: pa.Table) -> None:
        loaded = arrow  # named in the query
        self.session = session.Session()
        self.session.query("CREATE DATABASE IF NOT EXISTS bench")
        self.session.query(f"CREATE TABLE bench.facts ({TYPES}) ENGINE = Memory")
        self.session.query(f"INSERT INTO bench.facts SELECT {', '.join(COLUMNS)} FROM Python(loaded)")

    def ask(self, form: str, key: str, threads: int) -> list[tuple]:
        query = CLICKHOUSE[form].format(table="facts", key=key) + f" SETTINGS max_threads = {threads}"
        answer = json.loads(str(self.session.query(query, "JSONColumns")))
        return list(zip(*(answer[name] for name in ["key", *ANSWER])))


def is_same(rows: list[tuple], credits: np.ndarray) -> bool:
    """credits[key, rule] are millionths and cents."""
    same = len(rows) == int((credits[:, :, 0].sum(axis=1) > 0).sum())
    for key, *sums in rows:
        for r, rule in enumerate(RULES):
            slack = 1e-6 if rule in ("first", "last") else int(sums[-1])
            for scale, what in ((1e6, 0), (1, 1)):
                same = same and abs(float(sums[2 * r + what]) * scale - int(credits[int(key), r, what])) <= slack
    return bool(same)


def read(directory: Path, name: str, kind: str, shape: tuple) -> np.ndarray:
    values = np.fromfile(directory / name, kind)
    return values[: int(np.prod(shape))].reshape(shape)


def write_paths(paths: dict[str, np.ndarray], path: Path) -> None:
    with open(path, "w", encoding="ascii") as file:
        for text, outcomes, lost in zip(paths["path"], paths["outcomes"], paths["lost"]):
            file.write(f"{text}\t{outcomes}\t{lost}\n")


def walk(clock: Clock, key: str, paths: dict[str, np.ndarray], removal: np.ndarray) -> float | None:
    """ChannelAttribution's chain of the paths; how far off its removal effects are."""
    try:
        import ChannelAttribution
        import pandas
    except ImportError:
        return None
    # A path without touches is not one for it: what it says is lost is part of fewer outcomes.
    has_touch = paths["path"] != ""
    part = float(paths["outcomes"][has_touch].sum() / paths["outcomes"].sum())
    data = pandas.DataFrame({name: values[has_touch] for name, values in paths.items()})
    answer = clock.time(("ChannelAttribution", key, 1), lambda: ChannelAttribution.markov_model(
        data, "path", "outcomes", var_null="lost", order=1, nfold=1, max_step=1_000_000, out_more=True, seed=1, verbose=False,
        flg_pro=False))
    table = answer["removal_effects"] if isinstance(answer, dict) else answer[2]
    return max(abs(float(effect) * part - removal[int(name[1:])]) for name, effect in zip(table.iloc[:, 0], table.iloc[:, 1]))


def main() -> int:
    build, facts, runs = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    directory = build / "peers-data" / "attribution"
    directory.mkdir(parents=True, exist_ok=True)
    clock, wrong, notes, peers = Clock(), [], [], []
    for _ in range(runs):
        bench(build, clock, "attribution", str(facts), "2", "1", str(directory))
        if not peers:
            columns = {name: np.fromfile(directory / f"{name}.{kind[0]}{8 * int(kind[1])}", kind) for name, kind in COLUMNS.items()}
            arrow = pa.table(columns)
            peers = [DuckDB(arrow), ClickHouse(arrow)]
        for key in ("channel", "campaign"):
            credits = read(directory, f"{key}-credits.i64", "i8", (1000, 5, 2))
            for threads in (1, 2):
                for peer in peers:
                    for form in peer.forms:
                        what = (f"{type(peer).__name__}, {form}", key, threads)
                        if not is_same(clock.time(what, lambda: peer.ask(form, key, threads)), credits):
                            wrong.append(what)
    duck = peers[0]
    for key in ("channel", "campaign"):
        paths = clock.time(("DuckDB, making the paths", key, 2), lambda: duck.paths(key))
        write_paths(paths, directory / "paths.tsv")
        bench(build, clock, "counted", str(directory / "paths.tsv"), str(runs), str(directory))
        clock.runs["Leadline, of paths", key] = clock.runs.pop(("Leadline", "markov of paths", None, 1))
        removal = read(directory, f"{key}-removal.f64", "f8", (1000,))
        same = np.array_equal(removal, read(directory, "path-removal.f64", "f8", (1000,)))
        counts = [read(directory, f"{of}-chain.i64", "i8", (1000, 5, 2))[:, 0, 0] for of in (key, "path")]
        if not same or not np.array_equal(*counts):
            wrong.append(("markov of journeys and of paths", key))
        off = walk(clock, key, paths, removal)
        found = "is not to be had" if off is None else f"is off by {off:.4f}"
        notes.append(f"{key}: {len(paths['path'])} paths; ChannelAttribution {found}")
        if off is not None and off > 0.02:
            wrong.append(("ChannelAttribution", key, off))

    def line(name: str, threads: int, times: tuple[float, float], than: tuple[float, float] | None = None) -> None:
        ratio = f"{times[0] / than[0]:8.1f} {times[1] / than[1]:8.1f}" if than else ""
        print(f"{name:44} {threads:>4} {times[0] / facts * 1e9:9.2f} {times[1] / facts * 1e9:9.2f} {ratio}")

    print(f"{facts} facts; answers {'equal' if not wrong else f'DIFFER: {wrong}'}")
    print(f"{'':44} thr.   ns/fact processor  peer / Leadline, processor")
    for key in ("channel", "campaign"):
        for threads in (1, 2):
            ours = clock.of(("Leadline", "five rules", key + "s", threads))
            line(f"Leadline, five rules by {key}", threads, ours)
            for peer in peers:
                for form in peer.forms:
                    name = f"{type(peer).__name__}, {form}"
                    line(name, threads, clock.of((name, key, threads)), ours)
        for threads in (1, 2):
            ours = clock.of(("Leadline", "markov", key + "s", threads))
            line(f"Leadline, chain of journeys by {key}", threads, ours)
            if threads == 1:
                line("Leadline, chain of the paths counted", 1, clock.of(("Leadline, of paths", key)))
            else:
                line("DuckDB, making the paths", 2, clock.of(("DuckDB, making the paths", key, 2)))
            if ("ChannelAttribution", key, threads) in clock.runs:
                theirs = clock.of(("ChannelAttribution", key, threads))
                line("ChannelAttribution", threads, theirs, ours)
                line("  beside the paths counted", threads, theirs, clock.of(("Leadline, of paths", key)))
    print("\n".join(notes))
    return 1 if wrong else 0


sys.exit(main())
