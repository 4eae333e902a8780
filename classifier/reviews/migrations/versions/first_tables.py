"""The tables of the first version. What stands here stays: a change is a revision of its own."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

_NUMBER = sa.BigInteger().with_variant(sa.Integer, "sqlite")
_TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "reviews",
        sa.Column("number", _NUMBER, primary_key=True, autoincrement=True),
        sa.Column("id", sa.Uuid, nullable=False, unique=True),
        sa.Column("supersedes", sa.Uuid, sa.ForeignKey("reviews.id"), index=True),
        sa.Column("message", sa.Text, nullable=False),
        sa.Column("message_sha256", sa.String(64), nullable=False, index=True),
        sa.Column("source", sa.String(40), nullable=False),
        sa.Column("sampling", sa.String(40), nullable=False),
        sa.Column("inclusion_probability", sa.Float(53)),
        sa.Column("sampling_label", sa.String(40)),
        sa.Column("stack", sa.Uuid, index=True),
        sa.Column("blind", sa.Boolean, nullable=False),
        sa.Column("reviewer", sa.Text, nullable=False),
        sa.Column("reviewer_issuer", sa.Text, nullable=False),
        sa.Column("reviewer_subject", sa.Text, nullable=False),
        sa.Column("first_labels", sa.JSON, nullable=False),
        sa.Column("first_related", sa.Integer),
        sa.Column("first_at", _TIME, nullable=False),
        sa.Column("final_labels", sa.JSON),
        sa.Column("final_related", sa.Integer),
        sa.Column("final_at", _TIME),
        sa.Column("note", sa.Text, nullable=False),
        sa.Column("error_kind", sa.String(40)),
        sa.Column("model_sha256", sa.String(64), nullable=False),
        sa.Column("version", sa.String(40), nullable=False),
        sa.Column("operating_point", sa.String(40), nullable=False),
        sa.Column("thresholds", sa.JSON, nullable=False),
        sa.Column("probabilities", sa.JSON, nullable=False),
        sa.Column("related_probabilities", sa.JSON, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "review_stacks",
        sa.Column("number", _NUMBER, primary_key=True, autoincrement=True),
        sa.Column("id", sa.Uuid, nullable=False, unique=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("source", sa.String(40), nullable=False),
        sa.Column("made_at", _TIME, nullable=False),
        sa.Column("reviewers_per_message", sa.Integer, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "review_stack_messages",
        sa.Column("stack", sa.Uuid, sa.ForeignKey("review_stacks.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("place", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("message", sa.Text, nullable=False),
        sa.Column("message_sha256", sa.String(64), nullable=False, index=True),
        sa.Column("sampling", sa.String(40), nullable=False),
        sa.Column("inclusion_probability", sa.Float(53)),
        sa.Column("sampling_label", sa.String(40)),
    )
