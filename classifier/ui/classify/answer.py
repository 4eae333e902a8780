"""The answer in words: `related` with its three classes, and the flagged labels in a sentence."""

from typing import TYPE_CHECKING

import streamlit as st

from classifier.formatting import milliseconds, percent
from classifier.report.evidence import Evidence, in_words
from classifier.ui.classify.related import draw_related

if TYPE_CHECKING:
    from classifier.inference import Answer


def draw_answer(answer: "Answer", evidence: Evidence) -> None:
    """The sentence, the classes of `related` as bars, the time taken, and, one click away, how reliable it all is."""
    st.subheader("Answer", anchor=False)
    st.markdown(answer_in_words(evidence))
    draw_related(evidence)
    st.caption(f"Answered in {milliseconds(answer.seconds, 1)}.")
    if not evidence.language_known:
        return
    reliability = st.expander(
        "How reliable is this?", icon=":material/fact_check:", key="reliability", on_change="rerun"
    )
    if reliability.open:
        reliability.markdown(reliability_in_words(evidence))


def answer_in_words(evidence: Evidence) -> str:
    """The answer in Markdown, made of label names and numbers only."""
    chosen, flagged = evidence.chosen, evidence.flagged
    if chosen is None:
        return "**Nothing is flagged**, because the model does not know the language of this message."
    related = f"**{chosen.name.capitalize()}** (class {chosen.number}, {percent(chosen.probability)})"
    if not flagged:
        closest = max(evidence.labels, key=lambda one: one.probability / one.threshold)
        return (
            f"{related}. **No label** reaches its threshold; the closest is {closest.label.title} "
            f"({percent(closest.probability)}, needs {percent(closest.threshold)})."
        )
    names = ", ".join(f"**{one.label.title}** {percent(one.probability)}" for one in flagged)
    count = f"{len(flagged)} labels" if len(flagged) > 1 else "one label"
    return f"{related}. Flagged with {count}: {names}."


def reliability_in_words(evidence: Evidence) -> str:
    """How far the class and each flagged label can be trusted, as a list in Markdown."""
    lines = [(one.title, in_words(one.name, one.performance)) for one in evidence.classes if one.chosen]
    lines += [(one.label.title, in_words(one.label.title.lower(), one.performance)) for one in evidence.flagged]
    return "\n".join(f"- **{title}**: {sentence}" for title, sentence in lines)
