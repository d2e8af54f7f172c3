"""Run by Alembic, on the connection and within the transaction that :mod:`geo.store.connect` has opened."""

from alembic import context

from geo.store.connect import VERSION_TABLE

context.configure(connection=context.config.attributes["connection"], version_table=VERSION_TABLE)
context.run_migrations()
