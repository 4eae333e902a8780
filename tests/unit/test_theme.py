"""The colours of both themes and of charts: what axe-core, which reads no pictures, cannot check."""

import re
import tomllib
from pathlib import Path

import pytest

from classifier.charts.ink import FAINT, INK, STANDS_BACK

ROOT = Path(__file__).parents[2]
THEMES = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))["theme"]
STYLES = (ROOT / "classifier" / "ui" / "styles.css").read_text(encoding="utf-8")
TEXT, SHAPE = 4.5, 3.0
"""The least contrast of text and of what must be told apart to understand a page, in WCAG 2.2 AA."""

pytestmark = pytest.mark.parametrize("theme", ["light", "dark"])


def contrast(one: str, other: str) -> float:
    """The contrast of two colours such as #1d5bb8, from 1 to 21."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(color: str) -> float:
    """WCAG's relative luminance, from 0 to 1."""
    shares = [int(color[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    linear = [share / 12.92 if share <= 0.03928 else ((share + 0.055) / 1.055) ** 2.4 for share in shares]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def backgrounds(theme: str) -> list[str]:
    """What text and marks are drawn on: the page and its panels."""
    return [THEMES[theme]["backgroundColor"], THEMES[theme]["secondaryBackgroundColor"]]


def over(front: str, behind: str, opacity: float) -> str:
    """A colour of this opacity on another."""
    channels = ((int(front[i : i + 2], 16), int(behind[i : i + 2], 16)) for i in (1, 3, 5))
    return "#" + "".join(f"{round(opacity * above + (1 - opacity) * below):02x}" for above, below in channels)


def too_faint(theme: str, colors: list[str], least: float) -> list[tuple[str, str]]:
    """The pairs of a colour and what is behind it that lie too close together."""
    return [(color, behind) for color in colors for behind in backgrounds(theme) if contrast(color, behind) < least]


def test_text_and_links_stand_out(theme: str) -> None:
    colors = [color for name, color in THEMES[theme].items() if name in ("textColor", "linkColor", "primaryColor")]
    assert too_faint(theme, colors, TEXT) == []


def test_text_and_lines_in_charts_stand_out(theme: str) -> None:
    place = ("light", "dark").index(theme)
    colors = [re.findall(r"#[0-9a-f]{6}", ink["expr"])[place] for ink in (INK, FAINT)]
    assert too_faint(theme, colors, TEXT) == []


def test_the_marks_of_charts_stand_out(theme: str) -> None:
    named = [color for name, color in THEMES[theme].items() if name.endswith("Color") and "ackground" not in name]
    marks = [color for color in named if color != THEMES[theme]["borderColor"]]
    assert too_faint(theme, marks + THEMES[theme]["chartCategoricalColors"], SHAPE) == []


def test_marks_that_stand_back_can_still_be_seen(theme: str) -> None:
    page = THEMES[theme]["backgroundColor"]
    colors = [*THEMES[theme]["chartCategoricalColors"], THEMES[theme]["primaryColor"], THEMES[theme]["grayColor"]]
    assert [color for color in colors if contrast(over(color, page, STANDS_BACK), page) < SHAPE] == []


def test_the_ring_of_the_focus_and_the_edges_of_fields_stand_out(theme: str) -> None:
    colors = re.findall(r"(?:outline|border-color|background-color):[^;]*(#[0-9a-f]{6})", STYLES)
    assert too_faint(theme, colors, SHAPE) == []


def test_the_text_on_a_primary_button_stands_out(theme: str) -> None:
    place = ("light", "dark").index(theme)
    (texts,) = re.findall(r"light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\) !important", STYLES)
    assert contrast(texts[place], THEMES[theme]["primaryColor"]) >= TEXT
