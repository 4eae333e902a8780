"""The three classes of `related` as bars."""

from classifier.charts import related
from classifier.report.evidence import Evidence
from classifier.ui.classify.chart import draw


def draw_related(evidence: Evidence) -> None:
    """One bar per class."""
    draw(related.CHART, related.rows(evidence), "related_bars")
