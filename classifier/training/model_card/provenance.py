"""The sections of the model card about what the model was made from and how to make it again."""

from classifier.artifacts import CARD, EXAMPLES, Manifest
from classifier.training.fitting.recipes import DEFAULT_VECTORS
from classifier.training.model_card.markdown import table

_ORIGINS = {
    DEFAULT_VECTORS: (
        "Each word was passed alone through the open sentence model all-MiniLM-L6-v2 (Apache License 2.0, by the "
        "sentence-transformers project); its output was mean-pooled, normalised and centred, and its first 200 "
        "principal components were kept. The vectors are derived from that model and carry its licence."
    )
}


def vectors(manifest: Manifest) -> str:
    """Where the word vectors come from and whose licence they carry."""
    found = manifest.vectors
    if not found:
        return "## Word vectors\n\nNone: the embedding was trained on the messages alone."
    origin = _ORIGINS.get(found.file, "Their origin and licence are those of the file that was named in training.")
    return (
        f"## Word vectors\n\n`{found.file}`: {found.words:,} words, {found.dimensions} dimensions, "
        f"SHA-256 `{found.sha256}`. {origin}"
    )


def reproduction(manifest: Manifest) -> str:
    """The exact command, versions and hashes."""
    versions = ", ".join(f"{name} {version}" for name, version in manifest.versions.items())
    hashes = {name: digest for name, digest in manifest.files.items() if name not in (CARD, EXAMPLES)}
    hashes |= manifest.data.sha256 if manifest.data else {}
    lines = table(["File", "SHA-256"], [[f"`{name}`", f"`{digest}`"] for name, digest in hashes.items()])
    return f"## Reproduction\n\n```\n{manifest.command}\n```\n\n{versions}.\n\n{lines}"
