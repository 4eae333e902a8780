"""The name of a stack says where its messages come from and who drew them: the record gives back no more than that."""

from classifier.reviews.review import Reviewer, Source

_DRAWN_BY = ", drawn by "
_TITLES = {source: source.value.capitalize() for source in Source}


def named(source: Source, what: str, reviewer: Reviewer) -> str:
    """The name of a new stack."""
    return f"{_TITLES[source]}: {what}{_DRAWN_BY}{reviewer.name.strip()}"


def source_of(name: str) -> Source:
    """Where the messages of a stack come from."""
    return next((source for source, title in _TITLES.items() if name.startswith(f"{title}: ")), Source.PASTE)


def was_drawn_by(name: str, reviewer: Reviewer) -> bool:
    """Whether this reviewer drew the stack from answers that were on the page."""
    visible = source_of(name) == Source.MANY_MESSAGES
    return visible and name.endswith(f"{_DRAWN_BY}{reviewer.name.strip()}")
