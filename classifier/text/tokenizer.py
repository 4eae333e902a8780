"""Words -> ids, from one JSON file: vocabulary, stop words and lemmas, so that no corpus is needed to run."""

import json
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field

import numpy as np

from classifier.text.composition import Composer
from classifier.text.identification import IN_ENGLISH, Identified, identifier
from classifier.text.languages import ENGLISH, StopWords
from classifier.text.ngrams import NgramVocabulary
from classifier.text.normalisation import normalise
from classifier.text.reading import MAX_TOKENS, Reading, ReadWord, TokenStatus, Window
from classifier.text.style_features import STYLE_FEATURES, style_features
from classifier.text.unknown_words import SHORT_FORMS, UnknownWords
from classifier.text.words import Word, forms, words

FEW_WORDS, FEW_CHARACTERS, COMMON = 3, 60, 20
"""Of so few words the language is not identified by letters if all are English ones, in so many training messages."""

PADDING, UNKNOWN, FIRST_WORD = 0, 1, 2
"""Ids: 0 is padding, 1 is any unknown word, the vocabulary starts at 2."""

TOKENS, COMPOSED, NGRAMS, STYLE = "tokens", "composed", "ngrams", "style"
"""Names of the networks' inputs, as `Tokenizer.features` makes them."""


@dataclass(frozen=True)
class Segment:
    """What the networks read at once.

    `text` as it stands (in small letters if it has only capitals), the number of its `words`, the `ids` of those that
    are no stop words, the `unknown` ones among them, and the language of the whole message.
    """

    text: str
    words: int
    ids: Sequence[int]
    unknown: Sequence[str]
    identified: Identified


@dataclass(frozen=True)
class Tokenizer:
    """Compiled text processing.

    Ids are positions in `vocabulary` + `foreign_vocabulary`, shifted by FIRST_WORD. English messages use the first
    list. Messages in another language lose that language's stop words; each word is looked up in the second list before
    the first, and is not lemmatised if found there. `counts` says how many training messages contain each known
    English form, by which misspelled words are guessed; `real_words` are those that look misspelled and are not.
    `composer` gives words that stay unknown a vector.
    """

    vocabulary: tuple[str, ...]
    stop_words: StopWords
    lemmas: Mapping[str, str] = field(default_factory=dict)
    foreign_vocabulary: tuple[str, ...] = ()
    ngrams: NgramVocabulary = NgramVocabulary(())
    counts: Mapping[str, int] = field(default_factory=dict)
    real_words: Set[str] = frozenset()
    composer: Composer | None = None
    _english: dict[str, int] = field(init=False, repr=False, compare=False)
    _foreign: dict[str, int] = field(init=False, repr=False, compare=False)
    _unknown: UnknownWords = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        ids = {word: i for i, word in enumerate(self.vocabulary, FIRST_WORD)}
        english = ids | {form: ids[lemma] for form, lemma in self.lemmas.items() if lemma in ids}
        for form in SHORT_FORMS if self.counts else ():
            english.pop(form, None)
        start = FIRST_WORD + len(self.vocabulary)
        foreign = english | {word: i for i, word in enumerate(self.foreign_vocabulary, start)}
        object.__setattr__(self, "_english", english)
        object.__setattr__(self, "_foreign", foreign)
        object.__setattr__(self, "_unknown", UnknownWords(english, self.counts, self.real_words))

    @property
    def known_forms(self) -> Set[str]:
        """Every English form that is a vocabulary word or leads to one."""
        return self._english.keys()

    @property
    def size(self) -> int:
        """Rows of an embedding over these ids."""
        return FIRST_WORD + len(self.vocabulary) + len(self.foreign_vocabulary)

    def encode(self, messages: Sequence[str]) -> np.ndarray:
        """Ids, int32 (n, 50), padded with 0 on the right: of a long message those of its beginning."""
        return self.features(messages)[TOKENS]

    def features(self, messages: Sequence[str]) -> dict[str, np.ndarray]:
        """The networks' inputs for the beginning of each message, as in `features_of`."""
        return self.features_of(self.beginnings(messages))

    def features_of(self, segments: Sequence[Segment]) -> dict[str, np.ndarray]:
        """The networks' inputs for n segments.

        int32 TOKENS (n, 50) and NGRAMS (n, widest), float32 STYLE (n, STYLE_FEATURES), and float32 COMPOSED (n, most,
        dimensions): the vectors of the unknown words of each segment in their order.
        """
        tokens = np.full((len(segments), MAX_TOKENS), PADDING, np.int32)
        style = np.zeros((len(segments), STYLE_FEATURES), np.float32)
        for i, segment in enumerate(segments):
            tokens[i, : len(segment.ids)] = segment.ids
            style[i] = style_features(segment.text, segment.words, segment.identified)
        ngrams = self.ngrams.encode([segment.text for segment in segments], tokens)
        composed = self._composed([segment.unknown for segment in segments])
        return {TOKENS: tokens, COMPOSED: composed, NGRAMS: ngrams, STYLE: style}

    def segments(self, messages: Sequence[str]) -> list[list[Segment]]:
        """What the networks read of each message: the whole of a short one, the windows of a long one."""
        texts = [normalise(message) for message in messages]
        return [self._segments(text, found) for text, found in zip(texts, self.identify(texts), strict=True)]

    def identify(self, texts: Sequence[str]) -> list[Identified]:
        """The language of each normalised text; a few words that are all common in English are English."""
        found = identifier().identify(texts)
        return [
            IN_ENGLISH if one.language != ENGLISH and self._is_plain_english(text) else one
            for one, text in zip(found, texts, strict=True)
        ]

    def beginnings(self, messages: Sequence[str]) -> list[Segment]:
        """As much of each message as the networks can read at once: the whole of a short one."""
        found = zip(messages, self.segments(messages), strict=True)
        return [segments[0] if len(segments) == 1 else self._beginning(message) for message, segments in found]

    def read(self, message: str) -> Reading:
        """What becomes of each word of a message; agrees with `encode`."""
        text = normalise(message)
        (identified,) = self.identify([text])
        return Reading(text, identified, self._read_all(text, identified))

    def to_json(self) -> bytes:
        """The tokenizer as JSON, UTF-8."""
        content = {
            "vocabulary": self.vocabulary,
            "foreign_vocabulary": self.foreign_vocabulary,
            "stop_words": {name: sorted(stops) for name, stops in self.stop_words.items()},
            "lemmas": dict(self.lemmas),
            "counts": dict(self.counts),
            "real_words": sorted(self.real_words),
            "ngrams": self.ngrams.keys,
            "composer": self.composer.to_json() if self.composer else None,
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
            counts=fields["counts"],
            real_words=frozenset(fields["real_words"]),
            ngrams=NgramVocabulary(tuple(fields["ngrams"])),
            composer=Composer.from_json(fields["composer"]) if fields["composer"] else None,
        )

    def segment(self, text: str, found: Sequence[str], identified: Identified) -> Segment:
        """A text with its folded words, made ready for the networks."""
        language = self._language(identified)
        table, stops = self._table(language), self.stop_words[language]
        kept = [form for form in found if form not in stops]
        ids, strange = [table.get(form, UNKNOWN) for form in kept], []
        if UNKNOWN in ids:
            kept = [part for form in kept for part in ((form,) if form in table else self._parts(form, identified))]
            ids = [table.get(part, UNKNOWN) for part in kept]
            strange = [part for part, word_id in zip(kept, ids, strict=True) if word_id == UNKNOWN]
        return Segment(text.lower() if text.isupper() else text, len(found), ids, strange, identified)

    def segments_of(self, reading: Reading) -> list[Segment]:
        """What the networks read of a message that has been read: the same as in `segments`."""
        return [self._segment_of(reading, window) for window in reading.windows]

    def _is_plain_english(self, text: str) -> bool:
        found = forms(text) if len(text) <= FEW_CHARACTERS else []
        return 0 < len(found) <= FEW_WORDS and all(map(self._is_common, found))

    def _is_common(self, form: str) -> bool:
        """Whether a word is a usual one in English messages, or a rare one that no other language has."""
        if form in self.stop_words[ENGLISH] or self.counts.get(form, 0) >= COMMON:
            return True
        elsewhere = any(form in stops for code, stops in self.stop_words.items() if code != ENGLISH)
        return form in self.counts and not elsewhere and form not in self.foreign_vocabulary

    def _beginning(self, message: str) -> Segment:
        reading = self.read(message)
        return self._segment_of(reading, reading.beginning)

    def _segment_of(self, reading: Reading, window: Window) -> Segment:
        words_inside = [word.word.form for word in window.words]
        return self.segment(reading.text[window.start : window.end], words_inside, reading.identified)

    def _segments(self, text: str, identified: Identified) -> list[Segment]:
        segment = self.segment(text, forms(text), identified)
        if len(segment.ids) <= MAX_TOKENS:
            return [segment]
        return self.segments_of(Reading(text, identified, self._read_all(text, identified)))

    def _parts(self, form: str, identified: Identified) -> tuple[str, ...]:
        """The words that stand for one that is not known: those that it is read as, or itself.

        Only English has its misspelled words guessed; its short forms turn up in messages in any language.
        """
        if identified.language == ENGLISH:
            read_as = self._unknown.read(form)
        else:
            read_as = (SHORT_FORMS[form],) if self.counts and form in SHORT_FORMS else ()
        stops = self.stop_words[ENGLISH]
        return tuple(part for part in read_as if part not in stops) if read_as else (form,)

    def _composed(self, unknown: Sequence[Sequence[str]]) -> np.ndarray:
        """The vectors of unknown words, float32 (n, most, dimensions), at least one wide."""
        most = max(map(len, unknown), default=0)
        dimensions = self.composer.dimensions if self.composer else 1
        composed = np.zeros((len(unknown), max(most, 1), dimensions), np.float32)
        if self.composer:
            for vectors, forms_of_one in zip(composed, unknown, strict=True):
                if forms_of_one:
                    vectors[: len(forms_of_one)] = self.composer.compose(forms_of_one)
        return composed

    def _language(self, identified: Identified) -> str:
        """The language whose words are looked up: English where the tokenizer has no other."""
        return identified.read_as if identified.read_as in self.stop_words else ENGLISH

    def _table(self, language: str) -> dict[str, int]:
        return self._english if language == ENGLISH else self._foreign

    def _read_all(self, text: str, identified: Identified) -> tuple[ReadWord, ...]:
        return tuple(self._read(word, text[word.start : word.end], identified) for word in words(text))

    def _read(self, word: Word, text: str, identified: Identified) -> ReadWord:
        language = self._language(identified)
        if word.form in self.stop_words[language]:
            return ReadWord(word, text, TokenStatus.STOP_WORD, ())
        if word.form in self._table(language):
            return ReadWord(word, text, TokenStatus.KEPT, (self._lemma(word.form, language),))
        parts = self._parts(word.form, identified)
        if parts == (word.form,):
            return ReadWord(word, text, TokenStatus.UNKNOWN, parts)
        lemmas = tuple(self._lemma(part, language) for part in parts)
        return ReadWord(word, text, TokenStatus.RESPELLED, lemmas, parts)

    def _lemma(self, form: str, language: str) -> str:
        foreign = self._table(language).get(form, UNKNOWN) >= FIRST_WORD + len(self.vocabulary)
        return form if foreign else self.lemmas.get(form, form)
