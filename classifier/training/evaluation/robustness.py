"""How the model behaves when messages change: noise, rewordings, changes with a direction, and known failures."""

from collections.abc import Sequence

import numpy as np

from classifier.labels import BINARY_LABELS
from classifier.report.figures import (
    CLEARLY,
    TEST_MESSAGES,
    WRITTEN_SENTENCES,
    DirectionFigures,
    FailureExample,
    FailureFigures,
    InvarianceFigures,
    RobustnessFigures,
)
from classifier.training.data.labelled_messages import LabelledMessages
from classifier.training.evaluation import checklist, noise_figures
from classifier.training.evaluation.checklist import Addition, Checklist, Failure, Pair
from classifier.training.evaluation.predictions import Model, predict
from classifier.training.evaluation.rewordings import Rewording, rewordings
from classifier.training.evaluation.system_figures import System

_EXAMPLES = 3


def measure(data: LabelledMessages, model: Model, shipped: System, weights: np.ndarray) -> RobustnessFigures:
    """All of it, decisions being those at the thresholds of `shipped`; `weights` (n, resamples) are its resamples."""
    noisy, sentences = noise_figures.with_noise(data), checklist.load()
    _, by_kind = noise_figures.by_kind(predict(model, noisy, noisy.splits.test))
    return RobustnessFigures(
        noise=noise_figures.measure(shipped, by_kind, weights),
        invariances=invariances(data, model, shipped.thresholds, sentences),
        directions=directions(data, model, sentences),
        failures=tuple(failure_figures(model, shipped.thresholds, sentences, one) for one in sentences.failures),
    )


def invariances(
    data: LabelledMessages, model: Model, thresholds: np.ndarray, sentences: Checklist
) -> tuple[InvarianceFigures, ...]:
    """Every rewording of the test messages, then of the written sentences."""
    sources = {TEST_MESSAGES: data.texts(data.splits.test), WRITTEN_SENTENCES: sentences.messages()}
    return tuple(
        invariance(model, thresholds, source, messages, rewording)
        for source, messages in sources.items()
        for rewording in rewordings(sentences)
    )


def invariance(
    model: Model, thresholds: np.ndarray, source: str, messages: Sequence[str], rewording: Rewording
) -> InvarianceFigures:
    """One rewording of the messages that it applies to."""
    pairs = [(message, changed) for message in messages if (changed := rewording.change(message)) is not None]
    before, after = (model.predict(texts).probabilities >= thresholds for texts in _columns(pairs))
    differs = before != after
    return InvarianceFigures(
        rewording.title, rewording.done, source, len(pairs), int(differs.any(axis=1).sum()), int(differs.sum())
    )


def directions(data: LabelledMessages, model: Model, sentences: Checklist) -> tuple[DirectionFigures, ...]:
    """What is added to test messages, then the pairs of written sentences."""
    return (
        *(
            direction(model, one.title, one.expectation, TEST_MESSAGES, added(data, sentences, one))
            for one in sentences.additions
        ),
        *(
            direction(model, one.title, one.expectation, WRITTEN_SENTENCES, sentences.pairs(one), one.rises)
            for one in sentences.directions
        ),
    )


def added(data: LabelledMessages, sentences: Checklist, addition: Addition) -> list[Pair]:
    """A sentence added to each test message, about the subjects in turn; those whose label it carries are skipped."""
    rows, subjects = data.splits.test, sentences.subjects[addition.subjects]
    found = []
    for i, (message, targets) in enumerate(zip(data.texts(rows), data.targets[rows], strict=True)):
        subject = subjects[i % len(subjects)]
        if not targets[BINARY_LABELS.index(subject.label)]:
            sentence = addition.sentence.format(thing=subject.thing)
            found.append(Pair(subject.label, message, f"{message.rstrip()} {sentence}"))
    return found


def direction(
    model: Model, title: str, expectation: str, source: str, pairs: Sequence[Pair], rises: bool = True
) -> DirectionFigures:
    """How the probability of each pair's label changes from its first message to its second."""
    columns = [BINARY_LABELS.index(pair.label) for pair in pairs]
    before, after = _columns([(pair.before, pair.after) for pair in pairs])
    change = _of_label(model, after, columns) - _of_label(model, before, columns)
    moved = change if rises else -change
    return DirectionFigures(
        title,
        expectation,
        source,
        messages=len(pairs),
        moved=int((moved > 0).sum()),
        moved_clearly=int((moved >= CLEARLY).sum()),
        mean_change=float(change.mean()) if len(pairs) else None,
        before=pairs[0].before if source == WRITTEN_SENTENCES else "",
        after=pairs[0].after if source == WRITTEN_SENTENCES else "",
    )


def failure_figures(model: Model, thresholds: np.ndarray, sentences: Checklist, failure: Failure) -> FailureFigures:
    """How many messages of a failure are answered wrongly; the examples are the first one and then the worst."""
    cases = sentences.cases(failure)
    columns = [BINARY_LABELS.index(case.label) for case in cases]
    probabilities = _of_label(model, [case.message for case in cases], columns)
    flagged = probabilities >= thresholds[columns]
    worst = np.argsort(probabilities if failure.should_be_flagged else -probabilities, kind="stable").tolist()
    shown = [0, *(i for i in worst if i)][:_EXAMPLES]
    return FailureFigures(
        failure.title,
        failure.expectation,
        failure.should_be_flagged,
        messages=len(cases),
        failed=int((flagged != failure.should_be_flagged).sum()),
        examples=tuple(
            FailureExample(cases[i].message, cases[i].label, float(probabilities[i]), bool(flagged[i])) for i in shown
        ),
    )


def _of_label(model: Model, messages: Sequence[str], columns: Sequence[int]) -> np.ndarray:
    """The probability of one label for each message, float (n,)."""
    return model.predict(messages).probabilities[np.arange(len(messages)), columns]


def _columns(pairs: Sequence[tuple[str, str]]) -> tuple[list[str], list[str]]:
    return [before for before, _ in pairs], [after for _, after in pairs]
