"""Measure the baselines on one split and print their figures.

python -m classifier.training.baselines --data DIR [--split-seed N]
"""

import argparse
import sys
from collections.abc import Sequence

from classifier.dataset.held_out import DEFAULT_SEED
from classifier.training.command_line import exit_status
from classifier.training.console_table import print_systems
from classifier.training.data.labelled_messages import LabelledMessages
from classifier.training.evaluation.baselines import compare


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure the baselines and print their figures; status 1 if an input is at fault."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", required=True, help="folder with the two CSV files")
    parser.add_argument("--split-seed", type=int, default=DEFAULT_SEED, help="seed of the test split (default: 42)")
    options = parser.parse_args(arguments)
    return exit_status(lambda: run(options.data, options.split_seed))


def run(directory: str, seed: int) -> None:
    """Print each baseline's overall metrics on the test part of one split."""
    systems = compare(LabelledMessages.load(directory, seed))
    print_systems((system.title, system.overall) for system in systems)


if __name__ == "__main__":
    sys.exit(main())
