"""A request that is not answered, and why."""

from classifier.errors import UserError


class Refusal(UserError):
    """A request is refused with an HTTP status and one sentence; `retry_after` (seconds) says when to ask again."""

    def __init__(self, status: int, sentence: str, retry_after: int | None = None) -> None:
        """Refuse."""
        super().__init__(sentence)
        self.status = status
        self.retry_after = retry_after


class Left(Exception):
    """The client is gone: nobody waits for the answer."""
