"""The labelled rows of a file as a test: how well each output does on them, beside the held-out test messages."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from classifier.dataset.seen_messages import SeenMessages
from classifier.labels import LABELS, RELATED, RELATED_CLASSES, title
from classifier.operating_points import Thresholds
from classifier.report.figures import Estimate
from classifier.report.metrics import Counts, counts
from classifier.report.report import Report
from classifier.report.support import SupportLevel, level_of
from classifier.scoring.gold import UNLABELLED, Gold
from classifier.scoring.scored import Scored
from classifier.scoring.significance import (
    FALSE_DISCOVERIES,
    average_precision_estimate,
    benjamini_hochberg,
    f1_estimate,
    same_score,
    same_share,
    share_estimate,
)

JUDGED: tuple[str, ...] = ("f1", "precision", "recall", "average_precision")
"""Those of SCORES that are compared."""


@dataclass(frozen=True)
class Judged:
    """The k labelled rows of a file that the model is judged on, and how many of its n rows are not among them.

    `rows` int64 (k,) are their positions; `gold`, `probabilities` (k, 35) and `related` (k, 3) are theirs. Rows with
    the same `message_ids`, uint64 (k,), hold the same message. `seen` rows are left out because the model was trained
    or validated on their messages.
    """

    rows: np.ndarray
    gold: Gold
    probabilities: np.ndarray
    related: np.ndarray
    message_ids: np.ndarray
    seen: int
    blank: int
    unlabelled: int

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def repeated(self) -> int:
        """How many rows repeat the message of another one."""
        return len(self) - len(np.unique(self.message_ids))


@dataclass(frozen=True)
class Comparison:
    """A score on these rows and on the held-out messages.

    `adjusted` is the p-value of no difference, after Benjamini-Hochberg over all outputs; None where too few rows or
    test messages carry the label for a judgement, or where the score is not defined.
    """

    here: Estimate
    held_out: Estimate
    adjusted: float | None = None

    @property
    def difference(self) -> float | None:
        """These rows minus the held-out messages."""
        if self.here.value is None or self.held_out.value is None:
            return None
        return self.here.value - self.held_out.value

    @property
    def differs(self) -> bool:
        """Whether the two differ by more than chance."""
        return self.adjusted is not None and self.adjusted <= FALSE_DISCOVERIES


@dataclass(frozen=True)
class OutputEvaluation:
    """An output, a label or a class of `related`, on the `rows` that say something about it; `support` carry it.

    `scores` are by the names in JUDGED; a class of `related` has no average precision.
    """

    name: str
    title: str
    rows: int
    support: int
    held_out_support: int
    held_out_level: SupportLevel
    scores: Mapping[str, Comparison]

    @property
    def level(self) -> SupportLevel:
        """Whether the figures on these rows can be trusted."""
        return level_of(self.support)

    @property
    def is_judged(self) -> bool:
        """Whether enough rows and enough test messages carry it for a comparison."""
        return self.level == self.held_out_level == SupportLevel.ENOUGH


def judged(scored: Scored, gold: Gold, seen: SeenMessages) -> Judged:
    """The labelled rows whose messages the model was neither trained nor validated on."""
    candidates = np.flatnonzero(gold.labelled & ~scored.blank)
    hashes = seen.hash(scored.messages.take(candidates).to_pylist())
    known = seen.among(hashes)
    rows = candidates[~known]
    return Judged(
        rows,
        gold[rows],
        scored.probabilities[rows],
        scored.related[rows],
        hashes[~known],
        seen=int(known.sum()),
        blank=int((gold.labelled & scored.blank).sum()),
        unlabelled=int((~gold.labelled).sum()),
    )


def evaluate(judged: Judged, report: Report, thresholds: Thresholds) -> tuple[OutputEvaluation, ...]:
    """Each output that these rows say something about; `thresholds` are those of an operating point, none moved.

    Shares are compared by Fisher's exact test (F1 through the share of the hits among what people or the model flag),
    average precision by the two standard errors.
    """
    found = [*_labels(judged, report, thresholds), *_classes(judged, report)]
    adjusted = {score: _adjusted([one.scores[score] for one in found]) for score in JUDGED}
    return tuple(replace(one, scores={score: adjusted[score][i] for score in JUDGED}) for i, one in enumerate(found))


def differing(outputs: Sequence[OutputEvaluation], score: str) -> list[OutputEvaluation]:
    """The outputs whose score differs from the held-out one by more than chance, the largest difference first."""
    marked = [one for one in outputs if one.scores[score].differs]
    return sorted(marked, key=lambda one: -abs(one.scores[score].difference or 0.0))


def _adjusted(comparisons: Sequence[Comparison]) -> list[Comparison]:
    """The same with p-values after Benjamini-Hochberg over all that have one."""
    adjusted = iter(benjamini_hochberg([one.adjusted for one in comparisons if one.adjusted is not None]))
    return [one if one.adjusted is None else replace(one, adjusted=next(adjusted)) for one in comparisons]


def _labels(judged: Judged, report: Report, thresholds: Thresholds) -> list[OutputEvaluation]:
    found = []
    for i, label in enumerate(LABELS):
        rows = judged.gold.targets[:, i] != UNLABELLED
        if rows.any():
            truth, scores = judged.gold.targets[rows, i] > 0, judged.probabilities[rows, i]
            decided = counts(truth, scores >= np.float64(thresholds.values[label.name]))
            figures = report.labels[label.name]
            at_point = figures.points[thresholds.point]
            held_out = Counts(
                *map(np.array, (at_point.true_positives, at_point.false_positives, at_point.false_negatives, 0))
            )
            estimates = {score: figures.estimate(score, thresholds.point) for score in JUDGED}
            ranking = average_precision_estimate(truth, scores)
            found.append(_output(label.name, label.title, decided, held_out, estimates, ranking))
    return found


def _classes(judged: Judged, report: Report) -> list[OutputEvaluation]:
    """The classes of `related`, each as a decision of its own."""
    rows, confusion = judged.gold.related != UNLABELLED, np.array(report.related.confusion)
    if not rows.any():
        return []
    given, chosen = judged.gold.related[rows], judged.related[rows].argmax(axis=1)
    found = []
    for i, words in enumerate(RELATED_CLASSES):
        hits = confusion[i, i]
        held_out = Counts(hits, confusion[:, i].sum() - hits, confusion[i].sum() - hits, np.array(0))
        estimates = {score: report.related.classes[i].estimate(score) for score in ("f1", "precision", "recall")}
        decided = counts(given == i, chosen == i)
        found.append(_output(f"{RELATED}_{i}", f"{title(RELATED)}: {i} {words}", decided, held_out, estimates))
    return found


def _output(
    name: str,
    words: str,
    decided: Counts,
    held_out: Counts,
    estimates: Mapping[str, Estimate],
    ranking: Estimate = Estimate(None),  # noqa: B008  # frozen
) -> OutputEvaluation:
    """One output from its decisions here and held out, with p-values that are still to be adjusted."""
    here, before = _shares(decided), _shares(held_out)
    support, tests = sum(here["recall"]), sum(before["recall"])
    is_judged = level_of(support) == level_of(tests) == SupportLevel.ENOUGH
    scores = {}
    for score in JUDGED:
        if score == "average_precision":
            scores[score] = Comparison(ranking, estimates.get(score, Estimate(None)))
            p = _same_ranking(scores[score])
        else:
            own = f1_estimate(*here[score]) if score == "f1" else share_estimate(*here[score])
            scores[score] = Comparison(own, estimates[score])
            p = same_share(*here[score], *before[score]) if any(here[score]) and any(before[score]) else None
        if is_judged:
            scores[score] = replace(scores[score], adjusted=p)
    return OutputEvaluation(name, words, int(sum(decided)), support, tests, level_of(tests), scores)


def _shares(found: Counts) -> dict[str, tuple[int, int]]:
    """The rows that each score counts as right, and the others that it is a share of."""
    hits, false_alarms, misses = (int(case) for case in found[:3])
    return {"f1": (hits, false_alarms + misses), "precision": (hits, false_alarms), "recall": (hits, misses)}


def _same_ranking(found: Comparison) -> float | None:
    here, held_out = found.here, found.held_out
    if here.value is None or here.interval is None or held_out.value is None or held_out.interval is None:
        return None
    return same_score(here.interval, here.value, held_out.interval, held_out.value)
