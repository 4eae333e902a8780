"""How far reviewers agree: chance-corrected coefficients, and plain agreement beside them.

On a rare label two reviewers agree nearly always, because both leave it out nearly always, and a coefficient can be
near 0 all the same; agreement on marked and on unmarked messages, apart, shows why.
"""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from classifier.labels import BINARY_LABELS, OUTPUTS, RELATED
from classifier.reviews.estimates import in_time
from classifier.reviews.review import Judgement, Mark, Review

_ABSENT = -1
_CODES = {Mark.NOT_MARKED: 0, Mark.MARKED: 1, Mark.NOT_SURE: _ABSENT}


@dataclass(frozen=True)
class Agreement:
    """How far reviewers agree about an output, over `messages` messages that two or more of them judged.

    `observed` is the share of pairs of answers that are the same; `positive` and `negative` are that of marked and of
    unmarked messages (for labels only). `kappa` is Cohen's, the mean over pairs of reviewers, weighted by the messages
    that they share; `alpha` is Krippendorff's. Each is None where it is undefined: a label that nobody marked has
    neither kappa, alpha nor positive agreement, and one that everybody marked everywhere has no negative one.
    """

    output: str
    messages: int
    observed: float | None
    kappa: float | None
    alpha: float | None
    positive: float | None = None
    negative: float | None = None


def agreements(reviews: Sequence[Review], judgement: Callable[[Review], Judgement | None]) -> tuple[Agreement, ...]:
    """The agreement about each label and, last, about the class of `related`.

    `judgement` says which one counts, as `estimates.first_judgement` does. Of several reviews of a message by the same
    reviewer the first one counts; an answer "not sure" does not.
    """
    answers = _answers(reviews, judgement)
    return tuple(_agreement(name, answers[:, :, i]) for i, name in enumerate(OUTPUTS))


def cohens_kappa(pairs: Sequence[tuple[Hashable, Hashable]]) -> float | None:
    """Cohen's kappa of two reviewers' answers to the same messages; None if chance alone would make them agree."""
    if not pairs:
        return None
    n = len(pairs)
    ones, others = zip(*pairs, strict=True)
    expected = sum(ones.count(answer) * others.count(answer) for answer in set(ones)) / n**2
    observed = sum(one == other for one, other in pairs) / n
    return None if expected == 1 else (observed - expected) / (1 - expected)


def krippendorffs_alpha(answers: np.ndarray) -> float | None:
    """Krippendorff's alpha for nominal answers, int (messages, reviewers), -1 where there is none.

    None if all answers are the same, which leaves nothing to measure.
    """
    if len(np.unique(answers[answers != _ABSENT])) < 2:
        return None
    # Importing NLTK takes a second or two, and few visitors come here.
    from nltk.metrics.agreement import AnnotationTask

    messages, people = np.nonzero(answers != _ABSENT)
    # Numbers instead of names, because NLTK writes them into its log.
    triples = zip(people.tolist(), messages.tolist(), answers[messages, people].tolist(), strict=True)
    return float(AnnotationTask(data=triples).alpha())


def _agreement(output: str, answers: np.ndarray) -> Agreement:
    """The agreement about an output, of answers as in `krippendorffs_alpha`."""
    answers = answers[(answers != _ABSENT).sum(axis=1) > 1]
    counts = np.stack([(answers == answer).sum(axis=1) for answer in range(3)])  # of each answer to each message
    total = _pairs(counts.sum(axis=0))
    if not total:
        return Agreement(output, 0, None, None, None)
    neither, both, _ = same = [_pairs(count) for count in counts]
    divided = total - both - neither
    return Agreement(
        output,
        len(answers),
        sum(same) / total,
        _mean_kappa(answers),
        krippendorffs_alpha(answers),
        None if output == RELATED else _specific(both, divided),
        None if output == RELATED else _specific(neither, divided),
    )


def _pairs(counts: np.ndarray) -> int:
    """How many pairs of answers so many answers to each message make."""
    return int((counts * (counts - 1) // 2).sum())


def _specific(same: int, divided: int) -> float | None:
    """Of the answers of one kind, the share whose partner answered the same."""
    return 2 * same / (2 * same + divided) if same or divided else None


def _mean_kappa(answers: np.ndarray) -> float | None:
    """The mean of Cohen's kappa over pairs of reviewers, weighted by the messages that they share."""
    kappas = []
    for one, other in combinations(range(answers.shape[1]), 2):
        shared = (answers[:, one] != _ABSENT) & (answers[:, other] != _ABSENT)
        kappa = cohens_kappa(list(zip(answers[shared, one].tolist(), answers[shared, other].tolist(), strict=True)))
        if kappa is not None:
            kappas.append((kappa, int(shared.sum())))
    weight = sum(count for _, count in kappas)
    return sum(kappa * count for kappa, count in kappas) / weight if weight else None


def _answers(reviews: Sequence[Review], judgement: Callable[[Review], Judgement | None]) -> np.ndarray:
    """What each reviewer answered, int (messages, reviewers, 36): a label's 0 or 1, the class of `related`, or -1."""
    counted = [(one, judged) for one in in_time(reviews) if (judged := judgement(one))]
    messages = {name: i for i, name in enumerate(dict.fromkeys(one.message_sha256 for one, _ in counted))}
    people = {key: i for i, key in enumerate(dict.fromkeys(one.reviewer.key for one, _ in counted))}
    found = np.full((len(messages), len(people), len(OUTPUTS)), _ABSENT, np.int8)
    for review, judged in reversed(counted):  # the first one comes last, and stays
        marks = [_CODES[judged.labels[name]] for name in BINARY_LABELS]
        related = _ABSENT if judged.related is None else judged.related
        found[messages[review.message_sha256], people[review.reviewer.key]] = [*marks, related]
    return found
