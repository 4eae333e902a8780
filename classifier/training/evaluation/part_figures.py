"""Figures on some of the test messages: a genre, messages about one event, untranslated originals."""

from dataclasses import asdict

import numpy as np

from classifier.labels import BINARY_LABELS
from classifier.operating_points import BALANCED
from classifier.report.figures import (
    Biases,
    Estimate,
    GenreFigures,
    OriginalsFigures,
    OriginalsLabel,
    PartFigures,
    PointAverages,
    TopicBias,
    TopicTest,
)
from classifier.training.data import description
from classifier.training.data.labelled_messages import LabelledMessages
from classifier.training.evaluation import bootstrap, metrics
from classifier.training.evaluation.predictions import Predictions

MINIMUM_SUPPORT = 15
"""Figures of a part of the messages count only labels with at least this many positives there."""


def part(predictions: Predictions, thresholds: np.ndarray) -> PartFigures:
    """The overall metrics, except the article total, over the labels with at least MINIMUM_SUPPORT positives."""
    figures = metrics.overall(predictions, thresholds, MINIMUM_SUPPORT)
    labels = len(predictions.measurable(MINIMUM_SUPPORT))
    return PartFigures(
        rows=len(predictions),
        labels=labels,
        mean_average_precision=figures["mean_average_precision"] if labels else None,
        macro_f1=figures["macro_f1"] if labels else None,
        micro_f1=figures["micro_f1"],
        related_macro_f1=figures["related_macro_f1"],
    )


def genres(data: LabelledMessages, predictions: Predictions, thresholds: np.ndarray) -> dict[str, GenreFigures]:
    """The figures of each genre on its test messages."""
    tested, found = data.genres[data.splits.test], {}
    for genre in description.GENRES:
        figures = asdict(part(predictions[tested == genre], thresholds))
        test_rows, rows = figures.pop("rows"), int((data.genres == genre).sum())
        found[genre] = GenreFigures(rows=rows, test_rows=test_rows, **figures)
    return found


def biases(data: LabelledMessages, predictions: Predictions, thresholds: np.ndarray) -> Biases:
    """How much of the data is about the 2010 Haiti earthquake, and the figures of genre `direct` on it and off it."""
    about_haiti = description.about_haiti(data.messages)
    direct, matched = data.genres[data.splits.test] == "direct", about_haiti[data.splits.test]
    test = TopicTest(*(part(predictions[direct & rows], thresholds) for rows in (matched, ~matched)))
    return Biases(TopicBias(description.HAITI_RULE, description.topic_by_genre(data, about_haiti), test))


def originals(
    predictions: Predictions, english: Predictions, thresholds: np.ndarray, linear: tuple[Estimate, Estimate]
) -> OriginalsFigures:
    """The model on untranslated originals, beside the same messages in English and linear models for both."""
    columns, support = predictions.measurable(MINIMUM_SUPPORT), predictions.targets.sum(axis=0)
    ours, translated = metrics.average_precisions(predictions), metrics.average_precisions(english)
    figures = part(predictions, thresholds)
    return OriginalsFigures(
        messages=len(predictions),
        minimum_support=MINIMUM_SUPPORT,
        labels=tuple(
            OriginalsLabel(BINARY_LABELS[i], int(support[i]), float(ours[i]), float(translated[i])) for i in columns
        ),
        mean_average_precision=mean_average_precision(predictions),
        english_same_messages=mean_average_precision(english),
        points={BALANCED: PointAverages(figures.macro_f1, figures.micro_f1)},
        linear_on_originals=linear[0],
        linear_on_english=linear[1],
    )


def mean_average_precision(predictions: Predictions) -> Estimate:
    """mAP over the labels with at least MINIMUM_SUPPORT positives, with its interval."""
    columns = predictions.measurable(MINIMUM_SUPPORT)
    if not len(columns):
        return Estimate(None)
    samples = bootstrap.ranking(predictions, bootstrap.draw(len(predictions)), MINIMUM_SUPPORT)["average_precision"]
    value = metrics.mean(metrics.average_precisions(predictions)[columns])
    return Estimate(value, bootstrap.interval(bootstrap.mean(samples)))
