"""How well each output does on the labelled rows, beside its held-out figures."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from classifier.charts import gold_scores as charts
from classifier.formatting import counted, listed, score, score_range
from classifier.operating_points import Thresholds
from classifier.report.figures import SCORES
from classifier.report.report import Report
from classifier.report.support import FEW_TEST_MESSAGES
from classifier.scoring.evaluation import JUDGED, Judged, OutputEvaluation, differing, evaluate
from classifier.scoring.evaluation_text import why_not_judged
from classifier.ui.batch.judgement import Judgement
from classifier.ui.shared.choice import choose
from classifier.ui.shared.csv_export import to_csv
from classifier.ui.shared.download import draw_download

_METHOD = """
Each score is compared with the one on the model's held-out test messages: precision and recall by Fisher's exact test;
F1 by the same test on the share of the hits among all that people or the model flag; average precision by the standard
errors of both, in log-odds. The p-values of a score are adjusted over all outputs (Benjamini-Hochberg): of the
differences that are marked, one in twenty is chance, on average.

Intervals are 95 %: Wilson's; for average precision from its standard error (infinitesimal jackknife); for the held-out
figures bootstrap. Each row counts as a message of its own.

Messages in a language that the model does not know count like all others, as they do in the held-out figures.
Precision, F1 and average precision also rise and fall with how common a label is, which may be all that differs. *2
unclear* stands for messages that are not English or cut off.
"""


def draw(found: Judgement, judged: Judged, report: Report, thresholds: Thresholds) -> None:
    """Draw one score of all outputs, and the table of all scores."""
    outputs = found.part("scores", thresholds.point, make=lambda: evaluate(judged, report, thresholds))
    name = choose("Score", {one: SCORES[one] for one in JUDGED}, "evaluation_score", "f1")
    st.markdown(in_words(outputs, name))
    measured = differing_first([one for one in outputs if _is_known(one, name)], name)
    if measured:
        st.caption(
            f"Upper mark, a circle: these rows; hollow where fewer than {FEW_TEST_MESSAGES} carry the label. "
            "Lower mark, a diamond: the held-out test messages. Lines: 95 % intervals."
        )
        st.altair_chart(charts.chart(measured, name), width="stretch", key="evaluation_scores")
    _draw_table(outputs, thresholds)
    method = st.expander("How this is compared", icon=":material/help:", key="evaluation_method", on_change="rerun")
    if method.open:
        method.markdown(_METHOD)


def in_words(outputs: Sequence[OutputEvaluation], name: str) -> str:
    """Which outputs differ from the held-out figures, as Markdown made of titles and numbers only."""
    compared = [one for one in outputs if one.scores[name].adjusted is not None]
    rest, score_name = _not_judged(outputs), SCORES[name] if name == "f1" else SCORES[name].lower()
    if not compared:
        return f"No {score_name} can be compared with the held-out figures.{rest}"
    marked = differing(outputs, name)
    if not marked:
        return (
            f"**No difference beyond chance**: the {score_name} of {counted(len(compared), 'output')} on these rows is "
            f"in line with the held-out figures.{rest}"
        )
    words = listed([_difference(one, name) for one in marked])
    return (
        f"**{len(marked)} of {len(compared)} outputs differ from their held-out {score_name} by more than chance**: "
        f"{words}.{rest}"
    )


def differing_first(outputs: Sequence[OutputEvaluation], name: str) -> list[OutputEvaluation]:
    """Those that differ, the largest difference first; then the others, the best first; too few rows last."""
    marked = differing(outputs, name)
    others = sorted(
        (one for one in outputs if one not in marked),
        key=lambda one: (not one.is_judged, -(one.scores[name].here.value or 0.0)),
    )
    return [*marked, *others]


def table(outputs: Sequence[OutputEvaluation]) -> pd.DataFrame:
    """All scores of all outputs: the figures of these rows with their intervals, the held-out ones, what differs."""
    return pd.DataFrame(_row(one) for one in outputs)


def _draw_table(outputs: Sequence[OutputEvaluation], thresholds: Thresholds) -> None:
    twin = st.expander("All scores, as a table", icon=":material/table:", key="evaluation_twin", on_change="rerun")
    if twin.open:
        with twin:
            rows = table(outputs)
            st.dataframe(
                rows, hide_index=True, key="evaluation_table", placeholder="–", alt="All scores", column_config=_FORMATS
            )
            file = f"scores-{thresholds.point}.csv"
            draw_download("Download the scores", lambda: to_csv(rows), file, "text/csv", "evaluation_csv")


_FORMATS = {
    column: st.column_config.NumberColumn(format="%.3f")
    for name in JUDGED
    for column in (SCORES[name], f"{SCORES[name]}, held out")
} | dict.fromkeys(("Rows", "Test messages"), st.column_config.NumberColumn(format="localized"))


def _row(one: OutputEvaluation) -> dict[str, object]:
    row: dict[str, object] = {"Label": one.title, "Rows": one.support, "Test messages": one.held_out_support}
    for name in JUDGED:
        found, words = one.scores[name], SCORES[name]
        row[words] = found.here.value
        row[f"{words}, 95 % interval"] = score_range(found.here.interval) if found.here.interval else None
        row[f"{words}, held out"] = found.held_out.value
        row[f"{words}, difference"] = charts.in_a_word(one, name) or None
    return row | {"Not judged": why_not_judged(one) or None}


def _not_judged(outputs: Sequence[OutputEvaluation]) -> str:
    few = sum(not one.is_judged for one in outputs)
    are, them = ("is", "it") if few == 1 else ("are", "them")
    why = f"fewer than {FEW_TEST_MESSAGES} rows or test messages carry {them}"
    return f" {few} {are} not judged: {why}." if few else ""


def _is_known(one: OutputEvaluation, name: str) -> bool:
    return one.scores[name].here.value is not None


def _difference(one: OutputEvaluation, name: str) -> str:
    found = one.scores[name]
    return (
        f"{one.title} {charts.in_a_word(one, name)} ({score(found.here.value, 2)}, held out "
        f"{score(found.held_out.value, 2)})"
    )
