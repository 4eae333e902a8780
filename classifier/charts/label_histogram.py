"""How probable a label is in many messages: how many messages have which probability, and where the threshold is."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from classifier.charts.ink import FAINT, INK
from classifier.charts.output_rows import FONT_SIZE, Json, layer, template, tooltips
from classifier.formatting import percent

STEP = 0.5
"""The width of a bin in log-odds."""

SHOWN = ["Probability", "Messages", "Decision"]
"""The columns for readers."""

_LEAST = 5e-4
"""Probabilities nearer than that to 0 or 1 are in the first or the last bin."""

_TICKS = (0.001, 0.01, 0.1, 0.5, 0.9, 0.99, 0.999)
_COUNT_TICKS = (0, 1, 10, 100, 1_000, 10_000, 100_000)
_HEIGHT = 300
_ROOM = 3
"""How much higher than the tallest bar the axis is: room for the name of the threshold."""


@dataclass(frozen=True)
class Bin:
    """Messages whose probability, a share of 1, is from `low` up to `high`, and whether the label is found in them."""

    low: float
    high: float
    messages: int
    found: bool


def bins(probabilities: np.ndarray, threshold: float) -> tuple[Bin, ...]:
    """Probabilities, shares (n,) with n > 0, counted in bins that are equally wide in log-odds.

    The threshold is an edge, so that all messages of a bin have the same decision.
    """
    middle = float(_log_odds(np.array(threshold)))
    steps = np.floor((_log_odds(probabilities) - middle) / STEP).astype(int)
    steps = np.where(probabilities >= threshold, np.maximum(steps, 0), np.minimum(steps, -1))
    first, last = min(int(steps.min()), -1), max(int(steps.max()), 0)
    counts = np.bincount(steps - first, minlength=last - first + 1)
    edges = [_share(middle + STEP * step) for step in range(first, last + 2)]
    return tuple(
        Bin(low, high, int(count), step >= 0)
        for step, (low, high, count) in enumerate(zip(edges, edges[1:], counts, strict=False), first)
    )


def rows(counted: Sequence[Bin]) -> pd.DataFrame:
    """One row per bin, with its edges in log-odds."""
    return pd.DataFrame(
        {
            "Low": _log_odds_of(one.low),
            "High": _log_odds_of(one.high),
            "Probability": _range(one),
            "Messages": one.messages,
            "Decision": "found" if one.found else "not found",
        }
        for one in counted
    )


def chart(counted: Sequence[Bin], label: str, threshold: float) -> Json:
    """The histogram of the label called `label`, to be filled with `rows`; a few messages can be seen in it.

    Most probabilities are near 0, so both axes are stretched: across, log-odds give them room; upwards, a single
    message has a place beside thousands.
    """
    low, high, most = _log_odds_of(counted[0].low), _log_odds_of(counted[-1].high), max(one.messages for one in counted)
    at = float(_log_odds(np.array(threshold)))
    place = {"x": {"datum": at, "type": "quantitative"}}
    side = {"align": "left", "dx": 6} if at < (low + high) / 2 else {"align": "right", "dx": -6}
    note = {"type": "text", "text": f"found from {percent(threshold)}", "baseline": "top", "color": INK, **side}
    layers = [
        _bars("not found", {"color": FAINT}, _across(low, high, label), _upwards(most)),
        _bars("found", {}, _across(low, high, label), _upwards(most)),
        _once(layer({"type": "rule", "color": INK, "strokeWidth": 2.5}, place)),
        _once(layer(note, place | {"y": {"value": 0}})),
    ]
    said = f"Histogram of probabilities. {in_words(counted, label, threshold)}"
    return template(layers, said) | {"height": _HEIGHT}


def in_words(counted: Sequence[Bin], label: str, threshold: float) -> str:
    """How many messages have the label, in a sentence."""
    found, total = sum(one.messages for one in counted if one.found), sum(one.messages for one in counted)
    return (
        f"{label} is found in {found:,} of {total:,} messages that the model read, those from {percent(threshold)} on; "
        "every copy counts."
    )


def _bars(decision: str, color: Json, across: Json, upwards: Json) -> Json:
    """The bars of the bins that have this decision."""
    encoding = {
        "x": across,
        "x2": {"field": "High"},
        "y": upwards,
        "y2": {"datum": 0},
        "tooltip": tooltips("Probability", "Messages", "Decision"),
    }
    return layer({"type": "bar", "binSpacing": 1, **color}, encoding, f"datum.Decision === '{decision}'")


def _range(one: Bin) -> str:
    """From where to where a bin goes; the first and the last one hold all that is beyond."""
    if one.low <= _LEAST:
        return f"under {_edge(one.high)}"
    if one.high >= 1 - _LEAST:
        return f"{_edge(one.low)} and more"
    return f"{_edge(one.low)} to {_edge(one.high)}"


def _edge(share: float) -> str:
    """A percentage with two digits of what it is away from the nearer of 0 % and 100 %, so that no two are alike."""
    away = 100 * min(share, 1 - share)
    return percent(share, max(0, 1 - math.floor(math.log10(away))))


def _once(mark: Json) -> Json:
    """The layer drawn once, and not once for each row."""
    return mark | {"data": {"values": [{}]}}


def _across(low: float, high: float, label: str) -> Json:
    ticks = {
        "values": [_log_odds_of(tick) for tick in _TICKS],
        "labelExpr": "format(100 / (1 + exp(-datum.value)), '.3~g') + '\u00a0%'",
        "grid": False,
    }
    scale = {"domain": [low, high], "nice": False}
    return _axis("Low", f"Probability of {label}", ticks) | {"scale": scale}


def _upwards(most: int) -> Json:
    ticks = {"values": [tick for tick in _COUNT_TICKS if tick <= most], "format": ",d", "labelOverlap": False}
    scale = {"type": "symlog", "constant": 1, "domain": [0, _ROOM * most], "nice": False}
    return _axis("Messages", "Messages (log scale)", ticks) | {"scale": scale}


def _axis(field: str, title: str, ticks: Json) -> Json:
    axis = {"titleColor": INK, "titleFontSize": FONT_SIZE, "labelLimit": 0, **ticks}
    return {"field": field, "type": "quantitative", "title": title, "axis": axis}


def _log_odds(shares: np.ndarray) -> np.ndarray:
    """Log-odds of shares of 1, those of the first and the last bin alike."""
    kept = np.clip(shares.astype(np.float64), _LEAST, 1 - _LEAST)
    return np.log(kept / (1 - kept))


def _log_odds_of(share: float) -> float:
    """The inverse of `_share`."""
    return math.log(share / (1 - share))


def _share(log_odds: float) -> float:
    return 1 / (1 + math.exp(-log_odds))
