"""The switch between operating points."""

from collections.abc import Callable

from classifier.operating_points import BALANCED, OPERATING_POINTS
from classifier.ui.shared.choice import choose

IN_FORCE, MOVED = "operating_point", "moved_threshold"
"""The session's keys of the operating point that holds wherever messages are judged, and of a threshold set by hand."""


def choose_operating_point(title: str, key: str, on_change: Callable[[], None] | None = None) -> str:
    """Let people choose an operating point, by name; the tooltip says what each does."""
    titles = {name: point.title for name, point in OPERATING_POINTS.items()}
    return choose(title, titles, key, BALANCED, help=meanings(), on_change=on_change)


def meanings() -> str:
    """What each operating point does, as Markdown."""
    return "; ".join(f"**{point.title}** {point.meaning}" for point in OPERATING_POINTS.values()) + "."
