"""Alembic's entry: runs the migrations on the connection, and in the transaction, that the journal hands over."""

from alembic import context

from backcoach.journal.tables import METADATA

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
    render_as_batch=True,
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
