"""Every language that the identifier can name has an English name."""

from py3langid.langid import MODEL_FILE, LanguageIdentifier

from classifier.text.identification import NOT_A_LANGUAGE
from classifier.text.language_names import NAMES


def test_every_language_of_the_identifier_has_a_name_and_no_other():
    assert set(NAMES) == set(LanguageIdentifier.from_model_file(MODEL_FILE).labels) - {NOT_A_LANGUAGE}


def test_no_two_languages_share_a_name():
    assert len(set(NAMES.values())) == len(NAMES)


def test_names_hold_only_letters_and_spaces_nothing_that_markdown_could_read():
    assert [name for name in NAMES.values() if not name.replace(" ", "").isalpha()] == []
