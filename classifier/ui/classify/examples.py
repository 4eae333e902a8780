"""Example messages, written for this project, and the links that open them."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import msgspec
import streamlit as st

from classifier import artifacts
from classifier.errors import ArtifactError
from classifier.ui import resources
from classifier.ui.shared.submission import EXAMPLE, submit


@dataclass(frozen=True)
class Example:
    """A message to click: `id` for links, `title` on the button, `shows` one or two sentences on what to look for."""

    id: str
    title: str
    message: str
    shows: str


@lru_cache(maxsize=4)
def read(directory: Path) -> dict[str, Example]:
    """The examples of a directory's examples.json by id, in order; ArtifactError if it cannot be read."""
    path = directory / artifacts.EXAMPLES
    try:
        found = msgspec.json.decode(artifacts.content(path), type=tuple[Example, ...])
    except msgspec.MsgspecError as error:
        raise artifacts.broken(path, f"is not a list of examples ({error})") from error
    return {example.id: example for example in found}


def draw_examples() -> None:
    """Pills to click, and what the chosen example shows; a sentence if the file is broken."""
    try:
        examples = read(resources.ASSETS)
    except ArtifactError as error:
        st.caption("The examples cannot be shown:")
        st.text(str(error))
        return
    st.pills(
        "Examples",
        list(examples),
        key=EXAMPLE,
        format_func=lambda id_: examples[id_].title,
        on_change=_choose,
        persist_state="session",
        wrap=True,
    )
    chosen = st.session_state.get(EXAMPLE)
    st.caption(examples[chosen].shows if chosen in examples else "Click one to see it classified.")


def open_link() -> None:
    """Once per session and link: put the message that `?message=` or `?example=` names into the box and submit it."""
    link = (st.query_params.get("message"), st.query_params.get("example"))
    if not any(link) or st.session_state.get("opened_link") == link:
        return
    st.session_state["opened_link"] = link
    text, example = link
    if text:
        submit(text)
    elif example in _known():
        st.session_state[EXAMPLE] = example
        _choose()
    else:
        st.warning("This link names an example that does not exist. The existing ones are below.")


def _known() -> dict[str, Example]:
    try:
        return read(resources.ASSETS)
    except ArtifactError:
        return {}


def _choose() -> None:
    chosen = st.session_state.get(EXAMPLE)
    if chosen:
        submit(_known()[chosen].message)
