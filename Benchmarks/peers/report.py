"""What was measured: lines for people as it comes in, and a JSON file for machines."""

import json
import sys
from pathlib import Path
from statistics import median

from shapes import Shape

LINE = "{workload:<9} {shape:<16}{threads:>7}  {ours:>14} {limit:>6}  {peer:<46} {theirs:>14} {ratio:>8}  {equal}"


def nanoseconds(seconds: list[float], facts: int) -> str:
    """Median, and by how much the runs lay apart on either side of their middle."""
    spread = (max(seconds) - min(seconds)) / 2 / median(seconds)
    return f"{median(seconds) / facts * 1e9:.2f} ±{spread:.0%}"


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
            print(LINE.format(workload="workload", shape="shape", threads="threads", ours="Leadline", limit="limit",
                              peer="peer, in its fastest form", theirs="peer", ratio="ratio", equal="equal"))
        limit = row["limit_fraction"]
        print(LINE.format(
            workload=row["workload"], shape=row["shape"], threads=row["threads"],
            ours=nanoseconds(row["seconds_runs"], row["facts"]), limit="" if limit is None else f"{limit:.2f}",
            peer=": ".join(filter(None, (row["peer"], row["peer_form"]))),
            theirs=nanoseconds(row["peer_seconds_runs"], row["facts"]), ratio=f"{row['ratio']:.2f} x",
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
        print("\nIn short:")
        for line in self._against_fastest() + self._gains():
            print(f"  {line}")
        print("\nWhat Leadline held:")
        for note in self.notes:
            print(f"  {note}")
        for row in self.rows:
            if row["peer_cores"] and row["peer_cores"] > row["threads"] * 1.1:
                print(f"  {row['peer']} kept {row['peer_cores']:.1f} cores busy on {row['shape']}, {row['threads']} allowed")
        versions = sorted({f"{row['peer']} {row['peer_version']}" for row in self.rows if row["peer_version"]})
        print(f"\nPeers: {', '.join(versions)}. Wrote {self.path.name}.")
        if not self.all_equal:
            print("Some answers differ; their times say nothing.", file=sys.stderr)

    def _groups(self) -> dict[tuple, list[dict]]:
        """Rows with the mere reading beside them, by what was done."""
        groups: dict[tuple, list[dict]] = {}
        for row in self.rows:
            if row["read_seconds_runs"]:
                groups.setdefault((row["workload"], row["shape"], row["threads"]), []).append(row)
        return groups

    def _against_fastest(self) -> list[str]:
        lines = []
        for (_, shape, threads), rows in self._groups().items():
            fastest = min(rows, key=lambda row: row["ratio"])
            lines.append(f"{shape}, {threads} threads: {fastest['ratio']:.1f} x the fastest peer, {fastest['peer']}; "
                         f"{median(row['limit_fraction'] for row in rows):.2f} of merely reading")
        return lines

    def _gains(self) -> list[str]:
        """How much more threads gain over one, for Leadline and for merely reading."""
        groups, lines = self._groups(), []
        for (workload, shape, threads), rows in groups.items():
            single = groups.get((workload, shape, 1))
            if threads == 1 or not single:
                continue
            ours, reading = (
                median(t for row in single for t in row[key]) / median(t for row in rows for t in row[key])
                for key in ("seconds_runs", "read_seconds_runs")
            )
            lines.append(f"{shape}, {threads} threads over one: Leadline {ours:.2f} x, merely reading {reading:.2f} x")
        return lines
