"""One of the chosen messages: its text, what people and the model made of it, and the way to Classify."""

from collections.abc import Callable, Mapping, Set
from typing import TYPE_CHECKING

import numpy as np
import streamlit as st

from classifier.errors import MessageError
from classifier.formatting import percent, percents_told_apart
from classifier.labels import BINARY_LABELS, title
from classifier.ui.shared.checking import note_shown
from classifier.ui.shared.opening import open_on_classify
from classifier.ui.test_messages.choice import Choice
from classifier.ui.test_messages.scored import Kind, ScoredMessages

if TYPE_CHECKING:
    from classifier.inference import Classifier

POSITION = "test_messages_position"
SINGULAR = {
    Kind.FALSE_ALARM: "False alarm",
    Kind.MISS: "Miss",
    Kind.FOUND: "Found",
    Kind.NOT_FLAGGED: "Rightly not flagged",
}
VERDICTS = {
    Kind.FALSE_ALARM: "The model flags it, people did not label it.",
    Kind.MISS: "People labelled it, the model does not flag it.",
    Kind.FOUND: "People labelled it, and the model flags it.",
    Kind.NOT_FLAGGED: "People did not label it, and the model does not flag it.",
}


def draw_one_message(scored: ScoredMessages, choice: Choice, classifier: "Classifier") -> None:
    """The message that the person has come to, the one that the model is most certain about at first."""
    rows = scored.ranked(choice.kind, choice.label, choice.threshold)
    if not len(rows):
        st.info(
            f"There is none for {title(choice.label)}: choose another label, or one of the others.",
            icon=":material/search_off:",
        )
        return
    position = _position(scored, choice, len(rows))
    row = int(rows[position])
    message = scored.labelled.messages[row]
    taken, note = on_classify(message, classifier)
    note_shown(message)
    with st.container(border=True, key="test_message"):
        where, ways = st.columns([2, 3], vertical_alignment="center")
        where.markdown(f"**{SINGULAR[choice.kind]}: {position + 1:,} of {len(rows):,}**, most confident first")
        with ways.container(horizontal=True, horizontal_alignment="right"):
            _draw_steps(position, len(rows))
            _draw_opening(message, taken)
        st.markdown(in_words(scored, row, choice))
        st.text(message)
        for line in comparison(scored, row, choice):
            st.markdown(line)
        if note:
            st.caption(note)


def in_words(scored: ScoredMessages, row: int, choice: Choice) -> str:
    """What people and the model said about the chosen label, as Markdown made of its title and numbers only."""
    probability = float(scored.probabilities[row, BINARY_LABELS.index(choice.label)])
    shown, needed = percents_told_apart(probability, choice.threshold)
    return f"**{title(choice.label)}: {shown}**, flagged from {needed}. {VERDICTS[choice.kind]}"


def comparison(scored: ScoredMessages, row: int, choice: Choice) -> list[str]:
    """The labels of a message by who gave them, a line of Markdown each, made of titles and numbers only."""
    probabilities = {name: float(scored.probabilities[row, BINARY_LABELS.index(name)]) for name in BINARY_LABELS}
    labels = scored.labelled.labels
    labelled = {name for name in labels if scored.labelled.targets[row, BINARY_LABELS.index(name)] > 0}
    flagged = {name for name in labels if probabilities[name] >= choice.thresholds[name]}
    lines = (
        _line("People and the model", "blue", ":material/check:", labelled & flagged, probabilities),
        _line("People only", "violet", ":material/person:", labelled - flagged, probabilities),
        _line("The model only", "orange", ":material/flag:", flagged - labelled, probabilities),
    )
    return [line for line in lines if line] or ["Neither people nor the model gave it any label."]


def _line(who: str, color: str, icon: str, names: Set[str], probabilities: Mapping[str, float]) -> str:
    highest_first = sorted(names, key=lambda name: -probabilities[name])
    badges = " ".join(f":{color}-badge[{icon} {title(name)} {percent(probabilities[name])}]" for name in highest_first)
    return f"**{who}** {badges}" if badges else ""


def on_classify(message: str, classifier: "Classifier") -> tuple[bool, str]:
    """Whether Classify takes a message, and what is different there, if anything is."""
    try:
        reading = classifier.check(message)
    except MessageError as error:
        return False, f"Classify does not take this message. {error}"
    if reading.language is None:
        return True, (
            "The model takes this message to be in a language that it does not know. Its flags count here as they do "
            "in all figures; on Classify nothing is flagged."
        )
    return True, ""


def _position(scored: ScoredMessages, choice: Choice, count: int) -> int:
    """The place in the list; the first after another choice."""
    chosen = (scored.origin, len(scored.labelled), choice.label, choice.point, choice.kind)
    kept, position = st.session_state.get(POSITION, (chosen, 0))
    if kept != chosen or position >= count:
        position = 0
    st.session_state[POSITION] = (chosen, position)
    return position


def _draw_steps(position: int, count: int) -> None:
    """The ways to other messages of the list."""
    _draw_step("Previous", "previous", lambda: position - 1, position == 0)
    _draw_step("Next", "next", lambda: position + 1, position == count - 1)
    _draw_step("Draw another", "draw", lambda: _another(position, count), count == 1)


def _draw_step(name: str, key: str, place: Callable[[], int], disabled: bool) -> None:
    st.button(name, key=f"test_messages_{key}", on_click=_go, args=(place,), disabled=disabled)


def _go(place: Callable[[], int]) -> None:
    chosen, _ = st.session_state[POSITION]
    st.session_state[POSITION] = (chosen, place())


def _another(position: int, count: int) -> int:
    """A place drawn at random among the others."""
    return int((position + np.random.default_rng().integers(1, count)) % count)


def _draw_opening(message: str, taken: bool) -> None:
    """The button that opens the message on Classify."""
    pressed = st.button(
        "Open on Classify", key="test_messages_open", icon=":material/sms:", type="primary", disabled=not taken
    )
    if pressed:
        open_on_classify(message)
