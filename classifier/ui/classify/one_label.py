"""One label, opened by a click on its chip or bar: meaning, evidence near its probability, why, and its threshold."""

from typing import TYPE_CHECKING

import streamlit as st

from classifier.formatting import percent, percents_told_apart
from classifier.labels import UNLEARNABLE, title
from classifier.operating_points import thresholds_at
from classifier.report.evidence import Evidence, LabelEvidence, gather, in_words, nearby_in_words
from classifier.report.performance import near
from classifier.report.report import Report
from classifier.ui.classify.thresholds import draw_slider, forget_moved, thresholds_in_force
from classifier.ui.classify.why import choose_why_label, draw_words
from classifier.ui.shared import per_thousand

if TYPE_CHECKING:
    from classifier.inference import Answer, Classifier

_OPENED, _CHOSEN = "opened_label", "label_to_open"


def open_label(name: str) -> None:
    """Open a label with the next run, and under Why; another label's moved threshold goes back to its own."""
    st.session_state[_OPENED] = name
    choose_why_label(name)
    forget_moved(unless=name)


def draw_label_choice(evidence: Evidence) -> None:
    """Open any label, also without a pointer."""
    st.selectbox(
        "Open a topic",
        [one.label.name for one in evidence.highest_first],
        index=None,
        key=_CHOSEN,
        format_func=title,
        placeholder="Its meaning, evidence, reasons and cut-off",
        on_change=_open_chosen,
    )


def draw_opened_label(answer: "Answer", report: Report, classifier: "Classifier") -> None:
    """The label that was opened, in a dialog; nothing if none was."""
    name = st.session_state.pop(_OPENED, None)
    if name:
        st.dialog(title(name), width="medium", on_dismiss="rerun")(_draw)(name, answer, report, classifier)


def _draw(name: str, answer: "Answer", report: Report, classifier: "Classifier") -> None:
    thresholds = thresholds_in_force(classifier.thresholds)
    known = answer.reading.language is not None
    evidence = gather(answer.probabilities, answer.related, thresholds, report, language_known=known)
    one, figures = evidence.of(name), report.labels[name]
    st.markdown(f"{one.label.meaning.capitalize()} · {one.label.group} · {percent(one.prevalence)} of all messages")
    st.markdown(f"**{decision_in_words(one, known)}**")
    if not known:
        st.markdown("The model does not know the language, so what follows, measured in English, does not hold here.")
    if name not in UNLEARNABLE:
        st.markdown(nearby_in_words(one.probability, near(figures, one.probability, report.rows.test)))
    st.markdown(in_words(one.label.title.lower(), one.performance))
    _draw_shaded(answer, name, classifier)
    if known and name not in UNLEARNABLE:
        draw_slider(name, thresholds_at(thresholds.point, classifier.thresholds).values[name])
        st.markdown(per_thousand.in_words(one.label.title, one.performance))


def _draw_shaded(answer: "Answer", name: str, classifier: "Classifier") -> None:
    """A dialog stands outside the part of the page that tells its colours which theme it is; so this says it."""
    theme = "dark" if st.context.theme.type == "dark" else "light"
    st.html(f"<style>.st-key-opened_words {{ color-scheme: {theme}; }}</style>")
    with st.container(key="opened_words"):
        draw_words(answer, name, classifier)


def decision_in_words(one: LabelEvidence, known: bool) -> str:
    """The probability, whether it is flagged, and from where on."""
    if not known:
        return f"{percent(one.probability)}, not judged"
    shown, needed = percents_told_apart(one.probability, one.threshold)
    return f"{shown}, {'' if one.flagged else 'not '}flagged (from {needed})"


def _open_chosen() -> None:
    name = st.session_state[_CHOSEN]
    if name:
        open_label(name)
    st.session_state[_CHOSEN] = None
