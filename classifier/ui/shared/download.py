"""A download button whose file is made only when it is pressed."""

from collections.abc import Callable

import streamlit as st


def draw_download(words: str, make: Callable[[], bytes], file: str, kind: str, key: str) -> None:
    """Offer a file of a media type `kind`."""
    st.download_button(words, make, file, kind, key=key, icon=":material/download:", on_click="ignore")
