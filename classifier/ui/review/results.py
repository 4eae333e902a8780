"""What the reviews add up to: precision and recall beside the held-out figures, agreement, disagreements."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple
from uuid import UUID

import pandas as pd
import streamlit as st

from classifier.formatting import UNDEFINED, percent, percent_range
from classifier.labels import title
from classifier.operating_points import OPERATING_POINTS
from classifier.report.figures import Estimate as Measured
from classifier.report.performance import ThresholdPerformance, at_point
from classifier.report.report import Report
from classifier.reviews.agreement import Agreement, agreements
from classifier.reviews.estimates import (
    CalibrationBin,
    Estimate,
    Share,
    calibration,
    estimates,
    first_judgement,
    is_simple_random,
    last_judgement,
)
from classifier.reviews.review import Judgement, Review
from classifier.reviews.store import Store
from classifier.ui.review.advice import advice
from classifier.ui.review.desk import Desk
from classifier.ui.review.disagreements import disagreements, draw_disagreements
from classifier.ui.review.stacks import names_of
from classifier.ui.review.sums import ModelAtPoint, Sums, Visible, kind_of, sums_of
from classifier.ui.shared.choice import choose

SCOPE, MODEL, WHICH, CALIBRATED = "review_scope", "review_model", "review_which", "review_calibrated"
FIRST, FINAL = "first", "final"
_TITLES = {FIRST: "First, blind", FINAL: "Final"}
_ROWS_SHOWN = 12

Judged = Callable[[Review], Judgement | None]
_JUDGED: Mapping[str, Judged] = {FIRST: first_judgement, FINAL: last_judgement}


class Figures(NamedTuple):
    """Reviews that count, in words, and the labels that can be measured on them."""

    basis: str
    found: Sequence[Estimate]


def draw_results(desk: Desk, store: Store, report: Report, model: str) -> None:
    """Figures on the reviews that this reviewer may see; `model` is the hash of the one that answers here."""
    stack = _choose_scope(store)
    reviewer = desk.reviewer
    sums, visible = sums_of(reviewer, store, stack), Visible(reviewer, store, stack)
    counts = sums.part("kinds", make=lambda: Counter(map(kind_of, visible.all())))
    if not counts:
        st.info("There are no reviews yet that you may see: judge a message first.", icon=":material/fact_check:")
        return
    kind = _choose_model(counts, model)
    _draw_figures(sums, visible, kind, report, model)
    _draw_agreement(_agreements(sums, visible, kind, FIRST))
    disagreeing = sums.part("disagreements", kind, make=lambda: disagreements(visible.of(kind)))
    draw_disagreements(desk, disagreeing, kind, stack, store)


def _choose_scope(store: Store) -> UUID | None:
    """All reviews, or those of one stack."""
    stacks = store.stacks()
    names = names_of(stacks)
    return st.selectbox(  # shows its options as plain text
        "Reviews of",
        [one.id for one in stacks],
        index=None,
        key=SCOPE,
        format_func=lambda id_: names.get(id_, ""),
        placeholder="All messages",
    )


def _choose_model(counts: Mapping[ModelAtPoint, int], model: str) -> ModelAtPoint:
    """One model at one operating point: reviews of others do not go together with its own."""
    kinds = sorted(counts, key=lambda kind: (kind[0] != model, -counts[kind]))
    if len(kinds) == 1:
        return kinds[0]
    return st.selectbox("Model and operating point", kinds, key=MODEL, format_func=lambda kind: _named(kind, model))


def _named(kind: ModelAtPoint, model: str) -> str:
    sha256, point = kind
    which = "This model" if sha256 == model else f"Model {sha256[:8]}"
    return f"{which}, {OPERATING_POINTS[point].title if point in OPERATING_POINTS else point}"


def _draw_figures(sums: Sums, visible: Visible, kind: ModelAtPoint, report: Report, model: str) -> None:
    """Precision and recall per label, on the judgements that one chooses."""
    st.subheader("The model on these messages", anchor=False)
    which = choose(
        "Judgements",
        _TITLES,
        WHICH,
        FIRST,
        help="First ones were made before the answer was seen. Final ones were made beside it, by the same reviewers; "
        "they lean towards the model.",
    )
    basis, found = _figures(sums, visible, kind, which)
    st.caption(basis)
    if not found:
        st.info("No label can be measured on these reviews yet.", icon=":material/hourglass_empty:")
        return
    sha256, point = kind
    known = report if sha256 == model and point in OPERATING_POINTS else None
    rows = [_row(one, known, point) for one in found]
    st.dataframe(
        pd.DataFrame(rows),
        hide_index=True,
        column_config={"Label": st.column_config.TextColumn(pinned=True), **_HELP},
        height=37 + 35 * min(len(rows), _ROWS_SHOWN),
        key="review_figures",
        alt="Precision and recall on reviews",
    )
    label = _choose_label(found)
    if sentence := advice(found, label, known, point):
        st.markdown(sentence)
    if label:
        _draw_one_label(sums, visible, kind, label, _measured(known, label, point))
        judgement = _JUDGED[which]
        bins = sums.part("bins", kind, which, label, make=lambda: calibration(visible.of(kind), label, judgement))
        _draw_calibration(bins)


def _figures(sums: Sums, visible: Visible, kind: ModelAtPoint, which: str) -> Figures:
    return sums.part("figures", kind, which, make=lambda: _work_out(visible.of(kind), _JUDGED[which]))


def _agreements(sums: Sums, visible: Visible, kind: ModelAtPoint, which: str) -> Sequence[Agreement]:
    def make() -> list[Agreement]:
        return [one for one in agreements(visible.of(kind), _JUDGED[which]) if one.messages]

    return sums.part("agreement", kind, which, make=make)


def _work_out(reviews: Sequence[Review], judgement: Judged) -> Figures:
    counted = [one for one in reviews if judgement(one) and one.sampling.inclusion_probability]
    found = [one for one in estimates(reviews, judgement) if one.precision.count or one.recall.count]
    return Figures(_basis(counted, len(reviews) - len(counted)), sorted(found, key=lambda one: -one.marked))


def _choose_label(found: Sequence[Estimate]) -> str | None:
    return st.selectbox(
        "One label more closely",
        [one.label for one in found],
        index=None,
        key=CALIBRATED,
        format_func=title,
        placeholder="Choose a label",
        width=320,
    )


def _draw_one_label(
    sums: Sums, visible: Visible, kind: ModelAtPoint, label: str, measured: ThresholdPerformance | None
) -> None:
    """The figures of a label on first and on final judgements, and the held-out ones, below each other."""
    rows = []
    for which, name in _TITLES.items():
        own = next((one for one in _figures(sums, visible, kind, which).found if one.label == label), None)
        agreed = next((one for one in _agreements(sums, visible, kind, which) if one.output == label), None)
        rows.append(
            {
                "Judgements": name,
                "Precision": _shown(own.precision) if own else UNDEFINED,
                "Recall": _shown(own.recall) if own else UNDEFINED,
                "Same answer": percent(agreed.observed if agreed else None),
                "Cohen's kappa": _coefficient(agreed.kappa if agreed else None),
                "Krippendorff's alpha": _coefficient(agreed.alpha if agreed else None),
            }
        )
    if measured:
        precision, recall = _held_out(measured.precision), _held_out(measured.recall)
        rows.append({"Judgements": "Held out", "Precision": precision, "Recall": recall})
    table = pd.DataFrame(rows).fillna(UNDEFINED)
    st.dataframe(table, hide_index=True, key="review_one_label", alt="One label, on first and on final judgements")


def _draw_calibration(bins: Sequence[CalibrationBin]) -> None:
    """How often a label was marked where the model gave it a certain probability."""
    rows = [
        {
            "The model gave": percent_range((one.low, one.high)),
            "On average": percent(one.predicted),
            "Reviewers marked": _shown(one.marked),
            "Messages": one.marked.count,
        }
        for one in bins
    ]
    st.markdown("**Calibration**: how often reviewers marked it where the model gave it a certain probability")
    st.dataframe(pd.DataFrame(rows), hide_index=True, key="review_calibration", alt="Calibration on reviews")


def _basis(counted: Sequence[Review], apart: int) -> str:
    """What the figures rest on."""
    messages = len({one.message_sha256 for one in counted})
    if is_simple_random(counted):
        how = "Each had the same chance to be chosen: the intervals are Wilson's, 95 %."
    else:
        how = "They are weighted by 1 / inclusion probability (Hájek), with 95 % bootstrap intervals over messages."
    rest = f" {apart:,} not counted: not blind, no final answer, or picked by hand." if apart else ""
    reviews = f"{len(counted):,} review{'s' * (len(counted) != 1)}"
    return f"{reviews} of {messages:,} message{'s' * (messages != 1)}. {how if counted else ''}{rest}"


def _row(one: Estimate, report: Report | None, point: str) -> dict[str, str | int]:
    measured = _measured(report, one.label, point)
    return {
        "Label": title(one.label),
        "Reviewed": one.messages,
        "Marked": one.marked,
        "Precision": _shown(one.precision),
        "Precision, held out": _held_out(measured.precision if measured else None),
        "More for ±5 points": _more(one.precision),
        "Recall": _shown(one.recall),
        "Recall, held out": _held_out(measured.recall if measured else None),
        "More for recall": _more(one.recall),
    }


_SHARE = st.column_config.TextColumn(width=140)
_HELP = {
    **dict.fromkeys(("Precision", "Precision, held out", "Recall", "Recall, held out"), _SHARE),
    "Reviewed": st.column_config.NumberColumn(help="Messages whose reviewers were sure about this label."),
    "Marked": st.column_config.NumberColumn(help="Those of them to which it applies."),
    "More for ±5 points": st.column_config.TextColumn(
        help="About how many further messages, drawn the same way, narrow the interval of precision to ±5 points."
    ),
    "More for recall": st.column_config.TextColumn(help="The same for recall, also to ±5 points."),
}


def _shown(share: Share) -> str:
    return percent(share.value) + (f" ({percent_range(share.interval)})" if share.interval else "")


def _measured(report: Report | None, label: str, point: str) -> ThresholdPerformance | None:
    """The held-out figures of a label, where they are those of the model that was reviewed."""
    return at_point(report.labels[label], point) if report and label in report.labels else None


def _held_out(measured: Measured | None) -> str:
    if measured is None or measured.value is None:
        return UNDEFINED
    return (
        f"{percent(measured.value)} ({percent_range(measured.interval)})"
        if measured.interval
        else percent(measured.value)
    )


def _more(share: Share) -> str:
    if share.more is None:
        return UNDEFINED
    return f"about {share.more:,}" if share.more else "enough"


def _draw_agreement(found: Sequence[Agreement]) -> None:
    """How far reviewers agree, on first, blind judgements."""
    st.subheader("How far reviewers agree", anchor=False)
    if not found:
        st.caption("No message has blind judgements by two reviewers yet.")
        return
    st.dataframe(
        pd.DataFrame([_agreement_row(one) for one in found]),
        hide_index=True,
        column_config={"Label": st.column_config.TextColumn(pinned=True)},
        height=37 + 35 * min(len(found), _ROWS_SHOWN),
        key="review_agreement",
        alt="Agreement between reviewers",
    )
    st.caption(
        "Cohen's kappa and Krippendorff's alpha leave out what chance alone would make agree: 1 is full agreement, 0 "
        "is chance. On a rare label they can be near 0 although nearly all answers are the same; agreement on marked "
        "and on unmarked messages shows why. A label that nobody marked has neither."
    )


def _agreement_row(one: Agreement) -> dict[str, str | int]:
    return {
        "Label": title(one.output),
        "Messages": one.messages,
        "Same answer": percent(one.observed),
        "Cohen's kappa": _coefficient(one.kappa),
        "Krippendorff's alpha": _coefficient(one.alpha),
        "Agreement on marked": percent(one.positive),
        "Agreement on unmarked": percent(one.negative),
    }


def _coefficient(value: float | None) -> str:
    return UNDEFINED if value is None else f"{value:.2f}".replace("-", "−")
