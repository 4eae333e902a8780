"""The answer at a glance: the verdict in words, and what was found as chips under the names of their groups."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import streamlit as st

from classifier.formatting import milliseconds, percent, percents_told_apart
from classifier.labels import GROUPS, PARENTS, UNLEARNABLE
from classifier.operating_points import BALANCED, OPERATING_POINTS
from classifier.report.evidence import Evidence, LabelEvidence
from classifier.ui.classify.one_label import open_label

if TYPE_CHECKING:
    from classifier.inference import Answer

CLEAR, UNCLEAR = 0.6, 2
"""Below this probability "yes" and "no" are called uncertain; the number of the class that says so by its name."""

_VERDICTS = ("no", "yes", "unclear, not English or cut off")
"""What the classes of `related` say of the question whether a message is about a disaster."""


@dataclass(frozen=True)
class Chips:
    """Flagged labels that stand together: those of a `group`, or those `under` one of its labels, which they imply."""

    group: str
    under: LabelEvidence | None
    labels: tuple[LabelEvidence, ...]


def draw_answer(answer: "Answer", evidence: Evidence, point: str, *, presenting: bool) -> None:
    """The verdict, the three classes behind it, and the chips; a click on a chip opens its label."""
    heading = st.title if presenting else st.header  # a presentation has no other title
    heading(verdict(evidence), anchor=False)
    setting = "" if point == BALANCED else f" How cautious: {OPERATING_POINTS[point].title}."
    st.caption(f"{classes_in_words(evidence)}.{setting} Answered in {milliseconds(answer.seconds)}.")
    if evidence.flagged:
        with st.container(key="found"):
            _draw_chips(found(evidence))
    elif evidence.language_known:
        st.markdown(closest_in_words(evidence))


def verdict(evidence: Evidence) -> str:
    """The answer in a line, made of numbers only."""
    chosen, topics = evidence.chosen, len(evidence.flagged)
    if chosen is None:
        return "Nothing is flagged: the model does not know this language"
    count = f"{topics or 'No'} topic{'s' * (topics > 1)} found"
    sure = "uncertain, most likely " if chosen.probability < CLEAR and chosen.number < UNCLEAR else ""
    return f"About a disaster: {sure}{_VERDICTS[chosen.number]} ({percent(chosen.probability)}). {count}"


def classes_in_words(evidence: Evidence) -> str:
    """The three classes with their probabilities."""
    return " · ".join(f"{one.name} {percent(one.probability)}" for one in evidence.classes).capitalize()


def closest_in_words(evidence: Evidence) -> str:
    """Which label is closest to its threshold, in Markdown made of its name and numbers."""
    closest = max(evidence.labels, key=lambda one: one.probability / one.threshold)
    shown, needed = percents_told_apart(closest.probability, closest.threshold)
    return f"No topic is probable enough. The closest is **{closest.label.title}**: {shown}, flagged from {needed}."


def found(evidence: Evidence) -> list[Chips]:
    """The flagged labels by group, most probable first; those that imply another label stand under it."""
    sets = []
    for group in GROUPS:
        flagged = [one for one in evidence.flagged if one.label.group == group]
        parents_first = sorted(flagged, key=lambda one: one.label.name not in PARENTS.values())
        top = tuple(one for one in parents_first if not one.label.parent)
        parents = dict.fromkeys(one.label.parent for one in flagged if one.label.parent)
        if flagged:
            sets.append(Chips(group, None, top))
        for parent in parents:
            under = tuple(one for one in flagged if one.label.parent == parent)
            sets.append(Chips(group, evidence.of(parent), under))
    return sets


def _draw_chips(sets: Sequence[Chips]) -> None:
    with st.container(horizontal=True, gap="medium"):
        groups = {group: st.container(width="content", gap="xsmall") for group in dict.fromkeys(s.group for s in sets)}
    for chips in sets:
        with groups[chips.group]:
            if chips.under is None:
                st.markdown(f"**{chips.group}**")
                _draw_set(chips, f"found_{chips.group}", chips.group)
            else:
                if not chips.under.flagged:
                    st.caption(f"{chips.under.label.title} {percent(chips.under.probability)}, not flagged")
                with st.container(key=f"found_under_{chips.under.label.name}"):
                    _draw_set(chips, f"found_{chips.under.label.name}", f"Under {chips.under.label.title}")


def _draw_set(chips: Chips, key: str, title: str) -> None:
    if chips.labels:
        said = {one.label.name: _said(one) for one in chips.labels}
        st.pills(
            title,
            list(said),
            key=key,
            format_func=said.__getitem__,
            label_visibility="collapsed",
            on_change=_open,
            args=(key,),
            wrap=True,
        )


def _said(one: LabelEvidence) -> str:
    remark = " · no examples" if one.label.name in UNLEARNABLE else ""
    return f"{one.label.title} {percent(one.probability)}{remark}"


def _open(key: str) -> None:
    name = st.session_state[key]
    if name:
        open_label(name)
    st.session_state[key] = None  # a chip is a button: it does not stay pressed
