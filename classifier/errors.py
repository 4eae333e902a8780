"""The exceptions whose message may be shown to a user: one or two clear sentences each."""


class UserError(Exception):
    """Base of every error that carries a sentence for the user."""


class ArtifactError(UserError):
    """An artefact is missing, damaged or does not fit the others; the message says how to fix it."""


class MessageError(UserError):
    """A message cannot be classified; the message says why."""


class DataError(UserError):
    """A data file cannot be used; the message names file, column and row."""


class VectorsError(UserError):
    """A word-vector file cannot be used; the message names file and line."""


class ReviewsError(UserError):
    """The record of reviews cannot be read or written, or refuses a review; the message says why and what to do."""


class SupersededError(ReviewsError):
    """A correction of a review that was deleted meanwhile; it can never be saved."""
