"""The OpenAPI description, made from the structures that requests and answers are checked against."""

from collections.abc import Mapping
from typing import Any

import msgspec
from msgspec import Struct

from classifier import __version__
from classifier.api import schema

LOGIN_COOKIE = "_streamlit_user"
"""What Streamlit calls the signed cookie of whoever has logged in."""

_REFERENCE = "#/components/schemas/{name}"
_RETRY = {"Retry-After": {"description": "Seconds after which to ask again.", "schema": {"type": "integer"}}}
_REFUSALS: Mapping[int, str] = {
    400: "The body is not JSON in UTF-8, or gives a field twice.",
    401: "The server has a login, and the request no valid cookie of it.",
    403: "The request comes from a page of another site, or from somebody who may not use this server.",
    408: "The body did not arrive in time.",
    413: f"The body is larger than {schema.MAX_BYTES >> 20} MB.",
    415: "The body is not announced as application/json.",
    422: "The body is JSON, but does not fit: the sentence names the place.",
    500: "Something went wrong on the server, or its secrets are not in order: the sentence says which.",
    503: "The model is not ready, or too many requests are waiting already.",
}
_SEEN_BY_ALL = (401, 403, 500)


def describe(on: bool) -> dict[str, Any]:
    """The description; without what is switched off, unless the interface is `on`."""
    paths: dict[str, Any] = {"/api/health": {"get": _health()}}
    if on:
        paths["/api/classify"] = {"post": _classify()}
        paths["/api/labels"] = {"get": _labels()}
    shown = (schema.Health, schema.Error, *((schema.Question, schema.Answers, schema.Labels) if on else ()))
    _, components = msgspec.json.schema_components(shown, ref_template=_REFERENCE)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Disaster message classifier",
            "version": __version__,
            "description": "Classifies messages as the pages of this server do, with the same model. "
            "Every refusal is JSON with one sentence.",
            "license": {"name": "MIT", "identifier": "MIT"},
        },
        "servers": [{"url": "/"}],
        "paths": paths,
        "components": {
            "schemas": components,
            "securitySchemes": {
                "login": {
                    "type": "apiKey",
                    "in": "cookie",
                    "name": LOGIN_COOKIE,
                    "description": "The cookie of the pages' login, where the server has one.",
                }
            },
        },
    }


def _classify() -> dict[str, Any]:
    return {
        "operationId": "classify",
        "summary": f"Classify up to {schema.MAX_MESSAGES:,} messages",
        "security": [{}, {"login": []}],
        "requestBody": {"required": True, "content": _content(schema.Question)},
        "responses": {"200": _response("The answers, in the order of the messages.", schema.Answers)}
        | _refusals(*_REFUSALS),
    }


def _labels() -> dict[str, Any]:
    return {
        "operationId": "labels",
        "summary": "What answers are made of: labels, their thresholds, operating points, languages",
        "security": [{}, {"login": []}],
        "responses": {"200": _response("All that an answer can contain.", schema.Labels)}
        | _refusals(*_SEEN_BY_ALL, 503),
    }


def _health() -> dict[str, Any]:
    return {
        "operationId": "health",
        "summary": "Whether the model is ready",
        "security": [],
        "responses": {
            "200": _response("It is.", schema.Health),
            "503": _response("It is being loaded, or its files are not in order.", schema.Health),
        },
    }


def _response(meaning: str, content: type[Struct]) -> dict[str, Any]:
    return {"description": meaning, "content": _content(content)}


def _content(content: type[Struct]) -> dict[str, Any]:
    return {"application/json": {"schema": {"$ref": _REFERENCE.format(name=content.__name__)}}}


def _refusals(*statuses: int) -> dict[str, Any]:
    """A response for each status; with some comes a time after which to ask again."""
    found = {str(status): _response(_REFUSALS[status], schema.Error) for status in statuses}
    return {status: response | ({"headers": _RETRY} if status == "503" else {}) for status, response in found.items()}
