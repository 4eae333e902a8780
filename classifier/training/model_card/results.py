"""The sections of the model card about how well the model does; `systems` is also the README's table."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from classifier.labels import RELATED_MEANINGS
from classifier.metrics_rows import METRICS
from classifier.report import MEASURED, Report
from classifier.training.markdown import UNDEFINED, count, number, percent, table, with_interval

_INTERVAL = {"low": "value_low", "high": "value_high"}
_MARKS = {"printed in the article": " [a]", "measured once": " [b]"}
_NOTES = (
    "[a] printed in the article, decided at 0.5; [b] measured once on these messages, without intervals. The article "
    "total is the sum over the 36 outputs of F1 averaged over each output's classes; `child_alone` has no positive "
    "example and contributes a meaningless 1.00 to every total."
)


def results(report: Report) -> str:
    """The overall metrics beside the peers', and whether the lead over the linear model is real."""
    return "## Results\n\n" + systems(report)


def systems(report: Report) -> str:
    """The table of systems and the notes under it."""
    rows = report.baselines()
    lines = [_system_cells(rows[rows["name"] == name]) for name in rows["name"].unique()]
    notes = (
        f"{count(report.raw['rows']['test'])} test messages, thresholds from validation, 95 % intervals in brackets. "
        f"{_NOTES}"
    )
    parts = [table(["System", *METRICS.values()], lines), notes, _lead(rows), _at_half(report)]
    return "\n\n".join(filter(None, parts))


def labels(report: Report) -> str:
    """Every label with its support, and the best and worst ones in words."""
    found = report.labels().sort_values("test", ascending=False, kind="stable")
    lines = [_label_cells(row) for row in found.to_dict("records")]
    head = ["Label", "Test messages", "Prevalence", "Average precision", "Precision", "Recall", "F1", "ECE"]
    return (
        "## Label by label\n\n" + _best_and_worst(found) + "\n\n" + table(head, lines) + "\n\n"
        "Precision, recall and F1 at the `balanced` thresholds. Labels with fewer than 30 test messages are marked "
        "\\*: their figures are too uncertain to act on. `child_alone` has no positive example anywhere: nothing "
        "can be learned or measured for it."
    )


def related(report: Report) -> str:
    """The three classes of `related`."""
    lines = [
        [
            f"{row['class']} {row['name']}: {RELATED_MEANINGS[row['class']]}",
            count(row["test"]),
            *(with_interval(row, key) for key in ("precision", "recall", "f1")),
        ]
        for row in report.related().to_dict("records")
    ]
    return "## `related`\n\n" + table(["Class", "Test messages", "Precision", "Recall", "F1"], lines)


def calibration(report: Report) -> str:
    """How far the probabilities can be taken at their word."""
    found = report.labels()
    frequent = found[found["test"] >= 100].sort_values("ece").to_dict("records")
    largest = [
        f"; the largest of a label with at least 100 test messages is {number(row['ece'])} ({row['title']})"
        for row in frequent[-1:]
    ]
    return (
        "## Calibration\n\n"
        "Probabilities are calibrated on validation messages, each label by itself (Platt scaling); then no label "
        "stays more probable than the one that it implies. Expected calibration error (15 equal-mass bins): "
        f"{number(report.raw['overall']['ece']['value'])} over all decisions{''.join(largest)}."
    )


SECTIONS = (results, labels, related, calibration)


def score(row: Mapping[str, Any], metric: str, key: str = "value") -> str:
    """One overall metric in its usual digits, with its interval if the row has one."""
    return with_interval(row, key, 2 if metric == "article_total" else 3)


def _system_cells(rows: pd.DataFrame) -> list[str]:
    first = rows.iloc[0]
    known = {row["metric"]: score(row, row["metric"]) for row in rows.rename(columns=_INTERVAL).to_dict("records")}
    title = f"**{first['system']}**" if first["name"] == "shipped" else first["system"]
    return [title + _MARKS.get(first["source"], ""), *(known.get(metric, UNDEFINED) for metric in METRICS)]


def _lead(rows: pd.DataFrame) -> str:
    """The paired differences in words."""
    paired = rows.dropna(subset=["difference"])
    if paired.empty:
        return ""
    parts = [
        f"{row['metric_title']} {'+' if row['difference'] >= 0 else ''}{score(row, row['metric'], 'difference')}"
        for row in paired.to_dict("records")
    ]
    unsure = paired.loc[paired["difference_low"] <= 0, "metric_title"].tolist()
    verdict = f"not beyond doubt for {', '.join(unsure)}" if unsure else "none of the five intervals reaches 0"
    return (
        f"This model minus {paired['system'].iloc[0]}, paired bootstrap over the same test messages: "
        f"{', '.join(parts)}; {verdict}."
    )


def _at_half(report: Report) -> str:
    """The same model with every threshold at 0.5."""
    rows = report.overall().dropna(subset=["at_half"]).to_dict("records")
    return (
        "With 0.5 as every threshold instead: "
        + ", ".join(f"{row['title']} {score(row, row['metric'], 'at_half')}" for row in rows)
        + "."
    )


def _best_and_worst(found: pd.DataFrame, most: int = 6) -> str:
    """The labels with the highest and the lowest F1 among those with enough test messages."""
    ranked = found[found["evidence"] == MEASURED].sort_values("f1", ascending=False)
    best, worst = (
        ", ".join(f"{row['title']} ({number(row['f1'], 2)})" for row in part.to_dict("records"))
        for part in (ranked.head(most), ranked.tail(most).iloc[::-1])
    )
    return f"Good at, by F1: {best}. Bad at: {worst}."


def _label_cells(row: Mapping[str, Any]) -> list[str]:
    title = row["title"] if row["evidence"] == MEASURED else f"{row['title']} \\*"
    ranges = [with_interval(row, key, 2) for key in ("average_precision", "precision", "recall", "f1")]
    return [title, count(row["test"]), percent(row["prevalence"]), *ranges, number(row["ece"])]
