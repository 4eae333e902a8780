"""metrics.json and manifest.json -> assets/MODEL_CARD.md and the results table in README.md.

python -m classifier.training.card --assets assets --readme README.md
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from classifier import artifacts
from classifier.errors import ArtifactError, UserError
from classifier.report import Report
from classifier.training import card_design, card_results, card_sections

BEGIN, END = "<!-- results -->", "<!-- /results -->"
COMMAND = "python -m classifier.training.card --assets assets --readme README.md"
NOTE = f"<!-- Written by `{COMMAND}` from metrics.json and manifest.json; change those, not this. -->"


def render(report: Report, manifest: artifacts.Manifest) -> str:
    """The whole model card, Markdown."""
    parts = [
        "# Model card: disaster message classifier",
        NOTE,
        card_sections.summary(report, manifest),
        card_sections.uses(),
        card_sections.data(report),
        card_design.network(manifest),
        *(write(report) for write in card_results.SECTIONS),
        card_sections.creole(report),
        card_sections.biases(report),
        card_sections.other_splits(report),
        card_design.thresholds(manifest),
        card_design.trials(),
        card_sections.vectors(manifest),
        card_sections.reproduction(manifest),
    ]
    return "\n\n".join(filter(None, parts)) + "\n"


def splice(readme: str, table: str) -> str:
    """The README with the table between the two markers; ArtifactError if they are not there."""
    before, begin, rest = readme.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ArtifactError(f"The README has no place for the results: put {BEGIN} and {END} on lines of their own.")
    return f"{before}{BEGIN}\n{table}\n{END}{after}"


def main(arguments: Sequence[str] | None = None) -> int:
    """Write both files, or with --check only say whether they are up to date; 1 if not."""
    options = _options(arguments)
    try:
        manifest = artifacts.read(options.assets, required=())
        report = Report.load(options.assets, manifest.model_sha256)
        card = render(report, manifest)
        readme = splice(options.readme.read_text(encoding="utf-8"), card_results.systems(report))
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
        print(f"{' and '.join(stale)} not up to date; run `{COMMAND}`.", file=sys.stderr)
    return 1 if stale else 0


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--assets", type=Path, default=Path("assets"), help="folder with the artefacts")
    parser.add_argument("--readme", type=Path, default=Path("README.md"), help="file with the results table")
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 if a file is not up to date")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
