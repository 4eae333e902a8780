"""The routes below /api: who may ask, what is answered, and how a refusal looks."""

import asyncio
import logging
import traceback
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from classifier.api import answers, body, schema
from classifier.api.description import describe
from classifier.api.refusal import Left, Refusal
from classifier.api.schema import ModelState
from classifier.api.turns import Turns, unless_left

if TYPE_CHECKING:
    from classifier.inference import Classifier

LOADING_SECONDS, BROKEN_SECONDS = 2, 60

OFF = {"off", "no", "false", "0"}

Endpoint = Callable[[Request], Awaitable[Response]]


@dataclass(frozen=True)
class Server:
    """What the server tells the interface.

    `model` says whether the model can be used, `classifier` gives it then; `admit` raises Refusal unless cookies are
    those of somebody who may use the server; `busy` says whether a page is being drawn, which comes first.
    """

    model: Callable[[], ModelState]
    classifier: Callable[[], "Classifier"]
    admit: Callable[[Mapping[str, str]], None]
    busy: Callable[[], bool]


def application(server: Server, on: bool = True) -> Starlette:
    """What answers below /api; without `on`, only whether the model is ready."""
    interface = Interface(server)
    routes = [Route("/health", interface.health), Route("/openapi.json", interface.guarded(described(on)))]
    if on:
        routes.append(Route("/classify", interface.guarded(interface.classify), methods=["POST"]))
        routes.append(Route("/labels", interface.guarded(interface.labels)))
    made = Starlette(routes=routes, exception_handlers={HTTPException: interface.unknown})
    made.router.redirect_slashes = False  # a redirect has no sentence, and is answered to everybody
    return made


def is_on(setting: str) -> bool:
    """Whether a setting leaves the interface on, as it is without one."""
    return setting.strip().lower() not in OFF


def described(on: bool) -> Endpoint:
    """The endpoint that gives the OpenAPI description."""
    content = msgspec.json.encode(describe(on))

    async def openapi(_: Request) -> Response:
        return _json(content)

    return openapi


class Interface:
    """The endpoints."""

    def __init__(self, server: Server) -> None:
        """Answer for a server."""
        self._server = server
        self._turns = Turns(server.busy)

    async def health(self, _: Request) -> Response:
        """Whether the model is ready: status 200 if it is, 503 while it is loading or its files are not in order."""
        state = self._server.model()
        return _json(schema.encoded(schema.Health(state)), 200 if state == ModelState.READY else 503)

    async def classify(self, request: Request) -> Response:
        """The answers to a request's messages."""
        body.check_type(request)
        self._check_model()
        with self._turns.place():
            content = await body.read(request)
            question = await asyncio.to_thread(body.parse, content)
            classifier = await self._turns.take(self._server.classifier)
            made = await unless_left(_gone(request), answers.answer(classifier, question, self._turns))
        return _json(made)

    async def labels(self, _: Request) -> Response:
        """All that an answer can contain."""
        self._check_model()
        return _json(answers.labels(await asyncio.to_thread(self._server.classifier)))

    async def unknown(self, request: Request, error: Exception) -> Response:
        """No such address, or one that takes other methods, which is said only to those who may ask."""

        async def answered(_: Request) -> Response:
            return _unknown(error)

        return await self.guarded(answered)(request)

    def guarded(self, endpoint: Endpoint) -> Endpoint:
        """An endpoint that answers only those who may ask, and says in a sentence why it does not answer."""

        async def answered(request: Request) -> Response:
            try:
                self._admit(request)
                return await endpoint(request)
            except Refusal as refusal:
                return _refused(refusal.status, str(refusal), refusal.retry_after)
            except Left:
                return Response(status_code=400)  # nobody reads it
            except Exception as error:  # whatever it is: what it says may hold a message, so only its place is logged
                at = traceback.extract_tb(error.__traceback__)[-6:]
                places = " > ".join(f"{Path(one.filename).name}:{one.lineno}" for one in at)
                logging.getLogger(__name__).error("Not answered: %s at %s", type(error).__name__, places)
                return _refused(500, "Something went wrong: the server's log says where.")

        return answered

    def _admit(self, request: Request) -> None:
        """Refusal if a page of another site asks, or somebody who may not use the server."""
        origin = request.headers.get("Origin")
        if origin is not None and origin.partition("://")[2].lower() != request.headers.get("Host", "").lower():
            raise Refusal(403, "Pages of other sites may not ask.")
        self._server.admit(request.cookies)

    def _check_model(self) -> None:
        """Refusal unless the model can be used."""
        state = self._server.model()
        if state == ModelState.LOADING:
            raise Refusal(503, "The model is still being loaded: try again in a few seconds.", LOADING_SECONDS)
        if state == ModelState.BROKEN:
            raise Refusal(503, "The model cannot be used: the server's log says why and how to fix it.", BROKEN_SECONDS)


async def _gone(request: Request) -> None:
    """Waits until the client leaves."""
    while (await request.receive())["type"] != "http.disconnect":
        pass


def _unknown(error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101  # that is what it is registered for
    if error.status_code == 405:
        allowed = (error.headers or {}).get("Allow", "")
        return _refused(405, f"This address takes other methods: {allowed}.", headers={"Allow": allowed})
    return _refused(error.status_code, "There is nothing at this address; /api/openapi.json says what there is.")


def _refused(
    status: int, sentence: str, retry_after: int | None = None, headers: Mapping[str, str] | None = None
) -> Response:
    retry = {} if retry_after is None else {"Retry-After": str(retry_after)}
    return _json(schema.encoded(schema.Error(sentence)), status, {**(headers or {}), **retry})


def _json(content: bytes, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    return Response(content, status, {"Cache-Control": "no-store", **(headers or {})}, body.JSON)
