"""Distinct persons of 1 000 keys: Leadline's intake, ClickHouse's sketches by GROUP BY, DataSketches fact by fact.

    persons.py BUILD FACTS RUNS

All on one thread, in turn, on the facts of `bench persons`. What is counted is the processor time to take the facts in: Leadline's
rolls them up, too; chDB scans a table in memory; DataSketches (when its headers were there to build with) updates the sketch
of each fact's key. Errors are those of the 1 000 keys, relative, root mean square; bytes are those of a full sketch.
"""

import json
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pyarrow as pa
from chdb import session

KEYS = 1000
CLICKHOUSE = {
    "uniqHLL12": ("uniqHLL12(person)", 2560),
    "uniqCombined(12)": ("uniqCombined(12)(person)", 3072),
    "uniqCombined64(12)": ("uniqCombined64(12)(person)", 3072),
    "uniqCombined(14)": ("uniqCombined(14)(person)", 12288),
}
DATASKETCHES = {"HLL_8, 2^11": (11, 8, 2048), "HLL_4, 2^12": (12, 4, 2048)}


def processor_time(work):
    began = time.process_time()
    result = work()
    return time.process_time() - began, result


def leadline(build, directory, facts):
    """Processor time by state: none, p=8 ..."""
    lines = build / "persons.lines"
    lines.unlink(missing_ok=True)
    environment = os.environ | {"BENCH_LINES": str(lines)}
    command = [str(build / "bench"), "persons", str(facts), "1", str(directory)]
    subprocess.run(command, check=True, capture_output=True, env=environment)
    rows = [json.loads(line) for line in lines.read_text().splitlines()]
    return {row["state"]: row["seconds"] * row["busy"] for row in rows}


def main():
    build, facts, runs = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    directory = build / "peers-data" / "persons"
    directory.mkdir(parents=True, exist_ok=True)
    leadline(build, directory, facts)
    code = np.fromfile(directory / "code.u32", dtype="u4")
    person = np.fromfile(directory / "person.u64", dtype="u8")
    pairs = np.unique(code.astype("u8") << np.uint64(54) | person >> np.uint64(10))
    exact = np.bincount(pairs >> np.uint64(54), minlength=KEYS)
    session_ = session.Session()
    session_.query("CREATE DATABASE IF NOT EXISTS bench")
    loaded = pa.table({"code": code, "person": person})  # named in the query
    session_.query("CREATE TABLE bench.seen (code UInt32, person UInt64) ENGINE = Memory")
    session_.query("INSERT INTO bench.seen SELECT code, person FROM Python(loaded)")
    del loaded, person

    seconds, errors, sizes = {}, {}, {}

    def note(name, taken, size=None, counts=None):
        seconds.setdefault(name, []).append(taken)
        sizes[name] = size
        errors[name] = None if counts is None else float(np.sqrt(np.mean((np.asarray(counts, dtype=float) / exact - 1) ** 2)))

    program = build / "peers" / "datasketches"
    for _ in range(runs):
        for state, taken in leadline(build, directory, facts).items():
            note(f"Leadline, {state}", taken)
        for name, (call, size) in {"count() alone": ("count()", 0), **CLICKHOUSE}.items():
            query = f"SELECT code, {call} AS n FROM bench.seen GROUP BY code ORDER BY code SETTINGS max_threads = 1"
            taken, answer = processor_time(lambda: json.loads(str(session_.query(query, "JSONColumns"))))
            note(f"ClickHouse {name}", taken, size or None, [int(n) for n in answer["n"]] if size else None)
        for name, (lg, bits, size) in DATASKETCHES.items() if program.exists() else ():
            answer = json.loads(subprocess.run([str(program), str(directory), str(lg), str(bits)], check=True, capture_output=True).stdout)
            note(f"DataSketches {name}", answer["seconds"], size, answer["counts"])

    print(f"{'distinct persons of 1000 keys, 1 thread':42} {'cpu ns':>8} {'least':>8} {'bytes':>7} {'error':>8}")
    for name, taken in seconds.items():
        middle, least = (x / facts * 1e9 for x in (statistics.median(taken), min(taken)))
        error = "" if errors[name] is None else f"{errors[name]:8.3%}"
        print(f"{name:42} {middle:8.2f} {least:8.2f} {sizes[name] or '':>7} {error}")


main()
