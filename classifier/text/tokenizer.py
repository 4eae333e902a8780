"""Words -> ids, from one JSON file: vocabulary, stop words and lemmas, so that no corpus is needed to run."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np

from classifier.text.languages import ENGLISH, StopWords, count_stop_words, identify
from classifier.text.ngrams import NgramVocabulary
from classifier.text.style_features import STYLE_FEATURES, style_features
from classifier.text.words import Word, forms, words

MAX_TOKENS = 50
"""Words per message that the networks read as words; later ones are beyond the limit."""

PADDING, UNKNOWN, FIRST_WORD = 0, 1, 2
"""Ids: 0 is padding, 1 is any unknown word, the vocabulary starts at 2."""

TOKENS, NGRAMS, STYLE = "tokens", "ngrams", "style"
"""Names of the networks' inputs, as `Tokenizer.features` makes them."""


class TokenStatus(StrEnum):
    """What became of one word of a message."""

    KEPT = "kept"
    STOP_WORD = "stop word"
    UNKNOWN = "unknown"
    BEYOND = "beyond the limit"


@dataclass(frozen=True)
class ReadWord:
    """One word of a message as the model sees it: `text` as it was typed, its `lemma`, its `status`."""

    word: Word
    text: str
    lemma: str
    status: TokenStatus

    @property
    def reaches_the_model(self) -> bool:
        """Whether the word is among those that the model reads as words, known or not."""
        return self.status in (TokenStatus.KEPT, TokenStatus.UNKNOWN)


@dataclass(frozen=True)
class Reading:
    """A message as the model sees it; `language` is the name of the one whose stop words matched best."""

    language: str
    words: tuple[ReadWord, ...]

    def count(self, status: TokenStatus) -> int:
        """The number of words with this status."""
        return sum(word.status == status for word in self.words)


@dataclass(frozen=True)
class Tokenizer:
    """Compiled text processing.

    Ids are positions in `vocabulary` + `foreign_vocabulary`, shifted by FIRST_WORD. English messages use the first
    list. Messages in another language lose that language's stop words; each word is looked up in the second list before
    the first, and is not lemmatised if found there.
    """

    vocabulary: tuple[str, ...]
    stop_words: StopWords
    lemmas: Mapping[str, str] = field(default_factory=dict)
    foreign_vocabulary: tuple[str, ...] = ()
    ngrams: NgramVocabulary = NgramVocabulary(())
    _english: dict[str, int] = field(init=False, repr=False, compare=False)
    _foreign: dict[str, int] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        ids = {word: i for i, word in enumerate(self.vocabulary, FIRST_WORD)}
        english = ids | {form: ids.get(lemma, UNKNOWN) for form, lemma in self.lemmas.items()}
        start = FIRST_WORD + len(self.vocabulary)
        foreign = english | {word: i for i, word in enumerate(self.foreign_vocabulary, start)}
        object.__setattr__(self, "_english", english)
        object.__setattr__(self, "_foreign", foreign)

    @property
    def size(self) -> int:
        """Rows of an embedding over these ids."""
        return FIRST_WORD + len(self.vocabulary) + len(self.foreign_vocabulary)

    def encode(self, messages: Sequence[str]) -> np.ndarray:
        """Ids, int32 (n, 50), padded with 0 on the right; words beyond the fiftieth are cut off."""
        ids = np.full((len(messages), MAX_TOKENS), PADDING, np.int32)
        for row, message in zip(ids, messages, strict=True):
            found = forms(message)
            self._fill(row, found, self.language(found))
        return ids

    def features(self, messages: Sequence[str]) -> dict[str, np.ndarray]:
        """The networks' inputs: int32 TOKENS (n, 50) and NGRAMS (n, widest), float32 STYLE (n, 10)."""
        return self._features(messages, [forms(message) for message in messages])

    def features_of(self, message: str, reading: Reading) -> dict[str, np.ndarray]:
        """The inputs of one message that `read` has already split into words; one row of `features`."""
        return self._features([message], [[word.word.form for word in reading.words]])

    def read(self, message: str) -> Reading:
        """What becomes of each word of a message; agrees with `encode`."""
        found = list(words(message))
        language = self.language([word.form for word in found])
        read, position = [], 0
        for word in found:
            lemma, status = self._status(word.form, language, position)
            position += status != TokenStatus.STOP_WORD
            read.append(ReadWord(word, message[word.start : word.end], lemma, status))
        return Reading(language, tuple(read))

    def language(self, found: Sequence[str]) -> str:
        """The language of folded words, by name."""
        return identify(found, count_stop_words(found, self.stop_words), self.stop_words)

    def to_json(self) -> bytes:
        """The tokenizer as JSON, UTF-8."""
        content = {
            "vocabulary": self.vocabulary,
            "foreign_vocabulary": self.foreign_vocabulary,
            "stop_words": {name: sorted(stops) for name, stops in self.stop_words.items()},
            "lemmas": dict(self.lemmas),
            "ngrams": self.ngrams.keys,
        }
        return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()

    @classmethod
    def from_json(cls, content: bytes) -> "Tokenizer":
        """Read what `to_json` wrote; AttributeError, KeyError, TypeError or ValueError if it is something else."""
        fields = json.loads(content)
        return cls(
            vocabulary=tuple(fields["vocabulary"]),
            foreign_vocabulary=tuple(fields["foreign_vocabulary"]),
            stop_words={name: frozenset(stops) for name, stops in fields["stop_words"].items()},
            lemmas=fields["lemmas"],
            ngrams=NgramVocabulary(tuple(fields["ngrams"])),
        )

    def _features(self, messages: Sequence[str], cut: Sequence[list[str]]) -> dict[str, np.ndarray]:
        tokens = np.full((len(messages), MAX_TOKENS), PADDING, np.int32)
        style = np.zeros((len(messages), STYLE_FEATURES), np.float32)
        for i, (message, found) in enumerate(zip(messages, cut, strict=True)):
            counts = count_stop_words(found, self.stop_words)
            self._fill(tokens[i], found, identify(found, counts, self.stop_words))
            style[i] = style_features(message, len(found), counts)
        return {TOKENS: tokens, NGRAMS: self.ngrams.encode(messages, tokens), STYLE: style}

    def _fill(self, row: np.ndarray, found: list[str], language: str) -> None:
        """Write the ids of a message's words into its row, int32 (50,)."""
        table, stops = self._table(language), self.stop_words[language]
        kept = [table.get(form, UNKNOWN) for form in found if form not in stops][:MAX_TOKENS]
        row[: len(kept)] = kept

    def _table(self, language: str) -> dict[str, int]:
        return self._english if language == ENGLISH else self._foreign

    def _status(self, form: str, language: str, position: int) -> tuple[str, TokenStatus]:
        if form in self.stop_words[language]:
            return form, TokenStatus.STOP_WORD
        word_id = self._table(language).get(form, UNKNOWN)
        lemma = form if word_id >= FIRST_WORD + len(self.vocabulary) else self.lemmas.get(form, form)
        if position >= MAX_TOKENS:
            return lemma, TokenStatus.BEYOND
        return lemma, TokenStatus.UNKNOWN if word_id == UNKNOWN else TokenStatus.KEPT
