"""One peer in a process of its own, with one shape loaded, so that every engine has its own allocator and threads.

    worker.py PEER SHAPE DATA THREADS

Obeys lines of JSON on standard input, ["run", FORM] and so on, and answers each with one line of JSON on standard output.
"""

import importlib
import json
import os
import sys
import time
from pathlib import Path


def main() -> None:
    name, shape_name, data, threads = sys.argv[1], sys.argv[2], Path(sys.argv[3]).resolve(), int(sys.argv[4])
    os.environ["POLARS_MAX_THREADS"] = str(threads)
    out = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # whatever a peer prints must not end up among the answers

    from answers import Answer
    from shapes import shape_named

    module = importlib.import_module(f"peer_{name}")
    forms = module.Peer(shape_named(shape_name), data, threads).forms()

    def reply(value: object) -> None:
        print(json.dumps(value), file=out, flush=True)

    reply({"version": module.VERSION, "forms": list(forms)})
    for line in sys.stdin:
        command, argument = json.loads(line)
        if command == "run":
            cpu, began = time.process_time(), time.perf_counter()
            result = forms[argument].run()
            seconds = time.perf_counter() - began
            reply({"seconds": seconds, "cores": (time.process_time() - cpu) / seconds, "result": result})
        elif command == "answer":
            reply({"digests": [Answer.from_table(table).digest() for table in forms[argument].answer()]})
    os._exit(0)  # no engine gets to spend time on taking its tables down


main()
