"""What was measured: lines for people as it comes in, and a JSON file for machines."""

import json
import sys
from pathlib import Path
from statistics import median

from shapes import Shape

LINE = "{workload:<10} {shape:<16} {threads:>7} {ns:>9} {limit:>6}  {peer:<34} {peer_ns:>9} {ratio:>8}  {equal}"


def mebibytes(size: int) -> str:
    return f"{size / 2**20:.0f} MiB"


class Report:
    def __init__(self, path: Path):
        self.path = path
        self.rows: list[dict] = []
        self.notes: list[str] = []
        self.all_equal = True
        self._header_due = True

    def add(self, *, workload: str, shape: str, threads: int, facts: int, seconds: list[float], peer: str,
            peer_seconds: list[float], reads: list[float] | None = None, equal: bool | None = None, form: str = "",
            version: str = "", cores: float | None = None) -> None:
        """Takes in one comparison from the single runs. ratio is how many times as long the peer takes; limit_fraction
        which part of Leadline's time merely reading the facts takes. equal is None where there is nothing to compare."""
        ours, theirs = median(seconds), median(peer_seconds)
        self.rows.append({
            "workload": workload, "shape": shape, "threads": threads, "facts": facts, "seconds": ours, "peer": peer,
            "peer_seconds": theirs, "ratio": theirs / ours, "limit_fraction": median(reads) / ours if reads else None,
            "equal": equal, "peer_form": form, "peer_version": version, "peer_cores": cores,
            "seconds_runs": seconds, "peer_seconds_runs": peer_seconds, "read_seconds_runs": reads,
        })
        self.all_equal &= equal is not False
        self._print(self.rows[-1])
        self.path.write_text(json.dumps(self.rows, indent=1) + "\n")

    def _print(self, row: dict) -> None:
        if self._header_due:
            self._header_due = False
            print("ns a fact, medians; limit: merely reading the facts / Leadline; ratio: peer / Leadline")
            print(LINE.format(workload="workload", shape="shape", threads="threads", ns="Leadline", limit="limit",
                              peer="peer, in its fastest form", peer_ns="peer", ratio="ratio", equal="equal"))
        limit = row["limit_fraction"]
        peer = f"{row['peer']}: {row['peer_form']}" if row["peer_form"] else row["peer"]
        print(LINE.format(
            workload=row["workload"], shape=row["shape"], threads=row["threads"],
            ns=f"{row['seconds'] / row['facts'] * 1e9:.2f}", limit="" if limit is None else f"{limit:.2f}", peer=peer,
            peer_ns=f"{row['peer_seconds'] / row['facts'] * 1e9:.2f}", ratio=f"{row['ratio']:.2f} x",
            equal={True: "yes", False: "NO", None: ""}[row["equal"]],
        ), flush=True)

    def note_engine(self, shape: Shape, threads: int, facts: int, intake: dict, digests: list[dict], query: float) -> None:
        """Remembers what the engine held after the first intake; printed at the end."""
        text = (f"{shape.name}, {threads} threads: {sum(d['groups'] for d in digests)} groups; first intake "
                f"{intake['seconds'] / facts * 1e9:.2f} ns a fact; handing all groups out as tables {query:.2f} s; memory "
                f"{mebibytes(intake['memory'])}, of it cells {mebibytes(intake['cell_memory'])}")
        if shape.ids:
            text += f", ids {mebibytes(intake['id_memory'])}; {intake['duplicates']} repeats left out"
        self.notes.append(text)

    def explain(self, peer: str, ours: list[dict], theirs: list[dict]) -> None:
        print(f"  the answers differ:\n    Leadline {ours}\n    {peer} {theirs}", flush=True)

    def skip(self, what: str) -> None:
        print(f"skipped: {what}", flush=True)

    def finish(self) -> None:
        versions = sorted({f"{row['peer']} {row['peer_version']}" for row in self.rows if row["peer_version"]})
        print("\nWhat Leadline held:")
        for note in self.notes:
            print(f"  {note}")
        busy = [row for row in self.rows if row["peer_cores"] and row["peer_cores"] > row["threads"] * 1.1]
        for row in busy:
            print(f"  {row['peer']} used {row['peer_cores']:.1f} cores on {row['shape']} with {row['threads']} threads allowed")
        print(f"Peers: {', '.join(versions)}. Wrote {self.path.name}.")
        if not self.all_equal:
            print("Some answers differ; their times say nothing.", file=sys.stderr)
