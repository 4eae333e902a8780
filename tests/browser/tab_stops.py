"""A walk through a page by the Tab key: what each stop is, and how much of the picture its focus changes."""

import io
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from PIL import Image
from playwright.sync_api import Page

from tests.browser.steps import rest

MARGIN = 10
"""Pixels around a stop in which its ring may be."""
LEAST_CONTRAST = 3.0
"""WCAG 2.2, success criterion 1.4.11: of what shows the focus, against the same place without it."""
_AT_ONCE = "*, ::before, ::after { transition: none !important; animation-duration: 0s !important; }"
"""Nothing fades in, so that what shows the focus is there at once."""

_TWO_FRAMES = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"
"""The second begins when the first has been drawn."""


@dataclass(frozen=True)
class Stop:
    """One stop of the Tab key: its name, its place in the window, the chart or table whose button it is, and its ring.

    `ring` is the number of pixels that change by 3:1 or more when it gets the focus (None: not measured), `edge` the
    length of its edge in pixels; `covered` says that something else is drawn over all of it.
    """

    name: str
    toolbar: bool
    table: bool
    covered: bool
    edge: int
    ring: int | None = None

    @property
    def shows_focus(self) -> bool:
        """Whether the ring is at least one pixel wide all around."""
        return self.ring is not None and self.ring >= self.edge


def walk(page: Page, *, measure: bool = False, most: int = 150) -> Iterator[Stop]:
    """Each stop after the link that skips the navigation; inside a table the Tab key goes on from cell to cell."""
    page.add_style_tag(content=_AT_ONCE)
    page.mouse.move(0, 0)
    rest(page)  # what is drawn anew loses the focus
    page.get_by_test_id("stSkipToContent").focus()  # the first stop
    for _ in range(most):
        page.keyboard.press("Tab")
        found = page.evaluate(_STOP)
        if found is None:
            return
        if found.pop("again"):
            continue
        ring = _ring(page) if measure else None
        found.pop("box")
        yield Stop(**found, ring=ring)
    raise AssertionError(f"more than {most} stops")


def _ring(page: Page) -> int:
    page.evaluate(_TWO_FRAMES)
    found = page.evaluate(_STOP)
    focused = _picture(page, found["box"])
    page.evaluate("window.stop = document.activeElement; window.stop.blur()")
    page.evaluate(_TWO_FRAMES)
    plain = _picture(page, found["box"])
    page.evaluate("window.stop.focus({preventScroll: true, focusVisible: true})")
    return int((_contrast(focused, plain) >= LEAST_CONTRAST).sum())


def _picture(page: Page, box: list[float]) -> np.ndarray:
    window = page.viewport_size
    left, top = max(0, box[0] - MARGIN), max(0, box[1] - MARGIN)
    right, bottom = min(window["width"], box[2] + MARGIN), min(window["height"], box[3] + MARGIN)
    clip = {"x": left, "y": top, "width": max(1, right - left), "height": max(1, bottom - top)}
    return np.asarray(Image.open(io.BytesIO(page.screenshot(clip=clip))).convert("RGB"))


def _contrast(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    first, second = _luminance(one), _luminance(other)
    return (np.maximum(first, second) + 0.05) / (np.minimum(first, second) + 0.05)


def _luminance(picture: np.ndarray) -> np.ndarray:
    share = picture / 255
    return np.where(share <= 0.03928, share / 12.92, ((share + 0.055) / 1.055) ** 2.4) @ [0.2126, 0.7152, 0.0722]


_STOP = """() => {
  const stop = document.activeElement;
  if (stop === document.body) return null;
  const drawn = stop.matches('input') && stop.closest('[data-testid=stSlider] [data-focus-visible], label');
  const seen = drawn || stop.closest('[data-testid=stDataFrameResizable]') || stop;
  const again = Boolean(seen.dataset.stopped);
  seen.dataset.stopped = 'yes';
  const {left, top, right, bottom} = seen.getBoundingClientRect();
  const box = [Math.max(0, left), Math.max(0, top), Math.min(innerWidth, right), Math.min(innerHeight, bottom)];
  const width = box[2] - box[0], height = box[3] - box[1];
  const at = (x, y) => document.elementFromPoint(box[0] + x * width, box[1] + y * height);
  const points = [[.5, .5], [.1, .1], [.9, .1], [.1, .9], [.9, .9]];
  return {
    name: (stop.getAttribute('aria-label') || stop.innerText || stop.tagName).trim().slice(0, 60),
    toolbar: Boolean(stop.closest('[data-testid=stElementToolbar]')),
    table: Boolean(stop.closest('[data-testid=stDataFrame]')),
    covered: !points.some(([x, y]) => { const e = at(x, y); return e && (seen.contains(e) || e.contains(stop)); }),
    edge: Math.round(2 * (width + height)),
    again, box,
  };
}"""
