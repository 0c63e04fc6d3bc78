"""The connection that the store opened in, its schema brought to HEAD; Alembic runs this file."""

from alembic import context

from relanced.edge.schema import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
context.run_migrations()  # within the store's own transaction: all of it or nothing
