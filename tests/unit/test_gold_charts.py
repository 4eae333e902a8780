"""The charts and sentences about labelled rows."""

from typing import Any

from classifier.charts import gold_scores, suggested_thresholds
from classifier.report.figures import Estimate
from classifier.report.support import SupportLevel
from classifier.scoring.evaluation import Comparison, OutputEvaluation
from classifier.scoring.suggestion import Suggestion, Suggestions
from classifier.ui.batch.gold_scores import differing_first, in_words, table
from classifier.ui.batch.suggested_thresholds import in_words as worth_in_words


def output(title: str, here: float | None, adjusted: float | None, support: int = 50) -> OutputEvaluation:
    """An output whose scores are all the same; 0.6 held out."""
    interval = None if here is None else (here - 0.1, here + 0.1)
    one = Comparison(Estimate(here, interval), Estimate(0.6, (0.5, 0.7)), adjusted)
    scores = dict.fromkeys(("f1", "precision", "recall", "average_precision"), one)
    return OutputEvaluation(title.lower(), title, 500, support, 200, SupportLevel.ENOUGH, scores)


OUTPUTS = (
    output("Food", 0.62, 0.9),
    output("Shops", 0.3, None, support=1),
    output("Water", 0.4, 0.01),
    output("Fire", 0.85, 0.04),
    output("Tools", None, None, support=0),
)


def rows(chart: Any) -> list[dict[str, Any]]:
    """The rows that fill a chart."""
    (found,) = (list(data) for data in chart.to_dict()["datasets"].values() if "Measured on" in data[0])
    return found


def test_each_output_has_a_mark_for_these_rows_and_one_for_the_held_out_messages() -> None:
    found = rows(gold_scores.chart(OUTPUTS[:2], "f1"))
    assert [(row["Label"], row["Measured on"], row["Score"]) for row in found] == [
        ("Food", gold_scores.HERE, 0.62),
        ("Food", gold_scores.HELD_OUT, 0.6),
        ("Shops", gold_scores.HERE, 0.3),
        ("Shops", gold_scores.HELD_OUT, 0.6),
    ]


def test_a_word_says_what_differs_and_which_rows_are_too_few() -> None:
    notes = [row["Note"] for row in rows(gold_scores.chart(OUTPUTS, "f1")) if row["Measured on"] == gold_scores.HERE]
    assert notes == ["0.62", "1 row: too few", "0.40 lower", "0.85 higher", "0 rows: too few"]


def test_the_chart_says_in_words_how_many_differ() -> None:
    assert "2 differ by more than chance" in gold_scores.chart(OUTPUTS, "f1").to_dict()["description"]


def test_what_differs_comes_first_and_too_few_rows_last() -> None:
    assert [one.title for one in differing_first(OUTPUTS, "f1")] == ["Fire", "Water", "Food", "Shops", "Tools"]


def test_the_sentence_names_what_differs() -> None:
    words = in_words(OUTPUTS, "f1")
    assert "2 of 3 outputs differ from their held-out F1" in words
    assert "Fire higher (0.85, held out 0.60) and Water lower (0.40, held out 0.60)" in words
    assert "2 are not judged: fewer than 30 rows or test messages carry them." in words


def test_the_sentence_says_where_nothing_differs_or_nothing_can_be_compared() -> None:
    assert "No difference beyond chance" in in_words(OUTPUTS[:1], "f1")
    assert "No F1 can be compared" in in_words(OUTPUTS[1:2], "f1")
    assert "1 is not judged: fewer than 30 rows or test messages carry it." in in_words(OUTPUTS[1:2], "f1")
    assert "the average precision of 1 output on" in in_words(OUTPUTS[:1], "average_precision")


def test_the_table_has_every_output_with_its_intervals_and_why_it_is_not_judged() -> None:
    found = table(OUTPUTS).set_index("Label")
    assert list(found.index) == ["Food", "Shops", "Water", "Fire", "Tools"]
    assert found.loc["Water", "F1, 95 % interval"] == "0.300 to 0.500"
    assert found.loc["Water", "Recall, difference"] == "lower"
    assert found.loc["Shops", "Not judged"] == "too few rows carry it (under 30)"


def suggestion(title: str, gain: float, adjusted: float) -> Suggestion:
    """A threshold of 30 % that is to become 20 %."""
    change = Estimate(gain, (gain - 0.05, gain + 0.05))
    return Suggestion(title.lower(), title, 40, 0.3, 0.2, 0.5, 0.5 + gain, change, adjusted)


def test_the_chart_of_thresholds_says_from_where_to_where() -> None:
    spec = suggested_thresholds.chart([suggestion("Water", 0.1, 0.01), suggestion("Food", -0.2, 0.6)]).to_dict()
    (found,) = (data for data in spec["datasets"].values() if "Note" in data[0])
    assert [(row["Note"].replace("\u00a0", " "), row["Clear"]) for row in found] == [
        ("30 % → 20 %", True),
        ("30 % → 20 %", False),
    ]
    assert "1 gain by more than chance" in spec["description"]


def test_gains_and_losses_are_told_apart_from_chance() -> None:
    some = (suggestion("Water", 0.1, 0.01), suggestion("Food", -0.2, 0.01), suggestion("Fire", 0.3, 0.5))
    words = worth_in_words(Suggestions(some, Estimate(-0.01, (-0.03, 0.01))))
    assert "A clear gain for **Water**; a clear loss for Food." in words
    assert "**−0.010** (95 % interval −0.030 to +0.010)" in words
    assert "No clear gain" in worth_in_words(Suggestions(some[2:], Estimate(0.3, (0.2, 0.4))))
