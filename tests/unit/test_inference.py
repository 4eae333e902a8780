"""Classifier: shapes, order, batches, threads, explanations, refusals and damaged artefacts, on a small network."""

import json
import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from classifier import artifacts
from classifier.errors import ArtifactError, MessageError
from classifier.inference import MAX_CHARACTERS, Classifier
from classifier.labels import BINARY_LABELS
from classifier.text.batches import BATCH

MESSAGES = ["we need water and food", "children sleep without tents", "hello", "", "?!", "water " * 70]
ODD = [
    "🔥🌊 help",
    "نحتاج إلى ماء",
    "water\x00\x07fire",
    "\ud800 water \udfff",
    "**bold** <b>tag</b> $\\frac{1}{2}$",
    "a" * 100_000,
    "water " * 20_000,
    "http://example.org",
]


@pytest.fixture(scope="module")
def classifier(small_assets: Path) -> Classifier:
    """A small untrained network, loaded as the app loads the real one."""
    return Classifier.load(small_assets)


def test_predictions_are_float32_in_range_and_shape(classifier: Classifier) -> None:
    prediction = classifier.predict(MESSAGES)
    assert (prediction.probabilities.dtype, prediction.probabilities.shape) == (np.float32, (len(MESSAGES), 35))
    assert (prediction.related.dtype, prediction.related.shape) == (np.float32, (len(MESSAGES), 3))
    assert ((prediction.probabilities >= 0) & (prediction.probabilities <= 1)).all()
    assert prediction.related.sum(axis=1) == pytest.approx(1, abs=1e-5)


def test_no_messages_give_no_rows(classifier: Classifier) -> None:
    prediction = classifier.predict([])
    assert prediction.probabilities.shape == (0, 35)
    assert prediction.related.shape == (0, 3)


def test_a_message_gets_the_same_answer_alone_and_in_a_batch(classifier: Classifier) -> None:
    messages = MESSAGES * (BATCH // len(MESSAGES) + 2)
    together = classifier.predict(messages).probabilities
    alone = np.vstack([classifier.predict([message]).probabilities for message in MESSAGES])
    assert np.allclose(together[: len(MESSAGES)], alone, atol=1e-5)
    assert np.allclose(together[-len(MESSAGES) :], alone, atol=1e-5)


def test_columns_are_the_labels_in_order(classifier: Classifier) -> None:
    raw = classifier.raw(["we need water"])
    answers = classifier.model(classifier.tokenizer.features(["we need water"]), training=False)
    for column, name in enumerate(BINARY_LABELS):
        assert raw[0, column] == pytest.approx(float(answers[name][0, 0]), abs=1e-5)


def test_threads_get_what_one_caller_gets(classifier: Classifier) -> None:
    expected = [classifier.predict([message]).probabilities for message in MESSAGES]
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda i: classifier.predict([MESSAGES[i % len(MESSAGES)]]).probabilities, range(120)))
    assert all(np.allclose(one, expected[i % len(MESSAGES)], atol=1e-6) for i, one in enumerate(found))


@pytest.mark.parametrize("message", ODD, ids=range(len(ODD)))
def test_any_text_gets_a_finite_answer(classifier: Classifier, message: str) -> None:
    assert np.isfinite(classifier.predict([message]).probabilities).all()


def test_thresholds_cannot_be_changed_by_a_session(classifier: Classifier) -> None:
    assert set(classifier.thresholds) == {"balanced", "recall", "precision"}
    assert all(column.dtype == np.float32 and column.shape == (35,) for column in classifier.thresholds.values())
    with pytest.raises(TypeError):
        classifier.thresholds["balanced"] = np.zeros(35)  # type: ignore[index]
    with pytest.raises(ValueError, match="read-only"):
        classifier.thresholds["balanced"][0] = 0.0


def test_an_explanation_is_the_change_when_a_word_is_left_out(classifier: Classifier) -> None:
    message = "We need water, zebra food"
    explanation = classifier.explain(message)
    assert [word.text for word in explanation.words] == ["need", "water", "zebra", "food"]
    assert (explanation.effects.shape, explanation.related_effects.shape) == ((4, 35), (4, 3))
    whole = classifier.predict([message]).probabilities[0]
    without_water = classifier.predict(["We need , zebra food"]).probabilities[0]
    assert np.allclose(explanation.effects[1], whole - without_water, atol=1e-5)


LONG = "water the " * 40 + "zebra and tents " * 30


def test_a_long_message_gets_the_highest_probability_of_any_of_its_windows(classifier: Classifier) -> None:
    answer = classifier.answer(LONG)
    windows = [LONG[window.start : window.end] for window in answer.reading.windows]
    assert answer.parts.probabilities.shape == (len(windows), 35) == (9, 35)
    assert list(answer.probabilities.values()) == pytest.approx(answer.parts.probabilities.max(axis=0).tolist())


def test_an_answer_to_a_long_message_is_the_prediction(classifier: Classifier) -> None:
    answer, prediction = classifier.answer(LONG), classifier.predict(["we need", LONG])
    assert list(answer.probabilities.values()) == pytest.approx(prediction.probabilities[1].tolist(), abs=1e-5)
    assert answer.related == pytest.approx(tuple(prediction.related[1].tolist()), abs=1e-5)


def test_the_end_of_a_long_message_counts(classifier: Classifier) -> None:
    filler = "the zebra and " * 60
    assert not np.allclose(
        classifier.predict([filler + "water"]).probabilities, classifier.predict([filler + "fire"]).probabilities
    )


def test_an_explanation_of_a_long_message_covers_every_word(classifier: Classifier) -> None:
    explanation = classifier.explain(LONG)
    assert len(explanation.words) == 100
    assert all(word.reaches_the_model for word in explanation.words)


def test_leaving_a_word_out_of_a_long_message_leaves_its_windows_where_they_are(classifier: Classifier) -> None:
    message = "water the " * 49 + "tents " + "fire " * 40
    answer, explanation = classifier.answer(message), classifier.explain(message)
    place = next(i for i, word in enumerate(explanation.words) if word.text == "tents")
    windows, parts = answer.reading.windows, answer.parts.probabilities.copy()
    for i, window in enumerate(windows):
        text = message[window.start : window.end]
        if "tents" in text:
            parts[i] = classifier.predict([text.replace("tents ", "").replace(" tents", "")]).probabilities[0]
    expected = np.array(list(answer.probabilities.values())) - parts.max(axis=0)
    assert explanation.effects[place] == pytest.approx(expected, abs=1e-5)


def test_an_explanation_is_the_same_with_and_without_the_answer(classifier: Classifier) -> None:
    with_it, without_it = classifier.explain(LONG, classifier.answer(LONG)), classifier.explain(LONG)
    assert with_it.effects == pytest.approx(without_it.effects, abs=1e-5)


def test_an_explanation_covers_no_more_than_the_limit_of_check(classifier: Classifier) -> None:
    explanation = classifier.explain("water fire " * MAX_CHARACTERS)
    assert len(explanation.words) < MAX_CHARACTERS / 5


def test_predict_reads_no_more_than_the_limit_of_check(classifier: Classifier) -> None:
    message = "water " * (MAX_CHARACTERS // 6 + 1)
    assert np.allclose(
        classifier.predict([message[:MAX_CHARACTERS]]).probabilities,
        classifier.predict([message[:MAX_CHARACTERS] + " fire" * 100]).probabilities,
    )


@pytest.mark.parametrize("message", ["", "we and the", "?!"])
def test_an_explanation_of_nothing_is_empty(classifier: Classifier, message: str) -> None:
    assert classifier.explain(message).effects.shape == (0, 35)


def test_an_answer_is_the_prediction_with_the_reading(classifier: Classifier) -> None:
    answer, prediction = classifier.answer(MESSAGES[0]), classifier.predict([MESSAGES[0]])
    assert answer.reading == classifier.read(MESSAGES[0])
    assert list(answer.probabilities.values()) == pytest.approx(prediction.probabilities[0].tolist(), abs=1e-5)
    assert answer.related == pytest.approx(tuple(prediction.related[0].tolist()), abs=1e-5)


def test_an_answer_names_the_most_probable_class_of_related(classifier: Classifier) -> None:
    answer = classifier.answer(MESSAGES[0])
    assert answer.related[answer.related_class] == max(answer.related)


def test_what_cannot_be_checked_is_not_answered(classifier: Classifier) -> None:
    with pytest.raises(MessageError):
        classifier.answer("?!")


@pytest.mark.parametrize(
    "message", ["", "   \n\t", "\u200b", "?!...", "http://example.org www.example.org", "@one @two", "🔥🌊", "\x00\x07"]
)
def test_a_message_without_words_is_refused_in_a_sentence(classifier: Classifier, message: str) -> None:
    with pytest.raises(MessageError, match=r"^[A-Z].*[.]$"):
        classifier.check(message)


def test_a_message_over_the_limit_is_refused_with_the_limit(classifier: Classifier) -> None:
    with pytest.raises(MessageError, match=rf"{MAX_CHARACTERS + 1:,} .* {MAX_CHARACTERS:,}"):
        classifier.check("a" * (MAX_CHARACTERS + 1))


@pytest.mark.parametrize(
    "message", ["zebra", "we need water", "نحتاج إلى ماء", "<b>water</b>", "dlo", "a" * MAX_CHARACTERS]
)
def test_a_message_with_words_is_accepted(classifier: Classifier, message: str) -> None:
    classifier.check(message)


def reseal(folder: Path, name: str, content: bytes) -> Path:
    """Replace one artefact and make the manifest match, as another version of the project might."""
    artifacts.write(folder, {name: content})
    return folder


@pytest.fixture
def copied(small_assets: Path, tmp_path: Path) -> Path:
    """A copy of the artefacts, to be damaged."""
    return Path(shutil.copytree(small_assets, tmp_path / "assets"))


@pytest.mark.parametrize("name", [*artifacts.REQUIRED, artifacts.MANIFEST])
@pytest.mark.parametrize("content", [None, b"", b"{}", b"[]", b"\xff\xfe\x00"])
def test_spoiled_artefacts_are_named_with_the_command_that_fixes_them(
    copied: Path, name: str, content: bytes | None
) -> None:
    if content is None:
        (copied / name).unlink()
    else:
        (copied / name).write_bytes(content)
    with pytest.raises(ArtifactError, match=name) as error:
        Classifier.load(copied)
    assert artifacts.RESTORE in str(error.value)


@pytest.mark.parametrize("name", artifacts.REQUIRED)
@pytest.mark.parametrize("content", [b"", b"{}", b"[]", b"null", b'{"vocabulary": 3}', b"\xff\xfe\x00"])
def test_artefacts_of_another_version_are_named_too(copied: Path, name: str, content: bytes) -> None:
    with pytest.raises(ArtifactError, match=name):
        Classifier.load(reseal(copied, name, content))


def test_a_tokenizer_of_another_vocabulary_does_not_go_with_the_model(copied: Path) -> None:
    content = json.loads((copied / artifacts.TOKENIZER).read_text(encoding="utf-8"))
    content["vocabulary"] += [f"word{i}" for i in range(5_000)]
    with pytest.raises(ArtifactError, match=artifacts.TOKENIZER):
        Classifier.load(reseal(copied, artifacts.TOKENIZER, json.dumps(content).encode()))
