"""The baselines that the shipped model is compared with: same messages, same splits, same metrics."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np

from classifier.operating_points import BALANCED
from classifier.report.figures import MEASURED, MEASURED_ONCE, PRINTED, Estimate, SystemFigures
from classifier.text.words import forms
from classifier.training.data.labelled_messages import LabelledMessages
from classifier.training.evaluation import article_network, bootstrap, noise_figures, system_figures, tfidf
from classifier.training.evaluation.part_figures import mean_average_precision
from classifier.training.evaluation.predictions import Predictions
from classifier.training.evaluation.system_figures import System
from classifier.training.fitting.calibration import raw_thresholds
from classifier.training.text.tokenizer_fitting import article_lemmas

PAIRED = "logistic_regression"
"""The baseline that the shipped model is compared with resample by resample."""

_CHOSEN = "thresholds chosen on validation messages, as for the shipped model"


@dataclass(frozen=True)
class Baseline:
    """A system to compare with: `cited` figures, or `run`, which predicts the validation and the test part."""

    name: str
    title: str
    source: str
    note: str
    cited: Mapping[str, float] = field(default_factory=dict)
    run: Callable[[LabelledMessages], tuple[Predictions, Predictions]] | None = None


def logistic_regression(data: LabelledMessages) -> tuple[Predictions, Predictions]:
    """TF-IDF of one and two words and logistic regressions."""
    return tfidf.run(data, article_lemmas(data.messages), tfidf.linear)


def random_forest(data: LabelledMessages) -> tuple[Predictions, Predictions]:
    """TF-IDF of one and two words and random forests, the usual course project."""
    return tfidf.run(data, article_lemmas(data.messages), tfidf.forests)


def linear_by_language(data: LabelledMessages) -> tuple[Estimate, Estimate]:
    """mAP of logistic regressions fitted and tested on untranslated originals, and on the same messages in English."""
    originals, english = data.untranslated(), data.with_original()
    _, on_originals = tfidf.run(originals, [forms(message) for message in originals.messages], tfidf.linear)
    _, on_english = logistic_regression(english)
    return mean_average_precision(on_originals), mean_average_precision(on_english)


BASELINES: tuple[Baseline, ...] = (
    Baseline(
        "article",
        "The article's notebook, own embedding",
        PRINTED,
        "the same cut-off (50 %) for all labels",
        {"article_total": 21.56, "macro_f1": 0.27, "related_macro_f1": 0.49},
    ),
    Baseline(
        "article_glove",
        "The article's notebook, GloVe",
        PRINTED,
        "the same cut-off (50 %) for all labels",
        {"article_total": 22.08, "macro_f1": 0.31, "related_macro_f1": 0.65},
    ),
    Baseline("article_network", "The article's network, retrained here", MEASURED, _CHOSEN, run=article_network.run),
    Baseline("random_forest", "TF-IDF + random forest", MEASURED, _CHOSEN, run=random_forest),
    Baseline(PAIRED, "TF-IDF + logistic regression", MEASURED, _CHOSEN, run=logistic_regression),
    Baseline(
        "minilm",
        "Fine-tuned MiniLM transformer (22 M parameters)",
        MEASURED_ONCE,
        "thresholds chosen on validation messages; measured once, not repeated here",
        {
            "article_total": 26.62,
            "mean_average_precision": 0.480,
            "macro_f1": 0.493,
            "micro_f1": 0.625,
            "related_macro_f1": 0.80,
        },
    ),
)


def compare(
    data: LabelledMessages, shipped: System | None = None, kept: Iterable[SystemFigures] = ()
) -> tuple[SystemFigures, ...]:
    """The figures of every baseline; those in `kept` are not run again (cited ones need no run).

    With `shipped`, the paired baseline also has the differences: the shipped model's figures minus its own.
    """
    known, weights = {system.name: system for system in kept}, bootstrap.draw(len(data.splits.test))
    return tuple((one.run and known.get(one.name)) or measure(one, data, weights, shipped) for one in BASELINES)


def measure(baseline: Baseline, data: LabelledMessages, weights: np.ndarray, shipped: System | None) -> SystemFigures:
    """The figures of one baseline, with resamples drawn as `weights` (n, resamples)."""
    described = (baseline.name, baseline.title, baseline.source, baseline.note)
    if baseline.run is None:
        return SystemFigures(*described, {metric: Estimate(value) for metric, value in baseline.cited.items()})
    validation, both = baseline.run(noise_figures.with_noise(data))
    test, noisy = noise_figures.by_kind(both)
    thresholds = raw_thresholds(validation.targets, validation.probabilities)[BALANCED]
    system = System.sampled(test, thresholds, weights)
    paired = system_figures.differences(shipped, system) if shipped and baseline.name == PAIRED else None
    noise = noise_figures.measure(system, noisy, weights)
    return SystemFigures(*described, system_figures.overall(system), paired, noise)
