"""The login before Streamlit's own routes and its WebSocket, and the way back to the page that somebody opened.

The page script asks for the login as well, but callbacks and fragments run without it, and uploads, downloads and the
button that empties all caches are routes and messages of Streamlit's own.
"""

from collections.abc import Iterator
from urllib.parse import quote, unquote

from starlette.datastructures import MutableHeaders
from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit import config
from streamlit.auth_util import get_origin_from_redirect_uri
from streamlit.proto.BackMsg_pb2 import BackMsg

from classifier.api.refusal import Refusal
from classifier.ui.login import check_cookies

OWN_KEYS = ("log_in", "log_out")
"""Keys of widgets for people who are not admitted begin so."""

_CLOSED = ("/_stcore/", "/media/", "/component/", "/app/static/")
_OPEN = {"/_stcore/health", "/_stcore/host-config"}
_CALLBACK = "/oauth2callback"
_OPENED, _SECONDS, _LONGEST = "opened", 3600, 2000


class Gate:
    """Lets only those pass who may use the server; the others get as far as the sign-in screen."""

    def __init__(self, app: ASGIApp) -> None:
        """Stand before an application."""
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on what is admitted."""
        if scope["type"] == "websocket":
            await self._app(scope, _admitted(scope, receive), send)
        elif scope["type"] == "http":
            await self._answer(scope, receive, send)
        else:
            await self._app(scope, receive, send)

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = str(scope["path"]).removeprefix(_base())
        if path.startswith(_CLOSED) and path not in _OPEN:
            refusal = _refusal(scope)
            if refusal is not None:
                await PlainTextResponse(str(refusal), refusal.status)(scope, receive, send)
                return
        await self._app(scope, receive, _with_way_back(scope, path, send))


def _admitted(scope: Scope, receive: Receive) -> Receive:
    """Of what a browser sends through its WebSocket, what whoever it is may send at that moment."""

    async def receive_admitted() -> Message:
        while True:
            message = await receive()
            if message["type"] != "websocket.receive" or _refusal(scope) is None:
                return message
            request = _harmless(message.get("bytes") or b"")
            if request is not None:
                return {"type": "websocket.receive", "bytes": request}

    return receive_admitted


def _harmless(content: bytes) -> bytes | None:
    """A request to run the page script, without anything that would run a callback or a fragment; None for others."""
    request = BackMsg()
    try:
        request.ParseFromString(content)
    except Exception:  # not a request
        return None
    if request.WhichOneof("type") == "app_heartbeat":
        return content
    if request.WhichOneof("type") != "rerun_script":
        return None
    state = request.rerun_script
    state.ClearField("fragment_id")
    own = [widget for widget in state.widget_states.widgets if _key(widget.id).startswith(OWN_KEYS)]
    del state.widget_states.widgets[:]
    state.widget_states.widgets.extend(own)
    return request.SerializeToString()


def _key(widget: str) -> str:
    """The key in the id that Streamlit gave a widget: `$$ID-<hash>-<key>`."""
    return "".join(widget.split("-", 2)[2:])


def _with_way_back(scope: Scope, path: str, send: Send) -> Send:
    """Notes the address of a page that is opened without a login, and leads back there after the login.

    Streamlit itself always leads to the first page.
    """

    async def send_with_way_back(message: Message) -> None:
        if message["type"] == "http.response.start":
            if path == _CALLBACK:
                _keep_to_tls(message)
            for cookie in _way_back(scope, path, message):
                MutableHeaders(scope=message).append("Set-Cookie", cookie)
        await send(message)

    return send_with_way_back


def _keep_to_tls(message: Message) -> None:
    """Where the app is opened through TLS, the browser sends the cookies of the login through nothing else.

    Streamlit does not ask for that, because of a browser that then forgets them on a machine of one's own.
    """
    if (get_origin_from_redirect_uri() or "").startswith("https:"):
        message["headers"] = [
            (name, value + b"; Secure" if name == b"set-cookie" and b"; secure" not in value.lower() else value)
            for name, value in message["headers"]
        ]


def _way_back(scope: Scope, path: str, message: Message) -> Iterator[str]:
    """The cookie to set, if any; a redirect to the first page becomes one to the page that was opened."""
    response, headers = Response(), MutableHeaders(scope=message)
    if path == _CALLBACK and message["status"] == 302:
        opened = HTTPConnection(scope).cookies.get(_OPENED)
        if opened:
            # One slash: two would begin the name of another server.
            headers["Location"] = "/" + quote(unquote(opened), safe="/?&=%+,;:@").lstrip("/")
            response.delete_cookie(_OPENED)
    elif message["status"] == 200 and headers.get("Content-Type", "").startswith("text/html"):
        refusal = _refusal(scope)
        if refusal is not None and refusal.status == 401:
            value = quote(_address(scope), safe="/")
            response.set_cookie(_OPENED, value, _SECONDS, httponly=True, samesite="lax")
    return (value for name, value in response.headers.items() if name == "set-cookie")


def _address(scope: Scope) -> str:
    """The path of a request, with its query if that is not too long for a cookie."""
    path, query = bytes(scope["raw_path"]).decode("latin-1"), bytes(scope["query_string"]).decode("latin-1")
    whole = f"{path}?{query}" if query else path
    return whole if len(whole) <= _LONGEST else path[:_LONGEST]


def _refusal(scope: Scope) -> Refusal | None:
    """Why whoever asks is not admitted."""
    try:
        check_cookies(HTTPConnection(scope).cookies)
    except Refusal as refusal:
        return refusal
    return None


def _base() -> str:
    """The part of all paths that `server.baseUrlPath` adds."""
    base = str(config.get_option("server.baseUrlPath") or "").strip("/")
    return f"/{base}" if base else ""
