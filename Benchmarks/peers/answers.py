"""One canonical form of an answer, so that engines of different make can be compared to the last unit."""

import hashlib
from pathlib import Path

import numpy as np
import pyarrow as pa

from shapes import KINDS

# As in leadline_side.h.
SHIFTS = {"campaign": 41, "channel": 37, "region": 31, "creative": 23, "day": 7, "kind": 0}


class Answer:
    """Groups as packed keys, counts and amounts, sorted by key."""

    def __init__(self, key: np.ndarray, count: np.ndarray, amount: np.ndarray):
        order = np.argsort(key)
        self.key, self.count, self.amount = key[order], count[order], amount[order]

    @classmethod
    def from_table(cls, table: pa.Table) -> "Answer":
        """From a peer's table: columns named as in SHIFTS, and n and s, which are whole numbers."""
        key = np.zeros(table.num_rows, dtype=np.uint64)
        for name in table.column_names:
            if name in SHIFTS:
                key |= _numbers(name, table.column(name)) << np.uint64(SHIFTS[name])
        return cls(key, _integers(table.column("n")), _integers(table.column("s")))

    @classmethod
    def from_files(cls, directory: Path, number: int) -> "Answer":
        """From the files that leadline_side writes."""
        parts = [np.fromfile(directory / f"{number}-{name}", dtype) for name, dtype in
                 (("key.u64", "u8"), ("count.i64", "i8"), ("amount.i64", "i8"))]
        return cls(*parts)

    def digest(self) -> dict:
        """A fingerprint of the whole answer, with what helps when two differ."""
        hashed = hashlib.sha256()
        for column in (self.key, self.count, self.amount):
            hashed.update(np.ascontiguousarray(column, dtype="<i8" if column is not self.key else "<u8"))
        return {
            "sha256": hashed.hexdigest(),
            "groups": len(self.key),
            "count": int(self.count.sum()),
            "amount": int(self.amount.sum()),
        }


def _integers(column: pa.ChunkedArray) -> np.ndarray:
    return column.cast(pa.int64()).to_numpy()


def _numbers(name: str, column: pa.ChunkedArray) -> np.ndarray:
    kind = column.type
    if pa.types.is_temporal(kind):
        return column.to_numpy().astype("datetime64[D]").astype(np.uint64)
    if pa.types.is_integer(kind):
        return column.to_numpy().astype(np.uint64)
    texts = column.to_pylist()
    texts = [text.decode() if isinstance(text, bytes) else text for text in texts]
    if name == "kind":
        return np.array([KINDS[text] for text in texts], dtype=np.uint64)
    return np.array([int(text.rsplit("-", 1)[1]) for text in texts], dtype=np.uint64)
