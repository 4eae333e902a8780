"""What passes to Streamlit's own routes and through its WebSocket of people who may not use the server."""

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocket
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.web.server.starlette.starlette_server_config import TOKENS_COOKIE_NAME, USER_COOKIE_NAME

from classifier.ui.gate import Gate
from tests.secrets_file import SecretsFile

AUTH = '[auth]\nredirect_uri = "http://testserver/oauth2callback"\ncookie_secret = "not a secret of anything"\n'


async def _page(_: Request) -> Response:
    return HTMLResponse("<title>page</title>")


async def _callback(_: Request) -> Response:
    """Set the cookies of a login, as Streamlit does."""
    response = RedirectResponse("/", 302)
    for name in (USER_COOKIE_NAME, TOKENS_COOKIE_NAME):
        response.set_cookie(name, "x", httponly=True, samesite="lax")
    return response


async def _anything(_: Request) -> Response:
    return PlainTextResponse("content")


async def _stream(websocket: WebSocket) -> None:
    """Send back what arrives."""
    await websocket.accept()
    async for content in websocket.iter_bytes():
        await websocket.send_bytes(content)


ROUTES = [
    Route("/oauth2callback", _callback),
    Route("/plain", _anything),
    *(Route(f"/{name}/{{path:path}}", _anything) for name in ("_stcore", "media", "component")),
    WebSocketRoute("/_stcore/stream", _stream),
    Route("/{path:path}", _page),
]


@pytest.fixture
def client() -> TestClient:
    """Somebody who has not logged in."""
    return TestClient(Starlette(routes=ROUTES, middleware=[Middleware(Gate)]), follow_redirects=False)


@pytest.fixture
def stranger(client: TestClient, secrets: SecretsFile) -> TestClient:
    """The same, where there is a login."""
    secrets.write(AUTH)
    return client


@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize(
    "path", ["/media/a.csv", "/component/x", "/_stcore/upload_file/a/b", "/_stcore/metrics", "/_stcore/agent/mcp"]
)
def test_what_belongs_to_people_who_logged_in_is_closed(stranger: TestClient, method: str, path: str) -> None:
    assert stranger.request(method, path).status_code == 401


@pytest.mark.parametrize("path", ["/_stcore/health", "/_stcore/host-config", "/", "/review", "/plain"])
def test_what_the_sign_in_screen_needs_is_open(stranger: TestClient, path: str) -> None:
    assert stranger.get(path).status_code == 200


def test_without_a_login_nothing_is_closed(client: TestClient, secrets: SecretsFile) -> None:
    assert client.get("/media/a.csv").text == "content"
    assert not client.get("/review").cookies


@pytest.mark.parametrize(
    ("opened", "leads"),
    [
        ("/review", "/review"),
        ("/classify?message=we%20need%20water%26food&point=recall", None),
        ("/r%C3%A9sum%C3%A9?x=%0D%0ASet-Cookie:%20a=b", None),
        ("//evil.example/path", "/evil.example/path"),
        ("/%5Cevil.example", "/%5Cevil.example"),
        ("/%09/evil.example", "/%09/evil.example"),
        (f"/classify?message={'x' * 5000}", "/classify"),
    ],
)
def test_a_login_leads_back_to_the_page_that_was_opened_and_never_to_another_site(
    stranger: TestClient, opened: str, leads: str | None
) -> None:
    stranger.get(f"http://testserver{opened}")
    answer = stranger.get("/oauth2callback?state=x")
    assert answer.headers["Location"] == (leads or opened)
    assert stranger.get("/oauth2callback?state=x").headers["Location"] == "/"


@pytest.mark.parametrize(
    "cookie",
    ["https://evil.example", "//evil.example", "%2F%2Fevil.example", "%5C%5Cevil.example", "/%09/evil.example"],
)
def test_a_made_up_cookie_leads_to_no_other_site(stranger: TestClient, cookie: str) -> None:
    stranger.cookies.set("opened", cookie)
    found = stranger.get("/oauth2callback?state=x").headers["Location"]
    assert found.startswith("/")
    assert not found.startswith(("//", "/\\", "/\t"))


@pytest.mark.parametrize(("scheme", "secure"), [("https", 2), ("http", 0)])
def test_the_cookies_of_a_login_through_tls_are_sent_through_nothing_else(
    client: TestClient, secrets: SecretsFile, scheme: str, secure: int
) -> None:
    secrets.write(AUTH.replace("http:", f"{scheme}:"))
    assert client.get("/review").status_code == 200
    sent = client.get("/oauth2callback?state=x").headers.get_list("Set-Cookie")
    assert sum(one.startswith("_streamlit_user") and one.endswith("; Secure") for one in sent) == secure


def request(**of: object) -> bytes:
    """A request of a browser, in Streamlit's form."""
    return bytes(BackMsg(**of).SerializeToString())  # type: ignore[arg-type]


def rerun(*widgets: str, fragment: str = "") -> bytes:
    """A request to run the page script, or a fragment of it, with the states of widgets."""
    made = BackMsg()
    made.rerun_script.query_string = "a=b"
    made.rerun_script.fragment_id = fragment
    for widget in widgets:
        made.rerun_script.widget_states.widgets.add(id=widget, trigger_value=True)
    return bytes(made.SerializeToString())


def test_only_the_page_script_runs_and_no_callback_or_fragment(stranger: TestClient) -> None:
    own = "$$ID-0123456789abcdef-log_in_default"
    pages = ["$$ID-0123456789abcdef-review_submit", "$$ID-0123456789abcdef-log", "$$ID-log_in-None", "log_out", ""]
    with stranger.websocket_connect("/_stcore/stream") as stream:
        stream.send_bytes(rerun(own, *pages, fragment="abc"))
        assert stream.receive_bytes() == rerun(own)


@pytest.mark.parametrize(
    "content",
    [
        request(clear_cache=True),
        request(stop_script=True),
        request(load_git_info=True),
        request(file_urls_request={"request_id": "x", "file_names": ["a.csv"]}),
        request(backend_operation_request={"request_id": "x"}),
        b"\xff\xff",
        b"",
    ],
)
def test_other_requests_are_dropped(stranger: TestClient, content: bytes) -> None:
    with stranger.websocket_connect("/_stcore/stream") as stream:
        stream.send_bytes(content)
        stream.send_bytes(request(app_heartbeat=True))
        assert stream.receive_bytes() == request(app_heartbeat=True)


def test_without_a_login_every_request_passes_as_it_is(client: TestClient, secrets: SecretsFile) -> None:
    with client.websocket_connect("/_stcore/stream") as stream:
        for content in (request(clear_cache=True), rerun("$$ID-0-x", fragment="abc"), b"\xff"):
            stream.send_bytes(content)
            assert stream.receive_bytes() == content
