"""The interface for programs, as far as it needs no model: requests, the queue, the description, who may ask."""

import asyncio
import itertools
import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import jsonschema
import msgspec
import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator
from starlette.testclient import TestClient
from streamlit.web.server.starlette.starlette_server_config import USER_COOKIE_NAME

from classifier.api import body, routes
from classifier.api.answers import SLICE_CHARACTERS, sliced
from classifier.api.description import LOGIN_COOKIE, describe
from classifier.api.refusal import Left, Refusal
from classifier.api.schema import MAX_BYTES, MAX_MESSAGES, ModelState, Question
from classifier.api.turns import Turns, unless_left
from classifier.operating_points import OPERATING_POINTS
from classifier.text.reading import MAX_CHARACTERS

ROOT = Path(__file__).resolve().parents[2]
JSON = {"Content-Type": "application/json"}
ONE = b'{"messages": ["water"]}'


def never() -> Any:
    """No request of these tests gets as far as the model."""
    raise AssertionError("the model was asked")


def client(state: ModelState = ModelState.READY, admits: bool = True, on: bool = True) -> TestClient:
    """A client of an interface whose model is not to be asked."""

    def admit(_: object) -> None:
        if not admits:
            raise Refusal(401, "This server has a login.")

    server = routes.Server(lambda: state, never, admit, lambda: False)
    return TestClient(routes.application(server, on), raise_server_exceptions=False)


def asked(content: object) -> bytes:
    """A request's body."""
    return json.dumps(content).encode()


REFUSED = {
    "nothing": (b"", 400, "The body is empty"),
    "white space": (b" \n", 400, "The body is empty"),
    "not JSON": (b"water", 400, "not JSON"),
    "text after JSON": (ONE + b"x", 400, "not JSON: trailing characters"),
    "cut off": (ONE[:-4], 400, "not JSON: input data was truncated"),
    "NaN": (b'{"messages": [NaN]}', 400, "not JSON"),
    "a NUL byte": (b'{"messages": ["\0"]}', 400, "not JSON"),
    "Latin-1": ('{"messages": ["é"]}'.encode("latin-1"), 400, "not valid UTF-8"),
    "UTF-16": ('{"messages": ["é"]}'.encode("utf-16"), 400, "not JSON"),
    "half a pair": (rb'{"messages": ["water \ud83d"]}', 400, "surrogate"),
    "the other half": (rb'{"messages": ["\ude00 water"]}', 400, "surrogate"),
    "half a pair as a field": (rb'{"\ud83d ": 1}', 400, "surrogate"),
    "half a pair in UTF-8": (b'{"messages": ["\xed\xa0\x80"]}', 400, "not valid UTF-8"),
    "deep nesting": (b'{"messages": ' + b"[" * 100_000, 422, "messages[0] must be a string, not a list"),
    "a list": (b'["water"]', 422, "The body must be an object, not a list."),
    "null": (b"null", 422, "The body must be an object, not null."),
    "a number": (b"7", 422, "The body must be an object, not a number."),
    "no field": (b"{}", 422, "lacks the field messages"),
    "another field": (b'{"messages": ["a"], "texts": []}', 422, 'no field "texts"; there are messages, operating'),
    "a field twice": (b'{"messages": ["a"], "messages": ["b"]}', 400, "The field messages is given twice."),
    "a field twice, escaped": (rb'{"messages": ["a"], "m\u0065ssages": ["b"]}', 400, "given twice"),
    "a string for a list": (b'{"messages": "a"}', 422, "messages must be a list, not a string."),
    "a number among strings": (b'{"messages": ["a", 7]}', 422, "messages[1] must be a string, not a number."),
    "null among strings": (b'{"messages": ["a", "b", null]}', 422, "messages[2] must be a string, not null."),
    "an object among strings": (b'{"messages": [{}]}', 422, "messages[0] must be a string, not an object."),
    "no messages": (b'{"messages": []}', 422, "no messages"),
    "too many messages": (asked({"messages": ["a"] * 1_001}), 422, "1,001 messages; the limit is 1,000"),
    "a long message": (asked({"messages": ["a", "b" * 5_001]}), 422, "messages[1] has 5,001 characters; the limit is"),
    "an unknown point": (
        b'{"messages": ["a"], "operating_point": "best"}',
        422,
        'no operating point "best"; there are balanced, recall, precision, half.',
    ),
    "no point": (b'{"messages": ["a"], "operating_point": null}', 422, "operating_point must be a string, not null."),
    "a huge number": (b'{"messages": ["a"], "operating_point": 1e999}', 422, "operating_point"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_bad_request_is_refused_in_one_sentence(name: str) -> None:
    content, status, sentence = REFUSED[name]
    answer = client().post("/classify", content=content, headers=JSON)
    (said,) = answer.json().values()
    assert (answer.status_code, sentence in said, said.endswith("."), "\n" in said) == (status, True, True, False), said


def test_a_request_nested_too_deeply_is_refused() -> None:
    with pytest.raises(Refusal, match=r"."):
        body.parse(b'{"operating_point":' * 100_000)


@pytest.mark.parametrize(
    "content",
    [
        ONE,
        b"\xef\xbb\xbf" + ONE,
        rb'{"messages": ["\u0000 water", "\ud83d\ude00"]}',
        asked({"messages": ["a" * MAX_CHARACTERS] * MAX_MESSAGES, "operating_point": "half"}),
    ],
)
def test_a_good_request_is_taken_and_fits_its_description(content: bytes) -> None:
    question = body.parse(content)
    assert question.messages == json.loads(content.decode("utf-8-sig"))["messages"]
    assert not list(validator("Question").iter_errors(msgspec.to_builtins(question)))


def test_the_longest_messages_in_any_script_fit_into_a_request() -> None:
    longest = {"messages": ["\U0001f600" * MAX_CHARACTERS] * MAX_MESSAGES, "operating_point": "precision"}
    assert len(json.dumps(longest, ensure_ascii=False).encode()) <= MAX_BYTES


@pytest.mark.parametrize(
    "headers",
    [
        {"Content-Type": "text/plain"},
        {"Content-Type": "application/x-www-form-urlencoded"},
        {"Content-Type": "multipart/form-data; boundary=x"},
        {},
        JSON | {"Content-Encoding": "gzip"},
    ],
)
def test_a_body_that_is_not_announced_as_plain_json_is_refused(headers: dict[str, str]) -> None:
    assert client().post("/classify", content=ONE, headers=headers).status_code == 415


@pytest.mark.parametrize(("path", "method"), [("/classify", "GET"), ("/classify", "OPTIONS"), ("/labels", "POST")])
def test_another_method_is_refused_and_the_right_one_named(path: str, method: str) -> None:
    answer = client().request(method, path)
    assert answer.status_code == 405
    assert answer.headers["Allow"].split(", ")[-1] in answer.json()["error"]
    assert not [name for name in answer.headers if name.startswith("access-control")]


@pytest.mark.parametrize("path", ["/clasify", "/classify/", "/labels/"])
def test_an_unknown_address_is_answered_in_json(path: str) -> None:
    answer = client().get(path)
    assert (answer.status_code, list(answer.json())) == (404, ["error"])


@pytest.mark.parametrize(
    "origin", ["https://elsewhere.example", "null", "http://testserver.example", "http://testserver:81", "", "http://["]
)
@pytest.mark.parametrize(("method", "path"), [("POST", "/classify"), ("GET", "/labels"), ("GET", "/openapi.json")])
def test_a_page_of_another_site_is_refused(origin: str, method: str, path: str) -> None:
    answer = client().request(method, path, content=b"", headers=JSON | {"Origin": origin})
    assert answer.status_code == 403


def test_a_page_of_this_server_may_ask() -> None:
    assert client().get("/openapi.json", headers={"Origin": "http://testserver"}).status_code == 200


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS", "POST", "DELETE"])
@pytest.mark.parametrize("path", ["/classify", "/labels", "/openapi.json", "/clasify", "/labels/x", "/"])
def test_who_has_not_logged_in_is_refused(method: str, path: str) -> None:
    answer = client(admits=False).request(method, path, content=ONE, headers=JSON)
    assert answer.status_code == 401
    assert method == "HEAD" or "login" in answer.json()["error"]


def test_health_is_open_to_all() -> None:
    assert client(admits=False).get("/health", headers={"Origin": "https://elsewhere.example"}).status_code == 200


@pytest.mark.parametrize("state", [ModelState.LOADING, ModelState.BROKEN])
@pytest.mark.parametrize(("method", "path"), [("POST", "/classify"), ("GET", "/labels")])
def test_while_there_is_no_model_the_client_is_told_when_to_come_back(
    state: ModelState, method: str, path: str
) -> None:
    answer = client(state).request(method, path, content=ONE, headers=JSON)
    assert answer.status_code == 503
    assert int(answer.headers["Retry-After"]) > 0
    assert client(state).get("/health").json() == {"model": state}


def test_what_fails_is_told_to_nobody_but_by_its_place_to_the_log(caplog: pytest.LogCaptureFixture) -> None:
    answer = client().post("/classify", content=ONE, headers=JSON)  # the model that these tests have not fails
    assert (answer.status_code, "asked" in answer.text) == (500, False)
    assert "AssertionError at " in caplog.text
    assert " > test_api.py:" in caplog.text
    assert "the model was asked" not in caplog.text


@pytest.mark.parametrize("setting", ["off", "OFF", " off ", "0", "no", "false"])
def test_a_setting_switches_the_interface_off(setting: str) -> None:
    assert not routes.is_on(setting)


@pytest.mark.parametrize("setting", ["", "on", "1"])
def test_without_that_setting_it_is_on(setting: str) -> None:
    assert routes.is_on(setting)


def test_that_setting_is_a_variable_of_the_servers_environment() -> None:
    code = "import app; from tests.unit.test_api import JSON, ONE, TestClient; "
    code += "print(TestClient(app.interface).post('/classify', content=ONE, headers=JSON).status_code)"
    environment = {**os.environ, "CLASSIFIER_API": "off", "PYTHONPATH": str(ROOT)}
    shown = subprocess.run([sys.executable, "-c", code], env=environment, cwd=ROOT, capture_output=True, check=True)
    assert int(shown.stdout) == 404


def test_switched_off_there_is_nothing_but_health() -> None:
    off = client(on=False)
    assert off.post("/classify", content=ONE, headers=JSON).status_code == 404
    assert off.get("/labels").status_code == 404
    assert list(off.get("/openapi.json").json()["paths"]) == ["/api/health"]
    assert off.get("/health").status_code == 200


# A body of any size and length


async def post(chunks: Iterator[bytes], headers: dict[str, str]) -> tuple[int, int]:
    """Send a body in chunks; the status, and how many chunks were read. The client leaves when they end."""
    read, statuses = itertools.count(), []

    async def receive() -> dict[str, Any]:
        next(read)
        chunk = next(chunks, None)
        if chunk is None:
            return {"type": "http.disconnect"}
        return {"type": "http.request", "body": chunk, "more_body": True}

    async def send(message: Any) -> None:
        if message["type"] == "http.response.start":
            statuses.append(message["status"])

    scope = {
        "type": "http",
        "method": "POST",
        "path": "/classify",
        "query_string": b"",
        "headers": [(name.lower().encode(), value.encode()) for name, value in (JSON | headers).items()],
    }
    await client().app(scope, receive, send)  # type: ignore[arg-type]
    return statuses[0], next(read)


def test_a_body_without_a_length_is_read_no_further_than_the_limit() -> None:
    endless = itertools.repeat(b" " * (1 << 20))
    assert asyncio.run(post(endless, {})) == (413, 1 + (MAX_BYTES >> 20))


@pytest.mark.parametrize("length", [str(MAX_BYTES + 1), "9" * 5_000])
def test_a_body_whose_length_is_over_the_limit_is_not_read(length: str) -> None:
    assert asyncio.run(post(iter([ONE]), {"Content-Length": length})) == (413, 0)


@pytest.mark.parametrize(("limit", "pause"), [("IDLE_SECONDS", 1_000.0), ("SECONDS", 0.01)])
def test_a_body_is_not_waited_for_if_nothing_comes_or_only_little_at_a_time(
    limit: str, pause: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(body, limit, 0.05)

    async def slow() -> None:
        async def receive() -> dict[str, Any]:
            await asyncio.sleep(pause)
            return {"type": "http.request", "body": b" ", "more_body": True}

        await body.read(routes.Request({"type": "http", "headers": []}, receive))  # type: ignore[arg-type]

    with pytest.raises(Refusal) as refused:
        asyncio.run(slow())
    assert refused.value.status == 408


def test_a_client_that_leaves_before_its_body_has_come_is_no_error(caplog: pytest.LogCaptureFixture) -> None:
    asyncio.run(post(iter([ONE[:5]]), {}))
    assert caplog.text == ""


# Turns


def test_whoever_finds_too_many_waiting_is_asked_to_come_back() -> None:
    turns = Turns(lambda: False, places=2)
    with turns.place(), turns.place():
        with pytest.raises(Refusal) as refused, turns.place():
            pass
        assert (refused.value.status, refused.value.retry_after) == (503, 5)
    with turns.place():
        pass


def test_one_turn_is_taken_at_a_time_in_the_order_of_asking() -> None:
    began: list[int] = []
    free = threading.Semaphore(1)

    def work(number: int) -> int:
        assert free.acquire(blocking=False)
        began.append(number)
        free.release()
        return number

    async def ask() -> list[int]:
        turns = Turns(lambda: False)
        return await asyncio.gather(*(turns.take(partial(work, number)) for number in range(8)))

    assert asyncio.run(ask()) == began == list(range(8))


def test_a_page_that_is_being_drawn_comes_first() -> None:
    drawn = iter([True, True, True, False])
    assert asyncio.run(Turns(lambda: next(drawn)).take(lambda: list(drawn))) == []


def test_a_turn_does_not_wait_for_pages_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("classifier.api.turns.PATIENCE_SECONDS", 0.02)
    assert asyncio.run(Turns(lambda: True).take(lambda: 7)) == 7


def test_nothing_more_is_begun_for_a_client_that_has_left() -> None:
    async def ask() -> None:
        turns, let_go = Turns(lambda: False), threading.Event()
        first = asyncio.create_task(turns.take(partial(let_go.wait, 60)))
        with pytest.raises(Left):
            await unless_left(asyncio.sleep(0), turns.take(never))
        let_go.set()
        assert await first
        await turns.take(lambda: None)  # comes after what was never begun

    asyncio.run(ask())


def test_what_was_made_is_given_to_a_client_that_stays() -> None:
    assert asyncio.run(unless_left(asyncio.Event().wait(), Turns(lambda: False).take(lambda: 7))) == 7


def test_messages_are_scored_in_slices_that_keep_their_order() -> None:
    messages = ["a" * length for length in (0, SLICE_CHARACTERS, 1, *range(0, 400, 7), 3 * SLICE_CHARACTERS, 5)]
    slices = list(sliced(messages))
    assert [message for one in slices for message in one] == messages
    assert all(one and sum(map(len, one[:-1])) < SLICE_CHARACTERS for one in slices)
    assert len(slices) == 4


# The description


def validator(name: str) -> jsonschema.Draft202012Validator:
    """Checks JSON against one structure of the description."""
    return jsonschema.Draft202012Validator({**describe(on=True), "$ref": f"#/components/schemas/{name}"})


@pytest.mark.parametrize("on", [True, False])
def test_the_description_is_valid_openapi(on: bool) -> None:
    OpenAPIV31SpecValidator(client(on=on).get("/openapi.json").json()).validate()


@pytest.mark.parametrize(
    "name", ["no field", "another field", "no messages", "too many messages", "a long message", "an unknown point"]
)
def test_what_is_refused_does_not_fit_the_description_either(name: str) -> None:
    assert list(validator("Question").iter_errors(json.loads(REFUSED[name][0])))


def test_each_refusal_and_each_health_fits_its_description() -> None:
    paths = describe(on=True)["paths"]
    for content, status, _ in REFUSED.values():
        answer = client().post("/classify", content=content, headers=JSON)
        described = paths["/api/classify"]["post"]["responses"][str(status)]["content"]["application/json"]["schema"]
        assert described["$ref"].endswith("/Error")
        validator("Error").validate(answer.json())
    for state in ModelState:
        validator("Health").validate(client(state).get("/health").json())


def test_the_operating_points_of_the_description_are_those_of_the_app() -> None:
    schema = describe(on=True)["components"]["schemas"][Question.__name__]
    assert schema["properties"]["operating_point"]["enum"] == list(OPERATING_POINTS)


def test_the_cookie_of_the_description_is_streamlits() -> None:
    assert LOGIN_COOKIE == USER_COOKIE_NAME
