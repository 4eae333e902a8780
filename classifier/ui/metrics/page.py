"""The page *Data and metrics*: the evidence behind every number, all of it from metrics.json."""

import streamlit as st

from classifier.ui.metrics.address import SECTION, Section
from classifier.ui.resources import IMPORTING, get_report
from classifier.ui.shared.artifact_errors import artifact_errors_shown
from classifier.ui.shared.choice import as_they_are, choose

with IMPORTING:
    from classifier.ui.metrics import (
        address,
        comparison,
        confusion,
        cooccurrence,
        distributions,
        downloads,
        identification,
        imbalance,
        label_scores,
        languages,
        long_messages,
        one_label,
        overview,
        raised_instead,
        robustness,
    )

PARTS = {
    Section.OVERVIEW: (overview.draw,),
    Section.COMPARISON: (comparison.draw,),
    Section.DATA_SET: (imbalance.draw, distributions.draw, cooccurrence.draw),
    Section.LABELS: (label_scores.draw,),
    Section.ONE_LABEL: (one_label.draw,),
    Section.CONFUSIONS: (confusion.draw, raised_instead.draw),
    Section.LANGUAGES: (languages.draw, identification.draw),
    Section.ROBUSTNESS: (robustness.draw, long_messages.draw),
}

st.title("Data and metrics")
with artifact_errors_shown():
    report = get_report()
overview.draw_provenance(report)
known = address.follow()
section = choose("Section", as_they_are(*Section), SECTION.key, SECTION.default, on_change=address.write, persist=None)
if not known:
    st.warning(
        "This link names a section or a choice that does not exist; what stands in for it is below.",
        icon=":material/link_off:",
    )
for draw in PARTS[Section(section)]:
    draw(report)
downloads.draw(report)
