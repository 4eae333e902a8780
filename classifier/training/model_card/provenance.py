"""The sections of the model card about what the model was made from and how to make it again."""

from classifier.artifacts import CARD, EXAMPLES, Manifest, VectorSource
from classifier.training.fitting.recipes import DEFAULT_VECTORS
from classifier.training.model_card.markdown import table

_ORIGINS = {
    DEFAULT_VECTORS: (
        "Each word was passed alone through the open sentence model all-MiniLM-L6-v2 (Apache License 2.0, by the "
        "sentence-transformers project); its output was mean-pooled, normalised and centred, and its first 200 "
        "principal components were kept. The vectors are derived from that model and carry its licence. The file has a "
        "vector for every word of the data set, those of validation and test messages too; a model that knew them all "
        "would hardly meet an unknown word in its own test. So the vocabulary holds a word only if a training message "
        "contains it or WordNet lists it."
    )
}
_FROM_ASSETS = "--embeddings assets"


def vectors(manifest: Manifest) -> str:
    """Where the word vectors come from and whose licence they carry."""
    found = manifest.vectors
    if not found:
        return "## Word vectors\n\nNone: the embedding was trained on the messages alone."
    origin = _ORIGINS.get(found.file, "Their origin and licence are those of the file that was named in training.")
    return (
        f"## Word vectors\n\n{found.words:,} words of `{found.file}`, {found.dimensions} dimensions, "
        f"SHA-256 `{found.sha256}`. {origin}{_known_from(found)}"
    )


def _known_from(source: VectorSource) -> str:
    """Why the model may know its words."""
    if len(source.known_from) < 2:
        return ""
    return f" Known from: {', '.join(f'{name} ({words:,})' for name, words in source.known_from.items())}."


def reproduction(manifest: Manifest) -> str:
    """The exact command, versions and hashes."""
    versions = ", ".join(f"{name} {version}" for name, version in manifest.versions.items())
    hashes = {name: digest for name, digest in manifest.files.items() if name not in (CARD, EXAMPLES)}
    hashes |= manifest.data.sha256 if manifest.data else {}
    lines = table(["File", "SHA-256"], [[f"`{name}`", f"`{digest}`"] for name, digest in hashes.items()])
    parts = ("## Reproduction", f"```\n{manifest.command}\n```", _embeddings(manifest), f"{versions}.", lines)
    return "\n\n".join(filter(None, parts))


def _embeddings(manifest: Manifest) -> str:
    """Where the recorded command takes the vectors from, if not from their file."""
    if _FROM_ASSETS not in manifest.command:
        return ""
    return (
        f"`{_FROM_ASSETS}` takes the word vectors out of the trained model in that folder, so the vector file is not "
        "needed."
    )
