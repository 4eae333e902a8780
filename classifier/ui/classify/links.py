"""Links: what an address opens, and the address of what is on the page."""

from urllib.parse import urlencode

import streamlit as st

from classifier.ui.classify.message import return_to_own
from classifier.ui.classify.settings import follow as follow_settings
from classifier.ui.classify.settings import put
from classifier.ui.shared.examples import known_examples
from classifier.ui.shared.submission import EXAMPLE, SUBMITTED, submit

MESSAGE, LONGEST = "message", 8_000
"""The parameter that holds a message's text; characters of the longest address that is offered."""

_FOLLOWED = "followed_link"


def follow_link(arrived: bool) -> None:
    """Submit what `?message=` or `?example=` names, once, also after the browser's back and forward.

    Back to an address that names nothing brings the last message that was no example, or the page as it was at first.
    For somebody who has `arrived` from another page it means what is there.
    """
    if not follow_settings(arrived):
        st.warning("This link names a section or a setting that does not exist; the usual one is shown.")
    link = (st.query_params.get(MESSAGE), st.query_params.get(EXAMPLE))
    if link == st.session_state.get(_FOLLOWED, (None, None)) or (arrived and not any(link)):
        return
    st.session_state[_FOLLOWED] = link
    text, example = link
    if text:
        submit(text)
    elif example in known_examples():
        submit(known_examples()[example].message, example)
    elif example:
        st.warning("This link names an example that does not exist. The existing ones are below.")
    else:
        return_to_own()


def show_in_address() -> None:
    """Put the chosen example into the address, and take out what is no longer on the page."""
    example = st.session_state.get(EXAMPLE)
    wanted = example if example in known_examples() else None
    if st.query_params.get(EXAMPLE) != wanted:
        put(EXAMPLE, wanted)
    if st.query_params.get(MESSAGE) not in (None, st.session_state.get(SUBMITTED)):
        put(MESSAGE, None)
    st.session_state[_FOLLOWED] = (st.query_params.get(MESSAGE), st.query_params.get(EXAMPLE))


def draw_copy_link(message: str | None) -> None:
    """The address of this example, section and settings; with the text of `message` only if the person asks for it."""
    link = st.popover("Copy link", icon=":material/link:", type="tertiary", key="copy_link", on_change="rerun")
    if not link.open:
        return
    with link:
        with_text = message is not None and st.checkbox(
            "Put the text of the message into the link",
            key="link_with_text",
            help="The text will be in the address: whoever sees the link, a browser's history or a server's log can "
            "read it.",
        )
        address = link_to(
            f"{(st.context.url or '').rstrip('/')}/", st.query_params.to_dict(), message if with_text else None
        )
        if len(address) > LONGEST:
            st.warning(f"The text makes the address longer than {LONGEST:,} characters, too long for a link.")
            return
        st.code(address, language=None, wrap_lines=True)
        if with_text:
            st.caption("The text of the message is in this address.")
        elif message is not None and EXAMPLE not in st.query_params:
            st.caption("It opens this page with these settings, without your message.")


def link_to(page: str, parameters: dict[str, str], text: str | None) -> str:
    """The address of a page with these parameters; with `text`, of that message instead of an example."""
    kept = {name: value for name, value in parameters.items() if name != MESSAGE}
    if text is not None:
        kept = {name: value for name, value in kept.items() if name != EXAMPLE} | {MESSAGE: text}
    return f"{page}?{urlencode(kept)}" if kept else page
