"""Normalised text: compatibility forms folded into plain letters, invisible characters dropped."""

import unicodedata


def normalise(message: str) -> str:
    """The message in Unicode's normal form NFKC without format characters; a message in ASCII stays as it is.

    Format characters (category Cf) are soft hyphens, zero-width spaces and joiners, and bidirectional marks: nobody
    sees them, but they cut words in two. NFKC makes letters of other widths and styles the usual ones.
    """
    if message.isascii():
        return message
    visible = "".join(character for character in message if unicodedata.category(character) != "Cf")
    return unicodedata.normalize("NFKC", visible)
