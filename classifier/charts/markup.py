"""HTML made so that a message stays text: whatever is not `Markup` already is escaped as it goes in.

Streamlit removes scripts from it once more in the browser. Colours are pairs, for the light and the dark theme.
"""

from html import escape


class Markup(str):
    """HTML that `element` made; no other part of the program turns text into it."""

    __slots__ = ()


def element(name: str, *inside: str, **attributes: str | int) -> Markup:
    """An element; text inside and values of attributes are escaped. `class_` stands for class; '_' for '-'."""
    written = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(str(value))}"' for key, value in attributes.items()
    )
    return Markup(f"<{name}{written}>{joined(*inside)}</{name}>")


def joined(*parts: str) -> Markup:
    """Parts one after another; those that are not markup are escaped."""
    return Markup("".join(part if isinstance(part, Markup) else escape(part) for part in parts))


def stylesheet(rules: str) -> Markup:
    """Rules of our own, in a style element."""
    return Markup(f"<style>{rules}</style>")


Pair = tuple[str, str]
"""A colour in the light theme and in the dark one, '#rrggbb'."""

PAGE: Pair = ("#ffffff", "#0f151d")
"""The background of the page, as `.streamlit/config.toml` sets it."""

RAISES: Pair = ("#7ca8e4", "#2760aa")
LOWERS: Pair = ("#f0a368", "#9a4f14")
"""The ends of the theme's diverging colours; text is readable on both and on all between them and the page."""

INK: Pair = ("#1a2433", "#e6ebf2")
FAINT: Pair = ("#5b6878", "#9fadbe")
"""For text, and for text behind the data, as `charts/ink.py` has them."""


def mixed(color: Pair, share: float) -> Pair:
    """A colour laid over the page: 0 is the page, 1 the colour itself."""
    light, dark = (_mixed(front, back, share) for front, back in zip(color, PAGE, strict=True))
    return light, dark


def themed(color: Pair) -> str:
    """The pair as a CSS value; the browser takes the one of the theme that Streamlit shows."""
    return f"light-dark({color[0]},{color[1]})"


def _mixed(front: str, back: str, share: float) -> str:
    channels = ((int(front[i : i + 2], 16), int(back[i : i + 2], 16)) for i in (1, 3, 5))
    return "#" + "".join(f"{round(behind + share * (over - behind)):02x}" for over, behind in channels)
