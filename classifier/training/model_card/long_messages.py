"""The section of the model card about messages that are longer than the model reads at once."""

from classifier.formatting import score
from classifier.report.figures import JoinedMessages, LongMessages, PointAverages
from classifier.report.report import Report
from classifier.training.model_card.markdown import table

_AVERAGES = ("Macro-F1", "Micro-F1")


def long_messages(report: Report) -> str:
    """What reading them whole is worth, and how the rules that combine their windows compare."""
    found = report.long_messages
    parts = (f"## Long messages\n\n{_whole(found, report.rows.test)}", _rules(found))
    return "\n\n".join(filter(None, parts))


def _whole(found: LongMessages, tested: int) -> str:
    if not found.test:
        return f"No test message is longer than the {found.limit} words that the model reads at once."
    lines = [
        ["Whole, sentence by sentence", *_scores(found.whole)],
        [f"Only the first {found.limit} words", *_scores(found.to_the_limit)],
    ]
    return (
        f"{found.test:,} of the {tested:,} test messages are longer than the {found.limit} words that the model reads "
        "at once, so small differences mean little. At the `balanced` thresholds, macro-F1 over the labels that they "
        f"carry:\n\n{table(['Read', *_AVERAGES], lines)}"
    )


def _rules(found: LongMessages) -> str:
    if not found.joined:
        return ""
    return (
        f"The rules that combine windows, compared on {found.joined:,} long messages, each made of {found.members} "
        "validation messages joined together, with every label that one of them carries:\n\n"
        f"{table(['Rule', *_AVERAGES], map(_rule, found.rules))}"
    )


def _rule(rule: JoinedMessages) -> list[str]:
    return [rule.rule, score(rule.macro_f1), score(rule.micro_f1)]


def _scores(averages: PointAverages) -> list[str]:
    return [score(averages.macro_f1), score(averages.micro_f1)]
