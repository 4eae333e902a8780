"""Example messages, written for this project, and the links that open them."""

import json
from dataclasses import astuple, dataclass
from functools import lru_cache
from pathlib import Path

import streamlit as st

from classifier.artifacts import EXAMPLES
from classifier.errors import ArtifactError
from classifier.ui import resources
from classifier.ui.parts.message import EXAMPLE, submit


@dataclass(frozen=True)
class Example:
    """A message to click: `id` for links, `title` on the button, `shows` one or two sentences on what to look at."""

    id: str
    title: str
    message: str
    shows: str


@lru_cache(maxsize=4)
def read(directory: Path) -> dict[str, Example]:
    """The examples of a directory's examples.json by id, in order; ArtifactError if it cannot be read."""
    path = directory / EXAMPLES
    try:
        found = [Example(**entry) for entry in json.loads(path.read_text(encoding="utf-8"))]
        if not found or not all(isinstance(value, str) for example in found for value in astuple(example)):
            raise ValueError("no list of examples")
    except (OSError, ValueError, TypeError) as error:
        raise ArtifactError(
            f"The file {EXAMPLES} in {directory.name} cannot be read. "
            "To restore the shipped files run `git checkout -- assets`."
        ) from error
    return {example.id: example for example in found}


def draw_examples() -> None:
    """Pills to click, and what the chosen example shows."""
    examples = read(resources.ASSETS)
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
    """Once a session and link: put the message that `?message=` or `?example=` names into the box and submit it."""
    link = (st.query_params.get("message"), st.query_params.get("example"))
    if not any(link) or st.session_state.get("opened_link") == link:
        return
    st.session_state["opened_link"] = link
    text, example = link
    if text:
        submit(text)
    elif example in read(resources.ASSETS):
        st.session_state[EXAMPLE] = example
        _choose()
    else:
        st.warning("This link names an example that does not exist; those that do are below.")


def _choose() -> None:
    chosen = st.session_state.get(EXAMPLE)
    if chosen:
        submit(read(resources.ASSETS)[chosen].message)
