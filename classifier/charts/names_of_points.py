"""Names beside the points of a scatter plot: each where it covers neither a point nor another name.

Vega-Lite does not place names, and how wide the chart will be is known only to the browser, so that each name is placed
where it has room on a phone and on a wide screen.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from classifier.charts.style import FONT_SIZE

PADDING = 30
"""Pixels of room at the sides of the plot that its scale must leave."""

_WIDTHS = (290, 420, 600, 850, 1130)
"""Pixels of the plot, from a phone to a wide screen: a name has room only if it has room on each."""

_LETTER, _LINE, _MARK = 0.53 * FONT_SIZE, FONT_SIZE + 2, 7
"""Pixels: the mean width of a letter, the height of a line, half of the side of a mark."""


@dataclass(frozen=True)
class Place:
    """A point and its name; `x` as on the scale that is drawn, `y` from 0 to 1."""

    name: str
    x: float
    y: float


class Offset(NamedTuple):
    """Where a name is from its point: `x` pixels to the right, `y` down; `align` is the end of it that is there."""

    align: str
    x: float
    y: float


_TRIES = 8

_BESIDE = (Offset("left", 10, 0), Offset("right", -10, 0))
_ACROSS = (("center", 0), ("left", -7), ("right", 7), ("left", -25), ("right", 25), ("left", 10), ("right", -10))
_NEAR = (*_BESIDE, *(Offset(align, x, y) for y in (-_LINE, _LINE) for align, x in _ACROSS))
_FAR = tuple(Offset(align, x, times * _LINE) for times in (-1.5, 1.5, -2, 2) for align, x in _ACROSS)
_FEW = 16
"""Up to this many points, a name may be further away, where it is still clear whose it is; the best place is first."""


class Box(NamedTuple):
    left: float
    right: float
    top: float
    bottom: float

    def inside(self, other: "Box") -> bool:
        return (
            self.left >= other.left
            and self.right <= other.right
            and self.top >= other.top
            and self.bottom <= other.bottom
        )

    def meets(self, other: "Box") -> bool:
        return (
            self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom
        )


@lru_cache(maxsize=64)
def place_names(places: tuple[Place, ...], height: int) -> tuple[Offset | None, ...]:
    """An offset for each name on a plot of this height in pixels; None for a name that has no room.

    Several orders are tried: names without room come first the next time.
    """
    plots = [Plot(width, height, places) for width in _WIDTHS]
    order = list(range(len(places)))
    best = _placed(plots, order)
    for _ in range(_TRIES):
        found = _placed(plots, order)
        best = max(best, found, key=lambda one: sum(name is not None for name in one))
        if None not in best:
            break
        order.sort(key=lambda i: found[i] is not None)
    return tuple(best)


class Plot:
    """The points on a plot of one size."""

    def __init__(self, width: int, height: int, places: Sequence[Place]) -> None:
        first, last = min((one.x for one in places), default=0.0), max((one.x for one in places), default=0.0)
        step = (width - 2 * PADDING) / ((last - first) or 1.0)
        self.whole = Box(0, width, 0, height)
        self.names = [one.name for one in places]
        self.points = [(PADDING + step * (one.x - first), height * (1 - one.y)) for one in places]
        self.marks = [Box(x - _MARK, x + _MARK, y - _MARK, y + _MARK) for x, y in self.points]

    def box(self, i: int, offset: Offset) -> Box:
        """What name i covers."""
        width, (x, y) = _LETTER * len(self.names[i]), self.points[i]
        left = x + offset.x - {"left": 0, "right": width, "center": width / 2}[offset.align]
        return Box(left, left + width, y + offset.y - _LINE / 2, y + offset.y + _LINE / 2)


def _placed(plots: Sequence[Plot], order: Sequence[int]) -> list[Offset | None]:
    taken = [list(plot.marks) for plot in plots]
    found: list[Offset | None] = [None] * len(order)
    for i in order:
        for offset in _NEAR + _FAR * (len(order) <= _FEW):
            boxes = [plot.box(i, offset) for plot in plots]
            if all(map(_has_room, boxes, plots, taken)):
                found[i] = offset
                for box, others in zip(boxes, taken, strict=True):
                    others.append(box)
                break
    return found


def _has_room(box: Box, plot: Plot, taken: Sequence[Box]) -> bool:
    return box.inside(plot.whole) and not any(box.meets(other) for other in taken)
