"""NLTK's corpora -> the compiled tokenizer, word features and foreign words, on miniature corpora."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from classifier.errors import DataError
from classifier.text.languages import CREOLE, CREOLE_STOP_WORDS, ENGLISH, LANGUAGES, NEGATIONS
from classifier.text.tokenizer import FIRST_WORD, PADDING, UNKNOWN, Tokenizer
from classifier.training.text import foreign_words, tokenizer_fitting
from classifier.training.text.word_features import word_features
from classifier.training.text.word_vectors import WordVectors
from tests import small_corpora, small_data

MESSAGES = [row["message"] for row in small_data.rows()]


@pytest.fixture
def fitted(small_nltk: Path) -> Tokenizer:
    """A tokenizer of the small data set's words."""
    words = tokenizer_fitting.frequent_lemmas(MESSAGES, 500)
    return tokenizer_fitting.fit(words, tokenizer_fitting.stop_words(LANGUAGES))


@pytest.fixture
def bilingual(fitted: Tokenizer) -> Tokenizer:
    """The same with a Creole word."""
    return replace(fitted, foreign_vocabulary=("dlo",))


@pytest.mark.usefixtures("small_nltk")
def test_stop_words_are_cut_as_messages_are() -> None:
    stops = tokenizer_fitting.stop_words([ENGLISH])[ENGLISH]
    assert {"don", "t", "the"} <= stops
    assert "don't" not in stops


@pytest.mark.usefixtures("small_nltk")
def test_stop_words_come_in_the_order_of_the_languages() -> None:
    assert tuple(tokenizer_fitting.stop_words(LANGUAGES)) == LANGUAGES


@pytest.mark.usefixtures("small_nltk")
def test_the_default_recipe_keeps_the_words_that_deny() -> None:
    kept = tokenizer_fitting.stop_words_without_negations(LANGUAGES)
    assert not any(NEGATIONS[code] & kept[code] for code in LANGUAGES)
    assert {"no", "not"} <= tokenizer_fitting.stop_words([ENGLISH])[ENGLISH]


def test_creole_needs_no_corpus(tmp_path: Path) -> None:
    with small_corpora.installed(tmp_path):
        assert tokenizer_fitting.stop_words([CREOLE]) == {CREOLE: CREOLE_STOP_WORDS}


@pytest.mark.usefixtures("small_nltk")
def test_the_vocabulary_is_the_most_frequent_lemmas_first() -> None:
    assert tokenizer_fitting.frequent_lemmas(["tents and a tent", "tents", "the foxes", "dig"], 2) == ("tent", "fox")


@pytest.mark.usefixtures("small_nltk")
def test_every_form_that_leads_to_the_vocabulary_is_compiled() -> None:
    vocabulary = ["child", "dish", "fox", "wolf", "quiz", "woman", "family", "bus", "collapse", "bury"]
    table = tokenizer_fitting.compile_lemmas(vocabulary, ["children", "geese", "dug"])
    expected = {"children": "child", "dishes": "dish", "foxes": "fox", "wolves": "wolf", "women": "woman"}
    expected |= {"collapses": "collapse", "collapsed": "collapse", "collapsing": "collapse", "buries": "bury"}
    assert {form: table.get(form) for form in expected} == expected


@pytest.mark.usefixtures("small_nltk")
def test_forms_that_lead_nowhere_or_to_themselves_are_not_compiled() -> None:
    assert not {"geese", "fox"} & set(tokenizer_fitting.compile_lemmas(["child", "fox"], ["children", "geese"]))


@pytest.mark.usefixtures("small_nltk")
@pytest.mark.parametrize(
    ("form", "lemmas"),
    [
        ("children", ("child", "children")),
        ("collapses", ("collapses", "collapses", "collapse")),
        ("dug", ("dug", "dug", "dig")),
        ("us", ("us", "us")),
        ("pass", ("pass", "pass")),
        ("zebra", ("zebra", "zebra")),
    ],
)
def test_the_lemmas_of_a_form_are_those_of_the_noun_the_form_and_the_verb(form: str, lemmas: tuple[str, ...]) -> None:
    assert tokenizer_fitting.lemmatizer()(form) == lemmas


@pytest.mark.usefixtures("small_nltk")
def test_a_verb_form_is_read_as_a_form_of_the_same_verb_that_the_vocabulary_knows() -> None:
    forms = tokenizer_fitting.verb_forms(["collapsing", "collapsed", "send"])
    assert (forms["collapses"], forms["collapse"]) == ("collapsing", "collapsing")
    assert not {"sends", "collapsed", "digs"} & forms.keys()


@pytest.mark.usefixtures("small_nltk")
def test_a_form_that_the_vocabulary_knows_stays_unless_it_knows_its_noun() -> None:
    table = tokenizer_fitting.compile_lemmas(["tent", "tents", "collapse", "collapsed"], [])
    assert table["tents"] == "tent"
    assert "collapsed" not in table


def test_the_compiled_tokenizer_agrees_with_nltk_message_by_message(fitted: Tokenizer) -> None:
    ids = {word: i for i, word in enumerate(fitted.vocabulary, FIRST_WORD)}
    messages = [row["message"] for row in small_data.rows(copies=3, seed=9)]
    english = [message for message in messages if fitted.read(message).language == ENGLISH]
    assert english
    for message, lemmas in zip(english, tokenizer_fitting.article_lemmas(english), strict=True):
        expected = [ids.get(lemma, UNKNOWN) for lemma in lemmas]
        assert fitted.encode([message])[0][: len(lemmas)].tolist() == expected


def test_the_fitted_tokenizer_needs_no_corpus_afterwards(fitted: Tokenizer, tmp_path: Path) -> None:
    message, content = ["children need tents"], fitted.to_json()
    with small_corpora.installed(tmp_path / "nothing"):
        assert (Tokenizer.from_json(content).encode(message) == fitted.encode(message)).all()


def test_missing_stop_words_are_named_with_the_command_that_gets_them(tmp_path: Path) -> None:
    with (
        small_corpora.installed(tmp_path),
        pytest.raises(DataError, match=r"stopwords.*nltk\.downloader stopwords wordnet"),
    ):
        tokenizer_fitting.stop_words([ENGLISH])


@pytest.mark.parametrize(
    "use",
    [
        tokenizer_fitting.irregular_forms,
        tokenizer_fitting.lemmatizer,
        tokenizer_fitting.wordnet_lemmas,
        lambda: tokenizer_fitting.compile_lemmas(["child"], []),
    ],
)
def test_a_missing_wordnet_is_named_with_the_setting_that_finds_it(tmp_path: Path, use) -> None:  # type: ignore[no-untyped-def]
    with small_corpora.installed(tmp_path), pytest.raises(DataError, match=r"wordnet.*NLTK_DATA"):
        use()


@pytest.mark.filterwarnings("ignore:NLTK will not read")
def test_corpora_that_others_can_write_to_are_refused_in_a_sentence(tmp_path: Path) -> None:
    folder = small_corpora.write(tmp_path / "nltk_data")
    (folder / "corpora" / "stopwords").chmod(0o777)
    with small_corpora.installed(folder), pytest.raises(DataError, match="no other account can write"):
        tokenizer_fitting.stop_words([ENGLISH])


@pytest.mark.usefixtures("small_nltk")
def test_words_that_misspelled_ones_are_read_as_are_known_and_frequent() -> None:
    fitted = tokenizer_fitting.fit(("water", "tent"), tokenizer_fitting.stop_words([ENGLISH]))
    messages = ["the water", "water and tents", "more water", "tents, waters, zebra", "zebra tents", "zebra"]
    assert tokenizer_fitting.count_forms(messages, fitted) == {"water": 3, "tents": 3}


@pytest.mark.usefixtures("small_nltk")
def test_real_words_are_those_of_wordnet_that_look_misspelled() -> None:
    fitted = tokenizer_fitting.fit(("walls", "tenty"), tokenizer_fitting.stop_words([ENGLISH]))
    fitted = replace(fitted, counts={"walls": 9, "tenty": 9, "bodily": 9})
    found = tokenizer_fitting.real_words(fitted)
    assert "tents" in found
    assert not {"walls", "zebra", "quake"} & found


def test_word_features_describe_an_english_word(bilingual: Tokenizer) -> None:
    features = word_features(bilingual, ["water water", "water", "water dlo"])
    in_wordnet, rare, frequency, foreign, unknown = features[FIRST_WORD + bilingual.vocabulary.index("water")]
    assert (in_wordnet, rare, foreign, unknown) == (1, 0, 0, 0)
    assert frequency == pytest.approx(np.log(4) / 10)


@pytest.mark.parametrize(
    ("word_id", "features"), [(-1, [0, 1, 1, 0]), (UNKNOWN, [0, 0, 0, 1]), (PADDING, [0, 0, 0, 0])]
)
def test_word_features_tell_foreign_words_unknown_words_and_padding(
    bilingual: Tokenizer, word_id: int, features: list[int]
) -> None:
    assert word_features(bilingual, ["water dlo"])[word_id, [0, 1, 3, 4]].tolist() == features


def test_foreign_words_are_learned_from_two_messages_on(fitted: Tokenizer) -> None:
    originals = ["nou bezwen dlo", "dlo pou nou", "nou bezwen manje", "we need water"]
    assert foreign_words.vocabulary(originals, fitted) == ("bezwen", "dlo")


def test_a_foreign_word_gets_the_vector_of_the_word_that_translates_it(fitted: Tokenizer) -> None:
    pairs = [("nou gen dlo pou nou", "water"), ("manje pou nou", "rice"), ("dlo ak manje pou nou", "rice water")]
    known = WordVectors(("water", "rice"), np.eye(2, dtype=np.float32), "file", "hash")
    water, rice = foreign_words.vectors(("dlo", "manje"), pairs, fitted, known)
    assert water.argmax() == 0
    assert rice.argmax() == 1
