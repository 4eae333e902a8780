"""What somebody sees who may not use the app, and the way out for somebody who may."""

from base64 import b64encode
from http import HTTPStatus
from pathlib import Path

import streamlit as st
from streamlit.delta_generator import DeltaGenerator
from streamlit.navigation.page import StreamlitPage

from classifier.api.refusal import Refusal
from classifier.ui import login

# As text it is part of the page: a named icon would be fetched from the network, and a file is for those who log in.
ICON = (Path(__file__).parents[2] / "assets" / "icon.svg").read_text(encoding="utf-8")


def is_admitted() -> bool:
    """Whether the pages may be shown; otherwise says why not, and what can be done. Asked at each run."""
    rule = None
    try:
        rule = login.rule()
        if rule is not None:
            rule.check(st.user.to_dict())
            login.check_cookies(st.context.cookies)
    except Refusal as refusal:
        _draw_refusal(refusal, rule)
        return False
    return True


def pages() -> list[StreamlitPage]:
    """The page *Log out*, for somebody who has logged in."""
    if st.user.to_dict().get("is_logged_in") is not True:
        return []
    what = "See who has logged in here, and leave."
    return [st.Page(_draw_log_out, title="Log out", icon=":material/logout:", url_path="log-out", help=what)]


def _draw_log_out() -> None:
    with _card():
        st.title("Log out", anchor=False)
        _draw_account()
        st.caption("Saved reviews are kept. Files, answers and what is not yet saved are lost.")


def _draw_refusal(refusal: Refusal, rule: login.Rule | None) -> None:
    with _card():
        st.title("Disaster message classifier", anchor=False)
        if rule is None:
            st.error(str(refusal), icon=":material/lock:")
        elif refusal.status == HTTPStatus.UNAUTHORIZED:
            _draw_log_in(rule)
        else:
            st.error(str(refusal), icon=":material/lock:")
            _draw_account()


def _draw_log_in(rule: login.Rule) -> None:
    st.text("Log in to classify messages and to review the answers.")
    obstacle = rule.obstacle()
    if obstacle is not None:
        st.error(obstacle.sentence)
        if obstacle.command:
            st.code(obstacle.command, language="sh")
        return
    for provider in rule.providers:
        title = "Log in" if provider == login.DEFAULT else f"Log in with {provider[:1].upper()}{provider[1:]}"
        if st.button(title, key=f"log_in_{provider}", type="primary", icon=":material/login:", width="stretch"):
            st.login(provider)


def _draw_account() -> None:
    """Who has logged in, and the button to log out."""
    st.text(f"Logged in as {st.user.get('email') or st.user.get('name') or st.user.get('sub')}.")
    if st.button("Log out", key="log_out", icon=":material/logout:"):
        st.logout()


def _card() -> DeltaGenerator:
    """A narrow column in the middle."""
    with st.container(horizontal_alignment="center"):
        st.space("medium")
        card = st.container(width=440, border=True)
    content = b64encode(ICON.encode()).decode()
    card.html(f'<img src="data:image/svg+xml;base64,{content}" width="44" alt="">')
    return card
