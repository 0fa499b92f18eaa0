"""The shapes of facts that are compared, and where they lie on disk."""

from dataclasses import dataclass
from pathlib import Path

DAY_MICROSECONDS = 86_400_000_000
KINDS = {"impression": 10, "click": 20, "lead": 50, "sale": 70}


@dataclass(frozen=True)
class Shape:
    """One shape, by the name it has in facts.c."""

    name: str
    dimensions: tuple[str, ...] = ("campaign",)
    ids: bool = False
    csv: bool = False

    @property
    def columns(self) -> dict[str, str]:
        """Files of the columns, and the numpy types in them."""
        columns = {"time": "i8", "kind": "u2", "amount": "i8"}
        columns |= {dimension: "u4" for dimension in self.dimensions}
        if self.ids:
            columns["id"] = "u8"
        return columns

    def path(self, data: Path) -> Path:
        return data / self.name / "facts.csv" if self.csv else data / self.name

    @property
    def rollups(self) -> list["Rollup"]:
        """What is grouped by: all dimensions by day, and where there are several also two of them by month."""
        fine = Rollup(self.dimensions, "day")
        return [fine] if len(self.dimensions) == 1 else [fine, Rollup(("channel", "region"), "month")]


@dataclass(frozen=True)
class Rollup:
    """One group-by: its dimensions, a period and the kind."""

    dimensions: tuple[str, ...]
    period: str


SHAPES = [
    Shape("1000-ordered"),
    Shape("1000-random"),
    Shape("1000000-ordered"),
    Shape("1000000-random"),
    Shape("dimensions", ("campaign", "channel", "region", "creative")),
    Shape("1000-ids", ids=True),
    Shape("csv", csv=True),
]


def shape_named(name: str) -> Shape:
    for shape in SHAPES:
        if shape.name == name:
            return shape
    raise SystemExit(f"no shape is called {name}; there are {', '.join(s.name for s in SHAPES)}")
