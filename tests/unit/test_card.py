"""The model card and the README's results say what the measured figures say, and nothing older."""

from dataclasses import replace
from pathlib import Path

import msgspec
import pytest

from classifier import artifacts
from classifier.artifacts import VectorSource
from classifier.errors import ArtifactError
from classifier.labels import LABELS
from classifier.report.figures import (
    ARTICLE_URL,
    DENIALS_IN_TRAINING,
    METRICS,
    JoinedMessages,
    LanguageShare,
    LongMessages,
    PointAverages,
    SplitFigures,
)
from classifier.report.report import Report
from classifier.training import card
from classifier.training.evaluation.long_messages import HIGHEST
from classifier.training.fitting.recipes import DEFAULT_FIT, TOWERS, RecipeConfig
from classifier.training.model_card import (
    design,
    identification,
    long_messages,
    provenance,
    reading,
    readme_results,
    results,
    robustness,
)
from tests import small_metrics

README = f"# A project\n\n{readme_results.BEGIN}\nan older table\n{readme_results.END}\n\nMore text.\n"
MANIFEST = small_metrics.MANIFEST


@pytest.fixture(scope="module")
def report(small_dataset: Path) -> Report:
    return small_metrics.report(small_dataset)


@pytest.fixture
def place(tmp_path: Path, small_dataset: Path) -> Path:
    """A folder with assets and a README."""
    (tmp_path / "README.md").write_text(README, encoding="utf-8")
    small_metrics.write(tmp_path / "assets", small_dataset)
    return tmp_path


def run(place: Path, *options: str) -> int:
    """The command's exit status."""
    return card.main(["--assets", str(place / "assets"), "--readme", str(place / "README.md"), *options])


def test_the_check_fails_before_the_files_are_written(place: Path) -> None:
    assert run(place, "--check") == 1


def test_what_is_written_passes_the_check(place: Path) -> None:
    assert run(place) == 0
    assert run(place, "--check") == 0


def test_the_card_is_sealed_by_the_manifest(place: Path) -> None:
    run(place)
    assert artifacts.read(place / "assets", artifacts.CARD, artifacts.read_manifest(place / "assets"))


def test_the_check_writes_nothing_and_names_what_is_out_of_date(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(place)
    changed = (place / "README.md").read_text(encoding="utf-8").replace("This model", "That model")
    (place / "README.md").write_text(changed, encoding="utf-8")
    assert run(place, "--check") == 1
    assert "Out of date: README.md. Run `python -m classifier.training.card" in capsys.readouterr().err
    assert (place / "README.md").read_text(encoding="utf-8") == changed


def test_new_figures_put_the_old_card_out_of_date(place: Path, report: Report) -> None:
    run(place)
    newer = replace(report, overall=report.overall | {"micro_f1": replace(report.overall["micro_f1"], value=0.123)})
    artifacts.write(place / "assets", {artifacts.METRICS: msgspec.json.encode(newer)})
    assert run(place, "--check") == 1


def test_only_what_stands_between_the_markers_is_replaced(report: Report) -> None:
    expected = README.replace("an older table", readme_results.results(report))
    assert readme_results.splice(README, report) == expected


def test_a_readme_without_markers_is_refused_with_what_to_put_there(report: Report) -> None:
    with pytest.raises(ArtifactError, match="<!-- results -->"):
        readme_results.splice("# A project\n", report)


def test_figures_that_are_missing_end_in_a_sentence(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (place / "assets" / artifacts.METRICS).unlink()
    assert run(place) == 1
    assert capsys.readouterr().err.startswith("error: The file metrics.json")


def test_the_card_has_every_label(report: Report) -> None:
    text = card.render(report, MANIFEST)
    assert [label.title for label in LABELS if f"| {label.title}" not in text] == []


@pytest.mark.parametrize(
    "wanted",
    [
        MANIFEST.model_sha256,
        "1" * 64,
        "2" * 64,
        MANIFEST.command,
        "Apache License 2.0",
        "1,234,567",
        "Haitian Creole",
        "Not for",
        ARTICLE_URL,
    ],
)
def test_the_card_says_what_the_model_was_made_of_and_what_it_is_for(report: Report, wanted: str) -> None:
    assert wanted in card.render(report, MANIFEST)


def test_the_card_shows_no_undefined_number(report: Report) -> None:
    assert {"nan", "None", "inf"} & set(card.render(report, MANIFEST).split()) == set()


def test_the_results_name_every_system(report: Report) -> None:
    text = readme_results.results(report)
    assert [system.title for system in report.systems if system.title not in text] == []


def test_the_results_say_that_the_total_counts_an_empty_label(report: Report) -> None:
    assert "`child_alone` has no positive example and contributes a meaningless 1.00" in readme_results.results(report)


def test_the_results_say_by_how_much_this_model_leads(report: Report) -> None:
    text = readme_results.results(report)
    assert "mAP +0.100 (0.050–0.150)" in text
    assert "no interval reaches 0" in text


def test_the_results_say_how_lopsided_the_intervals_of_map_are(report: Report) -> None:
    metric = "mean_average_precision"
    changed = replace(report.overall[metric], value=0.45, interval=(0.40, 0.60))
    text = readme_results.results(replace(report, overall=report.overall | {metric: changed}))
    assert "lies 25\u00a0% of the way up its interval" in text


def test_the_thresholds_say_what_they_gain_and_what_they_lose() -> None:
    text = design.thresholds(MANIFEST)
    assert "loses 0.0100 macro-F1 (0.5200 instead of 0.5300)" in text
    assert "gains 0.0100 micro-F1 (0.6700 instead of 0.6600)" in text


def test_the_card_gives_the_noisy_figures_of_every_system_that_was_run(report: Report) -> None:
    text = robustness.robustness(report)
    known = [system.title for system in report.systems if system.noise]
    assert len(known) == 4
    assert [text.count(f"| {name} |") + text.count(f"| **{name}** |") for name in known] == [2] * len(known)


def test_the_card_says_why_clear_moves_are_counted_apart(report: Report) -> None:
    assert "as the remark added for comparison shows" in robustness.robustness(report)


def test_the_card_lists_every_known_failure_with_its_rate_negation_first(report: Report) -> None:
    lines = [line for line in robustness.robustness(report).splitlines() if line.startswith("- **")]
    assert [line.split("**")[1] for line in lines] == [one.title for one in report.robustness.failures]
    assert all("wrong on" in line for line in lines)
    assert "denied" in lines[0]


def test_the_card_says_what_was_done_to_the_messages(report: Report) -> None:
    text = robustness.robustness(report)
    assert [one.done for one in report.robustness.invariances if one.done not in text] == []


def test_the_card_says_that_negation_was_trained_before_it_lists_failures(report: Report) -> None:
    text = robustness.robustness(report)
    assert DENIALS_IN_TRAINING in text.partition("### Known failures")[2].partition("- **")[0]


@pytest.mark.parametrize(
    "wanted",
    [
        "English, Haitian Creole, French and Spanish",
        "more than 8 log units",
        "n-grams of 2 to 5 letters",
        "10\u00a0% of the words are taken for unknown ones",
        "50 words are read at once",
        "“No flood took our house”",
    ],
)
def test_the_card_says_how_a_message_is_read(wanted: str) -> None:
    assert wanted in reading.reading(MANIFEST)


def test_how_the_article_reads_a_message_is_left_to_the_article() -> None:
    assert reading.reading(replace(MANIFEST, recipe="article")) == ""


def test_the_card_counts_the_words_that_are_known_from_each_list() -> None:
    source = VectorSource("vectors.txt", "1" * 64, 7, 3, {"WordNet": 5, "training messages": 2})
    assert "Known from: WordNet (5), training messages (2)." in provenance.vectors(replace(MANIFEST, vectors=source))


def test_the_network_reads_unknown_words_by_composed_vectors() -> None:
    config = RecipeConfig(DEFAULT_FIT, TOWERS, {"labels": 0.3, "related": 0.4})
    text = design.network(replace(MANIFEST, config=msgspec.to_builtins(config)))
    assert "frozen vectors, unknown ones by the composed ones" in text


@pytest.mark.parametrize(("epochs", "said"), [(12, True), (None, False)])
def test_the_second_stage_is_explained_where_there_is_one(epochs: int | None, said: bool) -> None:
    config = RecipeConfig(DEFAULT_FIT, TOWERS, {"labels": 0.3, "related": 0.4}, epochs)
    text = design.network(replace(MANIFEST, config=msgspec.to_builtins(config)))
    assert ("fitted on the rest of them (12 epochs)" in text) == said


def test_the_card_says_which_words_of_the_vector_file_the_vocabulary_holds() -> None:
    text = provenance.vectors(MANIFEST)
    assert "40,173 words of `word_vectors.200d.txt.gz`" in text
    assert "only if a training message contains it or WordNet lists it" in text


@pytest.mark.parametrize(("options", "said"), [(" --embeddings assets", True), ("", False)])
def test_vectors_out_of_a_trained_model_are_explained_where_the_command_takes_them(options: str, said: bool) -> None:
    text = provenance.reproduction(replace(MANIFEST, command=MANIFEST.command + options))
    assert ("out of the trained model" in text) == said


def test_the_card_counts_identified_languages_and_gives_wilson_intervals(report: Report) -> None:
    known = replace(report.languages.identification, english=LanguageShare(100, 0.5), others=LanguageShare(0, 0.0))
    languages = replace(report.languages, identification=known)
    text = identification.identification(replace(report, languages=languages))
    assert "| 50 of 100 | 50.0\u00a0% (40.4\u00a0% to 59.6\u00a0%) |" in text
    assert "| 0 of 0 | – |" in text


def test_the_card_compares_the_languages_of_cut_messages_without_and_with_a_lead(report: Report) -> None:
    text = identification.identification(report)
    assert [f"| {n} word{'s' * (n > 1)} |" in text for n in (1, 2, 3, 4, 6, 8)] == [True] * 6


LONG = LongMessages(
    limit=50,
    test=7,
    whole=PointAverages(0.4, 0.6),
    to_the_limit=PointAverages(None, 0.5),
    joined=9,
    members=5,
    rules=(JoinedMessages(HIGHEST, 0.55, 0.66), JoinedMessages("another", 0.5, 0.6)),
)


def test_the_card_sets_long_messages_read_whole_beside_those_read_to_the_limit(report: Report) -> None:
    text = long_messages.long_messages(replace(report, long_messages=LONG))
    assert f"7 of the {report.rows.test:,} test messages are longer than the 50 words" in text
    assert "| Whole, sentence by sentence | 0.400 | 0.600 |" in text
    assert "| Only the first 50 words | – | 0.500 |" in text


def test_the_card_compares_the_rules_that_combine_windows_the_shipped_one_marked(report: Report) -> None:
    text = long_messages.long_messages(replace(report, long_messages=LONG))
    assert "9 long messages, each made of 5 validation messages" in text
    assert "| the highest answer of any part (shipped) | 0.550 | 0.660 |" in text


def test_a_test_part_without_long_messages_has_no_table_of_them(report: Report) -> None:
    none = replace(LONG, test=0, joined=0)
    text = long_messages.long_messages(replace(report, long_messages=none))
    assert "No test message is longer" in text
    assert "|" not in text


def test_one_trial_alone_is_the_shipped_one_the_last(report: Report) -> None:
    lines = design.trials(report).splitlines()
    shipped = [i for i, line in enumerate(lines) if line.endswith("shipped |")]
    assert len(shipped) == 1
    assert not lines[shipped[0] + 1].startswith("|")


def test_splits_that_were_not_measured_are_said_to_be_missing(report: Report) -> None:
    assert "Not measured" in results.other_splits(report)


def test_other_splits_stand_under_the_shipped_one(report: Report) -> None:
    other = SplitFigures(1, "r", **dict.fromkeys(METRICS, 0.5))
    lines = results.other_splits(replace(report, other_splits=(other,))).splitlines()
    assert lines[-2].startswith("| 42 |")
    assert lines[-1] == "| 1 | 0.500 | 0.500 | 0.500 | 0.500 | 0.50 |"
