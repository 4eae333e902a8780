"""What the model read: the message's words as badges, each with what became of it."""

import streamlit as st

from classifier.formatting import score
from classifier.report.report import Report
from classifier.text.languages import BY_CODE, CREOLE, ENGLISH
from classifier.text.reading import Reading, TokenStatus
from classifier.ui.classify.word_badges import badge, legend, shown_status

MOST_WORDS = 150
"""Words shown; a long text should not push the rest of the page away."""


def draw_words_read(reading: Reading, report: Report) -> None:
    """The words in their order, a legend with counts, and the language."""
    words = reading.words
    with st.container(key="words_read"):
        st.markdown(" ".join(map(badge, words[:MOST_WORDS])))
    rest = f" · and {len(words) - MOST_WORDS:,} more words" if len(words) > MOST_WORDS else ""
    st.caption(legend(words) + rest)
    if reading.language is None:
        st.caption(f"Read as if it were {BY_CODE[reading.identified.read_as].title}, the closest known language.")
    elif reading.language != ENGLISH:
        st.markdown(language_note(reading.language, report))


def draw_reading_notice(reading: Reading) -> None:
    """Above the answer: a warning if little was read, and what the figures hold for if it is not in English."""
    warning = reading_warning(reading)
    if warning:
        st.warning(warning, icon=":material/visibility_off:")
    if reading.language not in (None, ENGLISH):
        language = BY_CODE[str(reading.language)].title
        st.info(f"Read as **{language}**. Accuracy figures here are for English only.", icon=":material/translate:")


def reading_warning(reading: Reading) -> str | None:
    """A sentence if the model knows too few of the words; None if it knows at least half of those that it read.

    A word that is read as other words counts as known; one that stands for a stop word does not count. None too where
    the model does not know the language: the notice above the answer says more.
    """
    if reading.language is None:
        return None
    shown = [shown_status(word) for word in reading.words]
    unknown = shown.count(TokenStatus.UNKNOWN)
    known = len(shown) - shown.count(TokenStatus.STOP_WORD) - unknown
    if known == 0 and unknown == 0:
        return "This message has only common words, which the model ignores, so the answer means little."
    if known == 0:
        return "The model has never seen any of these words and goes by their letters, so the answer means little."
    if unknown > known:
        return (
            f"The model knows only {known} of the {unknown + known} words that count, and guesses the other {unknown} "
            "by their letters. Take the answer with caution."
        )
    return None


def language_note(code: str, report: Report) -> str:
    """How a message that is not in English was read, and which language the held-out figures come from."""
    language, creole = BY_CODE[code], report.languages.creole
    note = (
        f"Read as **{language.title}**, which the model learned from {language.learned_from}: its own common words "
        "were ignored. Accuracy figures here are for English only."
    )
    if code != CREOLE:
        return f"{note} None were measured on {language.title}."
    return (
        f"{note} On {creole.messages:,} test messages left in their original language the mean average precision is "
        f"{score(creole.mean_average_precision.value, 2)}; on the same messages in English it is "
        f"{score(creole.english_same_messages.value, 2)}."
    )
