"""What commands share."""

import os
import signal

import pytest

from classifier.console import Interruption


class Closing:
    """Something that is interrupted while it is being deleted."""

    def __del__(self) -> None:
        os.kill(os.getpid(), signal.SIGINT)


@pytest.mark.filterwarnings("error::pytest.PytestUnraisableExceptionWarning")
def test_an_interrupt_that_python_drops_still_ends_a_command_and_shows_nothing() -> None:
    with Interruption() as interruption:
        Closing()
        with pytest.raises(KeyboardInterrupt):
            interruption.check()


def test_nothing_is_interrupted_unless_somebody_asks() -> None:
    before = signal.getsignal(signal.SIGINT)
    with Interruption() as interruption:
        interruption.check()
    assert signal.getsignal(signal.SIGINT) is before
