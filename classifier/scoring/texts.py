"""Messages compared as texts: which are copies of each other, and which contain what somebody looks for."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc


@dataclass(frozen=True)
class Texts:
    """n messages as they are compared, made once.

    `searched`, string (n,), are the messages without accents, in one case and with single spaces. `copy_of`, int32
    (n,), is the same number for messages that differ in spaces and in case only: a place in `copies`, int64 (k,), which
    says how often each of the k texts is there.
    """

    searched: pa.StringArray
    copy_of: np.ndarray
    copies: np.ndarray

    def containing(self, text: str) -> np.ndarray:
        """Bool (n,): the messages that contain a text, letter by letter, whatever the case, accents and spaces."""
        wanted = _without_accents(_alike(pa.array([text])))[0].as_py()
        return pc.match_substring(self.searched, wanted).to_numpy(zero_copy_only=False)


def compared(messages: pa.StringArray) -> Texts:
    """Messages, string (n,) without nulls, as they are compared."""
    alike = _alike(messages)
    copy_of = alike.dictionary_encode().indices.to_numpy()
    return Texts(_without_accents(alike), copy_of, np.bincount(copy_of))


def _alike(texts: pa.StringArray) -> pa.StringArray:
    """Texts in one case and with single spaces; capitals come first, because some letters have two small forms."""
    words = pc.utf8_split_whitespace(pc.utf8_trim_whitespace(texts))
    return pc.utf8_lower(pc.utf8_upper(pc.binary_join(words, " ")))


def holds(messages: pa.StringArray, message: str) -> bool:
    """Whether messages, string (n,), hold one that differs from this one in case, accents, spaces and punctuation only.

    One without letters and digits is compared as it is.
    """
    wanted = _letters(pa.array([message]))[0]
    if not wanted.as_py():
        return bool(pc.index(messages, message).as_py() >= 0)
    return bool(pc.index(_letters(messages), wanted).as_py() >= 0)


def _letters(texts: pa.StringArray) -> pa.StringArray:
    apart = pc.utf8_normalize(pc.utf8_lower(pc.utf8_upper(texts)), form="NFKD")
    return pc.replace_substring_regex(apart, r"[^\p{L}\p{N}]+", "")


def _without_accents(texts: pa.StringArray) -> pa.StringArray:
    """Texts without accents and without characters that nobody sees."""
    return pc.replace_substring_regex(pc.utf8_normalize(texts, form="NFKD"), r"[\p{Mn}\p{Cf}]+", "")
