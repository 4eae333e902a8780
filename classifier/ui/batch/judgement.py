"""What the gold labels of a scored file say, kept in the session: each part is worked out when it is first shown."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar, cast

import streamlit as st

from classifier import artifacts
from classifier.dataset.seen_messages import SeenMessages
from classifier.errors import DataError
from classifier.scoring.evaluation import Judged, judged
from classifier.scoring.gold import Gold, gold_of
from classifier.scoring.scored import Scored
from classifier.ui import resources

KEPT = "batch_judgement"

Part = TypeVar("Part")


@dataclass(frozen=True)
class Judgement:
    """A scored file with its gold labels, or with the `trouble` that a cell makes; neither if it has no such columns.

    `made` holds the parts that were worked out.
    """

    scored: Scored
    gold: Gold | None
    trouble: str | None = None
    made: dict[tuple[str, ...], object] = field(default_factory=dict)

    @property
    def exists(self) -> bool:
        """Whether the file has gold labels, also those that cannot be read."""
        return self.gold is not None or self.trouble is not None

    def part(self, *names: str, make: Callable[[], Part]) -> Part:
        """One of the parts, made now or before."""
        if names not in self.made:
            self.made[names] = make()
        return cast(Part, self.made[names])

    def judged(self, gold: Gold) -> Judged:
        """The rows that the model is judged on."""
        return self.part("judged", make=lambda: judged(self.scored, gold, get_seen_messages()))


def judgement_of(scored: Scored) -> Judgement:
    """The judgement on this file; that on the file before is forgotten."""
    kept: Judgement | None = st.session_state.get(KEPT)
    if kept is None or kept.scored is not scored:
        try:
            kept = Judgement(scored, gold_of(scored))
        except DataError as error:
            kept = Judgement(scored, None, str(error))
        st.session_state[KEPT] = kept
    return kept


@st.cache_resource(show_spinner=False)
def get_seen_messages() -> SeenMessages:
    """The hashes of what the model was trained or validated on; ArtifactError if they are not in order."""
    return SeenMessages.load(resources.ASSETS, artifacts.read_manifest(resources.ASSETS))
