"""Example messages to click, and to step through."""

import streamlit as st

from classifier.errors import ArtifactError
from classifier.ui import resources
from classifier.ui.shared.examples import known_examples, read
from classifier.ui.shared.submission import EXAMPLE, submit


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
    if chosen in examples:
        st.caption(examples[chosen].shows)


def draw_steps() -> None:
    """Buttons to the previous and the next example, and what the chosen one shows; Page Up and Page Down work too."""
    examples = known_examples()
    if not examples:
        return
    for name, icon, by, key in (
        ("Previous", ":material/chevron_left:", -1, "PageUp"),
        ("Next", ":material/chevron_right:", 1, "PageDown"),
    ):
        st.button(name, icon=icon, key=f"example_{name}", on_click=_step, args=(by,), shortcut=key)
    chosen = examples.get(st.session_state.get(EXAMPLE) or "")
    if chosen:
        place = list(examples).index(chosen.id) + 1
        st.markdown(f"**{chosen.title}** ({place} of {len(examples)}): {chosen.shows}", width="stretch")


def _choose() -> None:
    chosen = st.session_state.get(EXAMPLE)
    if chosen:
        submit(known_examples()[chosen].message, chosen)


def _step(by: int) -> None:
    """To the example before or after the chosen one, round and round; from no example to the first or the last."""
    names = list(known_examples())
    chosen = st.session_state.get(EXAMPLE)
    place = names.index(chosen) + by if chosen in names else min(by, 0)
    st.session_state[EXAMPLE] = names[place % len(names)]
    _choose()
