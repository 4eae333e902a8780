"""Numbers as people read them: one format for each kind, on pages, in charts, tables, the README and the model card."""

from collections.abc import Collection, Sequence

UNDEFINED = "–"
SPACE = "\u00a0"
"""Keeps a number and its unit on one line."""

Interval = Sequence[float]
"""The low and the high end of a 95 % interval."""


def percent(share: float | None, digits: int | None = None) -> str:
    """A share of 1 as a percentage: '71 %'; near the ends '0.4 %' or '> 99.9 %', rounded to neither '0 %' nor '100 %'.

    `digits` fixes the number of decimals. A dash if the share is unknown.
    """
    if share is None:
        return UNDEFINED
    value = 100 * share
    if digits is None:
        if 0 < value < 0.05:
            return f"< 0.1{SPACE}%"
        if 99.95 <= value < 100:
            return f"> 99.9{SPACE}%"
        digits = 1 if 0 < value < 0.95 or 99.5 <= value < 99.95 else 0
    return f"{value:.{digits}f}{SPACE}%"


def percents_told_apart(share: float, limit: float) -> tuple[str, str]:
    """A share and the limit that it is compared with; with more decimals where rounding would make them look alike."""
    for digits in (None, 1, 2, 3):
        shown, from_here = percent(share, digits), percent(limit, digits)
        if shown != from_here or share == limit:
            break
    return shown, from_here


def percent_range(interval: Interval, digits: int | None = None) -> str:
    """An interval of shares: '65 % to 77 %'; `digits` as in `percent`."""
    return " to ".join(percent(end, digits) for end in interval)


def signed_points(points: float) -> str:
    """Percentage points with their sign: '+31', '−5', '0'."""
    rounded = round(points)
    return "0" if rounded == 0 else f"{rounded:+d}".replace("-", "−")


def score(value: float | None, digits: int = 3) -> str:
    """A figure with a fixed number of decimals; a dash if it is undefined."""
    return UNDEFINED if value is None else f"{value:.{digits}f}"


def score_range(interval: Interval, digits: int = 3) -> str:
    """An interval of scores: '0.65 to 0.77'."""
    return " to ".join(score(end, digits) for end in interval)


def with_interval(value: float | None, interval: Interval | None, digits: int = 3) -> str:
    """A figure and, where it is known, its interval in brackets: '0.71 (0.65–0.77)'."""
    span = f" ({'–'.join(score(end, digits) for end in interval)})" if interval else ""
    return f"{score(value, digits)}{span}"


def signed_score(value: float, digits: int = 3) -> str:
    """A difference of scores with its sign: '+0.039', '−0.010'."""
    return f"{value:+.{digits}f}".replace("-", "−")


def milliseconds(seconds: float, digits: int = 0) -> str:
    """A short time: '14 ms'."""
    return f"{1000 * seconds:.{digits}f}{SPACE}ms"


def aligned(rows: Sequence[Sequence[str]], left: Collection[int] = (0,)) -> list[str]:
    """Rows of cells as lines of text in columns, those named by their numbers `left` and the others right aligned."""
    columns = [_column(cells, i in left) for i, cells in enumerate(zip(*rows, strict=True))]
    return ["  ".join(cells).rstrip() for cells in zip(*columns, strict=True)]


def _column(cells: Sequence[str], left: bool) -> list[str]:
    width = max(map(len, cells))
    return [cell.ljust(width) if left else cell.rjust(width) for cell in cells]


def counted(number: int, thing: str) -> str:
    """A number with what it counts: '1 row', '2,000 rows'."""
    return f"{number:,} {thing}{'s' * (number != 1)}"


def listed(names: Sequence[str]) -> str:
    """Names as a list for a sentence: 'Water, Food and Shelter'."""
    return " and ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))


def showable(text: str) -> str:
    """A text as a browser can show it: a question mark in place of half a character, which files of JSON can hold."""
    return text.encode("utf-8", "replace").decode()
