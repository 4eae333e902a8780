"""How probable a label is in all messages that the model read, and where its threshold is."""

import streamlit as st

from classifier.charts import label_histogram as charts
from classifier.labels import BINARY_LABELS, LEARNABLE, title
from classifier.scoring.triage import Group, Triage
from classifier.ui.shared.label_choice import choose_label

LABEL = "queue_histogram_label"
"""The session's key of the label."""

_FIRST_LABEL = "search_and_rescue"


def draw_histogram(triage: Triage) -> None:
    """Draw the histogram of a label, with its numbers as a table one click away."""
    label = choose_label(LEARNABLE, LABEL, _FIRST_LABEL)
    read = triage.members(Group.READ)
    if not read.any():
        st.info("There is no message that the model could read.", icon=":material/search_off:")
        return
    probabilities = triage.scored.probabilities[read, BINARY_LABELS.index(label)]
    bins = charts.bins(probabilities, triage.thresholds[label])
    st.markdown(charts.in_words(bins, title(label), triage.thresholds[label]))
    rows = charts.rows(bins)
    st.vega_lite_chart(rows, charts.chart(bins, title(label), triage.thresholds[label]), key="queue_histogram")
    twin = st.expander("As a table", icon=":material/table:", key="queue_histogram_twin", on_change="rerun")
    if twin.open:
        with twin:
            st.dataframe(
                rows[charts.SHOWN], hide_index=True, key="queue_histogram_table", alt=f"Probabilities of {title(label)}"
            )
