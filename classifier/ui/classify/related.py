"""The three classes of `related` as bars."""

from collections.abc import Sequence

from classifier.charts import related
from classifier.report.evidence import ClassEvidence
from classifier.ui.classify.chart import draw


def draw_related(classes: Sequence[ClassEvidence]) -> None:
    """One bar per class."""
    draw(related.CHART, related.rows(classes), "related_bars")
