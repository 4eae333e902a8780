"""A download button whose file is made only when it is pressed."""

from collections.abc import Callable

import streamlit as st


def draw_download(title: str, make: Callable[[], bytes], file: str, kind: str, key: str) -> None:
    """Offer a file; `title` is on the button, `kind` is the media type."""
    st.download_button(title, make, file, kind, key=key, icon=":material/download:", on_click="ignore")
