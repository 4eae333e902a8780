"""The sections of the model card about how the network is built and what was tried on the way."""

import json
from pathlib import Path

from classifier.artifacts import Manifest
from classifier.training.markdown import number, percent, table


def network(manifest: Manifest) -> str:
    """How the default network is built; nothing for the published ones, which the article describes."""
    config = manifest.raw.get("config", {})
    if not config.get("towers"):
        return ""
    towers = ", ".join(
        f"{tower['filters']} filters"
        + (f" and a bidirectional LSTM of {tower['recurrent']} over every four words" if tower["recurrent"] else "")
        for tower in config["towers"]
    )
    return (
        "## Network\n\n"
        f"{len(config['towers'])} towers ({towers}; convolutions of width 2 and 3, maximum and mean over the words) "
        "read frozen word vectors, marks of the message's language and looks, and facts of each word. A linear path "
        "beside them, balanced logistic regressions on n-grams of 2 to 5 characters and of 1 and 2 words, has a share "
        f"of {percent(config['linear_share']['labels'])} in the labels and "
        f"{percent(config['linear_share']['related'])} in `related`; it learns the classes of `related` from messages "
        "alone, since class 2 marks those that are not English, which is no news of an original. Every tower answers "
        "for itself in training, with 36 losses of its own and sample weights that grow with rarity (share to the "
        f"power -{config['fit']['rarity']}"
        "); the voices are scaled one by one on the validation part and averaged in log-odds. Vectors of Creole, "
        "French and Spanish words are means of the vectors of their translations, found by IBM model 1 in the "
        "training messages that come with an original."
    )


def thresholds(manifest: Manifest) -> str:
    """What the way of choosing thresholds is worth."""
    study = manifest.raw.get("threshold_study")
    if not study:
        return ""
    ways = {
        "counted": "the threshold with the most F1 on the messages at hand",
        "expected": "the same with expected instead of counted hits",
        "shipped": "that, drawn a fifth of the way toward one threshold for all labels (shipped)",
    }
    lines = [
        [title, number(study[way]["macro_f1"], 4), number(study[way]["micro_f1"], 4)] for way, title in ways.items()
    ]
    return (
        "## Thresholds\n\nA threshold from a dozen positives is noise. Three ways to choose the `balanced` ones, "
        "cross-validated inside the validation part:\n\n"
        + table(["Each label takes", "Macro-F1", "Micro-F1"], lines)
        + "\n\nThe shipped way gives up a little macro-F1 for more micro-F1."
    )


def trials() -> str:
    """What was tried on the way, on the validation part."""
    entries = json.loads((Path(__file__).parent / "trials.json").read_text(encoding="utf-8"))
    lines = [
        [entry["change"], number(entry["map"]), number(entry["related"]), entry.get("note", "")] for entry in entries
    ]
    return (
        "## What was tried\n\nOne run each, on the validation messages only; differences under 0.005 mean little, "
        "and `related` macro-F1 hangs on 18 messages of class 2.\n\n"
        + table(["Change", "mAP", "Related macro-F1", "Note"], lines)
        + "\n\nOut of reach so far: a `related` macro-F1 of 0.80, as one run of the transformer had. Most of what is "
        "missing is class 2, which marks messages that are not English or cut off, but also plain English sentences, "
        "and Creole that this model is meant to read. The way on: decide whether untranslated Creole belongs to class "
        "2 and label it alike; label class 2 again, since marks of language alone reach an F1 of two thirds for it at "
        "best; and vectors of word pieces from a multilingual language model, so that Urdu or Portuguese in Latin "
        "letters is known as such instead of unknown."
    )
