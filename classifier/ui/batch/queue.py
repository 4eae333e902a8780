"""The triage queue: the messages of a scored file, 50 at a time, in the order and with the filters that one chooses."""

import streamlit as st

from classifier.formatting import listed
from classifier.operating_points import Thresholds
from classifier.report.figures import Identification
from classifier.report.report import Report
from classifier.scoring.scored import Scored
from classifier.scoring.triage import Group, Triage, entries
from classifier.text.languages import BY_CODE, ENGLISH
from classifier.ui.batch.labels_found import draw_labels_found
from classifier.ui.batch.operating_point import choose_operating_point
from classifier.ui.batch.queue_filters import choose_filters, choose_group, clear_filters
from classifier.ui.batch.queue_order import choose_order, in_words
from classifier.ui.batch.queue_table import draw_table
from classifier.ui.batch.queue_view import PER_PAGE, View, judge, look

_NONE = {
    Group.NOT_READ: "The model knows the language of every message.",
    Group.READ: "There is no message that the model could read.",
    Group.SOMETHING: "The model found no label in any message.",
    Group.NOTHING: "The model found at least one label in every message that it could read.",
    Group.BLANK: "No message is blank.",
}


@st.fragment
def draw_queue(scored: Scored, report: Report, thresholds: Thresholds) -> None:
    """Draw the queue at the thresholds of an operating point; only a choice of another one reruns anything else."""
    triage = judge(scored, thresholds.values)
    with st.container(horizontal=True, key="queue_strips"):
        choose_operating_point(thresholds.point)
        group = choose_group(triage)
    if group.is_read and set(triage.languages) - {ENGLISH}:
        st.caption(languages_in_words(triage))
    with st.container(horizontal=True, vertical_alignment="bottom", key="queue_choices"):
        order = choose_order(group)
        filters = choose_filters(group, triage)
    view = look(triage, order, filters)
    if len(view.rows):
        _draw_page(view, report.languages.identification)
    else:
        _draw_nothing(view)
    draw_labels_found(triage)


def languages_in_words(triage: Triage) -> str:
    """In how many messages of each language that the model knows nothing was found, English last."""
    read, nothing = triage.language_counts[Group.READ], triage.language_counts[Group.NOTHING]
    codes = sorted(read, key=ENGLISH.__eq__)
    counts = [f"{nothing.get(code, 0):,} of {read[code]:,} in {BY_CODE[code].title}" for code in codes]
    return (
        f"Messages with nothing found: {listed(counts)}. The labels' accuracy figures are for English only; *Language* "
        "shows the others."
    )


def _draw_page(view: View, identification: Identification) -> None:
    with st.container(horizontal=True, vertical_alignment="center", key="queue_pages"):
        # the pages beside it: at the right the table's buttons cover them
        st.markdown(_heading(view, identification), width="content")
        page = 1
        if view.pages > 1:
            page = st.pagination(view.pages, key=f"queue_page_{view.number}", persist_state="session")
    rows = view.rows[(page - 1) * PER_PAGE : page * PER_PAGE]
    draw_table(entries(view.triage, view.order, rows), view.filters.group, f"{view.number}_{page}")


def _heading(view: View, identification: Identification) -> str:
    """How many messages follow and in which order, as Markdown made of numbers and our own words."""
    count, group = len(view.rows), view.filters.group
    order = in_words(view.order) if group.is_read else "in the order of the file"
    heading = "**1 message**." if count == 1 else f"**{count:,} messages**, each shown once, {order}."
    if group == Group.NOT_READ:
        known, english = listed([language.title for language in BY_CODE.values()]), identification.english
        heading += (
            f" As far as can be told, none is in a language that the model knows ({known}), so it **judged none "
            f"of these**: have them translated. This can be wrong: of {english.messages:,} English test messages of "
            f"{identification.minimum_words} words or more, {english.messages - english.right:,} were taken for "
            "another language."
        )
    return heading


def _draw_nothing(view: View) -> None:
    """A sentence in place of the messages, and the way to them if filters keep them back."""
    group = view.filters.group
    if not view.triage.group_counts[group].messages:
        st.info(_NONE[group], icon=":material/search_off:")
        return
    st.info("No message fits these filters.", icon=":material/search_off:")
    st.button("Clear the filters", key="queue_clear", icon=":material/filter_alt_off:", on_click=clear_filters)
