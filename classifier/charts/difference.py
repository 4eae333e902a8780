"""Two texts beside each other with their difference marked, word by word; it reads without colour too."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from classifier.charts.markup import FAINT, LOWERS, RAISES, Markup, element, joined, mixed, stylesheet, themed

_TOKEN = re.compile(r"\w+|[^\w\s]")


@dataclass(frozen=True)
class Run:
    """A stretch of a text, and whether the other text has it too."""

    text: str
    shared: bool


def compared(first: str, second: str) -> tuple[tuple[Run, ...], tuple[Run, ...]]:
    """Both texts as runs of words that they share and of words that only one of them has; spaces do not count."""
    before, after = (list(_TOKEN.finditer(text)) for text in (first, second))
    places = _shared([token[0] for token in before], [token[0] for token in after])
    return tuple(_runs(first, before, places[0])), tuple(_runs(second, after, places[1]))


def beside(first: str, second: str) -> Markup:
    """Both texts, side by side or, on a phone, one above the other; removed words struck out, added ones underlined."""
    before, after = compared(first, second)
    panels = element(
        "div",
        _panel("First message", before, "del", "−"),
        _panel("Second message", after, "ins", "+"),
        class_="two-texts",
    )
    meaning = "− and struck through: removed. + and underlined: added."
    if all(run.shared for run in (*before, *after)):
        meaning = "The two messages differ in their spaces only."
    return joined(_STYLE, panels, element("div", meaning, class_="two-texts-legend"))


def _shared(before: list[str], after: list[str]) -> tuple[set[int], set[int]]:
    """The places in either list of the words that both share, in their order, as many as can be."""
    lengths = _common_lengths(before, after)
    i = j = 0
    places: set[int] = set()
    others: set[int] = set()
    while i < len(before) and j < len(after):
        if before[i] == after[j]:
            places.add(i)
            others.add(j)
            i, j = i + 1, j + 1
        elif lengths[i + 1, j] >= lengths[i, j + 1]:
            i += 1
        else:
            j += 1
    return places, others


def _common_lengths(before: list[str], after: list[str]) -> np.ndarray:
    """How many words the rests `before[i:]` and `after[j:]` share at most, int16 (before + 1, after + 1).

    Row by row with NumPy, because for two long texts of few different words difflib can take more than a minute.
    """
    numbers = {word: number for number, word in enumerate({*before, *after})}
    columns = np.array([numbers[word] for word in after[::-1]], np.int32)
    lengths = np.zeros((len(before) + 1, len(after) + 1), np.int16)
    for i, word in enumerate(before[::-1]):
        row = np.maximum(lengths[i, 1:], lengths[i, :-1] + (columns == numbers[word]))
        np.maximum.accumulate(row, out=lengths[i + 1, 1:])
    return lengths[::-1, ::-1]


def _runs(text: str, tokens: list[re.Match[str]], shared: set[int]) -> Iterator[Run]:
    """The text in runs; spaces beside a run that is marked stay outside it."""
    at, place = 0, 0
    while place < len(tokens):
        if place in shared:
            place += 1
            continue
        last = place
        while last + 1 < len(tokens) and last + 1 not in shared:
            last += 1
        yield Run(text[at : tokens[place].start()], shared=True)
        yield Run(text[tokens[place].start() : tokens[last].end()], shared=False)
        at, place = tokens[last].end(), last + 1
    yield Run(text[at:], shared=True)


def _panel(title: str, runs: tuple[Run, ...], name: str, sign: str) -> Markup:
    marked = (run.text if run.shared else _marked(name, sign, run.text) for run in runs)
    text = element("div", *marked, class_="two-texts-text", dir="auto", role="region", tabindex=0, aria_label=title)
    return element("div", element("div", title, class_="two-texts-legend"), text)


def _marked(name: str, sign: str, text: str) -> Markup:
    """The sign stands outside the line through the text, so that it can be read."""
    return element(name, sign, element("span", text))


_STYLE = stylesheet(f"""
.two-texts {{
  display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 20rem), 1fr)); gap: 0.75rem 4rem;
}}
.two-texts-text {{
  white-space: pre-wrap; overflow-wrap: anywhere; max-height: 16rem; overflow-y: auto; line-height: 1.6;
  padding: 0.5rem 0.75rem; border: 1px solid {themed(FAINT)}; border-radius: 0.5rem;
}}
.two-texts-legend {{ font-size: 0.9375rem; color: {themed(FAINT)}; padding: 0.15rem 0; }}
.two-texts-text :is(del, ins) {{ padding: 0 0.2rem; border-radius: 0.2rem; text-decoration: none; }}
.two-texts-text :is(del, ins) > span {{ padding-left: 0.1rem; text-decoration: line-through 2px; }}
.two-texts-text ins > span {{ text-decoration-line: underline; }}
.two-texts-text del {{ background: {themed(mixed(LOWERS, 0.5))}; }}
.two-texts-text ins {{ background: {themed(mixed(RAISES, 0.5))}; }}
""")
