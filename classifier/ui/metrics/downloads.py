"""Downloads: every figure, for a spreadsheet or a program."""

import msgspec
import pandas as pd
import streamlit as st

from classifier.report.figures import SCORES, LabelFigures
from classifier.report.report import Report
from classifier.ui.shared.csv_export import to_csv
from classifier.ui.shared.download import draw_download


def draw(report: Report) -> None:
    """Draw the download buttons; a file is made only when its button is pressed."""
    st.subheader("Download")
    with st.container(horizontal=True):
        draw_download(
            "Figures of all labels (CSV)",
            lambda: to_csv(every_point(report)),
            "label-metrics.csv",
            "text/csv",
            "metrics_csv",
        )
        draw_download(
            "Every figure (JSON)",
            lambda: msgspec.json.format(msgspec.json.encode(report), indent=1),
            "metrics.json",
            "application/json",
            "metrics_json",
        )


def every_point(report: Report) -> pd.DataFrame:
    """Every label at every operating point, one row each."""
    return pd.DataFrame(_row(figures, point) for figures in report.labels.values() for point in figures.points)


def _row(figures: LabelFigures, point: str) -> dict[str, object]:
    at = figures.points[point]
    row: dict[str, object] = {
        "name": figures.name,
        "point": point,
        "title": figures.label.title,
        "group": figures.label.group,
        "meaning": figures.label.meaning,
        "evidence": figures.level.value,
        "train": figures.support.train,
        "validation": figures.support.validation,
        "test": figures.support.test,
        "prevalence": figures.prevalence,
        "brier": figures.brier,
        "ece": figures.ece,
        "threshold": at.threshold,
    }
    for score in SCORES:
        estimate = figures.estimate(score, point)
        low, high = estimate.interval or (None, None)
        row |= {score: estimate.value, f"{score}_low": low, f"{score}_high": high}
    counts = ("true_positives", "false_positives", "false_negatives", "true_negatives")
    return row | {count: getattr(at, count) for count in counts}
