"""The programs that are run side by side, each kept alive with its facts loaded and asked line by line."""

import json
import subprocess
import sys
from pathlib import Path

from shapes import Shape

HERE = Path(__file__).resolve().parent


class Program:
    """A child that reads a line and answers with a line of JSON."""

    def __init__(self, *command: str):
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def ask(self, line: str) -> dict:
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()
        return self.hear()

    def hear(self) -> dict:
        answer = self.process.stdout.readline()
        if not answer:
            raise RuntimeError(f"{Path(self.process.args[0]).name} ended with status {self.process.wait()}")
        return json.loads(answer)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.stdin.close()
        self.process.wait()
        self.process.stdout.close()


class LeadlineSide(Program):
    def __init__(self, programs: Path, shape: Shape, data: Path, threads: int):
        how = "csv" if shape.csv else "columns"
        super().__init__(str(programs / "leadline_side"), how, str(shape.path(data)), str(threads))


class PeerSide(Program):
    """A peer in its worker. `forms` are the ways it can be asked; `failed` says why it cannot be at all."""

    def __init__(self, name: str, shape: Shape, data: Path, threads: int):
        super().__init__(sys.executable, str(HERE / "worker.py"), name, shape.name, str(data), str(threads))
        hello = self.hear()
        self.version, self.forms = hello["version"], hello["forms"]

    def run(self, form: str) -> dict:
        return self.ask(json.dumps(["run", form]))

    def digests(self, form: str) -> list[dict]:
        return self.ask(json.dumps(["answer", form]))["digests"]


def generate(programs: Path, shape: Shape, data: Path, count: int) -> None:
    """Writes the facts of a shape, unless they are there already."""
    directory = data / shape.name
    done = directory / "count"
    program = programs / "facts"
    if done.exists() and done.read_text() == str(count) and done.stat().st_mtime > program.stat().st_mtime:
        return
    directory.mkdir(parents=True, exist_ok=True)
    done.unlink(missing_ok=True)
    subprocess.run([str(program), shape.name, str(count), str(directory)], check=True)
    done.write_text(str(count))
