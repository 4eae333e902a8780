"""What waits for pages knows when one is being drawn."""

from streamlit.testing.v1 import AppTest

from classifier.ui.running import is_a_page_running


def page() -> None:
    """A page that shows whether a page is being drawn."""
    import streamlit as st

    from classifier.ui.running import is_a_page_running

    st.text(str(is_a_page_running()))


def test_a_page_is_running_while_streamlit_draws_it() -> None:
    assert AppTest.from_function(page).run().text[0].value == "True"
    assert not is_a_page_running()
