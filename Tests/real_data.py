"""Comparing example programs with independent reckonings on public files: where the files are and what is in them, running a
program, and counting what was compared.

The files are in the directory that LEADLINE_DATA names, else in ../shared/data beside the checkout. They are not part of the
project; where they are not, `main` says so and succeeds.
"""

import csv
import datetime
import gzip
import json
import os
import subprocess
import sys
import tempfile
from fractions import Fraction

HERE = os.path.dirname(os.path.abspath(__file__))
DATA = os.environ.get("LEADLINE_DATA") or os.path.normpath(os.path.join(HERE, "..", "..", "shared", "data"))
EPOCH = datetime.datetime(1970, 1, 1)

# An event log that several programs read, and what its columns are to all of them.
ATTRIBUTION = "attribution-events/attribution_data.csv.gz"
ATTRIBUTION_COLUMNS = ["--time", "time", "--kind", "interaction", "--map", "conversion=sale", "--dimension", "channel", "--person", "customer_id"]


def text_of(name):
    with (gzip.open if name.endswith(".gz") else open)(os.path.join(DATA, name), "rb") as file:
        return file.read()


def rows_of(name, **options):
    return csv.DictReader(text_of(name).decode("utf-8-sig").splitlines(), **options)


def path_in(unpacked, name):
    """The file itself, or its unpacked copy in a directory."""
    if not name.endswith(".gz"):
        return os.path.join(DATA, name)
    copy = os.path.join(unpacked, os.path.basename(name)[:-3])
    if not os.path.exists(copy):
        with open(copy, "wb") as file:
            file.write(text_of(name))
    return copy


def microseconds(text):
    return (datetime.datetime.fromisoformat(text.replace("Z", "")) - EPOCH) // datetime.timedelta(microseconds=1)


def moment(time):
    return EPOCH + datetime.timedelta(microseconds=time)


def week_of(date):
    year, week, _ = date.isocalendar()
    return "%04d-W%02d" % (year, week)


class Runner:
    """Runs one program and keeps count of what was compared. The first of what is wrong is printed."""

    def __init__(self, program, unpacked):
        self.program, self.unpacked, self.failures, self.compared = program, unpacked, 0, 0

    def fail(self, what):
        self.failures += 1
        if self.failures <= 20:
            print("    " + what)

    def check(self, where, got, wanted):
        self.compared += 1
        if got != wanted:
            self.fail("%s: %r, but should be %r" % (where, got, wanted))

    def value(self, where, got, wanted):
        """A value of JSON against a number, None for one that is undefined, or the name of a state."""
        if isinstance(wanted, str):
            self.check(where, (got["value"], got["state"]), (None, wanted))
        else:
            value = Fraction(got["numerator"], got["denominator"]) if got["numerator"] is not None else None
            self.check(where, value, wanted)

    def rate(self, where, got, top, bottom):
        """A rate over what was counted, not in lowest terms."""
        self.check(where, (got["numerator"], got["denominator"]), (top, bottom))

    def start(self, options, text=None):
        """The output of both kinds; an option that is the name of a file stands for it, and `text` is the standard input. None
        after a failure."""
        options = [self.path(part) for part in options]
        done = subprocess.run([self.program, "--format", "json"] + options, capture_output=True, input=text, check=False)
        if done.returncode != 0:
            self.fail("exit status %d: %s" % (done.returncode, done.stderr.decode().strip()))
            return None
        return json.loads(done.stdout), done.stderr.decode()

    def run(self, options, text=None):
        done = self.start(options, text)
        return done[0] if done is not None else None

    def path(self, part):
        is_name = "/" in part and not os.path.isabs(part) and os.path.isfile(os.path.join(DATA, part))
        return path_in(self.unpacked, part) if is_name else part


def main(cases, kind=Runner):
    """A script of one argument, the program. A case is a function of a runner, new for each."""
    if len(sys.argv) != 2:
        print("usage: %s PROGRAM" % os.path.basename(sys.argv[0]), file=sys.stderr)
        return 2
    if not os.path.isdir(DATA):
        print("real data: skipped, no directory %s" % (os.environ.get("LEADLINE_DATA") or "../shared/data"))
        return 0
    failed = 0
    with tempfile.TemporaryDirectory() as unpacked:
        for case in cases:
            runner = kind(os.path.abspath(sys.argv[1]), unpacked)
            case(runner)
            print("%s  %s: %d values compared" % ("FAIL" if runner.failures else "ok  ", case.__name__, runner.compared))
            failed += runner.failures > 0
    return 1 if failed else 0
