"""The section of the model card about how the default recipe reads a message, and what it learned to deny from."""

from classifier.artifacts import Manifest
from classifier.formatting import listed, percent
from classifier.network.ensemble import UNKNOWN_SHARE
from classifier.text.composition import LONGEST, SHORTEST
from classifier.text.identification import LEAD
from classifier.text.languages import BY_CODE
from classifier.text.reading import MAX_TOKENS, STEP, WINDOW


def reading(manifest: Manifest) -> str:
    """From a message to the network's inputs; empty for the article's recipes, which the article describes."""
    if manifest.recipe != "default":
        return ""
    parts = (_language(), _words(), _unknown_words(), _long_messages(), _denials())
    return "## How a message is read\n\n" + "\n".join(f"- {part}" for part in parts)


def _language() -> str:
    ours = listed([language.title for language in BY_CODE.values()])
    return (
        f"**Language**: py3langid identifies it. The model reads {ours}; another language is believed only if it is "
        f"ahead of these by more than {LEAD:g} log units. In it the app flags nothing. The language and the lead are "
        "among the style features."
    )


def _words() -> str:
    return (
        "**Words**: in small letters, without mentions and addresses, without the stop words of the language; English "
        "words as lemmas. Words that deny (“no”, “not”) are no stop words."
    )


def _unknown_words() -> str:
    return (
        "**Unknown words**: a word that the vocabulary lacks is read as a known one if it is a short form (“pls”), has "
        "repeated letters, is a compound (cut by how often its parts occur), or has one typing error or no vowels. Any "
        f"other gets a vector composed from those of its n-grams of {SHORTEST} to {LONGEST} letters, which ridge "
        "regression fitted to the vectors of known words (after fastText, Bojanowski et al. 2017, and MIMICK, Pinter "
        f"et al. 2017). In training {percent(UNKNOWN_SHARE)} of the words are taken for unknown ones, so that the "
        "network learns how far to trust such vectors."
    )


def _long_messages() -> str:
    return (
        f"**Long messages**: {MAX_TOKENS} words are read at once, not counting stop words. A longer message is read in "
        f"sentence by sentence, a sentence of more than that in windows of {WINDOW} words that overlap (one begins "
        f"every {STEP}), and for each label the highest answer of any part counts."
    )


def _denials() -> str:
    return (
        "**Denials**: hardly any message of the data set denies anything, so about a thousand training messages were "
        "rewritten by rule into ones that do, and added: “The flood took our house” becomes “No flood took our house”, "
        "without the label, and “we need water” becomes “we have enough water”."
    )
