"""What each word adds: the message with its words shaded for one label, and a map of words by labels.

Both are HTML, not Vega-Lite: text that wraps, and a table that scrolls under its own headings. Sign and size stand as a
number beside each shade, so nothing is told by colour alone.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import ceil

from classifier.charts.markup import (
    FAINT,
    INK,
    LOWERS,
    PAGE,
    RAISES,
    Markup,
    Pair,
    element,
    joined,
    mixed,
    stylesheet,
    themed,
)
from classifier.formatting import signed_points

LEAST_SCALE = 6
"""Points that the strongest shade stands for at the least: where every word adds next to nothing, all are pale."""

_CLOSING = re.compile(r"[^\w\s]{1,3}")
"""Punctuation that stays on the line of the word before it."""

PALEST = 0.12
THICKEST = 5
"""Share of colour of the smallest effect that is shaded, and pixels of the line under the largest one."""


@dataclass(frozen=True)
class Word:
    """A word in a text, `text[start:end]`, what the model read it as, and the percentage points that it adds."""

    start: int
    end: int
    read_as: str
    points: float


@dataclass(frozen=True)
class WordEffects:
    """What each of `words` adds to the output called `title`, in percentage points, signed."""

    title: str
    words: tuple[str, ...]
    points: tuple[float, ...]
    flagged: bool = False


def scale_of(points: Sequence[float]) -> int:
    """The points that the strongest shade stands for: the largest effect, rounded up; none is clamped."""
    return max(LEAST_SCALE, 2 * ceil(max(map(abs, points), default=0) / 2))


def shade(points: float, scale: int) -> Pair | None:
    """The background for an effect; None where it rounds to 0. Colour grows with the effect all the way to `scale`."""
    if round(points) == 0:
        return None
    return mixed(RAISES if points > 0 else LOWERS, PALEST + (1 - PALEST) * abs(points) / scale)


def shaded(text: str, words: Sequence[Word], title: str) -> Markup:
    """The whole text in its order; below each word that the model reads stands what it adds to the output `title`."""
    scale = scale_of([word.points for word in words])
    parts: list[str] = []
    end = 0
    for word in words:
        parts.append(_between(text[end : word.start]))
        closing = _CLOSING.match(text, word.end)
        end = closing.end() if closing else word.end
        shown = _shaded_word(text[word.start : word.end], word, scale)
        parts.append(element("span", shown, _between(text[word.end : end]), class_="why-unit"))
    message = element(
        "div",
        *parts,
        _between(text[end:]),
        class_="why-text",
        dir="auto",
        role="region",
        tabindex=0,
        aria_label=f"The message; each word with the points that it adds to {title}",
    )
    return joined(_STYLE, message, _legend(scale, title, "Grey words: ignored by the model."))


def effect_map(effects: Sequence[WordEffects]) -> Markup:
    """A table with a row per word and a column per output; its headings stay in view while it scrolls."""
    scale = scale_of([points for output in effects for points in output.points])
    head = element("tr", element("th", "Word", scope="col", class_="why-corner"), *map(_head, effects))
    rows = (
        element(
            "tr",
            element("th", word, scope="row", dir="auto"),
            *(_cell(round(output.points[place]), scale) for output in effects),
        )
        for place, word in enumerate(effects[0].words)
    )
    table = element("table", element("thead", head), element("tbody", *rows))
    scrolled = element(
        "div",
        table,
        class_="why-map",
        role="region",
        tabindex=0,
        aria_label="Points that each word adds to each label's probability; scrolls both ways",
    )
    return joined(_STYLE, scrolled, _legend(scale, "the label", "✓ under a label: flagged."))


def _between(text: str) -> Markup:
    return element("span", text, class_="why-ignored") if text.strip() else joined(text)


def _shaded_word(text: str, word: Word, scale: int) -> Markup:
    points = signed_points(word.points)
    return element(
        "span",
        element("span", text),
        element("span", points, class_="why-points" if round(word.points) else "why-points why-ignored"),
        class_="why-word",
        style=_look(word.points, scale),
        title=f"Read as {word.read_as}: {points} points",
    )


def _head(output: WordEffects) -> Markup:
    name = element("span", output.title, class_="why-name")
    return element("th", name, element("div", "✓" if output.flagged else "\u00a0"), scope="col")


@lru_cache(maxsize=1024)
def _cell(points: int, scale: int) -> Markup:
    """A cell; whole points, because a map has many cells and few different numbers."""
    found = shade(points, scale)
    if found is None:
        return element("td", "0")
    return element("td", signed_points(points), class_="why-moves", style=f"background:{themed(found)}")


def _look(points: float, scale: int) -> str:
    """Shade and line of a word: solid where it raises, dashed where it lowers, thicker the more it adds."""
    found = shade(points, scale)
    if found is None:
        return "padding:0"
    line = "solid" if points > 0 else "dashed"
    thickness = 1 + round((THICKEST - 1) * abs(points) / scale)
    return f"background:{themed(found)};border-bottom:{thickness}px {line} {themed(FAINT)}"


def _legend(scale: int, what: str, rest: str) -> Markup:
    steps = (-scale, -scale // 2, 0, scale // 2, scale)
    swatches = (
        element("span", signed_points(points), class_="why-swatch", style=_look(points, scale)) for points in steps
    )
    blue, orange = f"Blue, solid: without the word, {what} would be lower.", "Orange, dashed: it would be higher."
    return element(
        "div",
        element("div", *swatches, class_="why-swatches"),
        element("div", f"Percentage points. {blue} {orange} {rest}"),
        class_="why-legend",
    )


_STYLE = stylesheet(f"""
.why-text {{
  white-space: pre-wrap; overflow-wrap: anywhere; max-height: 26rem; overflow-y: auto;
  font-size: 1.125rem; line-height: 1.45;
}}
.why-unit {{ white-space: nowrap; }}
.why-ignored {{ color: {themed(FAINT)}; }}
.why-word, .why-swatch {{
  display: inline-flex; flex-direction: column; align-items: center; box-sizing: border-box; max-width: 100%;
  padding: 0 0.3rem; margin: 0.1rem 0; border-radius: 0.25rem 0.25rem 0 0; white-space: normal;
}}
.why-points, .why-swatch {{ font-size: 0.9375rem; line-height: 1.3; font-variant-numeric: tabular-nums; }}
.why-swatch {{ min-width: 2.75rem; color: {themed(INK)}; }}
.why-swatches {{ display: flex; gap: 0.2rem; }}
.why-swatches + div {{ flex: 1 1 22rem; }}
.why-legend {{
  display: flex; flex-wrap: wrap; gap: 0.25rem 1rem; align-items: center; font-size: 0.9375rem; margin-top: 0.75rem;
  color: {themed(FAINT)};
}}
.why-map {{ overflow: auto; max-height: 32rem; max-width: 100%; width: fit-content; }}
.why-map table {{ border-collapse: separate; border-spacing: 1px; font-size: 0.9375rem; width: max-content; }}
.why-map td {{
  min-width: 2.9rem; height: 1.75rem; padding: 0 0.2rem; text-align: center; font-variant-numeric: tabular-nums;
  color: {themed(FAINT)}; border: 0;
}}
.why-map td.why-moves {{ color: inherit; }}
.why-map th {{ background: {themed(PAGE)}; position: sticky; font-weight: 400; border: 0; padding: 0 0.4rem; }}
.why-map thead th {{
  top: 0; z-index: 1; height: 11rem; vertical-align: bottom; padding: 0.3rem 0; text-align: center;
}}
.why-name {{ display: inline-block; writing-mode: vertical-rl; transform: rotate(180deg); white-space: nowrap; }}
.why-map tbody th {{ left: 0; text-align: start; max-width: 8rem; overflow-wrap: anywhere; }}
.why-map thead th.why-corner {{ left: 0; z-index: 2; text-align: start; padding: 0.3rem 0.4rem; }}
""")
