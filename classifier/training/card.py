"""Write the model card and the results table of the README from metrics.json and manifest.json.

python -m classifier.training.card --assets assets --readme README.md
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from classifier import artifacts
from classifier.errors import UserError
from classifier.report.report import Report
from classifier.training.model_card import (
    design,
    identification,
    long_messages,
    provenance,
    reading,
    readme_results,
    results,
    robustness,
    use,
)

COMMAND = "python -m classifier.training.card --assets assets --readme README.md"
NOTE = f"<!-- Written by `{COMMAND}` from metrics.json and manifest.json; change those, not this. -->"


def render(report: Report, manifest: artifacts.Manifest) -> str:
    """The whole model card, Markdown."""
    parts = (
        "# Model card: disaster message classifier",
        NOTE,
        use.summary(report, manifest),
        use.uses(),
        use.data(report),
        reading.reading(manifest),
        design.network(manifest),
        results.results(report),
        results.labels(report),
        results.related(report),
        results.calibration(report),
        results.originals(report),
        identification.identification(report),
        robustness.robustness(report),
        long_messages.long_messages(report),
        use.biases(report),
        results.other_splits(report),
        design.thresholds(manifest),
        design.trials(report),
        provenance.vectors(manifest),
        provenance.reproduction(manifest),
    )
    return "\n\n".join(filter(None, parts)) + "\n"


def main(arguments: Sequence[str] | None = None) -> int:
    """Write both files, or with --check only say whether they are up to date; status 1 if not."""
    options = _parser().parse_args(arguments)
    try:
        manifest = artifacts.read_manifest(options.assets)
        report = Report.load(options.assets, manifest)
        card = render(report, manifest)
        readme = readme_results.splice(options.readme.read_text(encoding="utf-8"), report)
    except (UserError, OSError) as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    return _check(options, card, readme) if options.check else _write(options, card, readme)


def _write(options: argparse.Namespace, card: str, readme: str) -> int:
    artifacts.write(options.assets, {artifacts.CARD: card.encode()})
    options.readme.write_text(readme, encoding="utf-8")
    return 0


def _check(options: argparse.Namespace, card: str, readme: str) -> int:
    wanted = {options.assets / artifacts.CARD: card, options.readme: readme}
    stale = [
        path.name for path, text in wanted.items() if not path.is_file() or path.read_text(encoding="utf-8") != text
    ]
    if stale:
        print(f"Out of date: {' and '.join(stale)}. Run `{COMMAND}`.", file=sys.stderr)
    return 1 if stale else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--assets", type=Path, default=Path("assets"), help="folder with the artefacts")
    parser.add_argument("--readme", type=Path, default=Path("README.md"), help="file with the results table")
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 if a file is out of date")
    return parser


if __name__ == "__main__":
    sys.exit(main())
