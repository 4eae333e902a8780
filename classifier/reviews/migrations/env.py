"""What Alembic runs; `migration.py` hands it a connection and holds the lock."""

from alembic import context

from classifier.reviews.migration import VERSION_TABLE
from classifier.reviews.schema import METADATA

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
    version_table=VERSION_TABLE,
    render_as_batch=True,
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
