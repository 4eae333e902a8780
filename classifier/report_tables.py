"""Report -> the tables and sentences that stand beside its charts (no Streamlit, no TensorFlow)."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from classifier.labels import BINARY_LABELS, FEW_TEST_MESSAGES, title
from classifier.metrics_rows import METRICS
from classifier.report import FEW, MEASURED, NONE, POINTS, Report

SCORES: dict[str, str] = {
    "f1": "F1",
    "precision": "Precision",
    "recall": "Recall",
    "average_precision": "Average precision",
    "roc_auc": "ROC AUC",
}
"""Per-label scores with intervals. The first three depend on the operating point."""


def with_messages(labels: pd.DataFrame) -> pd.DataFrame:
    """`Report.labels()` with a column `messages`, the three parts together, most frequent label first."""
    messages = labels[["train", "validation", "test"]].sum(axis=1)
    return labels.assign(messages=messages).sort_values("messages", ascending=False, kind="stable")


def readable(labels: pd.DataFrame) -> pd.DataFrame:
    """`Report.labels()` without the figures that say little: NaN where test messages are too few."""
    table = labels.copy()
    table.loc[table["evidence"] != MEASURED, [*SCORES, "brier", "ece"]] = np.nan
    return table


def untrusted(labels: pd.DataFrame) -> pd.DataFrame:
    """Labels with few or no test messages: title, test, evidence and each score as an interval in words."""
    table = labels[labels["evidence"] != MEASURED].sort_values("test", ascending=False)
    words = {score: [in_words(row, score) for row in table.to_dict("records")] for score in SCORES}
    return table[["title", "test", "evidence"]].assign(**words)


def intervals(labels: pd.DataFrame, score: str) -> pd.DataFrame:
    """One score of each label, best first: title, test, evidence, the score and, in words, its interval."""
    words = [in_words(row, score) for row in labels.to_dict("records")]
    table = readable(labels).assign(words=words).sort_values(score, ascending=False, na_position="last")
    return table[["title", "test", "evidence", score, "words"]]


def related_classes(report: Report) -> pd.DataFrame:
    """The classes of `related` with their figures, evidence as for labels, and the F1's interval in words."""
    table = report.related()
    table["evidence"] = np.where(table["test"] < FEW_TEST_MESSAGES, FEW, MEASURED)
    table["words"] = [f"{row['f1_low']:.2f} to {row['f1_high']:.2f}" for row in table.to_dict("records")]
    return table


def all_points(report: Report) -> pd.DataFrame:
    """Every label at every operating point, as `Report.labels()` with a column `point` in front; for download."""
    tables = [report.labels(point) for point in POINTS]
    for table, point in zip(tables, POINTS, strict=True):
        table.insert(1, "point", point)
    return pd.concat(tables, ignore_index=True)


def operating_points(report: Report, label: str) -> pd.DataFrame:
    """A label at each of POINTS: point, threshold, precision, recall, f1 (NaN where undefined), and three counts."""
    entry, figures = report.raw["labels"][label]["points"], ("threshold", "precision", "recall", "f1")
    counts = ("true_positives", "false_positives", "false_negatives")
    rows = [{"point": point, **{key: entry[point][key] for key in (*figures, *counts)}} for point in POINTS]
    return pd.DataFrame(rows).astype(dict.fromkeys(figures, float))


def with_wilson(bins: pd.DataFrame) -> pd.DataFrame:
    """Reliability bins with the 95 % Wilson interval of the observed share: columns low and high."""
    z, n, p = 1.96, bins["count"], bins["observed"]
    centre, spread = p + z**2 / (2 * n), z * np.sqrt(p * (1 - p) / n + z**2 / (4 * n**2))
    low, high = (centre - spread) / (1 + z**2 / n), (centre + spread) / (1 + z**2 / n)
    return bins.assign(low=low.clip(0, 1), high=high.clip(0, 1))


def systems(report: Report) -> pd.DataFrame:
    """All systems by all metrics: system, one column a metric of METRICS (NaN where unknown), source, note."""
    table = report.baselines()
    wide = table.pivot(index="name", columns="metric", values="value").reindex(columns=list(METRICS))
    about = table.drop_duplicates("name").set_index("name")[["system", "source", "note"]]
    return about.join(wide).reset_index(drop=True)[["system", *METRICS, "source", "note"]]


def differences(report: Report, metric: str) -> list[str]:
    """The paired difference to each peer that was scored on the same messages, a Markdown sentence each."""
    table = report.baselines()
    table = table[table["metric"] == metric].dropna(subset=["difference", "difference_low", "difference_high"])
    table = table.sort_values("difference")
    return [_difference(row) for row in table.to_dict("records")]


def splits(report: Report) -> pd.DataFrame:
    """The metrics on the shipped split and on others, one row a split: seed and one column a metric of METRICS."""
    shipped = {"seed": report.raw["split_seed"], **{key: report.raw["overall"][key]["value"] for key in METRICS}}
    return pd.concat([pd.DataFrame([shipped]), report.other_splits()], ignore_index=True)


def mistaken(report: Report, labels: Sequence[str]) -> pd.DataFrame:
    """What is raised where one of `labels` is missed: missed, raised (titles), count, share of the missed."""
    rows = []
    for label in labels:
        missed, instead = report.confusions(label)
        rows += [
            (title(label), row["title"], row["count"], row["count"] / max(1, missed))
            for row in instead.to_dict("records")
        ]
    return pd.DataFrame(rows, columns=["missed", "raised", "count", "share"])


def silent_accuracy(report: Report) -> float:
    """The accuracy of a system that never flags anything: its share of right decisions over 35 x test messages."""
    positives = sum(report.raw["labels"][name]["support"]["test"] for name in BINARY_LABELS)
    return 1 - positives / (len(BINARY_LABELS) * report.raw["rows"]["test"])


def in_words(row: dict[str, Any], score: str) -> str:
    """A score of one row of `Report.labels()` with its interval; only the interval where test messages are few."""
    if row["evidence"] == NONE:
        return "not measurable"
    if pd.isna(row[score]) or pd.isna(row[f"{score}_low"]):
        return "not defined: nothing flagged"
    return f"{row[f'{score}_low']:.2f} to {row[f'{score}_high']:.2f}"


def _difference(row: dict[str, Any]) -> str:
    by, low, high = row["difference"], row["difference_low"], row["difference_high"]
    digits = 2 if row["metric"] == "article_total" else 3
    span = f"{abs(by):.{digits}f} (95 % interval of the difference: {low:+.{digits}f} to {high:+.{digits}f})"
    if low > 0:
        return f"**Ahead** of {row['system']} by {span}."
    if high < 0:
        return f"**Behind** {row['system']} by {span}."
    return f"**Level** with {row['system']}: the difference of {span} may be chance."
