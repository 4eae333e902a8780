"""Robustness: what noise costs, what should change nothing, what should move a label, and where the model fails."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from classifier.charts import robustness as charts
from classifier.formatting import listed, percent, percent_range
from classifier.labels import title
from classifier.report.figures import (
    CLEAR_MOVES,
    CLEARLY,
    DENIALS_IN_TRAINING,
    MEAN_NOISE,
    NOISE_MEANINGS,
    NOISES,
    SHIPPED,
    DirectionFigures,
    FailureFigures,
    InvarianceFigures,
    SystemFigures,
)
from classifier.report.report import Report
from classifier.ui.metrics.figure import draw_figure, draw_table
from classifier.ui.shared.choice import as_they_are, choose

CHECKLIST_URL = "https://aclanthology.org/2020.acl-main.442/"
_text = st.column_config.TextColumn
_points = st.column_config.NumberColumn(format="%+.1f")


@st.fragment
def draw(report: Report) -> None:
    """Draw how the model behaves when messages change."""
    st.header("Does it hold when the words change?")
    _noise([system for system in report.systems if system.noise])
    found = report.robustness
    _invariances(found.invariances)
    _directions(found.directions)
    _failures(found.failures)


def _noise(systems: Sequence[SystemFigures]) -> None:
    st.markdown(
        "People type in haste. A quarter of the words of every test message were changed, in four ways, and every "
        "system read the messages again:\n\n"
        + "\n".join(f"- **{words}**: {NOISE_MEANINGS[kind]}" for kind, words in NOISES.items())
    )
    st.markdown(f"Share of the mAP that is left, mean of the four: {listed([_kept(system) for system in systems])}.")
    figure = choose("Figure", as_they_are(charts.MAP, charts.KEPT), "metrics_noise_figure", charts.MAP)
    draw_figure(
        charts.chart(systems, figure),
        "metrics_noise",
        "mAP under noise",
        lambda: pd.DataFrame(row for system in systems for row in noise_rows(system)),
    )


def _kept(system: SystemFigures) -> str:
    kept = system.noise[MEAN_NOISE].kept if system.noise else None
    if kept is None:
        return system.title
    mark = "**" if system.name == SHIPPED else ""
    span = f" ({percent_range(kept.interval)})" if kept.interval else ""
    return f"{mark}{system.title} {percent(kept.value)}{mark}{span}"


def noise_rows(system: SystemFigures) -> list[dict[str, object]]:
    """A system's mAP on the messages as they are and with each kind of noise."""
    rows: list[dict[str, object]] = [
        {
            "System": system.title,
            "Messages with": charts.AS_WRITTEN,
            charts.MAP: system.overall["mean_average_precision"].value,
        }
    ]
    for kind, words in (NOISES | {MEAN_NOISE: charts.MEAN}).items():
        noise = (system.noise or {})[kind]
        rows.append(
            {
                "System": system.title,
                "Messages with": words,
                charts.MAP: noise.mean_average_precision.value,
                charts.KEPT: noise.kept.value,
                "95 % interval of the share": percent_range(noise.kept.interval) if noise.kept.interval else None,
            }
        )
    return rows


def _invariances(figures: Sequence[InvarianceFigures]) -> None:
    st.subheader("What should change nothing")
    st.markdown(
        f"The tests from here on follow [CheckList]({CHECKLIST_URL}) (Ribeiro et al. 2020), on the test messages and "
        "on sentences written for this project about disasters all over the world. First, changes that leave what a "
        "message says as it is: no decision should change. A message has 35 decisions, so both shares are given: of "
        "the messages with any changed decision, and of all decisions."
    )
    rows = [
        {
            "Change": one.title,
            "Tried on": one.source,
            "Messages": one.messages,
            "Messages with a changed decision": one.message_share,
            "Decisions changed": one.decision_share,
        }
        for one in figures
    ]
    draw_table(pd.DataFrame(rows), "metrics_invariances_table", "Changes that should change nothing")
    done = {one.title: one.done for one in figures}
    st.markdown(
        "Balanced operating point; only messages to which a change applies are counted.\n\n"
        + "\n".join(f"- **{words}**: {text}" for words, text in done.items())
    )


def _directions(figures: Sequence[DirectionFigures]) -> None:
    st.subheader("What should move a label")
    st.markdown(
        f"Changes that should make one label more or less probable. {CLEAR_MOVES} The mean change is in percentage "
        "points."
    )
    clearly = f"By {100 * CLEARLY:.0f} points or more"
    rows = [
        {
            "Change": one.title,
            "Direction": one.expectation,
            "Tried on": one.source,
            "Messages": one.messages,
            "Moved that way": one.share,
            clearly: one.clear_share,
            "Mean change": None if one.mean_change is None else 100 * one.mean_change,
        }
        for one in figures
    ]
    draw_table(
        pd.DataFrame(rows),
        "metrics_directions_table",
        "Changes that should move a label",
        formats={"Mean change": _points},
        shares={"Moved that way", clearly},
    )
    pairs = st.expander("An example of each", icon=":material/help:", key="metrics_directions", on_change="rerun")
    if pairs.open:
        with pairs:
            examples = [
                {"Change": one.title, "Before": one.before, "After": one.after} for one in figures if one.before
            ]
            draw_table(pd.DataFrame(examples), "metrics_direction_examples_table", "An example of each change")


def _failures(figures: Sequence[FailureFigures]) -> None:
    st.subheader("Known failures")
    st.markdown(
        "What an audience tries first. Each failure was measured on sentences written for it, at the balanced "
        f"operating point. {DENIALS_IN_TRAINING}\n\n"
        + "\n".join(
            f"- **{one.title}**: wrong on **{percent(one.share)}** of {one.messages} messages. {one.expectation}"
            for one in figures
        )
    )
    rows = [
        {
            "Known failure": one.title,
            "Message": example.message,
            "Label": title(example.label),
            "Probability": example.probability,
            "Decision": "flagged" if example.flagged else "not flagged",
            "Right": "yes" if example.flagged == one.should_be_flagged else "no",
        }
        for one in figures
        for example in one.examples
    ]
    st.markdown("Of each, the first sentence on the list and two that are answered worst:")
    formats = {"Label": _text(), "Message": _text(width="large")}
    draw_table(pd.DataFrame(rows), "metrics_failures_table", "Examples of known failures", formats=formats)
