"""How every command of training ends: with a status, and a sentence if an input is at fault."""

import sys
from collections.abc import Callable

from classifier.errors import UserError


def exit_status(command: Callable[[], None]) -> int:
    """Run a command; status 0, or 1 with a sentence on standard error if an input is at fault."""
    try:
        command()
    except UserError as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    return 0
