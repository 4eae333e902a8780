"""How far reviewers agree: chance-corrected coefficients, and plain agreement beside them.

On a rare label two reviewers agree nearly always, because both leave it out nearly always, and a coefficient can be
near 0 all the same; agreement on marked and on unmarked messages, apart, shows why.
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from classifier.labels import BINARY_LABELS, RELATED
from classifier.reviews.review import Judgement, Mark, Review

Person = tuple[str, str]
Answers = Mapping[str, Mapping[Person, Hashable]]
"""What each reviewer answered, by message: only those who were sure, only messages that two or more answered."""


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
    found = [_agreement(name, _answers(reviews, judgement, _mark(name)), marked=True) for name in BINARY_LABELS]
    related = _answers(reviews, judgement, lambda judged: judged.related)
    return (*found, _agreement(RELATED, related, marked=False))


def cohens_kappa(pairs: Sequence[tuple[Hashable, Hashable]]) -> float | None:
    """Cohen's kappa of two reviewers' answers to the same messages; None if chance alone would make them agree."""
    if not pairs:
        return None
    n = len(pairs)
    ones, others = zip(*pairs, strict=True)
    expected = sum(ones.count(answer) * others.count(answer) for answer in set(ones)) / n**2
    observed = sum(one == other for one, other in pairs) / n
    return None if expected == 1 else (observed - expected) / (1 - expected)


def krippendorffs_alpha(answers: Answers) -> float | None:
    """Krippendorff's alpha for nominal answers; None if all answers are the same, which leaves nothing to measure."""
    # Importing NLTK takes a second or two, and few visitors come here.
    from nltk.metrics.agreement import AnnotationTask

    # Numbers instead of names, because NLTK writes them into its log.
    numbers: dict[Person, int] = {}
    triples = [
        (numbers.setdefault(person, len(numbers)), message, answer)
        for message, said in answers.items()
        for person, answer in said.items()
    ]
    if len({answer for _, _, answer in triples}) < 2:
        return None
    return float(AnnotationTask(data=triples).alpha())


def _agreement(output: str, answers: Answers, marked: bool) -> Agreement:
    pairs = [pair for said in answers.values() for pair in combinations(said.values(), 2)]
    if not pairs:
        return Agreement(output, 0, None, None, None)
    observed = sum(one == other for one, other in pairs) / len(pairs)
    both, neither = pairs.count((True, True)), pairs.count((False, False))
    divided = len(pairs) - both - neither
    return Agreement(
        output,
        len(answers),
        observed,
        _mean_kappa(answers),
        krippendorffs_alpha(answers),
        _specific(both, divided) if marked else None,
        _specific(neither, divided) if marked else None,
    )


def _specific(same: int, divided: int) -> float | None:
    """Of the answers of one kind, the share whose partner answered the same."""
    return 2 * same / (2 * same + divided) if same or divided else None


def _mean_kappa(answers: Answers) -> float | None:
    shared: dict[tuple[Person, Person], list[tuple[Hashable, Hashable]]] = defaultdict(list)
    for said in answers.values():
        for one, other in combinations(sorted(said), 2):
            shared[one, other].append((said[one], said[other]))
    kappas = [(kappa, len(pairs)) for pairs in shared.values() if (kappa := cohens_kappa(pairs)) is not None]
    weight = sum(count for _, count in kappas)
    return sum(kappa * count for kappa, count in kappas) / weight if weight else None


def _mark(label: str) -> Callable[[Judgement], bool | None]:
    def answer(judged: Judgement) -> bool | None:
        mark = judged.labels[label]
        return None if mark == Mark.NOT_SURE else mark == Mark.MARKED

    return answer


def _answers(
    reviews: Sequence[Review],
    judgement: Callable[[Review], Judgement | None],
    answer: Callable[[Judgement], Hashable | None],
) -> Answers:
    said: dict[str, dict[Person, Hashable | None]] = defaultdict(dict)
    for review in reviews:
        if judged := judgement(review):
            said[review.message_sha256].setdefault(review.reviewer.key, answer(judged))
    sure = {
        message: {person: answer for person, answer in by.items() if answer is not None} for message, by in said.items()
    }
    return {message: by for message, by in sure.items() if len(by) > 1}
