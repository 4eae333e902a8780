"""Two texts beside each other with their difference marked, word by word; it reads without colour too."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

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
    legend = element("div", "− and struck through: removed. + and underlined: added.", class_="two-texts-legend")
    return joined(_STYLE, panels, legend)


def _shared(before: list[str], after: list[str]) -> tuple[set[int], set[int]]:
    """The places in either list of the words that both share.

    What begins and ends alike is set aside first: for long texts that differ in little it is faster and exact.
    """
    head = _alike(before, after)
    tail = _alike(before[head:][::-1], after[head:][::-1])
    middle = before[head : len(before) - tail], after[head : len(after) - tail]
    places = {*range(head), *range(len(before) - tail, len(before))}
    others = {*range(head), *range(len(after) - tail, len(after))}
    for block in SequenceMatcher(None, *middle).get_matching_blocks():
        places |= {head + block.a + i for i in range(block.size)}
        others |= {head + block.b + i for i in range(block.size)}
    return places, others


def _alike(one: list[str], other: list[str]) -> int:
    """How many words two lists begin with alike."""
    return next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


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
    marked = (run.text if run.shared else element(name, element("span", sign), run.text) for run in runs)
    text = element("div", *marked, class_="two-texts-text", dir="auto", role="region", tabindex=0, aria_label=title)
    return element("div", element("div", title, class_="two-texts-legend"), text)


_STYLE = stylesheet(f"""
.two-texts {{
  display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 20rem), 1fr)); gap: 0.75rem 4rem;
}}
.two-texts-text {{
  white-space: pre-wrap; overflow-wrap: anywhere; max-height: 16rem; overflow-y: auto; line-height: 1.6;
  padding: 0.5rem 0.75rem; border: 1px solid {themed(FAINT)}; border-radius: 0.5rem;
}}
.two-texts-legend {{ font-size: 0.9375rem; color: {themed(FAINT)}; padding: 0.15rem 0; }}
.two-texts-text :is(del, ins) {{ padding: 0 0.2rem; border-radius: 0.2rem; text-decoration-thickness: 2px; }}
.two-texts-text :is(del, ins) > span {{ display: inline-block; padding-right: 0.15rem; }}
.two-texts-text del {{ background: {themed(mixed(LOWERS, 0.5))}; text-decoration-line: line-through; }}
.two-texts-text ins {{ background: {themed(mixed(RAISES, 0.5))}; text-decoration-line: underline; }}
""")
