"""The three recipes: what is read, which network is built and how it is fitted."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

import keras
import numpy as np
import pandas as pd

from classifier import model
from classifier.errors import VectorsError
from classifier.model import Network, TowerConfig
from classifier.text import forms
from classifier.tokenizer import ENGLISH, FIRST_WORD, Tokenizer
from classifier.training import calibrate, dataset, fit_text, foreign, linear, vectors
from classifier.training.dataset import Splits
from classifier.training.fit_model import FitConfig, Part, fit
from classifier.training.vectors import Vectors

DEFAULT_VECTORS = "word_vectors.200d.txt.gz"
"""Looked for beside the data when no vector file is named."""

VOCABULARY = 20_000
"""Embedding rows of the article's network: padding, unknown and 19,998 words."""


MAXIMUM_WORDS = 60_000
"""Vector files such as GloVe 6B hold hundreds of thousands; so many keep the artefacts under 40 MB."""

TOWERS = (TowerConfig(), TowerConfig(recurrent=64), TowerConfig(projection=256, filters=256, dropout=0.6))
DEFAULT_FIT = FitConfig(epochs=12, batch=96, weight_decay=0.06, cosine=True, rarity=0.3)


@dataclass(frozen=True)
class Request:
    """What one training run was asked for; `epochs` overrides the recipe's own number."""

    recipe: str
    data: Path
    embeddings: Path | None = None
    epochs: int | None = None


@dataclass(frozen=True)
class Trained:
    """A fitted serving model with its tokenizer and what the manifest has to tell of them."""

    model: keras.Model
    tokenizer: Tokenizer
    config: Mapping[str, Any]
    history: Mapping[str, list[float]]
    provenance: Mapping[str, Any] = field(default_factory=dict)


def train(request: Request, frame: pd.DataFrame, splits: Splits) -> Trained:
    """Fit the requested recipe on the training part, stopping early on the validation part."""
    return RECIPES[request.recipe](request, frame, splits)


def _article(request: Request, frame: pd.DataFrame, splits: Splits) -> Trained:
    tokenizer = _frequent_words(frame, splits)
    return _fit(request, frame, splits, tokenizer, model.article(VOCABULARY), _article_config())


def _article_glove(request: Request, frame: pd.DataFrame, splits: Splits) -> Trained:
    tokenizer = _frequent_words(frame, splits)
    found = vectors.load(_vector_file(request), frozenset(tokenizer.vocabulary))
    network = model.article(VOCABULARY, found.dimensions, _matrix(found, tokenizer, VOCABULARY))
    return _fit(request, frame, splits, tokenizer, network, _article_config(), _provenance(found))


def _default(request: Request, frame: pd.DataFrame, splits: Splits) -> Trained:
    rows, validation = frame.iloc[splits.train], frame.iloc[splits.validation]
    found = _useful(vectors.load(_vector_file(request)), rows["message"])
    tokenizer, matrix = _multilingual(found, rows)
    messages = [*rows["message"], *rows.loc[rows["original"] != "", "original"]]
    traits = fit_text.traits(tokenizer, messages)
    labels, related = dataset.targets(pd.concat([rows, rows[rows["original"] != ""]]))
    tokenizer = replace(tokenizer, ngrams=linear.vocabulary(messages, tokenizer.encode(messages)))
    train = Part(tokenizer.features(messages), labels, related)
    print(f"Linear path: {len(tokenizer.ngrams.keys):,} n-grams of {len(messages):,} messages.", flush=True)
    network = model.default(matrix, traits, len(tokenizer.ngrams.keys), TOWERS)
    path = linear.fit(train.inputs["ngrams"], len(tokenizer.ngrams.keys), labels, related, len(rows))
    network.set_linear(path.idf, path.weights)
    config = replace(DEFAULT_FIT, epochs=request.epochs or DEFAULT_FIT.epochs)
    held_out = Part(tokenizer.features(validation["message"].tolist()), *dataset.targets(validation))
    history = fit(network, train, held_out, config)
    shares = calibrate.scale_voices(network, held_out)
    network.compress()
    described = _describe(config, TOWERS) | {"linear_share": shares}
    return Trained(network.serving, tokenizer, described, history, _provenance(found))


def _useful(found: Vectors, messages: Iterable[str]) -> Vectors:
    """The vectors of words that `text.forms` can yield: those in the messages first, then in the file's order."""
    words = [word for word in found.words if forms(word) == [word]]
    if len(words) > MAXIMUM_WORDS:
        seen = {form for message in messages for form in forms(message)}
        words = sorted(words, key=lambda word: word not in seen)[:MAXIMUM_WORDS]
    return found.select(words)


def _multilingual(found: Vectors, rows: pd.DataFrame) -> tuple[Tokenizer, np.ndarray]:
    """A tokenizer over the vector file's words and the foreign words of the originals, and all their vectors."""
    tokenizer = fit_text.fit(found.words, fit_text.ALL_LANGUAGES)
    pairs = rows.loc[rows["original"] != "", ["original", "message"]]
    words = foreign.vocabulary(pairs["original"], tokenizer)
    learned = foreign.vectors(words, pairs, tokenizer, found)
    matrix = np.concatenate([np.zeros((FIRST_WORD, found.dimensions), np.float32), found.matrix, learned])
    return replace(tokenizer, foreign_vocabulary=words), matrix


RECIPES: dict[str, Callable[[Request, pd.DataFrame, Splits], Trained]] = {
    "default": _default,
    "article": _article,
    "article-glove": _article_glove,
}


def _fit(
    request: Request,
    frame: pd.DataFrame,
    splits: Splits,
    tokenizer: Tokenizer,
    network: Network,
    config: FitConfig,
    provenance: Mapping[str, Any] | None = None,
) -> Trained:
    config = replace(config, epochs=request.epochs or config.epochs)
    train, validation = (_part(tokenizer, frame.iloc[rows]) for rows in (splits.train, splits.validation))
    history = fit(network, train, validation, config)
    return Trained(network.serving, tokenizer, _describe(config), history, provenance or {})


def _part(tokenizer: Tokenizer, frame: pd.DataFrame) -> Part:
    return Part(tokenizer.features(frame["message"].tolist()), *dataset.targets(frame))


def _describe(config: FitConfig, towers: tuple[TowerConfig, ...] = ()) -> dict[str, Any]:
    return {"fit": asdict(config), "towers": [asdict(tower) for tower in towers]}


def _frequent_words(frame: pd.DataFrame, splits: Splits) -> Tokenizer:
    stops = fit_text.stop_words([ENGLISH])[ENGLISH]
    messages = frame["message"].iloc[splits.train]
    words = fit_text.frequent_lemmas(messages, stops, VOCABULARY - FIRST_WORD)
    return fit_text.fit(words, [ENGLISH])


def _article_config() -> FitConfig:
    """The article's: Adadelta with the learning rate 1.0 of its day, and its class weights."""
    return FitConfig(
        epochs=40,
        batch=512,
        optimizer="adadelta",
        learning_rate=1.0,
        patience=40,
        label_weights=(0.5, 7.0),
        related_weights=(1.4, 0.43, 7.0),
    )


def _matrix(found: Vectors, tokenizer: Tokenizer, rows: int) -> np.ndarray:
    """Embedding weights, float32 (rows, dimensions); words without a vector are zeros."""
    matrix = np.zeros((rows, found.dimensions), np.float32)
    place = {word: i for i, word in enumerate(tokenizer.vocabulary, FIRST_WORD)}
    known = [(place[word], i) for i, word in enumerate(found.words) if word in place]
    target, source = map(list, zip(*known, strict=True))
    matrix[target] = found.matrix[source]
    return matrix


def _vector_file(request: Request) -> Path:
    if request.embeddings:
        return request.embeddings
    if (request.data / DEFAULT_VECTORS).is_file():
        return request.data / DEFAULT_VECTORS
    raise VectorsError(
        f"The recipe '{request.recipe}' needs word vectors: name a file in GloVe's text format, plain or .gz, "
        "with --embeddings FILE."
    )


def _provenance(found: Vectors) -> dict[str, Any]:
    return {"file": found.file, "sha256": found.digest, "words": len(found.words), "dimensions": found.dimensions}
