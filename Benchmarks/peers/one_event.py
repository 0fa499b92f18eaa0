"""One fact at a time: Leadline's writer, its batches on the same facts, and prometheus-cpp's counters."""

import json
import subprocess
from pathlib import Path

from programs import LeadlineSide
from report import Report
from shapes import shape_named

FORMS = {"labels": "a counter looked up by labels", "reference": "a counter kept by reference"}


def compare_one_event(build: Path, report: Report, count: int, runs: int) -> None:
    """All in turn, on the first count facts of 1000-ordered, one thread. A writer's time includes building each event
    and the hand-over of what it buffered; prometheus-cpp counts only, and keeps neither days nor amounts."""
    shape, data = shape_named("1000-ordered"), build / "peers-data"
    prometheus = build / "peers" / "prometheus"
    writer, batch = [], []
    peers = {form: [] for form in FORMS} if prometheus.exists() else {}
    with LeadlineSide(build / "peers", shape, data, 1) as leadline:
        for _ in range(runs):
            writer.append(leadline.ask(f"writer {count}")["seconds"])
            batch.append(leadline.ask(f"batch {count}")["seconds"])
            for form, seconds in peers.items():
                command = [str(prometheus), form, str(shape.path(data)), str(count)]
                seconds.append(json.loads(subprocess.run(command, check=True, capture_output=True).stdout)["seconds"])
    common = {"workload": "one fact", "shape": shape.name, "threads": 1, "facts": count, "seconds": writer}
    report.add(**common, peer="leadline", form="the same in batches", peer_seconds=batch)
    for form, seconds in peers.items():
        report.add(**common, peer="prometheus-cpp", form=FORMS[form], peer_seconds=seconds)
    if not peers:
        report.skip("prometheus-cpp, which is not installed (Debian: prometheus-cpp-dev)")
