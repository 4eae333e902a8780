"""The interface for programs on the shipped model: it answers as the command does, and as it is described."""

import asyncio
import json
from collections.abc import Callable
from itertools import islice
from typing import Any

import jsonschema
import pytest
from httpx2 import ASGITransport, AsyncClient
from starlette.testclient import TestClient

from classifier import __version__
from classifier.api import answers, body, routes
from classifier.api.refusal import Left
from classifier.api.schema import MAX_MESSAGES, ModelState
from classifier.api.turns import Turns, unless_left
from classifier.inference import Classifier
from classifier.labels import BINARY_LABELS
from classifier.operating_points import OPERATING_POINTS, thresholds_at
from classifier.scoring.answers import answer
from classifier.scoring.columns import FLAGS, LANGUAGE, PROBABILITIES, RELATED_PROBABILITIES
from tests.benchmarks.messages import messages

GERMAN = "Wir brauchen dringend Wasser und Brot für die Kinder"
ODD = [
    "We need water and food",
    "",
    " \n\t",
    GERMAN,
    "Nou bezwen dlo ak manje",
    "http://a.b/c @you !!!",
    "\0",
    "\0we need water\0",
    "=1+1",
    "\U0001f600",
    "water " * 800,
    "نحتاج إلى ماء",
]


@pytest.fixture(scope="module")
def client(classifier: Classifier) -> TestClient:
    """A client of the interface."""
    server = routes.Server(lambda: ModelState.READY, lambda: classifier, lambda cookies: True, lambda: False)
    return TestClient(routes.application(server))


def classify(client: TestClient, asked: list[str], point: str) -> dict[str, Any]:
    """What is answered to messages."""
    answered = client.post("/classify", json={"messages": asked, "operating_point": point})
    assert answered.status_code == 200, answered.text
    return answered.json()


@pytest.mark.parametrize("point", OPERATING_POINTS)
def test_answers_are_those_of_the_command_blank_messages_included(
    client: TestClient, classifier: Classifier, point: str
) -> None:
    asked = [*ODD, *islice(messages(), 200)]
    answered = classify(client, asked, point)["answers"]
    columns = answer(classifier, asked, thresholds_at(point, classifier.thresholds).values).table.to_pylist()
    assert len(answered) == len(columns)
    for found, row in zip(answered, columns, strict=True):
        assert found["language"] == row[LANGUAGE]
        assert found["related"] == row["related"]
        if row["related"] is None:
            assert set(found.values()) == {None}
            continue
        expected = [row[name] for name in (*RELATED_PROBABILITIES, *PROBABILITIES)]
        assert [*found["related_probabilities"], *found["probabilities"].values()] == pytest.approx(expected, abs=1e-5)
        assert list(found["flags"]) == list(found["probabilities"]) == list(BINARY_LABELS)
        assert list(found["flags"].values()) == [bool(row[name]) for name in FLAGS]


def test_flags_follow_probabilities_at_the_thresholds_that_labels_tells_in_every_language(client: TestClient) -> None:
    thresholds = {label["name"]: label["thresholds"] for label in client.get("/labels").json()["labels"]}
    flagged = 0
    for point in OPERATING_POINTS:
        for found in classify(client, [GERMAN, *islice(messages(), 100)], point)["answers"]:
            expected = {name: value >= thresholds[name][point] for name, value in found["probabilities"].items()}
            assert found["flags"] == expected
            flagged += sum(expected.values())
    assert flagged > 1_000


def test_a_language_that_the_model_does_not_know_is_null_and_the_rest_is_answered(client: TestClient) -> None:
    (found,) = classify(client, [GERMAN], "balanced")["answers"]
    assert found["language"] is None
    assert sum(found["related_probabilities"]) == pytest.approx(1)


def test_an_answer_says_which_model_gave_it(client: TestClient, classifier: Classifier) -> None:
    known = {"version": __version__, "model_sha256": classifier.manifest.model_sha256}
    answered, labels = classify(client, ["water"], "recall"), client.get("/labels").json()
    assert answered.items() >= (known | {"operating_point": "recall"}).items()
    assert labels.items() >= known.items()


def test_without_an_operating_point_it_is_the_balanced_one(client: TestClient) -> None:
    answered = client.post("/classify", json={"messages": ["we need water"]}).json()
    assert answered == classify(client, ["we need water"], "balanced")


def test_as_many_messages_as_are_allowed_are_answered_in_their_order(client: TestClient) -> None:
    asked = list(islice(messages(), MAX_MESSAGES))
    answered = classify(client, asked, "balanced")["answers"]
    alone = [classify(client, [asked[place]], "balanced")["answers"][0] for place in (0, 499, 999)]
    for place, one in zip((0, 499, 999), alone, strict=True):
        assert answered[place]["probabilities"] == pytest.approx(one["probabilities"], abs=1e-5)


def test_real_answers_fit_the_description(client: TestClient) -> None:
    description = client.get("/openapi.json").json()

    def check(content: Any, name: str) -> None:
        schema = {**description, "$ref": f"#/components/schemas/{name}"}
        jsonschema.Draft202012Validator(schema).validate(content)

    check(classify(client, [*ODD, *islice(messages(), 20)], "half"), "Answers")
    check(client.get("/labels").json(), "Labels")
    wrong = classify(client, ["we need water"], "half")
    del wrong["answers"][0]["probabilities"]["water"]
    with pytest.raises(jsonschema.ValidationError):
        check(wrong, "Answers")


def test_labels_names_everything_that_an_answer_can_hold(client: TestClient) -> None:
    labels = client.get("/labels").json()
    assert [label["name"] for label in labels["labels"]] == list(BINARY_LABELS)
    assert [one["value"] for one in labels["related"]] == [0, 1, 2]
    assert [point["name"] for point in labels["operating_points"]] == list(OPERATING_POINTS)
    assert {language["code"] for language in labels["languages"]} == {"en", "ht", "fr", "es"}


class CountedTurns(Turns):
    """Turns, and how many were taken."""

    taken = 0

    async def take(self, work: Callable[[], Any]) -> Any:
        self.taken += 1
        return await super().take(work)


def test_scoring_ends_when_the_client_leaves(classifier: Classifier) -> None:
    question = body.parse(json.dumps({"messages": list(islice(messages(), 1_000))}).encode())
    turns = CountedTurns(lambda: False)

    async def ask() -> None:
        with pytest.raises(Left):  # after two turns
            await unless_left(turns.take(lambda: None), answers.answer(classifier, question, turns))
        for _ in range(5):
            await turns.take(lambda: None)

    asyncio.run(ask())
    assert turns.taken < 10 < len(list(answers.sliced(question.messages)))


def test_a_short_question_need_not_wait_for_the_end_of_a_long_one(classifier: Classifier) -> None:
    long = body.parse(json.dumps({"messages": list(islice(messages(), 1_000))}).encode())
    short = body.parse(b'{"messages": ["we need water"]}')

    async def ask() -> bool:
        turns = Turns(lambda: False)
        first = asyncio.create_task(answers.answer(classifier, long, turns))
        await turns.take(lambda: None)
        await answers.answer(classifier, short, turns)
        early = not first.done()
        await first
        return early

    assert asyncio.run(ask())


def test_other_requests_are_answered_while_a_batch_is_scored(client: TestClient) -> None:
    async def ask() -> int:
        async with AsyncClient(transport=ASGITransport(client.app), base_url="http://testserver") as asking:
            batch = asyncio.create_task(asking.post("/classify", json={"messages": ["We need water. " * 300] * 30}))
            answered = 0
            while not batch.done():
                assert (await asking.get("/health")).status_code == 200
                answered += 1
                await asyncio.sleep(0)  # a request inside one process needs no turn of the event loop
            assert (await batch).status_code == 200
            return answered

    assert asyncio.run(ask()) > 20
