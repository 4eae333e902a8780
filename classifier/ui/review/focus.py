"""By keyboard: the focus goes to the first question about a message, and Enter closes the list that it chose from.

Streamlit leaves the focus nowhere when one form gives way to the next, and keeps the list open on another label.

The script is a file of our own, and the server's content security policy admits it by its hash.
"""

from base64 import b64encode
from hashlib import sha256
from pathlib import Path

import streamlit as st

_SCRIPT = Path(__file__).with_name("focus.js").read_text(encoding="utf-8")

ADMITTED = f"'sha256-{b64encode(sha256(_SCRIPT.encode()).digest()).decode()}'"
"""How a content security policy names the script."""


def move_focus(key: str) -> None:
    """Move the focus into the widget with this key, once it is there; nothing happens when the page is rerun."""
    target = f".st-key-{key} input"
    st.html(f'<span data-review-focus="{target}"></span><script>{_SCRIPT}</script>', unsafe_allow_javascript=True)
