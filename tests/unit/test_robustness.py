"""The figures of robustness, on models whose answers are known in advance."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from classifier.inference import Prediction
from classifier.labels import BINARY_LABELS
from classifier.report.figures import MEAN_NOISE, NOISES, TEST_MESSAGES, WRITTEN_SENTENCES, RobustnessFigures
from classifier.training.data.labelled_messages import LabelledMessages
from classifier.training.evaluation import bootstrap, checklist, noise_figures, robustness
from classifier.training.evaluation.checklist import Failure, Pair
from classifier.training.evaluation.perturbations import KINDS
from classifier.training.evaluation.predictions import Predictions, predict
from classifier.training.evaluation.rewordings import Rewording
from classifier.training.evaluation.system_figures import ALL_AT_HALF, System
from tests.small_metrics import MadeUpModel

WATER, FOOD = BINARY_LABELS.index("water"), BINARY_LABELS.index("food")
SENTENCES = checklist.load()
SOURCES = (TEST_MESSAGES, WRITTEN_SENTENCES)


@dataclass(frozen=True)
class Keyword:
    """A model that gives `water` a probability by the message and every other label none."""

    water: Callable[[str], float]

    def predict(self, messages: Sequence[str]) -> Prediction:
        """Probabilities of any messages."""
        probabilities = np.zeros((len(messages), 35), np.float32)
        probabilities[:, WATER] = [self.water(message) for message in messages]
        return Prediction(probabilities, np.tile([0.2, 0.6, 0.2], (len(messages), 1)))


MENTION = Keyword(lambda message: 0.9 if "water" in message else 0.1)
BLIND = Keyword(lambda message: 0.4)


@pytest.fixture(scope="module")
def data(small_dataset: Path) -> LabelledMessages:
    return LabelledMessages.load(small_dataset, 42)


@pytest.fixture(scope="module")
def whole(data: LabelledMessages) -> RobustnessFigures:
    """All figures of the made-up model."""
    weights = bootstrap.draw(len(data.splits.test), resamples=50)
    shipped = System.sampled(predict(MadeUpModel(), data, data.splits.test), ALL_AT_HALF, weights)
    return robustness.measure(data, MadeUpModel(), shipped, weights)


def test_variants_lengthen_the_test_part_alone_and_keep_their_labels(data: LabelledMessages) -> None:
    noisy, tests = noise_figures.with_noise(data), data.splits.test
    assert noisy.splits.train is data.splits.train
    assert noisy.texts(noisy.splits.test)[: len(tests)] == data.texts(tests)
    for i, kind in enumerate(KINDS.values(), 1):
        rows = noisy.splits.test[i * len(tests) : (i + 1) * len(tests)]
        assert noisy.texts(rows) == [kind(message) for message in data.texts(tests)]
        assert (noisy.targets[rows] == data.targets[tests]).all()
        assert (noisy.related[rows] == data.related[tests]).all()
        assert (noisy.genres[rows] == data.genres[tests]).all()


def test_predictions_come_apart_by_kind_of_noise(data: LabelledMessages) -> None:
    noisy = noise_figures.with_noise(data)
    clean, by_kind = noise_figures.by_kind(predict(MENTION, noisy, noisy.splits.test))
    assert (clean.probabilities == predict(MENTION, data, data.splits.test).probabilities).all()
    vowels = MENTION.predict([KINDS["vowels_dropped"](message) for message in data.texts(data.splits.test)])
    assert (by_kind["vowels_dropped"].probabilities == vowels.probabilities).all()


def predictions(probabilities: np.ndarray, targets: np.ndarray) -> Predictions:
    """Predictions for water, two classes of `related` being right."""
    columns = np.zeros((2, len(targets), 35), np.float32)
    columns[:, :, WATER] = targets, probabilities
    related = np.arange(len(targets)) % 3
    return Predictions(columns[0], columns[1], related, np.eye(3)[related])


def test_what_noise_leaves_is_a_share_of_the_map_on_the_same_messages() -> None:
    targets = np.array([1, 1, 0, 0, 0, 0])
    clean, worse = (predictions(np.array(p), targets) for p in ([6, 5, 4, 3, 2, 1], [6, 3, 5, 4, 2, 1]))
    weights = np.ones((6, 4), np.float32)
    noisy = dict.fromkeys(KINDS, clean) | {"typing_errors": worse}
    found = noise_figures.measure(System.sampled(clean, ALL_AT_HALF, weights), noisy, weights)
    assert found["capitals"].kept.value == 1
    assert found["typing_errors"].mean_average_precision.value == pytest.approx(0.75)
    assert found["typing_errors"].kept.interval == pytest.approx((0.75, 0.75))
    assert found[MEAN_NOISE].kept.value == pytest.approx((3 + 0.75) / 4)


def test_every_kind_of_noise_has_its_figures_and_their_mean_too(whole: RobustnessFigures) -> None:
    assert list(whole.noise) == [*NOISES, MEAN_NOISE]
    for noise in whole.noise.values():
        for estimate in (noise.mean_average_precision, noise.kept):
            assert estimate.interval is not None


def test_rewordings_are_tried_on_test_messages_and_on_written_sentences(whole: RobustnessFigures) -> None:
    titles = {source: [one.title for one in whole.invariances if one.source == source] for source in SOURCES}
    assert titles[TEST_MESSAGES] == titles[WRITTEN_SENTENCES]
    assert len(titles[TEST_MESSAGES]) == 5


def test_a_rewording_counts_the_messages_it_applies_to_and_what_it_changes() -> None:
    drop = Rewording("Drop", "", lambda message: message.replace("clean ", "").replace("water", "wtr") or None)
    found = robustness.invariance(MENTION, ALL_AT_HALF, TEST_MESSAGES, ["clean ", "water", "two waters", "food"], drop)
    assert (found.messages, found.changed_messages, found.changed_decisions) == (3, 2, 2)
    assert found.message_share == pytest.approx(2 / 3)
    assert found.decision_share == pytest.approx(2 / (3 * 35))


def test_a_rewording_that_never_applies_has_no_share() -> None:
    never = Rewording("Never", "", lambda message: None)
    found = robustness.invariance(MENTION, ALL_AT_HALF, TEST_MESSAGES, ["water"], never)
    assert (found.messages, found.message_share, found.decision_share) == (0, None, None)


@pytest.mark.parametrize(("rises", "moved"), [(True, 1), (False, 1)])
def test_a_probability_has_to_move_the_right_way(rises: bool, moved: int) -> None:
    pairs = [Pair("water", "we", "we need water"), Pair("water", "water", "none"), Pair("water", "a", "b")]
    found = robustness.direction(MENTION, "", "", WRITTEN_SENTENCES, pairs, rises)
    assert (found.messages, found.moved, found.share) == (3, moved, pytest.approx(1 / 3))
    assert found.mean_change == pytest.approx(0, abs=1e-6)


def test_a_small_move_is_not_a_clear_one() -> None:
    slight = Keyword(lambda message: 0.5 + len(message) / 100)
    pairs = [Pair("water", "", "abcd"), Pair("water", "", "abcdef")]
    found = robustness.direction(slight, "", "", WRITTEN_SENTENCES, pairs, True)
    assert (found.share, found.clear_share) == (1, 0.5)


def test_a_model_that_is_blind_to_a_change_moves_nothing() -> None:
    assert {one.moved for one in directions(BLIND)} == {0}


def directions(model: Keyword) -> list:
    """The written pairs, measured."""
    return [
        robustness.direction(model, one.title, "", WRITTEN_SENTENCES, SENTENCES.pairs(one), one.rises)
        for one in SENTENCES.directions
    ]


def test_a_sentence_is_added_only_to_messages_that_do_not_carry_its_label(data: LabelledMessages) -> None:
    rows = data.splits.test
    for addition in SENTENCES.additions:
        pairs = robustness.added(data, SENTENCES, addition)
        known = dict(zip(data.texts(rows), data.targets[rows], strict=True))
        assert 0 < len(pairs) < len(rows)
        assert not any(known[pair.before][BINARY_LABELS.index(pair.label)] for pair in pairs)
        assert all(pair.after.startswith(pair.before.rstrip()) for pair in pairs)


def test_no_message_of_the_data_set_is_an_example(whole: RobustnessFigures, data: LabelledMessages) -> None:
    shown = {one.before for one in whole.directions} | {
        example.message for one in whole.failures for example in one.examples
    }
    assert not shown & set(data.messages)


@pytest.mark.parametrize(("should_be_flagged", "failed"), [(False, 2), (True, 1)])
def test_a_failure_is_a_flag_too_much_or_too_few(should_be_flagged: bool, failed: int) -> None:
    failure = Failure("", "", should_be_flagged, {"water": ("dry", "water", "waters")})
    found = robustness.failure_figures(MENTION, ALL_AT_HALF, SENTENCES, failure)
    assert (found.messages, found.failed, found.share) == (3, failed, pytest.approx(failed / 3))


def test_examples_are_the_first_message_and_the_worst_ones() -> None:
    longer = Keyword(lambda message: len(message) / 10)
    failure = Failure("", "", False, {"water": ("aa", "aaa", "aaaaaa", "aaaa", "aaaaaaa")})
    examples = robustness.failure_figures(longer, ALL_AT_HALF, SENTENCES, failure).examples
    assert [one.message for one in examples] == ["aa", "aaaaaaa", "aaaaaa"]
    assert [one.flagged for one in examples] == [False, True, True]
