"""What a peer is: forms of the same question, each of which can be timed and answered."""

from dataclasses import dataclass
from pathlib import Path
from typing import Callable

import numpy as np
import pyarrow as pa

from shapes import Shape


@dataclass(frozen=True)
class Form:
    """One way to ask a peer. `run` computes every group but hands only their number and sums out, as
    [(groups, facts), ...], so that no peer pays for moving the answer; `answer` hands out the whole of it."""

    run: Callable[[], list[tuple[int, int]]]
    answer: Callable[[], list[pa.Table]]


def load_columns(shape: Shape, data: Path) -> dict[str, np.ndarray]:
    directory = shape.path(data)
    return {
        name: np.fromfile(directory / f"{name}.{dtype[0]}{8 * int(dtype[1])}", dtype)
        for name, dtype in shape.columns.items()
    }
