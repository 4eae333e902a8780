"""Sentences in many languages, written for this project: what the model reads, and what it should leave alone."""

from classifier.training.evaluation import language_figures

OURS: tuple[tuple[str, str], ...] = (
    ("en", "We need water and tents in the camp by the river"),
    ("en", "The bridge is gone and nobody can reach the hospital"),
    ("en", "Thanks for the news, the children are fine today"),
    ("ht", "Nou bezwen dlo ak manje nan kan an, timoun yo malad"),
    ("ht", "Tanpri voye èd pou nou, kay la kraze"),
    ("fr", "Nous avons besoin d'eau et de nourriture, les enfants sont malades"),
    ("fr", "La maison s'est effondrée et il y a des gens sous les décombres"),
    ("es", "Necesitamos agua y comida, los niños están enfermos"),
    ("es", "El puente se cayó y nadie puede llegar al hospital"),
)
"""Language codes and sentences of six words or more in the languages that the model reads."""

FOREIGN: tuple[tuple[str, str], ...] = tuple(
    (code, sentence) for code, sentences in language_figures.foreign_sentences().items() for sentence in sentences
)
"""Language codes and sentences in languages that it does not read."""
