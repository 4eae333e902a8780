"""The three recipes: what the network reads, how it is built and how it is fitted."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import keras
import numpy as np

from classifier.artifacts import VectorSource
from classifier.errors import VectorsError
from classifier.network import article, distinct_words, ensemble
from classifier.network.ensemble import Ensemble, TowerConfig
from classifier.network.outputs import Network
from classifier.text.languages import ENGLISH, LANGUAGES
from classifier.text.normalisation import normalise
from classifier.text.reading import MAX_TOKENS
from classifier.text.style_features import STYLE_FEATURES
from classifier.text.tokenizer import FIRST_WORD, NGRAMS, TOKENS, Tokenizer
from classifier.text.words import forms
from classifier.training.data.labelled_messages import LabelledMessages
from classifier.training.fitting import denials, linear_path, members, stacking
from classifier.training.fitting.fit import Examples, FitConfig, fit
from classifier.training.text import composition_fitting, foreign_words, tokenizer_fitting, word_vectors
from classifier.training.text.word_features import word_features
from classifier.training.text.word_vectors import WordVectors

DEFAULT_VECTORS = "word_vectors.200d.txt.gz"
"""Looked for in the data folder when no vector file is named."""

MAXIMUM_WORDS = 60_000
"""Vector files such as GloVe 6B hold hundreds of thousands; this many keep the artefacts under 40 MB."""

TOWERS = (TowerConfig(), TowerConfig(recurrent=64), TowerConfig(projection=256, filters=256, dropout=0.6))
DEFAULT_FIT = FitConfig(epochs=20, batch=96, weight_decay=0.06, cosine=True, patience=20, rarity=0.3)
FOLD_EPOCHS = 12
"""For the networks that answer training messages out of fold."""

ARTICLE_FIT = FitConfig(
    epochs=40,
    batch=512,
    optimizer="adadelta",
    learning_rate=1.0,
    patience=40,
    label_weights=(0.5, 7.0),
    related_weights=(1.4, 0.43, 7.0),
)
"""The article's: Adadelta with the default learning rate of its day, and its class weights."""

WORDNET, TRAINING_MESSAGES = "WordNet", "training messages, not in WordNet"
"""Why a word of the default vector file is known."""

LINEAR_SHARE = "linear_share"
"""The field of RecipeConfig that was fitted, not chosen."""


@dataclass(frozen=True)
class RecipeConfig:
    """What a recipe chose, as the manifest stores it, and the fitted shares of the linear path in the ensemble.

    `fold_epochs`: for the networks that the second stage learns from.
    """

    fit: FitConfig
    towers: tuple[TowerConfig, ...] = ()
    linear_share: dict[str, float] | None = None
    fold_epochs: int | None = None


@dataclass(frozen=True)
class Request:
    """What one training run was asked for; `epochs` overrides the recipe's own number."""

    recipe: str
    data: Path
    embeddings: Path | None = None
    epochs: int | None = None


@dataclass(frozen=True)
class Trained:
    """A fitted serving model with its tokenizer, and what the manifest says about how they were made."""

    model: keras.Model
    tokenizer: Tokenizer
    config: RecipeConfig
    history: Mapping[str, list[float]]
    vectors: VectorSource | None = None


def train(request: Request, data: LabelledMessages) -> Trained:
    """Fit the requested recipe on the training part, stopping early on the validation part."""
    return RECIPES[request.recipe](request, data)


def _article(request: Request, data: LabelledMessages) -> Trained:
    network = article.build(MAX_TOKENS)
    return _fit_article(request, data, _frequent_words(data), network)


def _article_glove(request: Request, data: LabelledMessages) -> Trained:
    tokenizer = _frequent_words(data)
    vectors = word_vectors.load(_vector_file(request), frozenset(tokenizer.vocabulary))
    matrix = _embedding(vectors, tokenizer, article.VOCABULARY)
    network = article.build(MAX_TOKENS, dimensions=vectors.dimensions, vectors=matrix)
    return _fit_article(request, data, tokenizer, network, vectors.source)


def _default(request: Request, data: LabelledMessages) -> Trained:
    vectors, known_from = known_words(_vectors(request), data.texts(data.splits.train))
    material = _material(vectors, data)
    train, validation = material.train, _examples(material.tokenizer, data, data.splits.validation)
    config = _with_epochs(DEFAULT_FIT, request)
    of_folds = replace(config, epochs=min(FOLD_EPOCHS, config.epochs))
    answers = stacking.out_of_fold(
        train, material.groups, lambda rows: _fit_ensemble(material, rows, validation, of_folds)[0]
    )
    built, history, shares = _fit_ensemble(material, np.arange(len(train.related)), validation, config)
    built.second_stage.set_weights(stacking.fit(answers, train, material.messages))
    members.compress(built)
    described = RecipeConfig(config, TOWERS, shares, of_folds.epochs)
    source = replace(vectors.source, known_from=known_from)
    return Trained(distinct_words.serving(built), material.tokenizer, described, history, source)


@dataclass(frozen=True)
class _Material:
    """What the default network is built with and fitted on.

    The first `messages` of the examples are messages, then come untranslated originals and denials; `groups` int (n,)
    holds together those that are made of the same message. The matrices are those of `ensemble.build`.
    """

    tokenizer: Tokenizer
    vectors: np.ndarray
    composed: np.ndarray
    word_features: np.ndarray
    train: Examples
    groups: np.ndarray
    messages: int


def _material(vectors: WordVectors, data: LabelledMessages) -> _Material:
    rows = data.splits.train
    messages, targets, related = data.texts(rows), data.targets[rows], data.related[rows]
    translated = np.flatnonzero(data.originals[rows] != "")
    originals = data.originals[rows[translated]].tolist()
    pairs = list(zip(originals, data.texts(rows[translated]), strict=True))
    tokenizer, embedding, composed = _multilingual(vectors, messages, pairs)
    denied = denials.make(messages, targets, related)
    texts = [*messages, *originals, *denied.messages]
    segments = tokenizer.beginnings(texts)
    ngrams = linear_path.vocabulary([segment.text for segment in segments], tokenizer.features_of(segments)[TOKENS])
    tokenizer = replace(tokenizer, ngrams=ngrams)
    counted = f"{len(ngrams.keys):,} n-grams of {len(texts):,} messages, {len(denied.messages):,} of them denials"
    print(f"Linear path: {counted}.", flush=True)
    groups = np.concatenate([np.arange(len(messages)), translated, denied.sources])
    train = Examples(
        tokenizer.features_of(segments),
        np.concatenate([targets, targets[translated], denied.targets]),
        np.concatenate([related, related[translated], denied.related]),
    )
    return _Material(
        tokenizer, embedding, composed, word_features(tokenizer, texts), train, groups, messages=len(messages)
    )


def _fit_ensemble(
    material: _Material, rows: np.ndarray, validation: Examples, config: FitConfig
) -> tuple[Ensemble, dict[str, list[float]], dict[str, float]]:
    """An ensemble fitted on some of the examples, with its history and the shares of the linear path."""
    train, size = material.train.take(rows), len(material.tokenizer.ngrams.keys)
    built = ensemble.build(material.vectors, material.word_features, size, STYLE_FEATURES, TOWERS, material.composed)
    messages = int((rows < material.messages).sum())
    path = linear_path.fit(train.inputs[NGRAMS], size, train.targets, train.related, messages)
    members.set_linear_path(built, path)
    history = fit(built.network, train, validation, config)
    return built, history, members.weigh(built, validation)


RECIPES: dict[str, Callable[[Request, LabelledMessages], Trained]] = {
    "default": _default,
    "article": _article,
    "article-glove": _article_glove,
}


def known_words(vectors: WordVectors, messages: Sequence[str]) -> tuple[WordVectors, dict[str, int]]:
    """The vectors of words that `text.words.forms` can yield and that the model may know, and how many are from where.

    The default file has a vector for every word of the corpus, those of validation and test messages too. A model that
    knew them would hardly meet an unknown word in its own test, so of such a file only the words that a training
    message contains or WordNet lists are taken. Of any other file, the messages' own words come first.
    """
    seen = {form for message in messages for form in forms(normalise(message))}
    words = [word for word in vectors.words if forms(word) == [word]]
    if vectors.file != DEFAULT_VECTORS:
        words = sorted(words, key=lambda word: word not in seen)[:MAXIMUM_WORDS]
        return vectors.select(words), {vectors.file: len(words)}
    lemmatize, wordnet = tokenizer_fitting.lemmatizer(), tokenizer_fitting.wordnet_lemmas()
    ours = {lemma for form in seen for lemma in lemmatize(form)}
    words = [word for word in words if word in ours or word in wordnet]
    listed = sum(word in wordnet for word in words)
    return vectors.select(words), {WORDNET: listed, TRAINING_MESSAGES: len(words) - listed}


def _multilingual(
    vectors: WordVectors, messages: Sequence[str], pairs: Sequence[tuple[str, str]]
) -> tuple[Tokenizer, np.ndarray, np.ndarray]:
    """A tokenizer for the vector file's words and the foreign words of translated messages, and all their vectors.

    `pairs` are untranslated originals and their English translations. The second matrix holds the vectors that the
    words would have if they were unknown.
    """
    tokenizer = tokenizer_fitting.fit(vectors.words, tokenizer_fitting.stop_words_without_negations(LANGUAGES))
    composer = composition_fitting.fit(vectors.words, vectors.matrix)
    tokenizer = replace(tokenizer, counts=tokenizer_fitting.count_forms(messages, tokenizer), composer=composer)
    tokenizer = replace(tokenizer, real_words=tokenizer_fitting.real_words(tokenizer))
    words = foreign_words.vocabulary((original for original, _ in pairs), tokenizer)
    learned = foreign_words.vectors(words, pairs, tokenizer, vectors)
    reserved = np.zeros((FIRST_WORD, vectors.dimensions), np.float32)
    spelled = composition_fitting.held_out(vectors.words, vectors.matrix)
    tokenizer = replace(tokenizer, foreign_vocabulary=words)
    return (
        tokenizer,
        np.concatenate([reserved, vectors.matrix, learned]),
        np.concatenate([reserved, spelled, composer.compose(words)]),
    )


def _fit_article(
    request: Request,
    data: LabelledMessages,
    tokenizer: Tokenizer,
    network: Network,
    vectors: VectorSource | None = None,
) -> Trained:
    config = _with_epochs(ARTICLE_FIT, request)
    train, validation = (_examples(tokenizer, data, rows) for rows in (data.splits.train, data.splits.validation))
    history = fit(network, train, validation, config)
    return Trained(network.serving, tokenizer, RecipeConfig(config), history, vectors)


def _examples(tokenizer: Tokenizer, data: LabelledMessages, rows: np.ndarray) -> Examples:
    return Examples(tokenizer.features(data.texts(rows)), data.targets[rows], data.related[rows])


def _with_epochs(config: FitConfig, request: Request) -> FitConfig:
    return replace(config, epochs=request.epochs or config.epochs)


def _frequent_words(data: LabelledMessages) -> Tokenizer:
    words = tokenizer_fitting.frequent_lemmas(data.texts(data.splits.train), article.VOCABULARY - FIRST_WORD)
    return tokenizer_fitting.fit(words, tokenizer_fitting.stop_words([ENGLISH]))


def _embedding(vectors: WordVectors, tokenizer: Tokenizer, rows: int) -> np.ndarray:
    """Embedding weights, float32 (rows, dimensions); words without a vector are zeros."""
    matrix = np.zeros((rows, vectors.dimensions), np.float32)
    row_of = {word: i for i, word in enumerate(tokenizer.vocabulary, FIRST_WORD)}
    matrix[[row_of[word] for word in vectors.words]] = vectors.matrix
    return matrix


def _vectors(request: Request, keep: frozenset[str] | None = None) -> WordVectors:
    """The vectors that were asked for: of a file, or, where a folder is named, of the trained model in it."""
    if request.embeddings and request.embeddings.is_dir():
        return word_vectors.from_assets(request.embeddings)
    return word_vectors.load(_vector_file(request), keep)


def _vector_file(request: Request) -> Path:
    if request.embeddings:
        return request.embeddings
    if (request.data / DEFAULT_VECTORS).is_file():
        return request.data / DEFAULT_VECTORS
    raise VectorsError(
        f"The recipe '{request.recipe}' needs word vectors: name a file in GloVe's text format, plain or .gz, "
        "with --embeddings FILE."
    )
