"""How sure a figure is, and whether two of them differ by more than chance: intervals and tests, in NumPy."""

import math
from collections.abc import Sequence

import numpy as np

from classifier.report.figures import Estimate, Interval
from classifier.report.metrics import average_precision, average_precision_error
from classifier.report.wilson import wilson_interval

Z = 1.96
FALSE_DISCOVERIES = 0.05
"""The share of the marked differences that may be chance, on average (Benjamini and Hochberg 1995)."""

_NEAR = 1e-3
"""Shares nearer to 0 or 1 count as this near, where their log-odds would be infinite."""


def share_estimate(part: int, others: int) -> Estimate:
    """The share of a part beside the others, with its Wilson interval; undefined of none."""
    whole = part + others
    return Estimate(part / whole, wilson_interval(part / whole, whole)) if whole else Estimate(None)


def f1_estimate(hits: int, others: int) -> Estimate:
    """F1 with its interval; `others` are false alarms and misses.

    F1 is 2s / (1 + s), where s is the share of the hits among rows that people or the model flag, so the Wilson
    interval of s gives that of F1.
    """
    share = share_estimate(hits, others)
    if share.value is None or share.interval is None:
        return Estimate(None)
    low, high = share.interval
    return Estimate(_f1_of(share.value), (_f1_of(low), _f1_of(high)))


def average_precision_estimate(truth: np.ndarray, scores: np.ndarray) -> Estimate:
    """Average precision with an interval that is symmetric in log-odds; undefined unless some are true and some not.

    Where every positive comes first, its standard error is 0, and the interval is that of a share of the positives.
    """
    if truth.all() or not truth.any():
        return Estimate(None)
    value, error = average_precision(truth, scores), average_precision_error(truth, scores)
    if error == 0 or value >= 1 - _NEAR:
        return Estimate(value, wilson_interval(value, int(truth.sum())))
    spread = Z * error / (value * (1 - value))
    low, high = (1 / (1 + math.exp(-(_log_odds(value) + sign * spread))) for sign in (-1, 1))
    return Estimate(value, (low, high))


def same_share(part: int, others: int, held_out_part: int, held_out_others: int) -> float:
    """Fisher's exact test, two-sided: the p-value of two shares being the same in truth."""
    rows, all_parts = part + others, part + held_out_part
    total = rows + held_out_part + held_out_others
    logs = np.concatenate([[0.0], np.cumsum(np.log(np.arange(1, total + 1)))])

    def ways(whole: int, taken: np.ndarray) -> np.ndarray:
        return logs[whole] - logs[taken] - logs[whole - taken]

    parts = np.arange(max(0, all_parts - (total - rows)), min(rows, all_parts) + 1)
    chances = np.exp(ways(rows, parts) + ways(total - rows, all_parts - parts) - ways(total, np.array(all_parts)))
    as_unlikely = chances <= chances[part - parts[0]] * (1 + 1e-7)
    return float(min(1.0, chances[as_unlikely].sum()))


def same_score(one: Interval, one_value: float, other: Interval, other_value: float) -> float:
    """The p-value of two independent scores being the same in truth, from their 95 % intervals, in log-odds."""
    errors = [(_log_odds(high) - _log_odds(low)) / (2 * Z) for low, high in (one, other)]
    return two_sided(_log_odds(one_value) - _log_odds(other_value), math.hypot(*errors))


def two_sided(difference: float, error: float) -> float:
    """The p-value of a normal difference with this standard error being 0 in truth."""
    return math.erfc(abs(difference) / error / math.sqrt(2)) if error else float(difference == 0)


def benjamini_hochberg(values: Sequence[float]) -> list[float]:
    """Adjusted p-values: of those at most q, a share of q is chance on average."""
    p = np.asarray(values, float)
    if not len(p):
        return []
    order = np.argsort(p)
    steps = p[order] * len(p) / np.arange(1, len(p) + 1)
    adjusted = np.empty_like(p)
    adjusted[order] = np.minimum.accumulate(steps[::-1])[::-1].clip(0, 1)
    return [float(one) for one in adjusted]


def _f1_of(share: float) -> float:
    return 2 * share / (1 + share)


def _log_odds(share: float) -> float:
    kept = min(max(share, _NEAR), 1 - _NEAR)
    return math.log(kept / (1 - kept))
