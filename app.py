"""The server: the page script it runs, what happens at start-up, security headers, routes.

Start it with `streamlit run app.py`.
"""

import logging
import os
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st
from starlette.datastructures import MutableHeaders
from starlette.formparsers import MultiPartParser
from starlette.middleware import Middleware
from starlette.routing import Mount
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from classifier.api import routes
from classifier.api.schema import ModelState
from classifier.errors import UserError
from classifier.ui import login, running
from classifier.ui.gate import Gate
from classifier.ui.review import focus

if TYPE_CHECKING:
    from classifier.inference import Classifier

SECURITY_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    # The hashes are of the one script inside Streamlit's page and of our own; Streamlit sets styles on elements as it
    # draws them.
    "Content-Security-Policy": "; ".join(
        (
            "default-src 'self'",
            f"script-src 'self' 'sha256-THxz9J9+wf7rhwR2YkXJoSZ13UCmYyC+3lNDv2+8ugA=' {focus.ADMITTED}",
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "font-src 'self' data:",
            "worker-src 'self' blob:",
            "object-src 'none'",
            "base-uri 'self'",
            "form-action 'self'",
            "frame-ancestors 'none'",
        )
    ),
}

# Otherwise Starlette would write an uploaded file of more than 1 MB to the disk, for as long as it is received.
MultiPartParser.spool_max_size = 0


class SecurityHeaders:
    """Adds the security headers to every response."""

    def __init__(self, app: ASGIApp) -> None:
        """Wrap an application."""
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and add the headers to its response."""

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(SECURITY_HEADERS)
            await send(message)

        await self._app(scope, receive, send_with_headers)


@asynccontextmanager
async def lifespan(server: st.App) -> AsyncIterator[None]:
    """Warm the model and open the reviews in the background, while the first page is already being served."""
    threading.Thread(target=_prepare, args=(server.state,), daemon=True).start()
    yield


def model_state() -> ModelState:
    """Whether the model can be used yet."""
    state = app.state.get("model", ModelState.LOADING)
    if state == ModelState.BROKEN and app.state["loaded"].is_set():  # fixed meanwhile, and loaded for a visitor
        state = ModelState.READY
    return state


def load_classifier() -> "Classifier":
    """The classifier of the pages; quick once the model is ready."""
    from classifier.ui.resources import load_classifier

    return load_classifier()


def _prepare(state: dict[str, object]) -> None:
    _load_model(state)
    _open_reviews()


def _open_reviews() -> None:
    """A record that is there is brought up to date now, and not when its first reviewer waits for it."""
    from classifier.ui.review.record import open_if_there

    try:
        open_if_there()
    except UserError as error:
        logging.getLogger(__name__).error("%s", error)


def _load_model(state: dict[str, object]) -> None:
    # imported in this thread, because what these need would delay the server
    from classifier.ui.resources import LOADED
    from classifier.ui.warm_up import warm_up

    state["loaded"] = LOADED
    try:
        warm_up()
        state["model"] = ModelState.READY
    except Exception as error:  # whatever it is, nobody else waits for this thread
        state["model"] = ModelState.BROKEN
        logging.getLogger(__name__).error(
            "The model is not ready: %s", error, exc_info=not isinstance(error, UserError)
        )


login.complain()
server = routes.Server(model_state, load_classifier, login.check_cookies, running.is_a_page_running)
interface = routes.application(server, on=routes.is_on(os.environ.get("CLASSIFIER_API", "")))
app = st.App(
    Path(__file__).parent / "classifier" / "ui" / "main.py",
    lifespan=lifespan,
    middleware=[Middleware(SecurityHeaders), Middleware(Gate)],
    routes=[Mount("/api", interface)],
)
