"""Hints where the flagged labels contradict the hierarchy, which holds in the data set without exception."""

import streamlit as st

from classifier.formatting import listed, percent
from classifier.labels import PARENTS, title
from classifier.report.evidence import Evidence


def draw_consistency(evidence: Evidence) -> None:
    """Hints under the answer; nothing where the answer agrees with the hierarchy."""
    hints = consistency_hints(evidence)
    if hints:
        st.info("\n\n".join(hints), icon=":material/rule:")


def consistency_hints(evidence: Evidence) -> list[str]:
    """One hint in Markdown per contradiction, with both probabilities; made of label names and numbers only."""
    flagged = {one.label.name for one in evidence.flagged}
    children = {parent: [c for c in PARENTS if PARENTS[c] == parent and c in flagged] for parent in PARENTS.values()}
    hints = [_parent_hint(evidence, parent, found) for parent, found in children.items() if found]
    return [*_related_hint(evidence), *(hint for hint in hints if hint)]


def _parent_hint(evidence: Evidence, parent: str, children: list[str]) -> str:
    implied = evidence.of(parent)
    if implied.flagged:
        return ""
    names = listed([f"{title(child)} ({percent(evidence.of(child).probability)})" for child in children])
    flags = ", ".join(f"{title(name)} from {percent(evidence.of(name).threshold)}" for name in (*children, parent))
    return (
        f"{names} without {title(parent)} ({percent(implied.probability)}): in the data every message with the former "
        f"carries the latter too. Their thresholds disagree here ({flags}); one flag is probably wrong."
    )


def _related_hint(evidence: Evidence) -> list[str]:
    chosen = evidence.chosen
    if chosen is None or not evidence.flagged or chosen.number == 1:
        return []
    top, related = evidence.flagged[0], evidence.classes[1]
    return [
        f"{top.label.title} ({percent(top.probability)}) although the message is predicted *{chosen.name}* "
        f"({percent(chosen.probability)}, related {percent(related.probability)}): in the data every label implies a "
        "related message."
    ]
