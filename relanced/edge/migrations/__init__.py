"""Alembic's folder: the steps from each released schema to the next. Run when the store is opened."""
