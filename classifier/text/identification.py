"""The language of a message, by py3langid: a naive Bayes classifier over n-grams of bytes, for some 140 languages."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

import numpy as np
from py3langid.langid import MODEL_FILE, LanguageIdentifier, visit_counts

from classifier.text.languages import BY_CODE, ENGLISH, LANGUAGES

LEAD = 8.0
"""By how much another language must be ahead of the best of ours, in log units, to be believed.

Three words of English often look like some other language; a sentence in another language is ahead by dozens. Chosen
on training messages cut to their first words (`training/evaluation/language_figures.py` measures it).
"""

BATCH = 256
"""Messages that are walked through together."""

MAX_BYTES = 512
"""A language is identified from the first bytes of a message only."""

NOT_A_LANGUAGE = "zxx"
_UNFILLED = -1


@dataclass(frozen=True)
class Identified:
    """The language of a message.

    `read_as` is the code of the language that it is read as: the most probable of ours. `language` is the same, or
    None where `code`, the most probable language of all, is another one and ahead by more than LEAD. `lead` is how far
    the best other language is ahead of the best of ours, in log units.
    """

    read_as: str
    language: str | None
    code: str
    lead: float


IN_ENGLISH = Identified(ENGLISH, ENGLISH, ENGLISH, 0.0)


class Identifier:
    """py3langid's model, applied to many messages at once; read-only, safe from several threads."""

    def __init__(self) -> None:
        """Load the model that comes with py3langid."""
        model = LanguageIdentifier.from_model_file(MODEL_FILE)
        row_starts = [row << 8 for row in model.tk_row]
        self._automaton = model.tk_nextmove, row_starts, model.tk_output
        self._moves = np.frombuffer(model.tk_nextmove, model.tk_nextmove.typecode)
        self._rows = np.array(row_starts, np.int64)
        self._outputs = np.asarray(model.tk_output, np.int32)
        # The file has them in half precision; converting them for each message would take half of the time.
        self._scores, self._priors = (np.asarray(one, np.float32) for one in (model.nb_ptc, model.nb_pc))
        codes = model.nb_classes
        ours = {code: own.code for own in BY_CODE.values() for code in (own.code, *own.close)}
        self._ours = [np.flatnonzero([ours.get(code) == own for code in codes]) for own in LANGUAGES]
        self._others = np.flatnonzero([code not in ours and code != NOT_A_LANGUAGE for code in codes])
        self._codes = [codes[i] for i in self._others]

    def identify(self, messages: Sequence[str]) -> list[Identified]:
        """The language of each message; English if there is nothing to go by, such as in numbers alone."""
        scores = self.scores([message if any(map(str.isalpha, message)) else "" for message in messages])
        ours = np.stack([scores[:, columns].max(axis=1) for columns in self._ours], axis=1)
        others = scores[:, self._others]
        best, other = ours.argmax(axis=1), others.argmax(axis=1)
        leads = others.max(axis=1) - ours.max(axis=1)
        return [
            Identified(LANGUAGES[one], LANGUAGES[one], LANGUAGES[one], lead)
            if lead <= LEAD
            else Identified(LANGUAGES[one], None, self._codes[another], lead)
            for one, another, lead in zip(best.tolist(), other.tolist(), leads.tolist(), strict=True)
        ]

    def scores(self, messages: Sequence[str]) -> np.ndarray:
        """Log-posteriors, not normalised, float32 (n, classes): those of `LanguageIdentifier.rank`."""
        encoded = [_encoded(message) for message in messages]
        found = np.zeros((len(encoded), len(self._priors)), np.float32)
        by_length = sorted(range(len(encoded)), key=lambda i: len(encoded[i]))
        for start in range(0, len(encoded), BATCH):
            rows = by_length[start : start + BATCH]
            found[rows] = self._scores_of([encoded[i] for i in rows])
        return found

    def _scores_of(self, encoded: Sequence[bytes]) -> np.ndarray:
        """The scores of messages of similar length; zeros where there is nothing to go by."""
        rows, features = self._features(encoded)
        keys = np.sort((rows << 32) | features)
        starts = np.flatnonzero(np.diff(keys, prepend=-1) > 0)
        counts = np.diff(starts, append=len(keys)).astype(np.float32)
        rows, features = keys[starts] >> 32, keys[starts] & 0xFFFFFFFF
        weights, ends = np.log1p(counts), np.searchsorted(rows, np.arange(len(encoded) + 1)).tolist()
        found = np.zeros((len(encoded), len(self._priors)), np.float32)
        for i, (start, end) in enumerate(pairwise(ends)):
            if start < end:
                found[i] = weights[start:end] @ self._scores.take(features[start:end], axis=0) + self._priors
        return found

    def _features(self, encoded: Sequence[bytes]) -> tuple[np.ndarray, np.ndarray]:
        """The row and the feature of every n-gram, int64 each: one step of the automaton for all messages at once."""
        if len(encoded) == 1:
            return self._walk(encoded[0])
        lengths = np.array([len(one) for one in encoded], np.int64)
        width = int(lengths.max(initial=0))
        letters = np.zeros((width, len(encoded)), np.int64)
        for i, one in enumerate(encoded):
            letters[: len(one), i] = np.frombuffer(one, np.uint8)
        visited = np.full((width, len(encoded)), 0, np.int64)
        state = np.zeros(len(encoded), np.int64)
        for step, letter in enumerate(letters):
            state = visited[step] = self._moves[self._rows[state] + letter]
        features = self._outputs[visited]
        features[np.arange(width)[:, None] >= lengths] = _UNFILLED
        steps, rows = np.nonzero(features >= 0)
        return rows, features[steps, rows].astype(np.int64)

    def _walk(self, encoded: bytes) -> tuple[np.ndarray, np.ndarray]:
        """The same for a single message, by py3langid itself: quicker than an array operation for each byte."""
        visits = visit_counts(*self._automaton, encoded) or {}
        features = np.repeat(np.array([*visits.keys()], np.int64), np.array([*visits.values()], np.int64))
        return np.zeros(len(features), np.int64), features


@cache
def identifier() -> Identifier:
    """The one identifier, loaded when it is first asked for."""
    return Identifier()


def _encoded(message: str) -> bytes:
    """The message as the identifier was trained to read it: in UTF-8, capitals throughout made small."""
    text = message[:MAX_BYTES]
    return (text.lower() if text.isupper() else text).encode("utf-8", "replace")[:MAX_BYTES]
