"""The sections of the model card about how well the model does on the test messages."""

from classifier.formatting import percent, score, with_interval
from classifier.labels import RELATED_MEANINGS, title
from classifier.operating_points import BALANCED
from classifier.report.figures import METRICS, Estimate, LabelFigures, metric_digits
from classifier.report.report import Report
from classifier.report.support import FEW_TEST_MESSAGES, SupportLevel
from classifier.training.model_card import readme_results
from classifier.training.model_card.markdown import table

_RATES = ("precision", "recall", "f1")
_FREQUENT = 100
"""A label with at least this many test messages has a calibration error worth naming."""


def results(report: Report) -> str:
    """The overall metrics beside the baselines'."""
    return f"## Results\n\n{readme_results.results(report)}"


def labels(report: Report) -> str:
    """Every label with its support, and the best and worst ones in words."""
    found = sorted(report.labels.values(), key=lambda label: -label.support.test)
    head = ["Label", "Test messages", "Prevalence", "Average precision", "Precision", "Recall", "F1", "ECE"]
    return (
        f"## Label by label\n\n{_best_and_worst(found)}\n\n{table(head, map(_label_cells, found))}\n\n"
        f"Precision, recall and F1 are those at the `balanced` thresholds. Labels with fewer than {FEW_TEST_MESSAGES} "
        "test messages are marked \\*: their figures are too uncertain to act on. `child_alone` has no positive "
        "example anywhere: nothing can be learned or measured for it."
    )


def related(report: Report) -> str:
    """The three classes of `related`."""
    lines = [
        [
            f"{i} {figures.name}: {RELATED_MEANINGS[i]}",
            f"{report.related.support.test[i]:,}",
            *(_shown(figures.estimate(rate), 3) for rate in _RATES),
        ]
        for i, figures in enumerate(report.related.classes)
    ]
    return f"## `related`\n\n{table(['Class', 'Test messages', 'Precision', 'Recall', 'F1'], lines)}"


def calibration(report: Report) -> str:
    """How far the probabilities can be taken at face value."""
    frequent = [label for label in report.labels.values() if label.support.test >= _FREQUENT]
    largest = max(frequent, key=lambda label: label.ece, default=None)
    most = (
        f"; the largest of a label with at least {_FREQUENT} test messages is {score(largest.ece)} "
        f"({title(largest.name)})"
        if largest
        else ""
    )
    return (
        "## Calibration\n\n"
        "Probabilities are calibrated on validation messages, each label by itself (Platt scaling); then no label "
        "stays more probable than the one that it implies. Expected calibration error (ECE, over equal-mass bins): "
        f"{score(report.overall['ece'].value)} over all decisions{most}."
    )


def originals(report: Report) -> str:
    """How it does on untranslated originals."""
    part = report.languages.creole
    systems = {
        "This model on the originals": part.mean_average_precision,
        "This model on their English translations": part.english_same_messages,
        "TF-IDF + logistic regression fitted on originals, on the originals": part.linear_on_originals,
        "TF-IDF + logistic regression fitted on the translations, on the translations": part.linear_on_english,
    }
    each = [
        [title(label.name), f"{label.support:,}", score(label.average_precision), score(label.english)]
        for label in part.labels
    ]
    return (
        f"## Untranslated messages\n\n{part.messages:,} test messages also exist in the original: mostly Haitian "
        f"Creole, some French and Spanish. mAP over the {len(part.labels)} labels that at least {part.minimum_support} "
        "of them carry:\n\n"
        f"{table(['System', 'mAP'], [[name, _shown(estimate, 3)] for name, estimate in systems.items()])}\n\n"
        "At the `balanced` thresholds, which come from English messages, the originals reach micro-F1 "
        f"{score(part.points[BALANCED].micro_f1)}.\n\n"
        + table(["Label", "Test originals", "Average precision, original", "Average precision, English"], each)
    )


def other_splits(report: Report) -> str:
    """The same recipe on other splits."""
    if not report.other_splits:
        return "## Other splits\n\nNot measured for this version."
    lines = [
        [str(split.seed), *(score(getattr(split, metric), metric_digits(metric)) for metric in METRICS)]
        for split in report.splits
    ]
    return (
        "## Other splits\n\nThe same recipe, trained and measured on other random splits; the first row is this "
        f"model.\n\n{table(['Split seed', *METRICS.values()], lines)}"
    )


def _best_and_worst(found: list[LabelFigures], most: int = 6) -> str:
    """The labels with the highest and the lowest F1 among those with enough test messages."""
    enough = [label for label in found if label.level == SupportLevel.ENOUGH]
    ranked = sorted(enough, key=lambda label: -(label.points[BALANCED].f1 or 0))
    best, worst = (
        ", ".join(f"{title(label.name)} ({score(label.points[BALANCED].f1, 2)})" for label in some)
        for some in (ranked[:most], ranked[::-1][:most])
    )
    return f"Best labels by F1: {best}. Worst: {worst}."


def _label_cells(label: LabelFigures) -> list[str]:
    name = title(label.name) + ("" if label.level == SupportLevel.ENOUGH else " \\*")
    estimates = [label.estimate(score_name, BALANCED) for score_name in ("average_precision", *_RATES)]
    ranges = [_shown(estimate, 2) for estimate in estimates]
    return [name, f"{label.support.test:,}", percent(label.prevalence, 1), *ranges, score(label.ece)]


def _shown(estimate: Estimate, digits: int) -> str:
    return with_interval(estimate.value, estimate.interval, digits)
