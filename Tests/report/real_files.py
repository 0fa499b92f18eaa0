"""The public files that examples are compared on: where they are, and what is in them."""

import csv
import datetime
import gzip
import os

HERE = os.path.dirname(os.path.abspath(__file__))
DATA = os.environ.get("LEADLINE_DATA") or os.path.normpath(os.path.join(HERE, "..", "..", "..", "shared", "data"))


def text_of(name):
    with (gzip.open if name.endswith(".gz") else open)(os.path.join(DATA, name), "rb") as file:
        return file.read()


def rows_of(name, **options):
    return csv.DictReader(text_of(name).decode("utf-8-sig").splitlines(), **options)


def week_of(date):
    year, week, _ = datetime.date.fromisoformat(date).isocalendar()
    return "%04d-W%02d" % (year, week)


def path_in(unpacked, name):
    """The file itself, or its unpacked copy in a directory."""
    if not name.endswith(".gz"):
        return os.path.join(DATA, name)
    copy = os.path.join(unpacked, os.path.basename(name)[:-3])
    if not os.path.exists(copy):
        with open(copy, "wb") as file:
            file.write(text_of(name))
    return copy
