"""The typed reader of assets/metrics.json: held-out figures as tables for people and pages (no TensorFlow)."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from classifier.labels import BINARY_LABELS, BY_NAME, FEW_TEST_MESSAGES, RELATED_CLASSES, title
from classifier.metrics_file import FILE, read
from classifier.metrics_rows import METRICS, baseline_row, metric_row, with_intervals
from classifier.record import Record, at

POINTS: tuple[str, ...] = ("balanced", "recall", "precision", "half")
"""Operating points; the first three are the classifier's own thresholds, the last is 0.5 for all."""

MEASURED, FEW, NONE = "measured", "few test messages", "no positive example"
"""What a label's figures rest on: enough test messages, fewer than 30, none at all."""

_FIGURES, _COUNTS = (
    ("precision", "recall", "f1"),
    ("true_positives", "false_positives", "false_negatives", "true_negatives"),
)


@dataclass(frozen=True)
class Report:
    """The content of metrics.json (`raw`), checked, and tables of it with one row a thing."""

    raw: Mapping[str, Any]

    @classmethod
    def load(cls, directory: Path | str = "assets", model_sha256: str | None = None) -> "Report":
        """Read and check the directory's metrics.json.

        With `model_sha256` also checks that the figures were measured on that model. Raises
        ArtifactError: what is wrong, in which file, and the command that mends it.
        """
        return cls(read(Path(directory) / FILE, model_sha256))

    def labels(self, point: str = "balanced") -> pd.DataFrame:
        """One row a binary label, in BINARY_LABELS order.

        Columns: name, title, group, meaning, evidence (MEASURED, FEW or NONE); supports train,
        validation, test; prevalence, average_precision, roc_auc, brier, ece; at the operating
        point: threshold, precision, recall, f1, true_positives, false_positives,
        false_negatives, true_negatives. average_precision, roc_auc, precision, recall and f1 have
        95 % intervals beside them: <column>_low and <column>_high. NaN where undefined.
        """
        table = pd.DataFrame([self._label_row(name, point) for name in BINARY_LABELS])
        text = ["name", "title", "group", "meaning", "evidence"]
        return table.astype({column: float for column in table if column not in text and table[column].dtype == object})

    def evidence(self, label: str) -> str:
        """What a label's figures rest on: MEASURED, FEW or NONE."""
        support = self.raw["labels"][label]["support"]
        if not sum(support.values()):
            return NONE
        return MEASURED if support["test"] >= FEW_TEST_MESSAGES else FEW

    def record(self, label: str, threshold: float) -> Record:
        """A label's held-out record at any threshold in 0..1, read off the curve."""
        return at(self.curve(label), threshold, self.raw["labels"][label]["support"]["test"], self.raw["rows"]["test"])

    def curve(self, label: str) -> pd.DataFrame:
        """At most 101 rows, rising threshold: threshold, precision, recall, f1, flagged (shares of 1)."""
        table = pd.DataFrame(self.raw["labels"][label]["curve"], dtype=float)
        total = table["precision"] + table["recall"]
        table["f1"] = (2 * table["precision"] * table["recall"] / total).where(total > 0, 0.0 * table["recall"])
        return table[["threshold", "precision", "recall", "f1", "flagged"]]

    def reliability(self, label: str) -> pd.DataFrame:
        """At most 15 bins: mean probability, observed share of positives, count of test messages."""
        return pd.DataFrame(self.raw["labels"][label]["reliability"])

    def overall(self) -> pd.DataFrame:
        """One row a metric of METRICS: metric, title, value, low, high, at_half (NaN for mAP and related)."""
        return pd.DataFrame([metric_row(metric, self.raw["overall"][metric]) for metric in METRICS])

    def related(self) -> pd.DataFrame:
        """One row a class: class (0, 1, 2), name, train, validation, test, precision, recall, f1, _low and _high."""
        related = self.raw["related"]
        return pd.DataFrame(
            [
                {
                    "class": i,
                    "name": RELATED_CLASSES[i],
                    **{part: counts[i] for part, counts in related["support"].items()},
                    **with_intervals(figures, _FIGURES),
                }
                for i, figures in enumerate(related["classes"])
            ]
        )

    def confusion(self) -> pd.DataFrame:
        """The 3x3 confusion of `related`, one row a cell: true, predicted (class names), count, share of true."""
        counts = np.array(self.raw["related"]["confusion"])
        rows = [
            (RELATED_CLASSES[i], RELATED_CLASSES[j], counts[i, j], counts[i, j] / max(1, counts[i].sum()))
            for i in range(3)
            for j in range(3)
        ]
        return pd.DataFrame(rows, columns=["true", "predicted", "count", "share"])

    def baselines(self) -> pd.DataFrame:
        """The shipped model (name "shipped") and its peers, one row a system and metric that is known.

        Columns: name, system (title), source, note, metric, metric_title, value, low, high,
        at_half, and shipped minus this system: difference, difference_low, difference_high.
        """
        shipped = {
            "name": "shipped",
            "title": "This model",
            "source": "measured on these test messages",
            "note": "",
            "overall": self.raw["overall"],
            "difference": None,
        }
        rows = [
            baseline_row(system, metric)
            for system in (shipped, *self.raw["baselines"])
            for metric in METRICS
            if metric in system["overall"]
        ]
        return pd.DataFrame(rows)

    def cooccurrence(self) -> pd.DataFrame:
        """How often outputs meet, one row a pair: label, other (names), count, share of the label's messages."""
        names = self.raw["dataset"]["cooccurrence"]["labels"]
        counts = np.array(self.raw["dataset"]["cooccurrence"]["counts"])
        share = counts / np.maximum(1, counts.diagonal())[:, None]
        i, j = np.indices(counts.shape).reshape(2, -1)
        return pd.DataFrame(
            {"label": np.take(names, i), "other": np.take(names, j), "count": counts.ravel(), "share": share.ravel()}
        )

    def confusions(self, label: str) -> tuple[int, pd.DataFrame]:
        """What is raised instead: how many test messages that carry the label are missed at `balanced`,
        and which labels are flagged wrongly on those: label, title, count, most frequent first."""
        entry = self.raw["confusions"][label]
        rows = [(item["label"], title(item["label"]), item["count"]) for item in entry["instead"]]
        return entry["missed"], pd.DataFrame(rows, columns=["label", "title", "count"])

    def genres(self) -> pd.DataFrame:
        """One row a genre: genre, rows, test_rows and the metrics of METRICS on that genre's test messages."""
        return pd.DataFrame([{"genre": genre, **figures} for genre, figures in self.raw["genres"].items()])

    def creole(self) -> pd.DataFrame:
        """One row a label with enough untranslated test originals: name, title, support, and the average
        precision on the originals (average_precision) and on their English translations (english)."""
        columns = ["name", "support", "average_precision", "english"]
        table = pd.DataFrame(self.raw["languages"]["creole"]["labels"], columns=columns)
        table.insert(1, "title", table["name"].map(title))
        return table

    def other_splits(self) -> pd.DataFrame:
        """The same recipe trained and measured on other splits, one row a seed: seed and the overall metrics."""
        return pd.DataFrame(self.raw["other_splits"], columns=["seed", *METRICS])

    def related_counts(self) -> pd.DataFrame:
        """All messages by class of `related`: class, name, count."""
        counts = self.raw["dataset"]["related"]
        return pd.DataFrame({"class": range(3), "name": RELATED_CLASSES, "count": counts})

    def lengths(self) -> pd.DataFrame:
        """All messages by length in words, one row a bin: low, high (exclusive), count."""
        edges, counts = (self.raw["dataset"]["lengths"][key] for key in ("edges", "counts"))
        return pd.DataFrame({"low": edges[:-1], "high": edges[1:], "count": counts})

    def _label_row(self, name: str, point: str) -> dict[str, Any]:
        entry, label = self.raw["labels"][name], BY_NAME[name]
        at = entry["points"][point]
        return {
            "name": name,
            "title": label.title,
            "group": label.group,
            "meaning": label.meaning,
            "evidence": self.evidence(name),
            **entry["support"],
            **{key: entry[key] for key in ("prevalence", "brier", "ece")},
            **with_intervals(entry, ("average_precision", "roc_auc")),
            "threshold": at["threshold"],
            **with_intervals(at, _FIGURES),
            **{key: at[key] for key in _COUNTS},
        }
