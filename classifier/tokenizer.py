"""Words -> ids, from one JSON file: vocabulary, stop words and lemmas, so that no corpus is needed to run."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from classifier.ngrams import NgramVocabulary
from classifier.surface import WIDTH, surface
from classifier.text import MAX_TOKENS, Word, forms, words

PADDING, UNKNOWN, FIRST_WORD = 0, 1, 2
ENGLISH = "english"
KEPT, STOP_WORD, UNKNOWN_WORD, BEYOND = "kept", "stop word", "unknown", "beyond the limit"


@dataclass(frozen=True)
class ReadWord:
    """What became of one word: its `fate` is one of the four constants above."""

    word: Word
    text: str
    lemma: str
    fate: str


@dataclass(frozen=True)
class Reading:
    """A message as the model sees it; `language` is the stop-word list that fitted best."""

    language: str
    words: tuple[ReadWord, ...]

    def count(self, fate: str) -> int:
        """How many words met this fate."""
        return sum(word.fate == fate for word in self.words)


@dataclass(frozen=True)
class Tokenizer:
    """Compiled text processing.

    Ids are positions in `vocabulary` + `foreign_vocabulary` shifted by two (0 pads, 1 is any
    unknown word). English messages read the first list; messages in another language lose that
    language's stop words, are not lemmatised, and read the second list before the first.
    """

    vocabulary: tuple[str, ...]
    stop_words: Mapping[str, frozenset[str]]
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
        """Ids, int32 (n, 50), padded with 0 on the right; words beyond the fiftieth are cut."""
        ids = np.zeros((len(messages), MAX_TOKENS), np.int32)
        for row, message in zip(ids, messages, strict=True):
            found = forms(message)
            kept = self._ids(found, self.language(found))[:MAX_TOKENS]
            row[: len(kept)] = kept
        return ids

    def features(self, messages: Sequence[str]) -> dict[str, np.ndarray]:
        """The networks' inputs: int32 "tokens" (n, 50) and "ngrams" (n, widest), float32 "surface" (n, 10)."""
        tokens = np.full((len(messages), MAX_TOKENS), PADDING, np.int32)
        looks = np.zeros((len(messages), WIDTH), np.float32)
        for i, message in enumerate(messages):
            found = forms(message)
            hits = self._hits(found)
            kept = self._ids(found, self._language(found, hits))[:MAX_TOKENS]
            tokens[i, : len(kept)] = kept
            looks[i] = surface(message, len(found), hits)
        return {"tokens": tokens, "ngrams": self.ngrams.encode(messages, tokens), "surface": looks}

    def read(self, message: str) -> Reading:
        """What becomes of each word of a message; agrees with `encode`."""
        found = list(words(message))
        language = self.language([word.form for word in found])
        read, position = [], 0
        for word in found:
            lemma, fate = self._fate(word.form, language, position)
            position += fate != STOP_WORD
            read.append(ReadWord(word, message[word.start : word.end], lemma, fate))
        return Reading(language, tuple(read))

    def language(self, found: Iterable[str]) -> str:
        """The stop-word list with the most hits among the words; English on a tie or if only single letters hit."""
        forms_found = list(found)
        return self._language(forms_found, self._hits(forms_found))

    def save(self, path: Path | str) -> None:
        """Write the tokenizer as JSON (UTF-8)."""
        content = {
            "vocabulary": self.vocabulary,
            "foreign_vocabulary": self.foreign_vocabulary,
            "stop_words": {name: sorted(stops) for name, stops in self.stop_words.items()},
            "lemmas": dict(self.lemmas),
            "ngrams": self.ngrams.keys,
        }
        Path(path).write_text(json.dumps(content, ensure_ascii=False, separators=(",", ":")), encoding="utf-8")

    @classmethod
    def load(cls, path: Path | str) -> "Tokenizer":
        """Read what `save` wrote; KeyError, TypeError or ValueError if it is something else."""
        content = json.loads(Path(path).read_text(encoding="utf-8"))
        return cls(
            vocabulary=tuple(content["vocabulary"]),
            foreign_vocabulary=tuple(content["foreign_vocabulary"]),
            stop_words={name: frozenset(stops) for name, stops in content["stop_words"].items()},
            lemmas=content["lemmas"],
            ngrams=NgramVocabulary(tuple(content["ngrams"])),
        )

    def _hits(self, found: list[str]) -> dict[str, int]:
        return {name: sum(map(stops.__contains__, found)) for name, stops in self.stop_words.items()}

    def _language(self, found: list[str], hits: Mapping[str, int]) -> str:
        best = max(hits, key=hits.__getitem__)
        telling = (form in self.stop_words[best] for form in found if len(form) > 1)
        return best if hits[best] > hits[ENGLISH] and any(telling) else ENGLISH

    def _ids(self, found: list[str], language: str) -> list[int]:
        table = self._english if language == ENGLISH else self._foreign
        stops = self.stop_words[language]
        return [table.get(form, UNKNOWN) for form in found if form not in stops]

    def _fate(self, form: str, language: str, position: int) -> tuple[str, str]:
        if form in self.stop_words[language]:
            return form, STOP_WORD
        table = self._english if language == ENGLISH else self._foreign
        word_id = table.get(form, UNKNOWN)
        lemma = form if word_id >= FIRST_WORD + len(self.vocabulary) else self.lemmas.get(form, form)
        if position >= MAX_TOKENS:
            return lemma, BEYOND
        return lemma, UNKNOWN_WORD if word_id == UNKNOWN else KEPT
