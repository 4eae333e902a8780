"""The page *Test messages*: real messages that the model found, missed, or flagged by mistake."""

import streamlit as st

from classifier.dataset.public_files import CATEGORIES, MESSAGES
from classifier.ui.resources import get_report, wait_for_classifier
from classifier.ui.shared.artifact_errors import artifact_errors_shown
from classifier.ui.test_messages.choice import choose
from classifier.ui.test_messages.one_message import draw_one_message
from classifier.ui.test_messages.scored import Origin, ScoredMessages
from classifier.ui.test_messages.sources import CHOSEN, VARIABLE, draw_chooser, forget, messages_in_use


def draw_origin(scored: ScoredMessages) -> None:
    """What the messages are, and what they can show."""
    count = f"{len(scored.labelled):,}"
    sentences = {
        Origin.HELD_OUT: f"{count} messages of the public data set that the model never saw in training: those that "
        "all figures on *Data and metrics* were measured on.",
        Origin.OTHER_PUBLIC: f"{count} messages, the test part of two files in the format of the public data set. "
        "They are not the files that the model was measured on: it may have seen some of these messages in training, "
        "and the counts below are of these messages only.",
        Origin.OWN: f"All {count} messages of your file. If it is taken from the public data set, the model has seen "
        "most of them in training. The counts below are of these messages only.",
    }
    st.markdown(f"{sentences[scored.origin]} People labelled them, not always rightly: some mistakes are theirs.")


def draw_way_here() -> None:
    """How to get to see messages on this page."""
    st.markdown(
        "This page shows real messages that the model got right or wrong, but the app comes without any. Start it "
        f"with the environment variable `{VARIABLE}` naming the folder of `{MESSAGES}` and `{CATEGORIES}`, or choose "
        "files here."
    )


st.title("Test messages", anchor=False)
with artifact_errors_shown():
    report, classifier = get_report(), wait_for_classifier()
scored = messages_in_use(classifier, report)
if scored is None:
    draw_way_here()
    draw_chooser(classifier, report)
else:
    draw_origin(scored)
    draw_one_message(scored, choose(scored, classifier.thresholds), classifier)
    if CHOSEN in st.session_state:
        st.button("Forget these files", key="test_messages_forget", icon=":material/delete:", on_click=forget)
    else:
        other = st.expander("Look at other messages", icon=":material/folder_open:", key="other", on_change="rerun")
        if other.open:
            with other:
                draw_chooser(classifier, report)
