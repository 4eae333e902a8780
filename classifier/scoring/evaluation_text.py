"""What gold labels say about the model, as lines of text for a terminal."""

from collections.abc import Iterator, Sequence

from classifier.dataset.seen_messages import SeenMessages
from classifier.formatting import aligned, percent, score, with_interval
from classifier.labels import OUTPUTS, title
from classifier.operating_points import OPERATING_POINTS, Thresholds
from classifier.report.figures import SCORES, Estimate
from classifier.report.report import Report
from classifier.report.support import FEW_TEST_MESSAGES, SupportLevel
from classifier.scoring.disagreements import Disagreements, disagreements
from classifier.scoring.evaluation import JUDGED, Comparison, Judged, OutputEvaluation, evaluate, judged
from classifier.scoring.gold import Gold
from classifier.scoring.scored import Scored
from classifier.scoring.suggestion import FOLDS, Suggestion, Suggestions, suggest

SHOWN = 20
"""Disagreements that are printed."""

_MESSAGE = 60
"""Characters of a message that are printed."""


def lines(scored: Scored, gold: Gold, seen: SeenMessages, report: Report, thresholds: Thresholds) -> Iterator[str]:
    """Everything about the labelled rows of a scored file."""
    rows = judged(scored, gold, seen)
    yield f"{rows_in_words(rows)} Operating point: {OPERATING_POINTS[thresholds.point].title}."
    if len(rows):
        for part in (
            scores(evaluate(rows, report, thresholds)),
            likely_errors(disagreements(rows, thresholds), scored),
            thresholds_again(suggest(rows, thresholds)),
        ):
            yield ""
            yield from part


def rows_in_words(judged: Judged) -> str:
    """How many rows are judged, and why the others are not."""
    left_out = (
        (judged.seen, "whose message the model was trained or validated on"),
        (judged.unlabelled, "without a gold label"),
        (judged.blank, "without a message"),
    )
    reasons = [f"{count:,} {why}" for count, why in left_out if count]
    rest = f" Left out: {'; '.join(reasons)}." if reasons else ""
    again = f" {judged.repeated:,} of them repeat the message of another row." if judged.repeated else ""
    count = {0: "No labelled row is", 1: "1 labelled row is"}.get(len(judged), f"{len(judged):,} labelled rows are")
    return f"{count} judged.{again}{rest}"


def scores(outputs: Sequence[OutputEvaluation]) -> Iterator[str]:
    """A line for each output: its scores on these rows with intervals, the held-out ones, and what differs."""
    header = ["", "Rows", *(words for name in JUDGED for words in (SCORES[name], "held out")), ""]
    yield from aligned([header, *(_row(one) for one in outputs)], left=(0, len(header) - 1))
    yield ""
    yield (
        "Held out: the figures on the model's test messages. * differs from them by more than chance (5 % false "
        "discoveries, Benjamini-Hochberg over all lines; Fisher's exact test, average precision by standard errors)."
    )
    yield (
        "In brackets 95 % intervals: Wilson's, for average precision from its standard error. Precision, F1 and "
        "average precision also move with how common a label is."
    )


def why_not_judged(output: OutputEvaluation) -> str:
    """Why an output is not compared, in a few words; nothing if it is."""
    if output.level != SupportLevel.ENOUGH:
        return f"too few rows carry it (under {FEW_TEST_MESSAGES})"
    return "" if output.is_judged else f"too few test messages carried it (under {FEW_TEST_MESSAGES})"


def likely_errors(found: Disagreements, scored: Scored) -> Iterator[str]:
    """The first disagreements, a line each."""
    yield f"People and the model disagree on {len(found):,} labels; the likeliest label errors first:"
    rows = [["Row", "Label", "People", "Model", "Confidence", "Message"]]
    for i in range(min(SHOWN, len(found))):
        name = OUTPUTS[found.outputs[i]]
        message = scored.messages[int(found.rows[i])].as_py()
        said = [str(found.given[i]), str(found.found[i]), percent(float(found.confidence[i]))]
        rows.append([f"{found.rows[i] + 1:,}", title(name), *said, _one_line(message)])
    yield from aligned(rows, left=(1, 5))
    yield "Rows are counted from 1 without the header. Confidence is what the model gives to people being wrong."


def thresholds_again(found: Suggestions) -> Iterator[str]:
    """A line for each label with enough rows: the threshold that these rows suggest, and what it is worth."""
    if not found.labels:
        yield f"No label has {FEW_TEST_MESSAGES} rows: too few to choose thresholds again."
        return
    yield "Thresholds chosen again on these rows, only a suggestion: nothing uses them."
    header = ["", "Threshold", "suggested", "F1", "cross-fitted", "difference (95 %)", ""]
    yield from aligned([header, *(_suggestion(one) for one in found.labels)], left=(0, 6))
    yield (
        f"Cross-fitted: each of {FOLDS} parts at the threshold that is best on the others. If all were followed, the "
        f"mean F1 of these labels would change by {_signed(found.gain)}."
    )


def verdict(one: Suggestion) -> str:
    """What cross-fitting says about a suggestion, in a word or two."""
    if not one.differs:
        return "no clear difference"
    return "better" if one.is_better else "worse"


def _row(output: OutputEvaluation) -> list[str]:
    cells = [cell for name in JUDGED for cell in _cells(output.scores[name])]
    return [output.title, f"{output.support:,}", *cells, why_not_judged(output)]


def _cells(one: Comparison) -> tuple[str, str]:
    mark = "*" if one.differs else " "
    return with_interval(one.here.value, one.here.interval, 2), f"{score(one.held_out.value, 2)}{mark}"


def _suggestion(one: Suggestion) -> list[str]:
    thresholds = percent(one.threshold), percent(one.suggested)
    figures = score(one.f1, 2), score(one.cross_fitted, 2), _signed(one.gain)
    return [one.title, *thresholds, *figures, verdict(one)]


def _signed(difference: Estimate) -> str:
    low, high = difference.interval or (0.0, 0.0)
    return f"{difference.value or 0.0:+.3f} ({low:+.3f} to {high:+.3f})".replace("-", "−")


def _one_line(message: str) -> str:
    """The beginning of a message, without what a terminal would carry out."""
    shown = " ".join("".join(sign if sign.isprintable() else " " for sign in message[: 4 * _MESSAGE]).split())
    return shown if len(shown) <= _MESSAGE else f"{shown[: _MESSAGE - 1]}…"
