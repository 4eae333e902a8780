"""The second stage: answers out of fold, and what its regressions learn from them."""

from dataclasses import dataclass, field

import numpy as np
import pytest
from scipy.special import expit

from classifier.labels import BINARY_LABELS
from classifier.network.ensemble import Ensemble
from classifier.network.outputs import OUTPUT_WIDTH
from classifier.text.style_features import STYLE_FEATURES
from classifier.text.tokenizer import COMPOSED, NGRAMS, STYLE, TOKENS
from classifier.training.fitting import members, stacking
from classifier.training.fitting.fit import Examples
from tests import small_artifacts

ROWS, COUNT = 4000, len(BINARY_LABELS)


def examples(targets: np.ndarray, related: np.ndarray, style: np.ndarray | None = None) -> Examples:
    """Messages of which nothing but style and answers is given."""
    count = len(targets)
    inputs = {
        TOKENS: np.full((count, 4), 3, np.int32),
        COMPOSED: np.zeros((count, 1, 8), np.float32),
        NGRAMS: np.ones((count, 3), np.int32),
        STYLE: np.zeros((count, STYLE_FEATURES), np.float32) if style is None else style,
    }
    return Examples(inputs, targets, related)


@dataclass
class Fitting:
    """Stands where networks are fitted: keeps the rows of each fold; the network of the k-th fold answers k."""

    folds: list[np.ndarray] = field(default_factory=list)

    def __call__(self, rows: np.ndarray) -> Ensemble:
        self.folds.append(rows)
        built = small_artifacts.network()
        offsets = np.zeros((len(built.towers) + 1, OUTPUT_WIDTH))
        offsets[0] = (len(built.towers) + 1) * len(self.folds)
        members.scale(built, np.zeros_like(offsets), offsets)
        return built


@pytest.fixture(scope="module")
def by_chance() -> tuple[np.ndarray, Examples]:
    """Honest log-odds of all outputs, (n, 38), and examples that were drawn from them."""
    chance = np.random.default_rng(3)
    log_odds = chance.normal(-1, 2, (ROWS, OUTPUT_WIDTH)).astype(np.float32)
    targets = (chance.random((ROWS, COUNT)) < expit(log_odds[:, :COUNT])).astype(np.float32)
    gumbel = chance.gumbel(size=(ROWS, OUTPUT_WIDTH - COUNT))
    return log_odds, examples(targets, (log_odds[:, COUNT:] + gumbel).argmax(axis=1))


def answers(log_odds: np.ndarray, known: Examples, messages: int = ROWS) -> np.ndarray:
    """What the second stage makes of log-odds that it was fitted on, (n, 38)."""
    kernel, bias = stacking.fit(log_odds, known, messages)
    read = np.asarray(stacking.second_stage_inputs(log_odds, known.inputs[STYLE]))
    return read @ kernel + bias


def test_every_example_is_answered_by_a_network_that_saw_neither_it_nor_what_is_made_of_it() -> None:
    groups = np.concatenate([np.arange(40), np.arange(20), np.arange(10)])
    known, fitting = examples(np.zeros((70, COUNT)), np.zeros(70, int)), Fitting()
    found = stacking.out_of_fold(known, groups, fitting)[:, 0].round().astype(int)
    assert set(found) == set(range(1, stacking.FOLDS + 1))
    for number, rows in enumerate(fitting.folds, 1):
        assert not set(groups[rows]) & set(groups[found == number])


def test_honest_log_odds_stay_nearly_as_they_are(by_chance: tuple[np.ndarray, Examples]) -> None:
    log_odds, known = by_chance
    changed = np.abs(expit(answers(log_odds, known)) - expit(log_odds))[:, :COUNT]
    assert changed.mean() < 0.05


@pytest.mark.parametrize("helper", ["another label", "a style feature"])
def test_an_output_learns_from(helper: str, by_chance: tuple[np.ndarray, Examples]) -> None:
    log_odds, known = by_chance
    style, targets = np.zeros((ROWS, STYLE_FEATURES), np.float32), known.targets.copy()
    style[:, 4] = np.random.default_rng(4).random(ROWS) > 0.5
    targets[:, 0] = (log_odds[:, 1] if helper == "another label" else style[:, 4] - 0.5) > 0
    found = answers(log_odds, examples(targets, known.related, style))[:, 0]
    assert ((found > 0) == (targets[:, 0] > 0)).mean() > 0.9


def test_a_label_without_positives_stays_as_it_is(by_chance: tuple[np.ndarray, Examples]) -> None:
    log_odds, known = by_chance
    targets = known.targets.copy()
    targets[:, 7] = 0
    assert np.allclose(answers(log_odds, examples(targets, known.related))[:, 7], log_odds[:, 7], atol=1e-5)


def test_the_classes_of_related_are_learned_from_messages_alone(by_chance: tuple[np.ndarray, Examples]) -> None:
    log_odds, known = by_chance
    half, related = ROWS // 2, known.related.copy()
    related[half:] = 0
    one, other = (answers(log_odds, examples(known.targets, some), half) for some in (related, known.related))
    assert np.allclose(one[:, COUNT:], other[:, COUNT:], atol=1e-5)
