"""What the command lines share."""

import sys
from collections.abc import Callable

from classifier.errors import UserError


def exit_status(work: Callable[[], None]) -> int:
    """Do the work; 0, or 1 with one sentence on standard error if an input is at fault."""
    try:
        work()
    except UserError as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    return 0
