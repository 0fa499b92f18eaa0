"""Runs Leadline beside its peers on the same facts, compares the answers, then the times.

Every engine has a process of its own with the facts loaded in the form it likes best, and is asked in turn: Leadline,
the mere reading of the columns, the peer, Leadline, ... A peer is first asked in each of its forms once, and from then on
in the one that was fastest. Reported are medians.
"""

import argparse
import json
import os
import shutil
import sys
from pathlib import Path
from statistics import median

from answers import Answer
from one_event import compare_one_event
from programs import LeadlineSide, PeerSide, generate
from report import Report
from shapes import SHAPES, Shape, shape_named

PEERS = ["duckdb", "chdb", "polars"]


def options() -> argparse.Namespace:
    def words(text: str) -> list[str]:
        return [word for word in text.split(",") if word]

    default_facts = int(os.environ.get("FACTS", 50_000_000))
    parser = argparse.ArgumentParser(prog="run.sh", description="Leadline beside DuckDB, ClickHouse and Polars.")
    parser.add_argument("--facts", type=int, default=default_facts, help="facts of each shape (or FACTS=N)")
    parser.add_argument("--rows", type=int, help="rows of the CSV file; default: a fifth of the facts")
    parser.add_argument("--runs", type=int, default=int(os.environ.get("RUNS", 3)), help="timed runs of each (or RUNS=N)")
    parser.add_argument("--threads", type=words, default=["1", "2"], help="1,2")
    parser.add_argument("--shapes", type=words, default=[shape.name for shape in SHAPES], help="some of the shapes")
    parser.add_argument("--peers", type=words, default=PEERS, help="some of the peers")
    parser.add_argument("--build", type=Path, default=Path("build"), help="directory for programs, data and results")
    return parser.parse_args()


def leadline_answer(leadline: LeadlineSide, shape: Shape, directory: Path) -> tuple[list[dict], float]:
    """Digests of what the engine holds, and the seconds that the queries took."""
    directory.mkdir(parents=True, exist_ok=True)
    seconds = leadline.ask(f"answer {directory}")["seconds"]
    digests = [Answer.from_files(directory, number).digest() for number in range(len(shape.rollups))]
    shutil.rmtree(directory)
    return digests, seconds


def fastest_form(peer: PeerSide) -> str:
    """Asks in every form once, which also warms the peer up, then again in those that may be the fastest."""
    seconds = {form: peer.run(form)["seconds"] for form in peer.forms}
    close = 1.5 * min(seconds.values())
    for form in [form for form, taken in seconds.items() if taken <= close]:
        seconds[form] = min(seconds[form], peer.run(form)["seconds"])
    for form, taken in seconds.items():
        print(f"    {form}: {taken:.2f} s", file=sys.stderr)
    return min(seconds, key=seconds.get)


def compare_shape(args: argparse.Namespace, report: Report, shape: Shape, threads: int) -> None:
    data, programs = args.build / "peers-data", args.build / "peers"
    count = (args.rows or max(1, args.facts // 5)) if shape.csv else args.facts
    generate(programs, shape, data, count)
    with LeadlineSide(programs, shape, data, threads) as leadline:
        first = leadline.ask("intake")
        digests, query_seconds = leadline_answer(leadline, shape, args.build / "peers-answer")
        report.note_engine(shape, threads, count, first, digests, query_seconds)
        for name in args.peers:
            print(f"{shape.name}, {threads} threads, {name}", file=sys.stderr)
            with PeerSide(name, shape, data, threads) as peer:
                if not peer.forms:
                    continue
                form = fastest_form(peer)
                theirs = peer.digests(form)
                ours, reads, runs = [], [], []
                for _ in range(args.runs):
                    ours.append(leadline.ask("intake")["seconds"])
                    reads.append(leadline.ask("read")["seconds"])
                    runs.append(peer.run(form))
                report.add(
                    workload="csv" if shape.csv else "rollup", shape=shape.name, threads=threads, facts=count,
                    seconds=ours, peer=name, peer_seconds=[run["seconds"] for run in runs], reads=reads,
                    equal=theirs == digests, form=form, version=peer.version,
                    cores=median(run["cores"] for run in runs),
                )
                if theirs != digests:
                    report.explain(name, digests, theirs)


def main() -> int:
    args = options()
    args.build = args.build.resolve()
    report = Report(args.build / "bench-peers.json")
    for name in args.shapes:
        for threads in args.threads:
            compare_shape(args, report, shape_named(name), int(threads))
    if "1000-ordered" in args.shapes:
        compare_one_event(args.build, report, min(args.facts, 5_000_000), args.runs)
    report.finish()
    return 0 if report.all_equal else 1


if __name__ == "__main__":
    sys.exit(main())
