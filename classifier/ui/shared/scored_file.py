"""The scored file of this session, for pages beside *Many messages*."""

from typing import Protocol, runtime_checkable

import numpy as np
import streamlit as st

from classifier.scoring import texts
from classifier.scoring.scored import Scored

STAGE = "batch_stage"
"""The session's key of how far *Many messages* is with its file."""


@runtime_checkable
class ScoredFile(Protocol):
    """What *Many messages* holds once a file is scored: what the file is called, its messages and their answers."""

    @property
    def name(self) -> str:
        """The name of the file."""

    @property
    def scored(self) -> Scored:
        """Its messages and their answers."""


def scored_file() -> ScoredFile | None:
    """The file that is scored; None while there is none."""
    found = st.session_state.get(STAGE)
    return found if isinstance(found, ScoredFile) else None


def readable(file: ScoredFile) -> np.ndarray:
    """Rows, int64 (k,), of the messages that the model could read, copies too."""
    return np.flatnonzero(~file.scored.language_not_read & ~file.scored.blank)


def holds(message: str) -> bool:
    """Whether the message, or one like it, is in the scored file, whose answers can be seen."""
    found = scored_file()
    return found is not None and texts.holds(found.scored.messages, message)
