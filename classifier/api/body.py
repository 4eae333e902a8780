"""The body of a request: read as far as the limit, and checked."""

import asyncio
import json
import re

import msgspec
from starlette.requests import ClientDisconnect, Request

from classifier.api.refusal import Left, Refusal
from classifier.api.schema import MAX_BYTES, MAX_MESSAGES, Question
from classifier.operating_points import OPERATING_POINTS
from classifier.text.reading import MAX_CHARACTERS

SECONDS, IDLE_SECONDS = 60, 5
"""A body holds a place: one that takes longer to arrive is not waited for, nor one of which nothing comes."""

JSON = "application/json"

_TOO_LARGE = f"The body is larger than {MAX_BYTES >> 20} MB: send fewer messages at once."
_MARK = b"\xef\xbb\xbf"
_MISFIT = re.compile(r"Expected `(?P<wanted>\w+)`, got `(?P<found>\w+)`(?: - at `\$\.?(?P<place>.+)`)?$")
_UNKNOWN = re.compile(r"Object contains unknown field `(?P<name>.*)`$", re.DOTALL)
_MISSING = re.compile(r"Object missing required field `(?P<name>\w+)`$")
_HALF = re.compile(rb"\\u[dD][89abAB]..(?!\\u[dD][c-fC-F])", re.DOTALL)
_KINDS = {
    "str": "a string",
    "array": "a list",
    "object": "an object",
    "int": "a number",
    "float": "a number",
    "bool": "true or false",
    "null": "null",
}


def check_type(request: Request) -> None:
    """Refusal if the body is not announced as plain JSON; a page of another site cannot announce that unasked."""
    announced = request.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    if announced != JSON:
        raise Refusal(415, f"Send the messages as JSON, with the header Content-Type: {JSON}.")
    if request.headers.get("Content-Encoding", "identity").strip().lower() != "identity":
        raise Refusal(415, "Send the body as it is: compressed bodies are not read.")


async def read(request: Request) -> bytes:
    """The body; Refusal once it is larger than MAX_BYTES, whatever length it was said to have, or if it does not come.

    Raises Left if the client leaves meanwhile.
    """
    announced = request.headers.get("Content-Length", "")
    if announced.isdecimal() and (len(announced) > len(str(MAX_BYTES)) or int(announced) > MAX_BYTES):
        raise Refusal(413, _TOO_LARGE)
    body = bytearray()
    try:
        clock = asyncio.get_running_loop().time
        end = clock() + SECONDS
        async with asyncio.timeout(IDLE_SECONDS) as limit:
            async for chunk in request.stream():
                limit.reschedule(min(end, clock() + IDLE_SECONDS))
                body += chunk
                if len(body) > MAX_BYTES:
                    raise Refusal(413, _TOO_LARGE)
    except TimeoutError as error:
        late = f"nothing of it for {IDLE_SECONDS} seconds, or not all within {SECONDS}"
        raise Refusal(408, f"The body did not arrive: {late}.") from error
    except ClientDisconnect as error:
        raise Left from error
    return bytes(body)


def parse(body: bytes) -> Question:
    """The question in a body; Refusal, with a sentence that names the place, if there is none."""
    body = body.removeprefix(_MARK)
    if not body.strip():
        raise Refusal(400, 'The body is empty: send {"messages": [...]}.')
    try:
        question = msgspec.json.decode(body, type=Question)
    except msgspec.ValidationError as error:
        raise Refusal(422, _misfit(str(error))) from error
    except msgspec.DecodeError as error:
        raise Refusal(400, f"The body is not JSON: {_detail(str(error), body)}.") from error
    except UnicodeDecodeError as error:
        raise Refusal(400, "The body is not valid UTF-8.") from error
    _check(question)
    _check_names(body)
    return question


def _check(question: Question) -> None:
    """Refusal if there are no messages, too many or too long ones, or no such operating point."""
    count = len(question.messages)
    if not count:
        raise Refusal(422, "There are no messages to classify: messages is empty.")
    if count > MAX_MESSAGES:
        raise Refusal(422, f"messages has {count:,} messages; the limit is {MAX_MESSAGES:,} in one request.")
    for number, message in enumerate(question.messages):
        if len(message) > MAX_CHARACTERS:
            raise Refusal(422, f"messages[{number}] has {len(message):,} characters; the limit is {MAX_CHARACTERS:,}.")
    if question.operating_point not in OPERATING_POINTS:
        known = ", ".join(OPERATING_POINTS)
        raise Refusal(422, f'There is no operating point "{_short(question.operating_point)}"; there are {known}.')


def _check_names(body: bytes) -> None:
    """Refusal if a field is given twice: of two lists of messages one would go unanswered."""

    def pairs(found: list[tuple[str, object]]) -> None:
        names = [name for name, _ in found]
        twice = next((name for name in names if names.count(name) > 1), None)
        if twice is not None:
            raise Refusal(400, f"The field {twice} is given twice.")

    json.loads(body, object_pairs_hook=pairs)


def _misfit(error: str) -> str:
    """What does not fit the description of a question, in a sentence."""
    if found := _MISFIT.match(error):
        place = found["place"] or "The body"
        return f"{place} must be {_kind(found['wanted'])}, not {_kind(found['found'])}."
    if found := _UNKNOWN.match(error):
        return f'There is no field "{_short(found["name"])}"; there are {", ".join(Question.__struct_fields__)}.'
    if found := _MISSING.match(error):
        return f"The body lacks the field {found['name']}."
    return f"The body does not fit its description: {_short(error)}."


def _kind(name: str) -> str:
    return _KINDS.get(name, name)


def _detail(error: str, body: bytes) -> str:
    """Where JSON ends, in the parser's words, which are misleading for half of a character that takes two escapes."""
    if "surrogate" in error or _HALF.search(body):
        return "half of a \\u surrogate pair stands alone"
    said = error.removeprefix("JSON is malformed: ")
    return said[:1].lower() + said[1:]


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:60]}..."
