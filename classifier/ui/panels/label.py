"""One label: a threshold to move, its curve, its calibration, and what is raised where it is missed."""

import math

import streamlit as st

from classifier import comparison_charts, report_charts
from classifier.labels import BY_NAME, title
from classifier.report import FEW, NONE, Report
from classifier.report_tables import operating_points, with_wilson
from classifier.ui.panels.choices import choose_label
from classifier.ui.panels.explorer import explore
from classifier.ui.panels.figure import figure, panel
from classifier.ui.parts.evidence import percent
from classifier.ui.parts.thresholds import POINTS

_POINT_COLUMNS = (
    "point",
    "threshold",
    "precision",
    "recall",
    "f1",
    "true_positives",
    "false_positives",
    "false_negatives",
)


@panel
def draw(report: Report) -> None:
    """Draw everything known about one label."""
    st.header("One label in depth")
    label = choose_label()
    evidence = report.evidence(label)
    _introduce(report, label, evidence)
    if evidence == NONE:
        return
    explore(report, label)
    curve, calibration = st.columns(2)
    with curve:
        _curve(report, label)
    with calibration:
        _calibration(report, label)
    _instead(report, label)


def _introduce(report: Report, label: str, evidence: str) -> None:
    entry = report.raw["labels"][label]
    st.markdown(
        f"**{title(label)}**: {BY_NAME[label].meaning}. {entry['support']['test']:,} of "
        f"{report.raw['rows']['test']:,} test messages carry it, and "
        f"{percent(entry['prevalence'])} of all messages."
    )
    if evidence == NONE:
        st.warning(
            "No message of the data set carries this label. Nothing could be learned or measured: there is no "
            "curve to draw.",
            icon=":material/warning:",
        )
    if evidence == FEW:
        st.warning(
            "Untested: too few test messages carry this label for a figure that can be trusted. What is drawn "
            "here shows an order of magnitude at most.",
            icon=":material/warning:",
        )


def _curve(report: Report, label: str) -> None:
    st.subheader("Precision and recall")
    points = operating_points(report, label).replace({"point": POINTS})
    share = report.raw["labels"][label]["support"]["test"] / report.raw["rows"]["test"]
    chart = report_charts.precision_recall(report.curve(label), points.dropna(), share, title(label))
    few = report.evidence(label) == FEW
    shown = points.assign(precision=math.nan, recall=math.nan, f1=math.nan) if few else points
    figure(chart, "metrics_curve", "Operating points", shown, _POINT_COLUMNS)


def _calibration(report: Report, label: str) -> None:
    st.subheader("Do the probabilities come true?")
    bins = with_wilson(report.reliability(label))
    figure(
        report_charts.reliability(bins, title(label)),
        "metrics_reliability",
        "Reliability",
        bins,
        ["probability", "observed", "low", "high", "count"],
    )


def _instead(report: Report, label: str) -> None:
    st.subheader("What is raised instead?")
    missed, rows = report.confusions(label)
    support, name = report.raw["labels"][label]["support"]["test"], title(label)
    st.markdown(
        f"At the balanced operating point {missed:,} of the {support:,} test messages with {name.lower()} are "
        "missed. Labels that are raised wrongly on those:"
    )
    if rows.empty:
        st.markdown("None.")
        return
    figure(comparison_charts.instead(rows, missed, name), "metrics_instead", "Raised instead", rows, ["title", "count"])
