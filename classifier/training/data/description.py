"""The data set alone -> the sections of metrics.json that need no model."""

from typing import Any

import numpy as np
import pandas as pd

from classifier.labels import BINARY_LABELS, RELATED
from classifier.text import forms
from classifier.training.dataset import Splits
from classifier.training.task import Task

GENRES = ("direct", "news", "social")
HAITI = (
    r"\bha[iï]ti|\bport[ -]?[ao]u[ -]?prince|\bdelmas|\bcarrefour|\bl[eé]og[aâ]ne|\bjacmel|\bp[eé]tion|\bgona[iï]ve"
    r"|\bcit[eé][ -]soleil|\bgo[aâ]ve|\bearth ?quake|\baftershock"
)
HAITI_RULE = (
    "the English text names Haiti, one of its places (Port-au-Prince, Delmas, Carrefour, Léogâne, Jacmel, "
    "Pétion-Ville, Gonaïves, Cité Soleil, Petit- or Grand-Goâve), an earthquake or an aftershock"
)
_LENGTH_EDGES = (*range(0, 50, 5), 50, 60, 80, 100)


def supports(task: Task) -> dict[str, dict[str, int]]:
    """Positives of each label in each part."""
    counts = {name: task.targets[rows].sum(axis=0).astype(int) for name, rows in parts(task.splits).items()}
    return {label: {name: int(count[i]) for name, count in counts.items()} for i, label in enumerate(BINARY_LABELS)}


def related_supports(task: Task) -> dict[str, list[int]]:
    """Messages of each class of `related` in each part."""
    return {name: np.bincount(task.related[rows], minlength=3).tolist() for name, rows in parts(task.splits).items()}


def parts(splits: Splits) -> dict[str, np.ndarray]:
    """The three parts of the data set by name, rows int (k,) each."""
    return {"train": splits.train, "validation": splits.validation, "test": splits.test}


def dataset(task: Task) -> dict[str, Any]:
    """Genres, classes of `related`, lengths in words and co-occurrence; `related` there means class 1."""
    frame = task.frame
    lengths = frame["message"].map(lambda message: len(forms(message))).to_numpy()
    edges = [*_LENGTH_EDGES, max(int(lengths.max()), _LENGTH_EDGES[-1]) + 1]
    outputs = np.column_stack([task.related == 1, task.targets]).astype(np.int64)
    return {
        "rows": len(frame),
        "genres": {genre: int((frame["genre"] == genre).sum()) for genre in GENRES},
        "related": np.bincount(task.related, minlength=3).tolist(),
        "lengths": {"edges": edges, "counts": np.histogram(lengths, edges)[0].tolist()},
        "cooccurrence": {"labels": [RELATED, *BINARY_LABELS], "counts": (outputs.T @ outputs).tolist()},
    }


def about_haiti(frame: pd.DataFrame) -> np.ndarray:
    """Which messages speak of the 2010 Haiti earthquake by HAITI_RULE, bool (rows,): a lower bound."""
    return frame["message"].str.contains(HAITI, case=False, regex=True).to_numpy(bool)


def haiti(frame: pd.DataFrame) -> dict[str, Any]:
    """The share of each genre that speaks of one earthquake, and that has an untranslated original."""
    matched, originals = about_haiti(frame), frame["original"].to_numpy() != ""
    genres = {}
    for genre in GENRES:
        rows = (frame["genre"] == genre).to_numpy()
        n = max(1, int(rows.sum()))
        genres[genre] = {
            "rows": int(rows.sum()),
            "matched": int((rows & matched).sum()),
            "share": float((rows & matched).sum() / n),
            "originals": int((rows & originals).sum()),
            "originals_share": float((rows & originals).sum() / n),
        }
    return {"rule": HAITI_RULE, "genres": genres}
