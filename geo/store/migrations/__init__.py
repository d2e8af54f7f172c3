"""How a store came to its present tables, step by step (Alembic): an older file opens in a newer program."""
