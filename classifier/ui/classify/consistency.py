"""Hints where the flagged labels contradict the hierarchy, which holds in the data set without exception."""

import streamlit as st

from classifier.formatting import listed, percent, percents_told_apart
from classifier.labels import PARENTS, UNLEARNABLE, title
from classifier.report.evidence import Evidence, LabelEvidence


def draw_consistency(evidence: Evidence) -> None:
    """Hints beside the bars; nothing where the answer agrees with the hierarchy."""
    hints = consistency_hints(evidence)
    if hints:
        st.info("\n\n".join(hints), icon=":material/rule:")


def consistency_hints(evidence: Evidence) -> list[str]:
    """One hint in Markdown per contradiction, with both probabilities; made of label names and numbers only."""
    flagged = {one.label.name for one in evidence.flagged} - UNLEARNABLE
    children = {parent: [c for c in PARENTS if PARENTS[c] == parent and c in flagged] for parent in PARENTS.values()}
    hints = [_parent_hint(evidence, parent, found) for parent, found in children.items() if found]
    return [*_related_hint(evidence), *(hint for hint in hints if hint)]


def _parent_hint(evidence: Evidence, parent: str, children: list[str]) -> str:
    implied = evidence.of(parent)
    if implied.flagged:
        return ""
    names = listed([f"{title(child)} ({_flagged_from(evidence.of(child))})" for child in children])
    wrong = "is a false alarm" if len(children) == 1 else "are false alarms"
    return (
        f"{names} without {title(parent)} ({_flagged_from(implied)}): in the data every message with the former "
        f"carries the latter too. Either {title(parent)} is missed, or {listed(list(map(title, children)))} {wrong}."
    )


def _flagged_from(one: LabelEvidence) -> str:
    shown, needed = percents_told_apart(one.probability, one.threshold)
    return f"{shown}, flagged from {needed}"


def _related_hint(evidence: Evidence) -> list[str]:
    chosen = evidence.chosen
    if chosen is None or not evidence.flagged or chosen.number == 1:
        return []
    top, related = evidence.flagged[0], evidence.classes[1]
    return [
        f"{top.label.title} ({percent(top.probability)}) although the message is predicted *{chosen.name}* "
        f"({percent(chosen.probability)}; related {percent(related.probability)}): in the data every topic implies a "
        "message about a disaster."
    ]
