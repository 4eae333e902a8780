"""Comments on single labels, like texts, and who drew a stack, which its name used to say.

What it needs of the app stands here as it was at the time, so that old records are changed alike in every version.
"""

import json
import re
import unicodedata
from hashlib import sha256

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

_PAGE = 500
_ESCAPED = "json:"
_TITLES = ("Many messages", "Paste", "Classify", "Test messages")
_DRAWN_BY = ", drawn by "

_reviews = sa.table("reviews", sa.column("number"), sa.column("message"), sa.column("text_sha256"))
_stacks = sa.table("review_stacks", sa.column("number"), sa.column("name"), sa.column("drawn_by"))


def upgrade() -> None:
    """Add the columns, and fill them for what is there."""
    op.add_column("reviews", sa.Column("text_sha256", sa.String(64), nullable=False, server_default=""))
    op.add_column("reviews", sa.Column("comments", sa.JSON, nullable=False, server_default="{}"))
    for name in ("drawn_by", "drawn_by_issuer", "drawn_by_subject"):
        op.add_column("review_stacks", sa.Column(name, sa.Text, nullable=False, server_default=""))
    connection = op.get_bind()
    _name_texts(connection)
    op.create_index("ix_reviews_text_sha256", "reviews", ["text_sha256"])
    for number, name in connection.execute(sa.select(_stacks.c.number, _stacks.c.name)).all():
        what, drawn_by = _parted(_restored(name))
        where = _stacks.update().where(_stacks.c.number == number)
        connection.execute(where.values(name=_kept(what), drawn_by=_kept(drawn_by)))


def _name_texts(connection: sa.Connection) -> None:
    """Fill in the hashes of texts, a page of reviews at a time."""
    last = 0
    query = sa.select(_reviews.c.number, _reviews.c.message).order_by(_reviews.c.number).limit(_PAGE)
    fill = (
        _reviews.update()
        .where(_reviews.c.number == sa.bindparam("which"))
        .values(text_sha256=sa.bindparam("text", type_=sa.String))
    )
    while rows := connection.execute(query.where(_reviews.c.number > last)).all():
        connection.execute(fill, [{"which": number, "text": _hash(_restored(message))} for number, message in rows])
        last = rows[-1][0]


def _parted(name: str) -> tuple[str, str]:
    """The name of a stack without its source and its person, and the person."""
    what, _, person = name.rpartition(_DRAWN_BY)
    source, colon, rest = what.partition(": ")
    return (rest, person) if colon and source in _TITLES else (name, "")


def _hash(message: str) -> str:
    folded = re.sub(r"[\W_]+", "", unicodedata.normalize("NFKD", message).casefold())
    return sha256((folded or message).encode("utf-8", "surrogatepass")).hexdigest()


def _restored(text: str) -> str:
    return str(json.loads(text.removeprefix(_ESCAPED))) if text.startswith(_ESCAPED) else text


def _kept(text: str) -> str:
    strange = "\0" in text or any("\ud800" <= sign <= "\udfff" for sign in text)
    return _ESCAPED + json.dumps(text) if strange or text.startswith(_ESCAPED) else text
