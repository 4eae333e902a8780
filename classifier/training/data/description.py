"""What is in the data set, independent of any model: supports, genres, lengths, co-occurrence, one large event."""

import re

import numpy as np

from classifier.labels import BINARY_LABELS, RELATED
from classifier.report.figures import ClassSupport, Cooccurrence, DatasetFigures, GenreTopic, Lengths
from classifier.report.support import Support
from classifier.text.words import forms
from classifier.training.data.labelled_messages import LabelledMessages

GENRES = ("direct", "news", "social")
HAITI_RULE = (
    "the English text names Haiti, one of its places (Port-au-Prince, Delmas, Carrefour, Léogâne, Jacmel, "
    "Pétion-Ville, Gonaïves, Cité Soleil, Petit- or Grand-Goâve), an earthquake or an aftershock"
)
_HAITI = re.compile(
    r"\bha[iï]ti|\bport[ -]?[ao]u[ -]?prince|\bdelmas|\bcarrefour|\bl[eé]og[aâ]ne|\bjacmel|\bp[eé]tion|\bgona[iï]ve"
    r"|\bcit[eé][ -]soleil|\bgo[aâ]ve|\bearth ?quake|\baftershock",
    re.IGNORECASE,
)
_LENGTH_EDGES = (*range(0, 50, 5), 50, 60, 80, 100)


def sizes(data: LabelledMessages) -> Support:
    """The messages of each part."""
    return Support(**{part: len(rows) for part, rows in data.splits.parts.items()})


def supports(data: LabelledMessages) -> dict[str, Support]:
    """The messages of each part that carry each label."""
    counts = {part: data.targets[rows].sum(axis=0).astype(int) for part, rows in data.splits.parts.items()}
    return {
        name: Support(**{part: int(count[i]) for part, count in counts.items()}) for i, name in enumerate(BINARY_LABELS)
    }


def related_supports(data: LabelledMessages) -> ClassSupport:
    """The messages of each class of `related` in each part."""
    return ClassSupport(**{part: _by_class(data.related[rows]) for part, rows in data.splits.parts.items()})


def describe(data: LabelledMessages) -> DatasetFigures:
    """Genres, classes of `related`, lengths in words and co-occurrence; `related` means class 1 in the latter."""
    lengths = np.array([len(forms(message)) for message in data.messages])
    edges = (*_LENGTH_EDGES, max(int(lengths.max()), _LENGTH_EDGES[-1]) + 1)
    outputs = np.column_stack([data.related == 1, data.targets]).astype(np.int64)
    return DatasetFigures(
        rows=len(data),
        genres={genre: int((data.genres == genre).sum()) for genre in GENRES},
        related=_by_class(data.related),
        lengths=Lengths(edges, tuple(np.histogram(lengths, edges)[0].tolist())),
        cooccurrence=Cooccurrence((RELATED, *BINARY_LABELS), tuple(map(tuple, (outputs.T @ outputs).tolist()))),
    )


def about_haiti(messages: np.ndarray) -> np.ndarray:
    """Which messages are about the 2010 Haiti earthquake by HAITI_RULE, bool (n,)."""
    return np.array([bool(_HAITI.search(message)) for message in messages], bool)


def topic_by_genre(data: LabelledMessages, matched: np.ndarray) -> dict[str, GenreTopic]:
    """How much of each genre is about a topic, `matched` bool (n,), and how much has an untranslated original."""
    translated, found = data.originals != "", {}
    for genre in GENRES:
        rows = data.genres == genre
        total, about, originals = (int(chosen.sum()) for chosen in (rows, rows & matched, rows & translated))
        found[genre] = GenreTopic(total, about, about / max(1, total), originals, originals / max(1, total))
    return found


def _by_class(related: np.ndarray) -> tuple[int, int, int]:
    zero, one, two = np.bincount(related, minlength=3).tolist()
    return zero, one, two
