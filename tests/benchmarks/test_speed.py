"""Speed of the shipped model: `pytest tests/benchmarks -s` prints the ratios.

Times depend on the machine, so what counts is a ratio measured in the same run.
"""

import statistics
import time
from collections.abc import Callable
from itertools import islice
from pathlib import Path

import numpy as np
import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from classifier.inference import Classifier
from tests.benchmarks.messages import messages

MESSAGE = "We need clean drinking water and food for two hundred people in the camp near the river"
FIFTY = " ".join(
    f"{word} {other}"
    for word in ("water", "tents", "river", "bridge", "camp")
    for other in ("needed", "blocked", "flooded", "near", "people")
)
PEOPLE = 10_000


@pytest.fixture(scope="module")
def classifier(assets: Path) -> Classifier:
    """The shipped classifier, warm."""
    return Classifier.load(assets)


def median(call: Callable[[], object], rounds: int) -> float:
    """Median seconds of one call, after a warm-up."""
    call()
    times = []
    for _ in range(rounds):
        started = time.perf_counter()
        call()
        times.append(time.perf_counter() - started)
    return statistics.median(times)


def features(classifier: Classifier, messages: list[str]) -> dict[str, np.ndarray]:
    """The model's inputs for these messages."""
    found = classifier.tokenizer.features(messages)
    return {tensor.name: found[tensor.name] for tensor in classifier.model.inputs}


def test_one_message_is_answered_far_faster_than_by_model_predict(classifier: Classifier) -> None:
    def slow() -> object:
        return classifier.model.predict(features(classifier, [MESSAGE]), verbose=0)

    # Alternating, so that another program on the machine slows both alike, in turns of over a second: for half a second
    # after `model.predict` every call is slower.
    quick, usual = zip(
        *[(median(lambda: classifier.predict([MESSAGE]), 1_500), median(slow, 20)) for _ in range(5)], strict=True
    )
    ratio = statistics.median(usual) / statistics.median(quick)
    print(f"\none message: {1000 * statistics.median(quick):.2f} ms, model.predict {ratio:.0f} times as long")
    assert ratio >= 25


def test_messages_of_real_length_are_answered_far_faster_together_than_one_by_one(classifier: Classifier) -> None:
    varied = list(islice(messages(), PEOPLE))
    one = median(lambda: classifier.predict([MESSAGE]), 200)
    started = time.perf_counter()
    assert len(classifier.predict(varied).probabilities) == PEOPLE
    rate, length = PEOPLE / (time.perf_counter() - started), statistics.mean(map(len, varied))
    print(f"\n{PEOPLE:,} messages of {length:.0f} characters: {rate:,.0f} per second, text processing included")
    assert rate * one >= 4


def test_fifty_words_are_explained_at_once(classifier: Classifier) -> None:
    assert len(classifier.explain(FIFTY).words) == 50
    seconds, one = median(lambda: classifier.explain(FIFTY), 15), median(lambda: classifier.predict([FIFTY]), 50)
    print(f"\nexplaining 50 words: {1000 * seconds:.1f} ms, {seconds / one:.0f} times one answer")
    assert seconds <= 20 * one


def test_predict_one(benchmark: BenchmarkFixture, classifier: Classifier) -> None:
    benchmark(classifier.predict, [MESSAGE])


def test_read_one(benchmark: BenchmarkFixture, classifier: Classifier) -> None:
    benchmark(classifier.read, MESSAGE)


def test_explain_fifty_words(benchmark: BenchmarkFixture, classifier: Classifier) -> None:
    benchmark(classifier.explain, FIFTY)


def test_load(benchmark: BenchmarkFixture, assets: Path) -> None:
    benchmark.pedantic(Classifier.load, args=(assets,), rounds=3)
